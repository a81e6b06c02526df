// Claiming and recording: every task once, every wrong digest named, across threads and forks.
#include "workloads/batch.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <set>
#include <thread>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace interleave {
namespace {

constexpr std::array<digest, 4> right{10, 11, 12, 13};

std::string failure_of(const batch_log& log) {
  try {
    log.check();
  } catch (const batch_failure& e) {
    return e.what();
  }
  return "";
}

void do_all(task_source source, task_log& log) {
  log.start();
  for (task_id id; source.claim(id);) log.finish(id, right[id % 4]);
}

TEST(task_source, of_a_range_gives_each_id_once) {
  task_source source(3, 6);
  std::vector<task_id> ids;
  for (task_id id; source.claim(id);) ids.push_back(id);
  EXPECT_EQ(ids, (std::vector<task_id>{3, 4, 5}));
}

TEST(task_source, of_a_shared_counter_gives_each_id_to_one_claimant) {
  batch_log log(2, right);
  log.reset(10'000);
  std::array<std::vector<task_id>, 2> claimed;
  {
    std::array<std::jthread, 2> threads;
    for (std::size_t i = 0; i < 2; ++i)
      threads[i] = std::jthread([&, i] {
        task_source source = log.shared_tasks();
        for (task_id id; source.claim(id);) claimed[i].push_back(id);
      });
  }
  std::set<task_id> all(claimed[0].begin(), claimed[0].end());
  all.insert(claimed[1].begin(), claimed[1].end());
  EXPECT_EQ(claimed[0].size() + claimed[1].size(), 10'000U);
  EXPECT_EQ(all.size(), 10'000U);
}

TEST(batch_log, of_right_digests_passes_with_a_latency_for_every_task) {
  batch_log log(2, right);
  log.reset(1000);
  do_all(task_source(0, 700), log.slot(0));
  do_all(task_source(700, 1000), log.slot(1));
  EXPECT_EQ(failure_of(log), "");
  EXPECT_EQ(log.latencies().tasks(), 1000U);
}

TEST(batch_log, names_the_first_wrong_digest_and_stops_the_batch) {
  batch_log log(1, right);
  log.reset(8);
  log.slot(0).finish(0, 10);
  log.slot(0).finish(1, 99);
  EXPECT_EQ(failure_of(log), "wrong digest: task 1 gave 0x0000000000000063, expected 0x000000000000000b");
  EXPECT_TRUE(log.stopped());
  task_id id = 0;
  EXPECT_FALSE(log.shared_tasks().claim(id));
}

TEST(batch_log, notices_a_task_that_was_left_out) {
  batch_log log(1, right);
  log.reset(8);
  do_all(task_source(0, 7), log.slot(0));
  EXPECT_EQ(failure_of(log), "8 tasks were asked for, 7 were done");
}

TEST(batch_log, notices_tasks_done_twice_in_place_of_others) {
  // Of the first the sum is another; of the second it is the same, of the third that of the squares too.
  for (const std::vector<task_id>& wrong :
       {std::vector<task_id>{0, 1, 2, 3, 4, 5, 6, 3}, std::vector<task_id>{0, 0, 3, 3, 4, 5, 6, 7},
        std::vector<task_id>{0, 0, 3, 3, 5, 5, 6, 6}}) {
    batch_log log(1, right);
    log.reset(8);
    log.slot(0).start();
    for (const task_id id : wrong) log.slot(0).finish(id, right[id % 4]);
    EXPECT_EQ(failure_of(log), "8 tasks were done, but not each once: one was done twice, another not at all");
  }
}

TEST(batch_log, expects_the_right_ids_of_batches_that_grow_and_shrink) {
  batch_log log(1, right);
  for (const task_id tasks : {task_id{8}, task_id{100}, task_id{3}, task_id{100}}) {
    log.reset(tasks);
    do_all(log.shared_tasks(), log.slot(0));
    EXPECT_EQ(failure_of(log), "");
  }
}

TEST(batch_log, keeps_the_reason_of_the_first_failure) {
  batch_log log(2, right);
  log.reset(8);
  log.slot(1).fail("the peer closed the connection");
  log.slot(0).fail("something later");
  EXPECT_EQ(failure_of(log), "a task failed: the peer closed the connection");
}

TEST(batch_log, cuts_an_endless_reason) {
  batch_log log(1, right);
  log.reset(1);
  log.slot(0).fail(std::string(10'000, 'x'));
  EXPECT_EQ(failure_of(log), "a task failed: " + std::string(255, 'x'));
}

TEST(batch_log, forgets_the_last_batch_on_reset) {
  batch_log log(1, right);
  log.reset(4);
  log.slot(0).fail("once");
  log.reset(4);
  do_all(log.shared_tasks(), log.slot(0));
  EXPECT_EQ(failure_of(log), "");
  EXPECT_EQ(log.latencies().tasks(), 4U);
}

TEST(batch_log, is_filled_by_a_forked_worker_and_read_by_its_parent) {
  batch_log log(1, right);
  const auto in_a_child = [&log] {
    const pid_t child = fork();
    if (child == 0) {
      do_all(log.shared_tasks(), log.slot(0));
      _exit(0);
    }
    waitpid(child, nullptr, 0);
  };
  log.reset(100);
  in_a_child();
  EXPECT_EQ(failure_of(log), "");
  EXPECT_EQ(log.latencies().tasks(), 100U);
}

TEST(batch_log, tells_a_worker_that_was_forked_before_how_many_tasks_there_are) {
  batch_log log(1, right);
  int start[2];
  ASSERT_EQ(pipe(start), 0);
  const pid_t child = fork();
  if (child == 0) {
    char byte = 0;
    if (read(start[0], &byte, 1) == 1) do_all(log.shared_tasks(), log.slot(0));
    _exit(0);
  }
  log.reset(50);
  ASSERT_EQ(write(start[1], "", 1), 1);
  waitpid(child, nullptr, 0);
  close(start[0]);
  close(start[1]);
  EXPECT_EQ(failure_of(log), "");
}

// The sum of a slot's latencies is the time from its start to its last finish, whatever clock the ticks come from.
TEST(batch_log, latencies_are_nanoseconds_of_the_systems_clock) {
  batch_log log(1, right);
  log.reset(2);
  const std::uint64_t before = now_ns();
  log.slot(0).start();
  const std::uint64_t started = now_ns();
  log.slot(0).finish(0, right[0]);
  while (now_ns() - started < 2'000'000) {
  }
  const std::uint64_t inside = now_ns() - started;
  log.slot(0).finish(1, right[1]);
  const std::uint64_t outside = now_ns() - before;
  const latency_record record = log.latencies();
  double ticks = 0;
  for (std::size_t t = 0; t < record.short_tasks.size(); ++t)
    ticks += static_cast<double>(t) * static_cast<double>(record.short_tasks[t]);
  for (const std::uint64_t t : record.long_ticks) ticks += static_cast<double>(t);
  const double sum = ticks * record.ns_per_tick;
  EXPECT_GE(sum, static_cast<double>(inside) * 0.999);
  EXPECT_LE(sum, static_cast<double>(outside) * 1.001);
}

// Of three clients that a slot serves in turn, each waits for the tasks of the two others: its latency is the time of
// three tasks, but for the first ones, which were all submitted at the start.
TEST(batch_log, counts_the_latencies_of_clients_served_in_turn_from_their_submission) {
  constexpr task_id tasks = 12;
  constexpr std::uint64_t each = 4 * short_latencies;
  batch_log log(1, right);
  log.reset(tasks);
  std::array<std::uint64_t, 3> submitted{};
  const std::uint64_t first = ticks();
  log.slot(0).start(submitted);
  for (task_id id = 0; id < tasks; ++id) {
    const std::uint64_t start = ticks();
    while (ticks() - start < each) {
    }
    log.slot(0).finish(id, right[id % right.size()]);
  }
  const std::uint64_t all = ticks() - first;
  const latency_record record = log.latencies();
  ASSERT_EQ(record.long_ticks.size(), tasks);
  EXPECT_LE(std::ranges::count_if(record.long_ticks, [](std::uint64_t t) { return t < 3 * each; }), 2);
  // Three clients were waiting all the time, until the last three tasks ended one by one.
  const std::uint64_t sum = std::accumulate(record.long_ticks.begin(), record.long_ticks.end(), std::uint64_t{0});
  EXPECT_GE(sum, 3 * (tasks - 1) * each);
  EXPECT_LE(sum, 3 * all);
}

TEST(batch_log, counts_the_latencies_of_a_slots_only_client_from_task_to_task) {
  batch_log log(1, right);
  log.reset(2);
  std::array<std::uint64_t, 1> submitted{};
  log.slot(0).start(submitted);
  log.slot(0).finish(0, right[0]);
  const std::uint64_t start = ticks();
  while (ticks() - start < 4 * short_latencies) {
  }
  log.slot(0).finish(1, right[1]);
  EXPECT_EQ(submitted[0], 0U);
  EXPECT_EQ(failure_of(log), "");
}

TEST(batch_log, leaves_out_of_a_latency_what_was_not_worked) {
  batch_log log(1, right);
  log.reset(1);
  log.slot(0).start();
  const std::uint64_t start = ticks();
  while (ticks() - start < 1000 * short_latencies) {
  }
  log.slot(0).leave_out(ticks() - start);
  log.slot(0).finish(0, right[0]);
  const latency_record record = log.latencies();
  for (const std::uint64_t latency : record.long_ticks) EXPECT_LT(latency, 1000 * short_latencies);
}

// Only long latencies are kept one by one; two slots that take turns leave gaps at the ends of their chunks.
TEST(batch_log, keeps_every_long_latency_of_slots_that_take_turns) {
  constexpr task_id tasks = 300;
  batch_log log(2, right);
  for (const task_id round : {tasks, tasks / 2}) {
    log.reset(round);
    for (task_id id = 0; id < round; ++id) {
      task_log& slot = log.slot(id % 3 == 0 ? 0 : 1);
      slot.start();
      // Longer than any short one, on every clock that ticks() may be.
      const std::uint64_t start = ticks();
      while (ticks() - start <= short_latencies) {
      }
      slot.finish(id, right[id % right.size()]);
    }
    const latency_record record = log.latencies();
    EXPECT_EQ(failure_of(log), "");
    EXPECT_EQ(record.long_ticks.size(), round);
    EXPECT_GE(*std::ranges::min_element(record.long_ticks), short_latencies);
  }
}

TEST(batch_log, forgets_the_short_latencies_of_the_last_batch) {
  batch_log log(1, right);
  for (int batch = 0; batch < 2; ++batch) {
    log.reset(1000);
    log.slot(0).start();
    do_all(task_source(0, 1000), log.slot(0));
    EXPECT_EQ(log.latencies().tasks(), 1000U);
  }
}

TEST(batch_log, refuses_more_tasks_than_it_can_record) {
  batch_log log(1, right);
  EXPECT_THROW(log.reset(batch_log::most_tasks + 1), batch_failure);
}

TEST(batch_log, wants_a_power_of_two_of_expected_digests) {
  EXPECT_THROW(batch_log(1, std::span(right).first(3)), std::logic_error);
}

}  // namespace
}  // namespace interleave
