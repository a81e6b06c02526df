// How rings are run: the stages that runners name in their descriptors.
#pragma once

#include "runners/runner.hpp"
#include "workloads/ring.hpp"

namespace interleave {

using ring_setup = setup_of<ring_work>;

std::unique_ptr<stage> ring_alone(const ring_setup&);                 // one thread is every member in turn
std::unique_ptr<stage> ring_of_threads(const ring_setup&);            // a standing thread for each member
std::unique_ptr<stage> ring_of_processes(const ring_setup&);          // a standing process for each member
std::unique_ptr<stage> ring_on_loop(const ring_setup&);               // a coroutine for each, one thread
std::unique_ptr<stage> ring_on_multi_thread_loop(const ring_setup&);  // a coroutine for each, a thread per core

}  // namespace interleave
