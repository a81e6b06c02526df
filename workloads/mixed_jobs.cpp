// mixed_jobs: three kinds of tasks in one batch. Of every eleven, three compute, four fetch from a slow server and four
// sleep many times for a short time. No model suits all of them: computing needs cores, fetching needs to overlap,
// sleeping needs cheap wake-ups. Shows which model copes best with the mixture, and whether one that runs each kind in
// a place of its own does better. In the lesson that it is taken from, a task sleeps 1000 times for 1 ms.
#include "workloads/describe.hpp"
#include "workloads/peer/echo_peer.hpp"
#include "workloads/peer/request.hpp"
#include "workloads/xorshift.hpp"

#include <array>

namespace interleave {

using namespace std::chrono_literals;

struct mixed_jobs {
  static constexpr std::uint64_t inputs = 1024;
  static constexpr std::uint64_t different_walks = 16;
  static constexpr std::array<parameter, 4> parameters{
      {{"work", kinds::duration, 1ms, 2us, 10s, "time a computing task computes, at 2 ns a step"},
       {"delay", kinds::duration, 1ms, 0ns, 10s, "time the server waits before it answers a fetch"},
       {"sleeps", kinds::count, 10, 1, 1'000'000, "sleeps of a sleeping task"},
       {"nap", kinds::duration, 100us, 1us, 1s, "length of each sleep"}}};

  explicit mixed_jobs(const parameter_values& values)
      : steps(xorshift_steps_taking(values.get(kinds::duration, "work"))),
        delay_ns(static_cast<std::uint64_t>(values.get(kinds::duration, "delay").count())),
        sleeps(values.get<std::uint64_t>(kinds::count, "sleeps")),
        nap(values.get(kinds::duration, "nap")) {}
  static std::chrono::nanoseconds declared_wait(const parameter_values& values) {
    return (values.get(kinds::duration, "delay") * 4 +
            values.get(kinds::duration, "nap") * values.get(kinds::count, "sleeps") * 4) /
           11;
  }
  const echo_peer* peer() const { return &server; }

  enum class job { compute, fetch, sleep };
  // Each kind spread over the eleven.
  static job job_of(task_id id) {
    using enum job;
    constexpr std::array<job, 11> kinds{compute, fetch, sleep,   fetch, compute, sleep,
                                        fetch,   sleep, compute, fetch, sleep};
    return kinds[id % inputs % kinds.size()];
  }
  static std::uint64_t start_of_walk(task_id id) { return id % different_walks + 1; }
  request request_of(task_id id) const {
    return {.delay_ns = delay_ns, .reply_bytes = sizeof(request), .seed = 0, .payload = {id % inputs, 9, 8, 7, 6}};
  }
  static digest digest_of_sleep(task_id id) { return splitmix64(0x736c656570, id % inputs); }

  template <class Io>
  struct client {
    client(const mixed_jobs& w, Io& policy) : shared(w), io(policy), socket(policy.connect(w.server.endpoint())) {}

    typename Io::template task<digest> run(task_id id) {
      switch (job_of(id)) {
        case job::compute: {
          const auto work = [this, id] { return walk_xorshift64(start_of_walk(id), shared.steps); };
          co_return co_await io.compute(work);
        }
        case job::fetch:
          sent = shared.request_of(id);
          co_await io.write(socket, std::as_bytes(std::span(&sent, 1)));
          co_await io.read(socket, std::as_writable_bytes(std::span(&received, 1)));
          co_return digest_of(std::as_bytes(std::span(&received, 1)));
        case job::sleep:
          const std::uint64_t before = now_ns();
          for (std::uint64_t i = 0; i < shared.sleeps; ++i) co_await io.wait(shared.nap);
          const std::uint64_t asked = shared.sleeps * static_cast<std::uint64_t>(shared.nap.count());
          co_return now_ns() - before >= asked ? digest_of_sleep(id) : ~digest_of_sleep(id);
      }
      co_return 0;
    }

    const mixed_jobs& shared;
    Io& io;
    typename Io::connection socket;
    request sent{};
    request received{};
  };

  std::vector<digest> expected() const {
    std::vector<digest> walks;
    for (std::uint64_t i = 0; i < different_walks; ++i) walks.push_back(jump_xorshift64(start_of_walk(i), steps));
    std::vector<digest> digests;
    for (task_id id = 0; id < inputs; ++id) {
      const request echoed = request_of(id);
      switch (job_of(id)) {
        case job::compute:
          digests.push_back(walks[id % different_walks]);
          break;
        case job::fetch:
          digests.push_back(digest_of(std::as_bytes(std::span(&echoed, 1))));
          break;
        case job::sleep:
          digests.push_back(digest_of_sleep(id));
          break;
      }
    }
    return digests;
  }

  std::uint64_t steps;
  std::uint64_t delay_ns;
  std::uint64_t sleeps;
  std::chrono::nanoseconds nap;
  echo_peer server;
};

extern const workload_descriptor mixed_jobs_workload = describe<mixed_jobs>({
    .name = "mixed_jobs",
    .kind = workload_kind::mixed,
    .summary = "of eleven tasks three compute, four fetch, four sleep many times",
    .parameters = mixed_jobs::parameters,
    .descriptors_per_slot = 1,
});

}  // namespace interleave
