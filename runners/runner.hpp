// The contract of a runner, a concurrency model: a descriptor, and one function per shape of work that it can run.
//
// A runner owns the workers. It hands tasks to slots and knows nothing of what a task does. What a model needs once
// (threads, loops, worker processes, clients) is made before the clock starts; what it does for every task (create a
// thread, fork, post a handler, write to a pipe) happens under the clock.
//
// A batch has in_flight clients. Each submits its next task when its last one is done, through the mechanism that the
// model is known by; only models that are self-scheduling, whose workers take the next task by themselves, do without.
#pragma once

#include "runners/placement.hpp"
#include "runners/usage.hpp"
#include "workloads/workload.hpp"

#include <algorithm>
#include <array>
#include <concepts>
#include <cstdint>
#include <initializer_list>
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

// What a stage is made from. Work is the class of a shape: batch_work, tree_work, ...
template <class Work>
struct setup_of {
  const Work& work;
  batch_log& log;  // batch: has a record for each of in_flight slots; the other shapes: one
  int in_flight;
  const placement& place;

  int workers_per_core() const { return std::min(in_flight, place.cores()); }
  // Workers of a model in which a task blocks its worker: one for each task in flight where tasks wait, no more than
  // cores where they only compute.
  int blocking_workers() const
    requires std::same_as<Work, batch_work>
  {
    return work.waits() ? in_flight : workers_per_core();
  }
};
using batch_setup = setup_of<batch_work>;

// A workload set up under a runner, with everything that the model needs once. Destroying it ends every worker.
class stage {
 public:
  virtual ~stage() = default;

  // Runs the tasks that setup.log asks for, once each; returns when all are done or the log was stopped. Under the
  // clock, but for the first time, which is for warming up. Throws batch_failure where a worker was lost.
  virtual void run() = 0;

  virtual int workers() const = 0;         // threads or processes that execute tasks
  virtual int slots() const { return 1; }  // tasks that can be outstanding, at most in_flight

  // Forks, items, hops or waiting tasks that the last run() really made, in all its tasks together; 0 in a batch, whose
  // unit is the task.
  virtual std::uint64_t units() const { return 0; }
  // What the stage itself has measured during the last run(), by the names in docs/results.md.
  virtual counters measured() const { return {}; }

  // What the last run() has spent on reading what its workers use, which is no part of the model.
  struct looking {
    std::uint64_t ns = 0;
    resource_usage used{};
  };
  virtual looking looked() const { return {}; }

  // For models whose worker processes live on after run(): what they used during the last run, and their peaks.
  // Everything else is read from this process and its ended children.
  virtual resource_usage worker_usage() const { return {}; }
  virtual memory_peaks worker_memory() const { return {}; }
};

// What a cell's demands follow from.
struct cell_size {
  work_shape shape{};
  bool waits = false;            // its tasks wait
  std::int64_t concurrency = 0;  // the workload's: in_flight in a batch
  int cores = 0;

  std::int64_t workers_per_core() const { return std::min<std::int64_t>(concurrency, cores); }
  // Workers of a model in which a task blocks its worker, as setup_of has them; in other shapes than a batch each
  // member has its own.
  std::int64_t blocking_workers() const {
    return shape == work_shape::batch && !waits ? workers_per_core() : concurrency;
  }
};

// How much a cell takes of what the system limits, beyond what any program takes.
struct demand {
  std::int64_t threads = 0;
  std::int64_t processes = 0;
  std::int64_t open_files = 0;  // in this process, such as a pidfd for each worker
  std::int64_t mappings = 0;    // of memory, in one process, besides those of its threads' stacks
};

// A shape that a runner runs, and the function that makes a stage for a workload of it; runs<>() makes one.
struct shape_runner {
  work_shape shape{};
  std::unique_ptr<stage> (*make)(const workload&, batch_log&, int in_flight, const placement&) = nullptr;
};
// runs<batch_work, batch_stage>(): the shape of batch_work, by stages that are constructed from its setup.
template <class Work, std::derived_from<stage> Stage>
constexpr shape_runner runs() {
  return {Work::shape,
          [](const workload& work, batch_log& log, int in_flight, const placement& place) -> std::unique_ptr<stage> {
            return std::make_unique<Stage>(setup_of<Work>{dynamic_cast<const Work&>(work), log, in_flight, place});
          }};
}
// runs<ring_work, ring_alone>(): ... by what a function of its setup makes.
template <class Work, std::unique_ptr<stage> (*Make)(const setup_of<Work>&)>
constexpr shape_runner runs() {
  return {Work::shape, [](const workload& work, batch_log& log, int in_flight, const placement& place) {
            return Make({dynamic_cast<const Work&>(work), log, in_flight, place});
          }};
}

// One shape_runner for each shape that a runner runs.
class runnable_shapes {
 public:
  constexpr runnable_shapes(std::initializer_list<shape_runner> shapes) {
    for (const shape_runner& s : shapes) all_[static_cast<std::size_t>(s.shape)] = s;
  }
  // Null where the shape is not among them.
  constexpr auto maker_of(work_shape shape) const { return all_[static_cast<std::size_t>(shape)].make; }

 private:
  std::array<shape_runner, shape_names.size()> all_{};
};

// Which batches the quick profile measures a runner with. It has the plain forms of every family, each where its users
// would think of it; the others need --full or have to be named.
enum class quick_profile { none, computing, all };

struct runner_descriptor {
  std::string_view name;
  family model_family;
  std::string_view summary;
  std::string_view idiom;  // what it is built of
  // Why of more clients than workers some get most of the tasks, so that its percentiles are those of the few. Empty
  // where each gets its share.
  std::string_view favours{};
  int in_flight_most = 0;  // 0: any number
  // Up to how many waiting tasks it is measured unless others are asked for, where more of them would take it long to
  // start, or the machine to a standstill. 0: any number.
  int waits_by_default = 0;
  quick_profile quick = quick_profile::none;
  // Words for the label of a row, on what the tasks ran besides the suite: "openmp=libgomp.so.1.0.0". Null: nothing to
  // say.
  std::string (*row_words)(bool waits) = nullptr;
  io_form form;  // the form in which it runs waiting work
  // A model that bounds the number of its workers demands that number, however large the concurrency.
  demand (*demands)(const cell_size& size);
  // What it does not have of what a workload may need, and why.
  capability_set lacks{};
  runnable_shapes shapes;
  // Why it does not run the other shapes.
  std::string_view other_shapes = "the model has no idiom for it";

  // Why it cannot run this workload on any machine; nothing where it can.
  std::optional<std::string> cannot_run(const workload_descriptor& work) const;
};

// The stage of a workload of any shape. The runner must run its shape.
std::unique_ptr<stage> make_stage(const runner_descriptor& runner, const workload_descriptor& described,
                                  const workload& work, batch_log& log, int in_flight, const placement& place);
// How many records a workload's log must have.
inline int log_slots(work_shape shape, int in_flight) {
  return shape == work_shape::batch ? in_flight : 1;
}

// Every runner, the simplest model first: in the order of the list in CMakeLists.txt.
std::span<const runner_descriptor* const> all_runners();

}  // namespace interleave
