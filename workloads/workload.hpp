// The contract between the rooms: what a workload offers to a runner. A runner includes this and nothing else of the
// workloads; a workload is written with describe.hpp, which makes this interface out of one struct.
//
// Types are erased here once per range of tasks, never per task.
#pragma once

#include "workloads/batch.hpp"
#include "workloads/parameters.hpp"

#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace asio {
class io_context;
}

namespace interleave {

class echo_peer;
class loop_slot;  // loop_slot.hpp

// What a workload spends its time on. `floor` does nothing: it is the cost under every other number.
enum class work_kind { floor, cpu, io, mixed };
constexpr std::string_view name_of(work_kind kind) {
  switch (kind) {
    case work_kind::floor:
      return "floor";
    case work_kind::cpu:
      return "cpu";
    case work_kind::io:
      return "io";
    case work_kind::mixed:
      return "mixed";
  }
  return "";
}

// The two forms every waiting workload is compiled into: each operation blocks its thread, or suspends its coroutine.
enum class io_form { blocking, event_loop };

// One of in_flight places, in the blocking form. Owns its client: a socket, a file, scratch memory.
class blocking_slot {
 public:
  virtual ~blocking_slot() = default;
  // Runs tasks from `source` one after the other until there is none. A task that throws is noted in `log` and ends the
  // batch; run() itself does not throw.
  virtual void run(task_source source, task_log& log) = 0;
};

// A workload with its parameters set: what all slots of a cell share. Read-only while the clock runs.
class workload {
 public:
  virtual ~workload() = default;

  // Slots may be made in any thread, or in a worker process after the fork. They throw what connecting or opening
  // throws.
  virtual std::unique_ptr<blocking_slot> make_blocking_slot() const = 0;
  virtual std::unique_ptr<loop_slot> make_loop_slot(asio::io_context&) const = 0;

  // false: tasks only compute, and a slot occupies the worker it runs on without ever giving way.
  virtual bool waits() const = 0;
  // The right digest of task `id` stands at `id % size`; the size is a power of two. Found without the code under test.
  virtual std::span<const digest> expected() const = 0;
  // The peer process that answers this workload's requests, if there is one.
  virtual const echo_peer* peer() const = 0;
  // How this form reaches the system, where there is more than one way ("io_uring"); empty where there is not.
  virtual std::string backend(io_form) const = 0;
};

// A workload's entry in the list: data, and the function that makes it.
struct workload_descriptor {
  std::string_view name;
  work_kind kind;
  std::string_view summary;
  std::span<const parameter> parameters;
  bool waits;
  int descriptors_per_slot;  // open files that each slot holds in this process
  // How long a task waits by its parameters alone, without the time the system takes to wake it.
  std::chrono::nanoseconds (*declared_wait)(const parameter_values&);
  // Starts the peer, makes the file, computes the expected digests. Call while the process has one thread.
  std::unique_ptr<workload> (*make)(const parameter_values&);

  parameter_values defaults() const { return parameter_values(name, parameters); }
};

// Every workload, in the order of the list in CMakeLists.txt.
std::span<const workload_descriptor* const> all_workloads();

}  // namespace interleave
