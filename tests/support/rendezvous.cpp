// Counting in shared memory, because the tasks may be in several processes.
#include "tests/support/rendezvous.hpp"

#include "workloads/describe.hpp"

#include <array>

namespace interleave {

struct rendezvous {
  struct counts {
    std::atomic<std::uint64_t> outstanding{0};
    std::atomic<std::uint64_t> most{0};
  };
  static constexpr std::array<parameter, 1> parameters{{{"meet", kinds::count, 1, 1, 100'000, "tasks to wait for"}}};
  static shared_array<counts>& shared() {
    static shared_array<counts> memory(1);
    return memory;
  }

  explicit rendezvous(const parameter_values& values) : meet(values.get<std::uint64_t>(kinds::count, "meet")) {
    shared()[0].outstanding = 0;
    shared()[0].most = 0;
  }

  static void arrive() {
    counts& c = shared()[0];
    const std::uint64_t now = c.outstanding.fetch_add(1) + 1;
    for (std::uint64_t most = c.most; most < now && !c.most.compare_exchange_weak(most, now);) {
    }
  }
  bool met() const { return shared()[0].most >= meet; }
  digest leave(task_id id) const {
    --shared()[0].outstanding;
    return met() ? id % 4 : ~digest{0};
  }
  // Bounded, so that a runner that never meets fails instead of hanging: at least a minute.
  static constexpr int most_polls = 60'000;

  template <class Io>
  struct client {
    client(const rendezvous& w, Io& policy) : shared_workload(w), io(policy) {}

    typename Io::template task<digest> run(task_id id) {
      arrive();
      for (int polls = 0; !shared_workload.met() && polls < most_polls; ++polls)
        co_await io.wait(std::chrono::milliseconds(1));
      co_return shared_workload.leave(id);
    }

    const rendezvous& shared_workload;
    Io& io;
  };

  struct callback_client {
    callback_client(const rendezvous& w, asio::io_context& loop) : shared_workload(w), timer(loop) {}

    void run(task_id id, completion done) {
      arrive();
      poll(id, done, 0);
    }
    void poll(task_id id, completion done, int polls) {
      timer.expires_after(std::chrono::milliseconds(1));
      timer.async_wait([this, id, done, polls](const std::error_code& error) {
        if (error) return done.fail(error);
        if (!shared_workload.met() && polls < most_polls) return poll(id, done, polls + 1);
        done(shared_workload.leave(id));
      });
    }

    const rendezvous& shared_workload;
    asio::steady_timer timer;
  };

  std::vector<digest> expected() const { return {0, 1, 2, 3}; }

  std::uint64_t meet;
};

extern const workload_descriptor rendezvous_workload = describe<rendezvous>({
    .name = "rendezvous",
    .kind = workload_kind::io,
    .summary = "waits until `meet` tasks are outstanding",
    .parameters = rendezvous::parameters,
});

std::uint64_t rendezvous_most_outstanding() {
  return rendezvous::shared()[0].most;
}

}  // namespace interleave
