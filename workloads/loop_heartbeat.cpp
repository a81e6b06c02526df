// loop_heartbeat: how late a heartbeat of 1 ms comes while other tasks compute under the same model. The client of one
// slot beats; those of the others wait for `pause`, as for a request, and then compute for about `work`. On a loop that
// computes by itself the beat waits for all of them; where computing is handed to other threads, or each task has a
// thread or process of its own, it waits only for a core. Shows which tasks can delay which, and nothing else:
// throughput, latency and efficiency mix beats with computing and mean little. With one task in flight there is only
// the heartbeat.
//
// Beats are due on a fixed grid and none is left out: after a stall of 10 ms there are ten beats that are late by 10,
// 9, 8 ms and so on. A heart that always waited 1 ms from its last beat would have recorded only one.
#include "workloads/describe.hpp"
#include "workloads/lateness_record.hpp"
#include "workloads/xorshift.hpp"

#include <array>
#include <atomic>

namespace interleave {

using namespace std::chrono_literals;

struct loop_heartbeat {
  static constexpr std::uint64_t inputs = 16;
  static constexpr std::uint64_t period_ns = 1'000'000;
  static constexpr std::array<parameter, 2> parameters{
      {{"work", kinds::duration, 1ms, 2us, 1s, "time a task computes, at 2 ns a step"},
       {"pause", kinds::duration, 1ms, 1us, 1s, "time that it waits before it computes"}}};

  explicit loop_heartbeat(const parameter_values& values)
      : steps(xorshift_steps_taking(values.get(kinds::duration, "work"))), pause(values.get(kinds::duration, "pause")) {
    for (std::uint64_t input = 0; input < inputs; ++input) results.push_back(jump_xorshift64(input + 1, steps));
  }
  // Most of a period: part of it has passed when the beat before has been recorded.
  static std::chrono::nanoseconds declared_wait(const parameter_values&) {
    return std::chrono::nanoseconds(period_ns * 9 / 10);
  }

  void begin_measuring() const {
    heart[0].next_due_ns = 0;
    late.clear();
  }
  counters measured() const {
    counters c{{"heartbeats", static_cast<double>(late.count())}};
    late.report(c, "heartbeat_late_ns");
    return c;
  }

  // In memory that processes share: the client that beats may be in any of them, and in a new one for every beat.
  struct shared_heart {
    std::atomic<std::uint64_t> clients{0};
    std::atomic<std::uint64_t> next_due_ns{0};
  };
  // When the next beat is due; the first, a period from now.
  std::uint64_t take_beat() const {
    const std::uint64_t planned = heart[0].next_due_ns;
    const std::uint64_t due = planned != 0 ? planned : now_ns() + period_ns;
    heart[0].next_due_ns = due + period_ns;
    return due;
  }

  template <class Io>
  struct client {
    client(const loop_heartbeat& w, Io& policy) : shared(w), io(policy), beats(w.heart[0].clients++ == 0) {}

    // The digest depends only on the task's number, whichever client runs it.
    typename Io::template task<digest> run(task_id id) {
      const std::uint64_t input = id % inputs;
      if (beats) {
        const std::uint64_t due = shared.take_beat();
        const std::uint64_t before = now_ns();
        if (before < due) co_await io.wait(std::chrono::nanoseconds(due - before));
        const std::uint64_t now = now_ns();
        if (now < due) co_return ~shared.results[input];
        shared.late.add(now - due);
        co_return shared.results[input];
      }
      co_await io.wait(shared.pause);
      const auto work = [this, input] { return walk_xorshift64(input + 1, shared.steps); };
      co_return co_await io.compute(work);
    }

    const loop_heartbeat& shared;
    Io& io;
    bool beats;
  };

  std::vector<digest> expected() const { return results; }

  std::uint64_t steps;
  std::chrono::nanoseconds pause;
  std::vector<digest> results;
  mutable shared_array<shared_heart> heart{1};
  mutable lateness_record late;
};

extern const workload_descriptor loop_heartbeat_workload = describe<loop_heartbeat>({
    .name = "loop_heartbeat",
    .kind = workload_kind::probe,
    .summary = "how late a heartbeat of 1 ms comes while other tasks compute",
    .parameters = loop_heartbeat::parameters,
});

}  // namespace interleave
