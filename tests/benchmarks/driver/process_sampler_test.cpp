// Samples as real processes that end in every way we know of.
#include "benchmarks/driver/process_sampler.hpp"

#include "benchmarks/driver/process_tree.hpp"
#include "doubles.hpp"
#include "temporary_folder.hpp"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace interleave::driver {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

planned_cell cell_named(const std::string& name) {
  planned_cell cell;
  cell.name = name;
  return cell;
}

watched_program the_bench() {
  return {SCRIPTED_BENCH, digest_of(SCRIPTED_BENCH)};
}

class process_sampler_test : public testing::Test {
 protected:
  sample_outcome run(const std::string& name) {
    process_sampler sampler(the_bench(), settings, signals, guard);
    return sampler.run(cell_named(name), std::nullopt, lengths);
  }
  // No process carries the run's mark, and we have no child but the guard, zombies included.
  void expect_nobody_left() {
    EXPECT_TRUE(processes_with_environment(guard.mark()).empty());
    EXPECT_THAT(children_of(::getpid()), ElementsAre(guard.pid()));
  }
  static std::ptrdiff_t open_files() { return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {}); }

  run_settings settings;
  layout lengths;
  stop_signals signals;
  run_guard guard;
};

TEST_F(process_sampler_test, returns_the_document_of_a_good_sample) {
  const std::ptrdiff_t before = open_files();
  const sample_outcome outcome = run("good");
  EXPECT_EQ(outcome.kind, failure::none) << outcome.message;
  EXPECT_EQ(outcome.document["benchmarks"][0]["iterations"], 5);
  EXPECT_EQ(open_files(), before);
  expect_nobody_left();
}

TEST_F(process_sampler_test, reports_a_crash_with_its_signal_and_last_words) {
  const sample_outcome outcome = run("crash");
  EXPECT_EQ(outcome.kind, failure::crash);
  EXPECT_EQ(outcome.message, "killed by SIGSEGV: cell crash");
  EXPECT_THAT(outcome.output_tail, HasSubstr("cell crash"));
}

TEST_F(process_sampler_test, tells_a_sample_that_was_killed_from_one_that_crashed) {
  EXPECT_EQ(run("killed").kind, failure::killed);
}

TEST_F(process_sampler_test, gives_a_sample_the_lengths_that_were_drawn_for_it) {
  lengths = {.path_bytes = 4'068, .environment_bytes = 4'095};
  const sample_outcome outcome = run("good");
  EXPECT_EQ(outcome.kind, failure::none) << outcome.message;
  EXPECT_THAT(run("lengths").output_tail, HasSubstr("path_detours=2034 padding=4095"));
}

TEST_F(process_sampler_test, reports_an_exit_status) {
  EXPECT_EQ(run("exit").message, "exited with status 3: cell exit");
}

TEST_F(process_sampler_test, reports_a_sample_that_wrote_nothing) {
  EXPECT_EQ(run("nothing").kind, failure::exit);
}

TEST_F(process_sampler_test, ends_a_sample_that_takes_too_long) {
  settings.timeout = std::chrono::milliseconds(100);
  const sample_outcome outcome = run("hang");
  EXPECT_EQ(outcome.kind, failure::timeout);
  EXPECT_EQ(outcome.message, "no result within 100ms");
  expect_nobody_left();
}

TEST_F(process_sampler_test, ends_what_a_hanging_sample_has_started_outside_its_group) {
  settings.timeout = std::chrono::milliseconds(100);
  EXPECT_EQ(run("hang_beside_orphan").kind, failure::timeout);
  expect_nobody_left();
}

TEST_F(process_sampler_test, ends_a_sample_that_uses_too_much_memory) {
  settings.memory_limit_bytes = 200U << 20U;
  const sample_outcome outcome = run("hog");
  EXPECT_EQ(outcome.kind, failure::memory) << outcome.message;
  expect_nobody_left();
}

TEST_F(process_sampler_test, counts_memory_that_processes_share_only_once) {
  settings.memory_limit_bytes = 450U << 20U;  // nine processes share 64 MiB: 576 MiB, counted naively
  const sample_outcome outcome = run("sharing");
  EXPECT_EQ(outcome.kind, failure::none) << outcome.message;
}

TEST_F(process_sampler_test, ends_a_sample_that_prints_without_end) {
  EXPECT_EQ(run("chatter").message, "printed more than 16 MiB");
}

TEST_F(process_sampler_test, fails_a_sample_that_leaves_processes_behind_and_ends_them) {
  const sample_outcome outcome = run("orphan");
  EXPECT_EQ(outcome.kind, failure::left_processes);
  EXPECT_EQ(outcome.message, "left 2 processes behind");
  expect_nobody_left();
}

TEST_F(process_sampler_test, lets_helpers_end_together_with_their_sample) {
  const sample_outcome outcome = run("helper");
  EXPECT_EQ(outcome.kind, failure::none) << outcome.message;
  expect_nobody_left();
}

TEST_F(process_sampler_test, says_which_program_cannot_be_started) {
  const test::temporary_folder folder;
  const std::filesystem::path data = folder / "data";
  std::ofstream(data) << "no program\n";
  std::filesystem::permissions(data, std::filesystem::perms::owner_all);
  process_sampler sampler({data, digest_of(data)}, settings, signals, guard);
  const sample_outcome outcome = sampler.run(cell_named("x"), std::nullopt, {});
  EXPECT_EQ(outcome.kind, failure::exit);
  EXPECT_EQ(outcome.message, "exited with status 127: cannot start " + data.string() + ": Exec format error");
}

TEST_F(process_sampler_test, gives_no_outcome_of_a_program_that_has_changed) {
  process_sampler sampler({SCRIPTED_BENCH, "digest of another build"}, settings, signals, guard);
  EXPECT_THAT([&] { sampler.run(cell_named("good"), std::nullopt, {}); },
              testing::ThrowsMessage<std::runtime_error>(HasSubstr("has changed since this run began")));
  expect_nobody_left();
}

TEST_F(process_sampler_test, gives_a_sample_clean_surroundings) {
  ::setenv("BENCHMARK_REPETITIONS", "3", 1);
  ::setenv("OMP_PROC_BIND", "true", 1);
  EXPECT_THAT(
      run("surroundings").output_tail,
      HasSubstr(
          "group=1 oom=1000 stdin_bytes=0 mark=1 repetitions=0 bound=0 open_files=0 int_blocked=0 pipe_default=1"));
  ::unsetenv("BENCHMARK_REPETITIONS");
  ::unsetenv("OMP_PROC_BIND");
}

TEST_F(process_sampler_test, ends_the_sample_when_a_signal_asks_the_run_to_stop) {
  process_sampler sampler(the_bench(), settings, signals, guard);
  EXPECT_EQ(sampler.interrupted(), std::nullopt);
  sampler.run(cell_named("interrupt_driver"), std::nullopt, {});
  EXPECT_EQ(sampler.interrupted(), SIGTERM);
  expect_nobody_left();
}

TEST(sample_command, names_cell_time_conditions_and_calibration) {
  run_settings settings;
  settings.placement = "one-cpu";
  settings.timer_slack = "least";
  planned_cell cell = test::cell_of("io_echo", "coroutines", 8);
  cell.name += "/delay:5ms";
  EXPECT_THAT(sample_command("bench", settings, cell, task_cost{"io_echo", {}, 1200.5, 5e6, 5e6, ""}, "/out"),
              ElementsAre("bench", "--cell", "io_echo/coroutines/in_flight:8/delay:5ms", "--sample-time", "100ms",
                          "--placement", "one-cpu", "--timer-slack", "least", "--calibration",
                          "cpu_ns:1200.500,wait_ns:5000000.000", "--benchmark_out=/out", "--benchmark_out_format=json",
                          "--benchmark_format=json"));
}

}  // namespace
}  // namespace interleave::driver
