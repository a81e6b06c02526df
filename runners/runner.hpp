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
#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
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

class tree_work;      // workloads/tree.hpp
class pipeline_work;  // workloads/pipeline.hpp
class ring_work;      // workloads/ring.hpp
class stream_work;    // workloads/stream.hpp
class herd_work;      // workloads/herd.hpp

// What a stage is made from.
template <class Work>
struct setup_of {
  const Work& work;
  batch_log& log;  // batch: has a record for each of in_flight slots; the other shapes: one
  int in_flight;
  const placement& place;

  int workers_per_core() const { return std::min(in_flight, place.cores()); }
  // Slots that `workers` can keep busy: a task that waits leaves room for others, one that only computes occupies its
  // worker, so further slots could never start.
  int slots_for(int workers) const
    requires std::same_as<Work, batch_work>
  {
    return work.waits() ? in_flight : std::min(in_flight, workers);
  }
};
using batch_setup = setup_of<batch_work>;
using tree_setup = setup_of<tree_work>;
using pipeline_setup = setup_of<pipeline_work>;
using ring_setup = setup_of<ring_work>;
using stream_setup = setup_of<stream_work>;
using herd_setup = setup_of<herd_work>;

// A workload under a runner, with everything standing that the model needs once. Destroying it ends every worker.
class stage {
 public:
  virtual ~stage() = default;

  // Runs what setup.log holds out, once; returns when all is done or the log was stopped. Under the clock. Throws
  // batch_failure where a worker was lost.
  virtual void run() = 0;

  virtual int workers() const = 0;         // threads or processes that execute tasks
  virtual int slots() const { return 1; }  // tasks that can be outstanding, at most in_flight

  // Forks, items, hops or waiting tasks that run() really made in all its tasks together; 0 in a batch, whose unit is
  // the task.
  virtual std::uint64_t units() const { return 0; }
  // What the stage itself has measured during the last run(), under names of docs/results.md.
  virtual counters measured() const { return {}; }

  // For models whose workers are processes that live on after run(): what they used during the last run, and their
  // peaks. Everything else is found from this process and its ended children.
  virtual resource_usage worker_usage() const { return {}; }
  virtual memory_peaks worker_memory() const { return {}; }
};

// What a cell asks of the system's limits, beyond what a program has anyway.
struct demand {
  std::int64_t threads = 0;
  std::int64_t processes = 0;
  std::int64_t open_files = 0;  // in this process, such as a pidfd of each
  std::int64_t mappings = 0;    // of memory, in one process, beside those of its threads' stacks
};

template <class Work>
using stage_maker = std::unique_ptr<stage> (*)(const setup_of<Work>&);

struct runner_descriptor {
  std::string_view name;
  family model_family;
  std::string_view summary;
  std::string_view idiom;  // what it is built of
  int simplicity;          // rank among all runners, 1 = simplest; ties in a verdict go to the simplest
  int in_flight_most = 0;  // 0: any number
  // The quick profile measures the plain forms of every family; the rest need --full or to be asked for.
  bool in_quick_profile = false;
  io_form form;                  // the form in which it runs waiting work
  bool needs_callbacks = false;  // it runs tasks as callbacks, which not every waiting workload is written as
  bool loses_changes = false;    // what a task changes in its slot is gone with the process that ran it
  // `strands`: what the workload has outstanding at most, in_flight in a batch. A model that bounds its workers itself
  // asks for no more than they are.
  demand (*demands)(work_shape shape, std::int64_t strands, int cores);
  // The shapes it can run; a shape without a function is unsupported, for the reason that `cannot` gives.
  stage_maker<batch_work> batch = nullptr;
  stage_maker<tree_work> tree = nullptr;
  stage_maker<pipeline_work> pipeline = nullptr;
  stage_maker<ring_work> ring = nullptr;
  stage_maker<stream_work> stream = nullptr;
  stage_maker<herd_work> herd = nullptr;
  std::string_view cannot = "the model has no idiom for it";

  // Why it cannot run this workload on any machine; nothing where it can.
  std::optional<std::string> cannot_run(const workload_descriptor& work) const;
};

// The stage of a workload of any shape. The runner must run its shape.
std::unique_ptr<stage> make_stage(const runner_descriptor& runner, const workload_descriptor& described,
                                  const workload& work, batch_log& log, int in_flight, const placement& place);
// The records that a workload's log must have.
inline int log_slots(work_shape shape, int in_flight) {
  return shape == work_shape::batch ? in_flight : 1;
}

// Every runner, in the order of the list in CMakeLists.txt.
std::span<const runner_descriptor* const> all_runners();

}  // namespace interleave
