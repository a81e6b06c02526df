// The shape `stream` under each model that runs it.
#pragma once

#include "runners/runner.hpp"
#include "workloads/stream.hpp"

namespace interleave {

using stream_setup = setup_of<stream_work>;

std::unique_ptr<stage> make_sequential_stream(const stream_setup&);
std::unique_ptr<stage> make_coroutine_stream(const stream_setup&);
std::unique_ptr<stage> make_thread_pool_stream(const stream_setup&);
std::unique_ptr<stage> make_process_pool_stream(const stream_setup&);

}  // namespace interleave
