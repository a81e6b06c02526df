// The contract of a runner, a concurrency model: a descriptor, and one function per shape of work that it can run.
//
// A runner owns the workers. It hands tasks to slots and knows nothing of what a task does. What a model needs once
// (threads, loops, worker processes, clients) stands before the clock starts; what it does for every task (create a
// thread, fork, spawn a coroutine) happens under the clock.
#pragma once

#include "runners/placement.hpp"
#include "runners/usage.hpp"
#include "workloads/workload.hpp"

#include <algorithm>
#include <memory>
#include <span>
#include <string_view>

namespace interleave {

enum class family { sequential, threads, processes, event_loop, hybrid };
constexpr std::string_view name_of(family f) {
  switch (f) {
    case family::sequential:
      return "sequential";
    case family::threads:
      return "threads";
    case family::processes:
      return "processes";
    case family::event_loop:
      return "event_loop";
    case family::hybrid:
      return "hybrid";
  }
  return "";
}

// A batch: independent tasks, at most in_flight outstanding.
struct batch_setup {
  const workload& work;
  batch_log& log;  // has a record for each of in_flight slots
  int in_flight;
  const placement& place;

  // Slots that `workers` can keep busy: a task that waits leaves room for others, one that only computes occupies its
  // worker, so further slots could never start.
  int slots_for(int workers) const { return work.waits() ? in_flight : std::min(in_flight, workers); }
  int workers_per_core() const { return std::min(in_flight, place.cores()); }
};

// A batch with everything standing that the model needs once. Destroying it ends every worker.
class batch_stage {
 public:
  virtual ~batch_stage() = default;

  // Runs what setup.log holds out, once; returns when all is done or the log was stopped. Under the clock. Throws
  // batch_failure where a worker was lost.
  virtual void run() = 0;

  virtual int workers() const = 0;  // threads or processes that execute tasks
  virtual int slots() const = 0;    // tasks that can be outstanding, at most in_flight

  // For models whose workers are processes that live on after run(): what they used during the last run, and their
  // peaks. Everything else is found from this process and its ended children.
  virtual resource_usage worker_usage() const { return {}; }
  virtual memory_peaks worker_memory() const { return {}; }
};

// What a cell asks of the system's limits, beyond what a program has anyway.
struct demand {
  int threads = 0;
  int processes = 0;
};

struct runner_descriptor {
  std::string_view name;
  family model_family;
  std::string_view summary;
  std::string_view idiom;  // what it is built of
  int simplicity;          // rank among all runners, 1 = simplest; ties in a verdict go to the simplest
  int in_flight_most = 0;  // 0: any number
  // The quick profile measures the plain forms of every family; the rest need --full or to be asked for.
  bool in_quick_profile = false;
  io_form form;  // the form in which it runs waiting work
  demand (*demands)(int in_flight, int cores);
  std::unique_ptr<batch_stage> (*batch)(const batch_setup&);
};

// Every runner, in the order of the list in CMakeLists.txt.
std::span<const runner_descriptor* const> all_runners();

}  // namespace interleave
