// A measured cell's counters match the work: counts and identities between counters, never absolute times.
#include "benchmarks/measurement.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdarg>
#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace {

bool timer_slack_is_kept_secret = false;

}  // namespace

// Takes the place of the C library's, to refuse as a sandbox may.
extern "C" int prctl(int option, ...) {
  if (option == PR_GET_TIMERSLACK && timer_slack_is_kept_secret) {
    errno = EPERM;
    return -1;
  }
  std::va_list given;
  va_start(given, option);
  const auto second = va_arg(given, unsigned long);
  const auto third = va_arg(given, unsigned long);
  const auto fourth = va_arg(given, unsigned long);
  const auto fifth = va_arg(given, unsigned long);
  va_end(given);
  return static_cast<int>(::syscall(SYS_prctl, option, second, third, fourth, fifth));
}

namespace interleave {
namespace {

const registry known{all_workloads(), all_runners()};

counters measured(const std::string& name, task_id tasks, placement_policy policy = placement_policy::free) {
  prepared_cell prepared(cell_named(known, name), policy);
  return prepared.measure(tasks, time_alone{.cpu_ns = 1000, .wait_ns = 9000});
}

TEST(measure, reports_every_declared_counter_for_every_runner) {
  for (const runner_descriptor* runner : all_runners()) {
    const std::string level = runner->in_flight_most == 1 ? "1" : "4";
    const counters c = measured("io_echo/" + std::string(runner->name) + "/in_flight:" + level, 2000);
    for (const char* name : {"items_per_second",
                             "latency_ns_p50",
                             "latency_ns_p90",
                             "latency_ns_p99",
                             "latency_ns_max",
                             "latency_ns_mean",
                             "cpu_user_ns_per_task",
                             "cpu_system_ns_per_task",
                             "cores_busy",
                             "switches_voluntary_per_task",
                             "switches_involuntary_per_task",
                             "faults_minor_per_task",
                             "faults_major_per_task",
                             "memory_peak_bytes_proportional",
                             "memory_peak_bytes_largest",
                             "memory_peak_bytes_sum",
                             "suite_memory_bytes",
                             "efficiency",
                             "ideal_per_second",
                             "peer_cpu_ns_per_task",
                             "peer_cores_busy",
                             "peer_bound",
                             "foreign_cpu_share",
                             "foreign_cpu_threshold",
                             "contaminated",
                             "tasks",
                             "in_flight",
                             "slots",
                             "workers",
                             "cores",
                             "timer_slack_ns",
                             "ramp_share",
                             "setup_s",
                             "warm_up_s",
                             "measured_s"})
      EXPECT_TRUE(c.contains(name)) << runner->name << ": " << name;
    EXPECT_EQ(c.at("tasks"), 2000) << runner->name;
    EXPECT_GT(c.at("cores_busy"), 0) << runner->name;
    EXPECT_GT(c.at("memory_peak_bytes_largest"), 1 << 20) << runner->name;
  }
}

TEST(measure, leaves_out_a_counter_whose_system_call_is_refused) {
  timer_slack_is_kept_secret = true;
  const counters c = measured("noop/sequential/in_flight:1", 100);
  timer_slack_is_kept_secret = false;
  EXPECT_FALSE(c.contains("timer_slack_ns"));
  EXPECT_EQ(c.at("tasks"), 100);
}

// Each process's resident set includes the program, its libraries and the memory from before the fork.
TEST(measure, counts_pages_that_processes_share_once) {
  for (const char* cell : {"io_sleep/process_pool/in_flight:32", "io_sleep/process_per_task/in_flight:32",
                           "producer_consumer/process_pool/in_flight:1", "fib/process_per_task/in_flight:1",
                           "brigade_pipes/process_pool/in_flight:1"}) {
    prepared_cell prepared(cell_named(known, cell), placement_policy::free);
    prepared.warm_up(0.001);
    const counters c = prepared.measure(40, std::nullopt);
    EXPECT_GT(c.at("memory_peak_bytes_proportional"), 1 << 20) << cell;
    EXPECT_LT(c.at("memory_peak_bytes_proportional"), 0.7 * c.at("memory_peak_bytes_sum")) << cell;
  }
}

TEST(measure, knows_that_one_process_shares_little_with_itself) {
  const counters c = measured("noop/sequential/in_flight:1", 1000);
  EXPECT_EQ(c.at("memory_peak_bytes_sum"), c.at("memory_peak_bytes_largest"));
  EXPECT_LE(c.at("memory_peak_bytes_proportional"), c.at("memory_peak_bytes_sum"));
}

TEST(measure, counts_the_cpu_time_of_children) {
  for (const char* runner : {"process_per_task", "process_pool", "prefork_loops"}) {
    const counters c = measured(std::string("cpu_hash/") + runner + "/in_flight:2", 200);
    // The same work as in one process, well over 1 us a task, which is enough to be seen at the kernel's resolution.
    EXPECT_GT(c.at("cpu_user_ns_per_task") + c.at("cpu_system_ns_per_task"), 1000) << runner;
  }
}

// Two million latencies are 16 MB, or 4000 pages, which the suite touches for its own purposes.
TEST(measure, leaves_the_suites_own_preparations_out_of_the_accounts) {
  const counters c = measured("noop/sequential/in_flight:1", 2'000'000);
  EXPECT_LT(c.at("faults_minor_per_task") * 2e6, 1000);
}

double cpu_ns(const resource_usage& used) {
  return static_cast<double>(used.cpu_user_ns + used.cpu_system_ns);
}

constexpr double looking_ns = 20e6;

// A stage that reports all of its 20 ms of CPU time as spent on looking at its workers.
class looking_stage final : public stage {
 public:
  explicit looking_stage(const batch_setup& setup) : log_(setup.log), slot_(setup.work.make_blocking_slot()) {}
  void run() override {
    log_.slot(0).start();
    const resource_usage before = usage_of_self();
    const std::uint64_t start = now_ns();
    while (cpu_ns(usage_of_self() - before) < looking_ns) {
    }
    slot_->run(log_.shared_tasks(), log_.slot(0));
    looked_ = {.ns = now_ns() - start, .used = usage_of_self() - before};
  }
  int workers() const override { return 1; }
  looking looked() const override { return looked_; }

 private:
  batch_log& log_;
  std::unique_ptr<blocking_slot> slot_;
  looking looked_;
};

// Even if the machine delays it, the measured time and the time left out add up to no more than the elapsed time.
TEST(measure, leaves_out_what_a_stage_took_to_look_at_its_workers) {
  runner_descriptor looks = *all_runners().front();
  looks.shapes = {runs<batch_work, looking_stage>()};
  cell what = cell_named(known, "noop/sequential/in_flight:1");
  what.runner = &looks;
  prepared_cell prepared(what, placement_policy::free);
  const std::uint64_t start = now_ns();
  const resource_usage before = usage_of_self();
  const counters c = prepared.measure(1, std::nullopt);
  const double passed_s = static_cast<double>(now_ns() - start) * 1e-9;
  const resource_usage used = usage_of_self() - before;
  EXPECT_LE(c.at("measured_s") + looking_ns * 1e-9, passed_s);
  EXPECT_LE(c.at("cpu_user_ns_per_task") + c.at("cpu_system_ns_per_task") + looking_ns, cpu_ns(used));
}

TEST(measure, relates_throughput_to_the_ideal_bound) {
  const counters c = measured("noop/sequential/in_flight:1", 1000);
  EXPECT_DOUBLE_EQ(c.at("ideal_per_second"), 100'000);
  EXPECT_DOUBLE_EQ(c.at("efficiency"), c.at("items_per_second") / 100'000);
}

TEST(measure, knows_no_ideal_without_a_calibration) {
  prepared_cell prepared(cell_named(known, "noop/sequential/in_flight:1"), placement_policy::free);
  const counters c = prepared.measure(100, std::nullopt);
  for (const char* name : {"efficiency", "ideal_per_second", "ideal_cpu_ns", "ideal_wait_ns"})
    EXPECT_FALSE(c.contains(name)) << name;
  EXPECT_TRUE(c.contains("items_per_second"));
}

TEST(measure, says_one_core_when_placed_on_one_cpu) {
  EXPECT_EQ(measured("noop/thread_pool/in_flight:4", 100, placement_policy::one_cpu).at("cores"), 1);
}

// A stage of whose first four batches no time is left, because all of it and more was spent on looking at workers: they
// are over too soon, however long a sample is to be and whatever the machine does.
class over_too_soon final : public stage {
 public:
  explicit over_too_soon(const batch_setup& setup) : log_(setup.log), slot_(setup.work.make_blocking_slot()) {}
  void run() override {
    log_.slot(0).start();
    slot_->run(log_.shared_tasks(), log_.slot(0));
    ++batches_;
  }
  int workers() const override { return 1; }
  looking looked() const override { return {.ns = batches_ <= 4 ? 3'600'000'000'000U : 0U}; }

 private:
  batch_log& log_;
  std::unique_ptr<blocking_slot> slot_;
  int batches_ = 0;
};

// A warm-up of one task, then batches of 20, 80 and 320 tasks that are over too soon, and one that isn't: any time at
// all is enough for a sample of a nanosecond.
TEST(prepared_cell, takes_batches_that_are_over_too_soon_for_more_warm_up) {
  runner_descriptor starts = *all_runners().front();
  starts.shapes = {runs<batch_work, over_too_soon>()};
  cell what = cell_named(known, "noop/sequential/in_flight:1");
  what.runner = &starts;
  prepared_cell prepared(what, placement_policy::free);
  const counters c = prepared.sample(1e-9, std::nullopt);
  EXPECT_EQ(c.at("tasks"), 4 * 320);
  EXPECT_EQ(c.at("warm_up_tasks"), 1 + 20 + 80 + 320);
}

// Threads of this process with this slack, as /proc says. A sanitizer may have one more.
std::ptrdiff_t threads_with_slack(int slack_ns) {
  const std::filesystem::directory_iterator threads("/proc/self/task");
  return std::count_if(begin(threads), end(threads), [&](const std::filesystem::directory_entry& thread) {
    std::ifstream file("/proc/" + thread.path().filename().string() + "/timerslack_ns");
    int ns = 0;
    return file >> ns && ns == slack_ns;
  });
}

TEST(prepared_cell, gives_the_models_threads_the_timer_slack_that_was_chosen) {
  const int before = prctl(PR_GET_TIMERSLACK);
  ASSERT_GT(before, 1);
  const cell what = cell_named(known, "io_sleep/thread_pool/in_flight:3/wait:1ms");
  {
    prepared_cell prepared(what, {placement_policy::free, timer_slack::least});
    EXPECT_GE(threads_with_slack(1), 4);
    EXPECT_EQ(prepared.measure(3, std::nullopt).at("timer_slack_ns"), 1);
  }
  EXPECT_EQ(prctl(PR_GET_TIMERSLACK), before);
  prepared_cell prepared(what, placement_policy::free);
  EXPECT_GE(threads_with_slack(before), 4);
}

TEST(prepared_cell, plans_at_least_five_tasks_for_each_slot) {
  prepared_cell prepared(cell_named(known, "io_sleep/coroutines/in_flight:8/wait:1ms"), placement_policy::free);
  EXPECT_EQ(prepared.tasks_for(0.001, 1.0), 40U);
  EXPECT_EQ(prepared.tasks_for(2.0, 1000.0), 2000U);
}

TEST(prepared_cell, gives_no_number_for_a_batch_it_cannot_check) {
  prepared_cell prepared(cell_named(known, "noop/sequential/in_flight:1"), placement_policy::free);
  EXPECT_THROW(prepared.measure(batch_log::most_tasks + 1, std::nullopt), batch_failure);
}

std::optional<time_alone> calibrated(const char* cell) {
  return calibrate(known, cell_named(known, cell), placement_policy::free);
}

TEST(calibrate, finds_waiting_only_where_the_work_waits) {
  EXPECT_EQ(calibrated("cpu_hash/thread_pool/in_flight:4").value().wait_ns, 0);
  const time_alone c = calibrated("io_sleep/coroutines/in_flight:4/wait:2ms").value();
  EXPECT_GE(c.wait_ns + c.cpu_ns, 2e6);
}

TEST(calibrate, finds_nothing_for_a_herd_which_cannot_run_one_task_after_the_other) {
  EXPECT_EQ(calibrated("idle_tasks/coroutines/in_flight:1000"), std::nullopt);
}

}  // namespace
}  // namespace interleave
