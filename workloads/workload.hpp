// The contract between the rooms: what a workload offers to a runner. A workload is written with the describe.hpp of
// its shape, which makes this interface out of one struct.
//
// A workload has one shape. What all shapes share is in `workload`; what a runner needs to run a shape is in the class
// named after it: batch_work here, the others in headers of their own.
#pragma once

#include "workloads/batch.hpp"
#include "workloads/capability.hpp"
#include "workloads/parameters.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace asio {
class io_context;
}

namespace interleave {

class peer_server;    // peer/peer_server.hpp
class loop_slot;      // loop_slot.hpp
class callback_slot;  // callback_slot.hpp

// What a workload spends its time on. `floor` does nothing: it is the cost under every other number.
// `probe` answers a question of its own, and does not say which model to use.
enum class workload_kind { floor, cpu, io, mixed, probe };
constexpr std::string_view name_of(workload_kind kind) {
  constexpr std::array<std::string_view, 5> names{"floor", "cpu", "io", "mixed", "probe"};
  return names[static_cast<std::size_t>(kind)];
}

// What I/O-bound work waits for. Reports judge each of them by itself: a model that is good at sockets may be poor at
// files.
enum class awaited { unsaid, network, timer, file };
constexpr std::string_view name_of(awaited what) {
  constexpr std::array<std::string_view, 4> names{"", "network", "timer", "file"};
  return names[static_cast<std::size_t>(what)];
}

// The two ways in which a workload that waits reaches the system: an operation blocks its thread, or it is started on a
// loop and a coroutine, a fiber or a callback waits for its end.
enum class io_form { blocking, event_loop };

// How many threads run one event loop together.
enum class loop_threading { single, multi };

// How the tasks of a workload hang together.
enum class work_shape {
  batch,     // independent tasks, at most in_flight outstanding
  tree,      // a task forks children and joins them
  pipeline,  // producers and consumers around a bounded queue
  ring,      // a token goes from member to member
  stream,    // one side makes values as the other asks for them
  herd,      // very many tasks that only wait
};
inline constexpr std::array<std::string_view, 6> shape_names{"batch", "tree", "pipeline", "ring", "stream", "herd"};
constexpr std::string_view name_of(work_shape shape) {
  return shape_names[static_cast<std::size_t>(shape)];
}

// One of in_flight places, in the blocking form. Owns its client: a socket, a file, scratch memory.
class blocking_slot {
 public:
  virtual ~blocking_slot() = default;
  // Runs tasks from `source` one after the other until there is none. A task that throws is noted in `log` and ends the
  // batch; run() itself does not throw.
  virtual void run(task_source source, task_log& log) = 0;
  // One task, whose result is recorded by the process that handed it over. Nothing if it threw, which is in `log` then.
  virtual std::optional<digest> run_one(task_id id, task_log& log) = 0;
};

// Named values as they stand in the JSON rows; docs/results.md lists them with their units.
using counters = std::map<std::string, double>;

// A workload with its parameters set: what everything in a cell shares. Read-only while the clock runs.
//
// In every shape but batch a task is the whole of it, a tree or a pipeline from beginning to end, and tasks run one
// after the other.
class workload {
 public:
  virtual ~workload() = default;

  // The right digest of task `id` is at `id % size`; the size is a power of two. Found without the code under test.
  virtual std::span<const digest> expected() const = 0;
  // How many tasks' worth of time can overlap at most, which the ideal bound multiplies the sequential rate by:
  // in_flight in a batch, 1 in a ring. More exactly, how many times as long a task takes under `sequential` as it would
  // if nothing in it ever waited for a worker.
  virtual double overlap(int in_flight) const = 0;
  // The server that answers this workload's requests, if there is one.
  virtual const peer_server* peer() const { return nullptr; }
  // How this form reaches the system, where there is more than one way ("io_uring"); else empty.
  virtual std::string backend(io_form) const { return {}; }
  // What the workload itself has measured since begin_measuring(), beyond latencies.
  virtual void begin_measuring() const {}
  virtual counters measured() const { return {}; }
};

// Types are erased here once per range of tasks, never per task.
class batch_work : public workload {
 public:
  static constexpr work_shape shape = work_shape::batch;

  // Slots may be made in any thread, or in a worker process after the fork. They throw what connecting or opening
  // throws.
  virtual std::unique_ptr<blocking_slot> make_blocking_slot() const = 0;
  virtual std::unique_ptr<loop_slot> make_loop_slot(asio::io_context&) const = 0;
  // To be run inside a fiber on that loop; the fiber pauses where a task waits.
  virtual std::unique_ptr<blocking_slot> make_fiber_slot(asio::io_context&) const = 0;
  // Only where the workload does not need capability::suspending_tasks.
  virtual std::unique_ptr<callback_slot> make_callback_slot(asio::io_context&) const = 0;
  // false: tasks only compute, and a task occupies its worker from beginning to end.
  virtual bool waits() const = 0;
  double overlap(int in_flight) const override { return in_flight; }
};

// A workload's entry in the list: data, and the function that makes it.
struct workload_descriptor {
  std::string_view name;
  workload_kind kind;
  awaited waits_for = awaited::unsaid;
  work_shape shape = work_shape::batch;
  std::string_view summary;
  std::span<const parameter> parameters;
  bool waits = false;
  int descriptors_per_slot = 0;    // open files that each slot holds in this process
  int descriptors_per_member = 0;  // ... that each member of a ring holds
  // What a runner must have, beyond running the shape, and why.
  capability_set needs{};
  // Thousands of its tasks may wait at once, as the clients of a server do: where models differ most.
  bool by_the_thousand = false;
  // Measured only where a selection names workloads: it answers another question than which model to use, or takes a
  // server that has to be there.
  bool on_request = false;
  // Why its computing reaches no checkpoint(), where it doesn't: a library does it. A lock that is handed over at
  // checkpoints stays with such a task to its end, as it does with an extension written in C.
  std::string_view without_checkpoints{};
  // How long a task waits according to its parameters, without the time that the system takes to wake it.
  std::chrono::nanoseconds (*declared_wait)(const parameter_values&);
  // How many tasks, forks, or members of a ring or pipeline are outstanding at once, at most: so many threads or
  // processes a model needs that gives each one of its own.
  std::int64_t (*concurrency)(const parameter_values&, int in_flight) = [](const parameter_values&, int in_flight) {
    return std::int64_t{in_flight};
  };
  // Why it can't run on this machine with these parameters, or nothing: a server that isn't installed.
  std::optional<std::string> (*unavailable)(const parameter_values&) =
      [](const parameter_values&) -> std::optional<std::string> { return std::nullopt; };
  // Starts the peer, makes the file, computes the expected digests. Call while the process has one thread.
  std::unique_ptr<workload> (*make)(const parameter_values&);

  parameter_values defaults() const { return parameter_values(name, parameters); }
};

// Every workload, in the order of the list in CMakeLists.txt.
std::span<const workload_descriptor* const> all_workloads();

}  // namespace interleave
