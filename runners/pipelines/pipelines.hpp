// The shape `pipeline` under each model that runs it.
#pragma once

#include "runners/runner.hpp"
#include "workloads/pipeline.hpp"

namespace interleave {

using pipeline_setup = setup_of<pipeline_work>;

std::unique_ptr<stage> make_sequential_pipeline(const pipeline_setup&);
std::unique_ptr<stage> make_thread_pool_pipeline(const pipeline_setup&);
std::unique_ptr<stage> make_pipeline_of_new_threads(const pipeline_setup&);
std::unique_ptr<stage> make_process_pool_pipeline(const pipeline_setup&);
std::unique_ptr<stage> make_one_thread_loop_pipeline(const pipeline_setup&);
std::unique_ptr<stage> make_multi_thread_loop_pipeline(const pipeline_setup&);

}  // namespace interleave
