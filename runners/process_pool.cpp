// process_pool: worker processes that stand ready and are handed each task through the kernel. The clients are in the
// process that owns the pool: it writes a request for each task to a pipe that all workers read from, and a worker
// writes the result to a pipe that the owner reads from (as Python's multiprocessing.Pool does, without its locks,
// threads and pickling). One process per task in flight where tasks wait; no more processes than cores where they only
// compute.
#include "runners/pipelines/pipelines.hpp"
#include "runners/rings/rings.hpp"
#include "runners/runner.hpp"
#include "runners/streams/streams.hpp"
#include "runners/task_pipes.hpp"
#include "runners/worker_processes.hpp"

#include <cstdint>
#include <limits>
#include <vector>

namespace interleave {
namespace {

class batch_stage final : public stage {
 public:
  explicit batch_stage(const batch_setup& setup)
      : log_(setup.log),
        ids_(static_cast<std::size_t>(setup.in_flight)),
        pipes_(setup.in_flight),
        used_(static_cast<std::size_t>(setup.blocking_workers())),
        processes_(setup.blocking_workers(), setup.place, [this, &setup](int index) -> std::function<void()> {
          // Made after the fork: a connection belongs to one process.
          return [this, index, slot = std::shared_ptr(setup.work.make_blocking_slot())] {
            serve(*slot, static_cast<std::size_t>(index));
          };
        }) {
    processes_.watch(pipes_.readable_with_replies());
    for (int worker = 0; worker < workers(); ++worker) processes_.start(worker);
    setup.place.place_submitter();
  }

  void run() override {
    log_.start_all();
    outstanding_ = 0;
    for (std::size_t client = 0; client < ids_.size(); ++client) submit_next(client);
    while (outstanding_ > 0)
      for (const task_reply& reply : next_replies()) {
        --outstanding_;
        log_.slot(reply.client).finish(ids_[reply.client], reply.result);
        submit_next(reply.client);
      }
    look();
  }
  int workers() const override { return processes_.count(); }
  int slots() const override { return static_cast<int>(ids_.size()); }
  looking looked() const override { return looked_; }
  resource_usage worker_usage() const override {
    resource_usage all;
    for (const resource_usage& one : used_.all()) all += one;
    return all;
  }
  memory_peaks worker_memory() const override { return processes_.memory(); }

 private:
  // A request of this client asks a worker what it has used, and to wait until all have said so.
  static constexpr std::uint64_t looks = std::numeric_limits<std::uint64_t>::max();

  void submit_next(std::size_t client) {
    if (!log_.shared_tasks().claim(ids_[client])) return;
    pipes_.request({.client = client, .id = ids_[client]});
    ++outstanding_;
  }
  std::span<const task_reply> next_replies() {
    while (true) {
      if (const std::span<const task_reply> there = pipes_.replies(); !there.empty()) return there;
      processes_.wait_for_watched();
    }
  }

  void look() {
    const std::uint64_t start = now_ns();
    const resource_usage before = usage_of_self();
    for (int worker = 0; worker < workers(); ++worker) pipes_.request({.client = looks});
    for (int said = 0; said < workers();) said += static_cast<int>(next_replies().size());
    processes_.go_on();
    looked_ = {.ns = now_ns() - start, .used = usage_of_self() - before};
  }

  // In a worker.
  [[noreturn]] void serve(blocking_slot& slot, std::size_t worker) {
    resource_usage before = usage_of_self();
    while (true) {
      const task_request asked = pipes_.next_request();
      if (asked.client == looks) {
        used_[worker] = usage_of_self() - before;
        pipes_.reply({});
        processes_.wait_to_go_on(worker);
        before = usage_of_self();
        continue;
      }
      // Where the task fails, that is in the log, and the result is of no interest any more.
      const std::optional<digest> result = slot.run_one(asked.id, log_.slot(asked.client));
      pipes_.reply({.client = asked.client, .result = result.value_or(0)});
    }
  }

  batch_log& log_;
  std::vector<task_id> ids_;  // of each client's task
  int outstanding_ = 0;
  task_pipes pipes_;
  shared_array<resource_usage> used_;
  looking looked_;
  worker_processes processes_;
};

}  // namespace

extern const runner_descriptor process_pool_runner{
    .name = "process_pool",
    .model_family = family::processes,
    .summary = "processes that stand ready and are sent each task",
    .idiom = "fork once; a request and a reply for each task, through two pipes that all workers share",
    .waits_by_default = 1024,  // a process each: 8,192 take 8 s to start
    .quick = quick_profile::all,
    .form = io_form::blocking,
    .demands =
        [](const cell_size& size) {
          return demand{.processes = size.blocking_workers(), .open_files = size.blocking_workers()};
        },
    .shapes = {runs<batch_work, batch_stage>(), runs<pipeline_work, make_process_pool_pipeline>(),
               runs<ring_work, ring_of_processes>(), runs<stream_work, make_process_pool_stream>()},
};

}  // namespace interleave
