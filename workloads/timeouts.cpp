// timeouts: requests to a server, each with a deadline. A given share of them (`late`) is answered only long after it.
// Such a request is given up: its read is cancelled, its connection is reset and a new one opened, because the late
// answer may still come on the old one. That is what an HTTP/1 client has to do. Stresses cancelling, timers that are
// set and seldom fire, and connecting. Says nothing about deadlines that span several steps.
//
// The task's number decides which requests are late, and these are answered after a hundred deadlines, so that noise
// cannot bring one in time. A request that is late only because of noise is sent again, and counted.
#include "workloads/describe.hpp"
#include "workloads/errors.hpp"
#include "workloads/lateness_record.hpp"
#include "workloads/peer/echo_peer.hpp"
#include "workloads/peer/request.hpp"

#include <array>
#include <atomic>

namespace interleave {

using namespace std::chrono_literals;

struct timeouts {
  static constexpr std::uint64_t inputs = 1024;
  static constexpr std::int64_t late_deadlines = 100;
  static constexpr std::array<parameter, 3> parameters{
      {{"late", kinds::share, fraction::percent(10), fraction(0), fraction(fraction::one),
        "share of the requests that are not answered in time"},
       {"deadline", kinds::duration, 50ms, 1ms, 10s, "time after which a request is given up"},
       {"delay", kinds::duration, 1ms, 0ns, 2'500ms, "time the server waits before it answers the others"}}};

  explicit timeouts(const parameter_values& values)
      : late(values.get(kinds::share, "late")),
        deadline(values.get(kinds::duration, "deadline")),
        delay(values.get(kinds::duration, "delay")) {
    if (delay * 4 > deadline) throw usage_error("timeouts: delay must be at most a quarter of deadline");
  }
  static std::chrono::nanoseconds declared_wait(const parameter_values& values) {
    const std::int64_t millionths = values.get(kinds::share, "late").count();
    return (values.get(kinds::duration, "deadline") * millionths +
            values.get(kinds::duration, "delay") * (fraction::one - millionths)) /
           fraction::one;
  }
  const echo_peer* peer() const { return &server; }
  void begin_measuring() const {
    overshoot.clear();
    asked_again[0] = 0;
  }
  counters measured() const {
    counters c{{"timeouts", static_cast<double>(overshoot.count())},
               {"timeouts_by_noise", static_cast<double>(asked_again[0])}};
    overshoot.report(c, "timeout_overshoot_ns");
    return c;
  }

  // Spread evenly over the numbers of the tasks.
  bool is_late(task_id id) const {
    const std::uint64_t i = id % inputs;
    return late.of(i + 1) > late.of(i);
  }
  request request_of(task_id id) const {
    const std::chrono::nanoseconds answered_after = is_late(id) ? deadline * late_deadlines : delay;
    return {.delay_ns = static_cast<std::uint64_t>(answered_after.count()),
            .reply_bytes = sizeof(request),
            .seed = 0,
            .payload = {id % inputs, 5, 6, 7, 8}};
  }
  static digest digest_of_given_up(task_id id) { return splitmix64(0x6c617465, id % inputs); }

  template <class Io>
  struct client {
    client(const timeouts& w, Io& policy) : shared(w), io(policy), socket(policy.connect(w.server.endpoint())) {}

    typename Io::template task<digest> run(task_id id) {
      sent = shared.request_of(id);
      while (true) {
        if (canary_is_dead()) co_return ~digest_of_given_up(id);
        co_await io.write(socket, std::as_bytes(std::span(&sent, 1)));
        const auto give_up_at = std::chrono::steady_clock::now() + shared.deadline;
        const bool answered =
            co_await io.read_before(socket, std::as_writable_bytes(std::span(&received, 1)), give_up_at);
        if (answered) co_return digest_of(std::as_bytes(std::span(&received, 1)));
        shared.overshoot.add(static_cast<std::uint64_t>((std::chrono::steady_clock::now() - give_up_at).count()));
        received.payload = canary;
        given_up = true;
        co_await io.reopen(socket, shared.server.endpoint());
        if (shared.is_late(id)) co_return digest_of_given_up(id);
        ++shared.asked_again[0];
      }
    }

    // After a request has been given up, nothing may write to the buffer that was meant for its answer.
    bool canary_is_dead() { return std::exchange(given_up, false) && received.payload != canary; }

    static constexpr std::array<std::uint64_t, 5> canary{0xc0, 0xa1, 0xb2, 0xa3, 0xd4};
    const timeouts& shared;
    Io& io;
    typename Io::connection socket;
    bool given_up = false;
    request sent{};
    request received{};
  };

  std::vector<digest> expected() const {
    std::vector<digest> digests;
    for (task_id id = 0; id < inputs; ++id) {
      const request echoed = request_of(id);
      digests.push_back(is_late(id) ? digest_of_given_up(id) : digest_of(std::as_bytes(std::span(&echoed, 1))));
    }
    return digests;
  }

  fraction late;
  std::chrono::nanoseconds deadline;
  std::chrono::nanoseconds delay;
  mutable lateness_record overshoot;
  mutable shared_array<std::atomic<std::uint64_t>> asked_again{1};
  echo_peer server;
};

extern const workload_descriptor timeouts_workload = describe<timeouts>({
    .name = "timeouts",
    .kind = workload_kind::io,
    .waits_for = awaited::timer,
    .summary = "requests with a deadline, a share of which are given up",
    .parameters = timeouts::parameters,
    .descriptors_per_slot = 1,
    .needs = {{capability::keeping_slots, "changes connections"}},
});

}  // namespace interleave
