// The shape `ring`: a token goes from member to member, and the lap of one token is one task. There is never more than
// one token, so nothing overlaps: what is measured is the hand-over, again and again.
//
// Member 0 starts each lap and ends it; the others stand ready, each waiting for the token from the member before it.
// The links between the members exist before the clock starts.
#pragma once

#include "workloads/workload.hpp"

#include <functional>

namespace interleave {

class loop_ring;  // loop_ring.hpp

// A ring whose hand-overs complete inside the call.
class ring_laps {
 public:
  virtual ~ring_laps() = default;
  // Runs a lap for each task from `source`. A lap that fails is noted in `log` and ends the batch; run() does not
  // throw.
  virtual void run(task_source source, task_log& log) = 0;
  // Hand-overs that the tokens of the last run() have counted.
  virtual std::uint64_t hops() const = 0;
};

// ... in which every member is a thread or process of its own that stands ready; run() is member 0.
class standing_ring : public ring_laps {
 public:
  // Be member `i`, not 0: returns when the ring is closed. Calls `asked` before it passes on a token that asks (the
  // first of every run(), and that of ask()): the moment to read what the member has used.
  virtual void stand(std::size_t i, task_log& log, const std::function<void()>& asked) = 0;
  // One lap with a token that asks, by member 0; it is no task, and outside the clock.
  virtual void ask() = 0;
  // Ends every member, one after the other, where they share their descriptors (threads).
  virtual void close() = 0;
};

class ring_work : public workload {
 public:
  static constexpr work_shape shape = work_shape::ring;

  virtual std::size_t members() const = 0;
  // All members in one thread, which hands over to itself.
  virtual std::unique_ptr<ring_laps> make_alone() const = 0;
  // For threads, or for processes that are forked after this.
  enum class sharing { threads, processes };
  virtual std::unique_ptr<standing_ring> make_standing(sharing) const = 0;
  // For coroutines.
  virtual std::unique_ptr<loop_ring> make_on_loop(asio::io_context&, loop_threading) const = 0;

  double overlap(int) const override { return 1; }
};

}  // namespace interleave
