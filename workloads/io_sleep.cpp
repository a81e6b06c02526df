// io_sleep: a wait and nothing else. Stresses timers and wake-ups. Says little about I/O: no data moves, and the system
// rounds sleeps up (timer slack, epoll's milliseconds), which shows as latency beyond the wait that was asked for.
#include "workloads/describe.hpp"

#include <array>

namespace interleave {

using namespace std::chrono_literals;

struct io_sleep {
  static constexpr std::array<parameter, 1> parameters{
      {{"wait", kinds::duration, 5ms, 1us, 10s, "time each task waits"}}};

  explicit io_sleep(const parameter_values& values) : wait(values.get(kinds::duration, "wait")) {}
  static std::chrono::nanoseconds declared_wait(const parameter_values& values) {
    return values.get(kinds::duration, "wait");
  }

  // A wait that ends early is a wrong result.
  digest digest_after(std::uint64_t waited_ns, task_id id) const {
    return waited_ns >= static_cast<std::uint64_t>(wait.count()) ? id % 8 : ~digest{0};
  }

  template <class Io>
  struct client {
    client(const io_sleep& w, Io& policy) : shared(w), io(policy) {}

    typename Io::template task<digest> run(task_id id) {
      const std::uint64_t before = now_ns();
      co_await io.wait(shared.wait);
      co_return shared.digest_after(now_ns() - before, id);
    }

    const io_sleep& shared;
    Io& io;
  };

  struct callback_client {
    callback_client(const io_sleep& w, asio::io_context& loop) : shared(w), timer(loop) {}

    void run(task_id id, completion done) {
      const std::uint64_t before = now_ns();
      timer.expires_after(shared.wait);
      timer.async_wait([this, id, done, before](const std::error_code& error) {
        if (error) return done.fail(error);
        done(shared.digest_after(now_ns() - before, id));
      });
    }

    const io_sleep& shared;
    asio::steady_timer timer;
  };

  std::vector<digest> expected() const { return {0, 1, 2, 3, 4, 5, 6, 7}; }

  std::chrono::nanoseconds wait;
};

extern const workload_descriptor io_sleep_workload = describe<io_sleep>({
    .name = "io_sleep",
    .kind = workload_kind::io,
    .waits_for = awaited::timer,
    .summary = "a timed wait: timers and wake-ups and nothing else",
    .parameters = io_sleep::parameters,
    .by_the_thousand = true,
});

}  // namespace interleave
