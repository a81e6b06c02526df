// Of in_flight clients each has a task outstanding at any time, whatever the tasks do, and a latency is the time from a
// task's submission to its completion.
#include "tests/runners/run_batch.hpp"
#include "tests/support/error_of.hpp"
#include "tests/support/rendezvous.hpp"
#include "workloads/describe.hpp"

#include <numeric>
#include <thread>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace interleave {

// Tasks that only compute, until `meet` of them have been running at the same time. In shared memory, because the tasks
// may be in several processes.
struct meeting {
  struct counts {
    std::atomic<int> running{0};
    std::atomic<int> most{0};
  };
  static constexpr std::array<parameter, 1> parameters{{{"meet", kinds::count, 1, 1, 100, "tasks to wait for"}}};

  explicit meeting(const parameter_values& values) : meet(values.get<int>(kinds::count, "meet")) {}

  struct client {
    explicit client(const meeting& w) : shared(w) {}
    digest run(task_id id) {
      counts& c = shared.memory[0];
      const int now = ++c.running;
      for (int most = c.most; most < now && !c.most.compare_exchange_weak(most, now);) {
      }
      // Bounded, so that a runner that never meets fails instead of hanging.
      const std::uint64_t start = now_ns();
      while (c.most < shared.meet && now_ns() - start < 20'000'000'000) std::this_thread::yield();
      --c.running;
      return c.most >= shared.meet ? id % 4 : ~digest{0};
    }
    const meeting& shared;
  };

  std::vector<digest> expected() const { return {0, 1, 2, 3}; }

  int meet;
  mutable shared_array<counts> memory{1};
};

// A task that computes and fails.
struct failing {
  explicit failing(const parameter_values&) {}
  struct client {
    explicit client(const failing&) {}
    digest run(task_id id) {
      if (id == 7) throw std::runtime_error("seven");
      return 0;
    }
  };
  std::vector<digest> expected() const { return {0}; }
};

namespace {

constexpr workload_descriptor meeting_workload = describe<meeting>({
    .name = "meeting",
    .kind = workload_kind::cpu,
    .summary = "computes until `meet` tasks have been running at once",
    .parameters = meeting::parameters,
});
constexpr workload_descriptor failing_workload = describe<failing>({
    .name = "failing",
    .kind = workload_kind::cpu,
    .summary = "task 7 fails",
});

class every_runner : public testing::TestWithParam<const runner_descriptor*> {};

const workload_descriptor& named(std::string_view name) {
  return **std::ranges::find(all_workloads(), name, &workload_descriptor::name);
}

int in_flight_of(const runner_descriptor& runner, int wanted) {
  return runner.in_flight_most != 0 ? runner.in_flight_most : wanted;
}

TEST_P(every_runner, has_all_clients_waiting_for_tasks_that_compute) {
  const workload_descriptor& described = named("noop");
  if (GetParam()->cannot_run(described)) return;
  const auto work = described.make(described.defaults());
  // More clients than there are workers, in any number.
  for (const int in_flight : {1, 8, 33}) {
    staged batch(described, *work, *GetParam(), in_flight_of(*GetParam(), in_flight));
    batch.run(3000);
    EXPECT_EQ(batch.running().slots(), in_flight_of(*GetParam(), in_flight));
    EXPECT_LE(batch.running().workers(), std::max(batch.place().cores(), in_flight));
  }
}

TEST_P(every_runner, computes_in_as_many_workers_as_it_says) {
  if (GetParam()->cannot_run(meeting_workload)) return;
  parameter_values values = meeting_workload.defaults();
  const placement place(placement_policy::free);
  const bool one_thread = GetParam()->model_family == family::sequential || GetParam()->name == "gil_threads";
  const auto probe = meeting_workload.make(values);
  const int workers = staged(meeting_workload, *probe, *GetParam(), in_flight_of(*GetParam(), 8)).running().workers();
  const int at_once = one_thread ? 1 : std::min(workers, place.cores());
  values.set("meet", std::to_string(at_once));
  const auto work = meeting_workload.make(values);
  staged batch(meeting_workload, *work, *GetParam(), in_flight_of(*GetParam(), 8));
  EXPECT_NO_THROW(batch.run(1000));
}

// What is demanded of the system before the run is what is then there, but for the thread that runs the batch.
TEST_P(every_runner, demands_as_many_workers_as_it_has) {
  for (const char* name : {"noop", "io_sleep"}) {
    const workload_descriptor& described = named(name);
    if (GetParam()->cannot_run(described)) continue;
    const auto work = described.make(described.defaults());
    const int in_flight = in_flight_of(*GetParam(), 33);
    staged batch(described, *work, *GetParam(), in_flight);
    const demand asked = GetParam()->demands({.shape = work_shape::batch,
                                              .waits = described.waits,
                                              .concurrency = in_flight,
                                              .cores = batch.place().cores()});
    EXPECT_NEAR(static_cast<double>(asked.threads + asked.processes), batch.running().workers(), 1) << name;
  }
}

TEST_P(every_runner, says_why_a_computing_task_failed_and_runs_no_more) {
  if (GetParam()->cannot_run(failing_workload)) return;
  const auto work = failing_workload.make(failing_workload.defaults());
  staged batch(failing_workload, *work, *GetParam(), in_flight_of(*GetParam(), 4));
  EXPECT_EQ(error_of([&] { batch.run(100); }), "a task failed: seven");
}

// OpenMP's runtime of g++ runs a task at once, inside the call that creates it, where more than 64 a thread wait. If
// each of these created the next, a hundred thousand would not fit on the stack.
TEST_P(every_runner, runs_many_short_tasks_of_more_clients_than_a_queue_may_hold) {
  const workload_descriptor& described = named("noop");
  if (GetParam()->cannot_run(described) || GetParam()->in_flight_most != 0) return;
  const auto work = described.make(described.defaults());
  staged batch(described, *work, *GetParam(), 1000);
  const bool has_a_worker_each = batch.running().workers() == 1000;
  EXPECT_NO_THROW(batch.run(has_a_worker_each ? 2'000 : 500'000));
}

INSTANTIATE_TEST_SUITE_P(runners, every_runner, testing::ValuesIn(all_runners().begin(), all_runners().end()),
                         [](const auto& tested) { return std::string(tested.param->name); });

// Little's law (Little, 1961): the mean number outstanding is the throughput times the mean latency. In a batch both
// sides times its length are known to the tick: the sum of all latencies is the time for which each client had a task
// outstanding. A clock that starts late or stands still between two tasks breaks that, and no delay of the machine
// does.
struct pair {
  const workload_descriptor* work;
  const runner_descriptor* runner;
};

std::vector<pair> all_batches() {
  std::vector<pair> pairs;
  for (const workload_descriptor* work : all_workloads())
    for (const runner_descriptor* runner : all_runners())
      if (work->shape == work_shape::batch && !runner->cannot_run(*work)) pairs.push_back({work, runner});
  return pairs;
}

std::uint64_t sum_of(const latency_record& latencies) {
  std::uint64_t sum = std::accumulate(latencies.long_ticks.begin(), latencies.long_ticks.end(), std::uint64_t{0});
  for (std::size_t ticks = 0; ticks < latencies.short_tasks.size(); ++ticks)
    sum += ticks * latencies.short_tasks[ticks];
  return sum;
}

class littles_law : public testing::TestWithParam<pair> {};

TEST_P(littles_law, holds_to_the_tick) {
  const auto [described, runner] = GetParam();
  const parameter_values values = defaults_but(*described, {{"delay", "200us"},
                                                            {"wait", "200us"},
                                                            {"work", "20us"},
                                                            {"pause", "200us"},
                                                            {"nap", "20us"},
                                                            {"sleeps", "2"},
                                                            {"late", "10%"},
                                                            {"deadline", "20ms"},
                                                            {"size", "4KiB"},
                                                            {"file", "1MiB"},
                                                            {"rounds", "1"},
                                                            {"segment", "1000"},
                                                            {"width", "20"},
                                                            {"n", "17"},
                                                            {"steps", "5000"}});
  const auto work = described->make(values);
  const auto in_flight = static_cast<task_id>(in_flight_of(*runner, 8));
  staged batch(*described, *work, *runner, static_cast<int>(in_flight));
  for (const task_id tasks : {5 * in_flight, 40 * in_flight}) {
    batch.run(tasks);
    std::uint64_t outstanding = 0;
    for (std::size_t i = 0; i < batch.log().slots(); ++i) outstanding += batch.log().slot(i).outstanding();
    EXPECT_EQ(sum_of(batch.log().latencies()), outstanding);
  }
}

INSTANTIATE_TEST_SUITE_P(pairs, littles_law, testing::ValuesIn(all_batches()), [](const auto& tested) {
  return fmt::format("{}__{}", tested.param.work->name, tested.param.runner->name);
});

}  // namespace
}  // namespace interleave
