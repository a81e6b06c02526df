// Every workload under every runner at 1, 4 and 33 tasks in flight: the digests are right, nothing is outstanding
// beyond in_flight, and no socket, file, thread, process or shared memory is left behind.
#include "tests/runners/run_batch.hpp"
#include "tests/support/process_census.hpp"
#include "workloads/peer/echo_peer.hpp"

#include <fstream>
#include <string>
#include <tuple>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace interleave {
namespace {

struct pair {
  const workload_descriptor* work;
  const runner_descriptor* runner;
  int in_flight;
};

// Only batches and herds have several tasks in flight; the other shapes have one.
bool is_run(const workload_descriptor& work, const runner_descriptor& runner, int in_flight) {
  const bool one_at_a_time = work.shape != work_shape::batch && work.shape != work_shape::herd;
  return !runner.cannot_run(work) && (runner.in_flight_most == 0 || in_flight <= runner.in_flight_most) &&
         (in_flight == 1 || !one_at_a_time);
}

std::vector<pair> all_pairs() {
  std::vector<pair> pairs;
  for (const workload_descriptor* work : all_workloads())
    for (const runner_descriptor* runner : all_runners())
      for (const int in_flight : {1, 4, 33})
        if (is_run(*work, *runner, in_flight)) pairs.push_back({work, runner, in_flight});
  return pairs;
}

// Small work: the test is whether it is done, not how long it takes.
parameter_values small(const workload_descriptor& work) {
  return defaults_but(work, {{"wait", "100us"},
                             {"delay", "100us"},
                             {"rounds", "1"},
                             {"size", "2KiB"},
                             {"n", "17"},
                             {"segment", "1000"},
                             {"width", "20"},
                             {"file", "1MiB"},
                             {"leaves", "300"},
                             {"queens", "9"},
                             {"cutoff", "8"},
                             {"scale", "20us"},
                             {"items", "101"},
                             {"members", "7"},
                             {"deadline", "20ms"},
                             {"work", "20us"},
                             {"pause", "100us"},
                             {"sleeps", "2"},
                             {"late", "30%"}});
}

void run_two_batches(const pair& p, const workload& work) {
  staged batch(*p.work, work, *p.runner, p.in_flight);
  // In every shape but batch a task is a whole structure, and there is one at a time.
  const task_id tasks = 3 * (p.work->shape == work_shape::batch ? static_cast<task_id>(p.in_flight) : 1) + 1;
  batch.run(tasks);
  EXPECT_EQ(batch.log().latencies().tasks(), tasks);
  batch.run(tasks + 5);
  EXPECT_LE(batch.running().slots(), p.in_flight);
  EXPECT_GE(batch.running().slots(), 1);
  EXPECT_GE(batch.running().workers(), 1);
}

void run_and_end(const pair& p) {
  const auto work = p.work->make(small(*p.work));
  const auto* const peer = dynamic_cast<const echo_peer*>(work->peer());
  // The port may have belonged to another process a minute ago and still have its sockets in TIME_WAIT.
  const std::size_t of_others = peer != nullptr ? sockets_in_time_wait(peer->endpoint().port) : 0;
  run_two_batches(p, *work);
  if (peer != nullptr) {
    peer->check_alive();
    EXPECT_LE(peer->counts().outstanding_most, static_cast<std::uint64_t>(p.in_flight));
    EXPECT_LE(sockets_in_time_wait(peer->endpoint().port), of_others);
  }
}

class every_pair : public testing::TestWithParam<pair> {};

TEST_P(every_pair, does_the_work_and_leaves_nothing_behind) {
  run_and_end(GetParam());  // the first time, libraries open what they keep until the end
  const process_census before = take_census();
  run_and_end(GetParam());
  EXPECT_EQ(take_census(), before);
}

INSTANTIATE_TEST_SUITE_P(pairs, every_pair, testing::ValuesIn(all_pairs()), [](const auto& tested) {
  return fmt::format("{}__{}__{}", tested.param.work->name, tested.param.runner->name, tested.param.in_flight);
});

}  // namespace
}  // namespace interleave
