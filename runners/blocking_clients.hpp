// The clients of a batch in a model in which a task blocks its worker. Each submits its next task when its last one is
// done, from the worker that did it.
#pragma once

#include "runners/hand_over.hpp"
#include "runners/make_blocking_slots.hpp"

#include <latch>
#include <optional>

namespace interleave {

class blocking_clients {
 public:
  explicit blocking_clients(const batch_setup& setup)
      : log_(setup.log), slots_(make_blocking_slots(setup.work, setup.in_flight)), handed_over_(slots_.size()) {}

  std::size_t count() const { return slots_.size(); }
  void start() { log_.start_all(); }

  // A client's next task, which whoever gets it from the caller has to run; none where the batch has no more.
  std::optional<task_id> next(std::size_t client) {
    task_id id = 0;
    const bool more = log_.shared_tasks().claim(id);
    handed_over_[client].give();
    return more ? std::optional(id) : std::nullopt;
  }
  void run(std::size_t client, task_id id) {
    handed_over_[client].take();
    slots_[client]->run(task_source(id, id + 1), log_.slot(client));
  }
  // In the thread that runs the batch, when no client has any more tasks.
  void end() {
    for (hand_over& client : handed_over_) client.take();
  }

  // A whole batch. submit(f) has a worker call f(), without waiting for it.
  template <class Submit>
  void run_all(Submit submit) {
    std::latch done(static_cast<std::ptrdiff_t>(count()));
    start();
    for (std::size_t client = 0; client < count(); ++client) submit_next(client, submit, done);
    done.wait();
    end();
  }

 private:
  template <class Submit>
  void submit_next(std::size_t client, Submit submit, std::latch& done) {
    const std::optional<task_id> id = next(client);
    if (!id) return done.count_down();
    submit([this, client, submit, &done, id = *id] {
      run(client, id);
      submit_next(client, submit, done);
    });
  }

  batch_log& log_;
  std::vector<std::unique_ptr<blocking_slot>> slots_;
  std::vector<hand_over> handed_over_;  // of each client
};

}  // namespace interleave
