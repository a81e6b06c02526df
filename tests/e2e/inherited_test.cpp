// The environment that a program inherits from its parent: variables that Google Benchmark obeys, and signals that are
// ignored or blocked.
#include "e2e_test.hpp"

#include <csignal>
#include <filesystem>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace interleave::test {
namespace {

using testing::HasSubstr;

class what_is_inherited : public e2e_test {
 protected:
  // A command whose parent has changed signals before starting it, such as by "--ignore-signal=CHLD".
  [[nodiscard]] static std::vector<std::string> after(std::vector<std::string> changes,
                                                      const std::vector<std::string>& command) {
    changes.insert(changes.begin(), "/usr/bin/env");
    changes.insert(changes.end(), command.begin(), command.end());
    return changes;
  }
  [[nodiscard]] std::vector<std::string> run_of(const std::string& workloads, const std::string& runner) const {
    return faulty({"run", "-w", workloads, "-r", runner, "-i", "4", "-n", "3", "-t", "5ms", "--seed", "1", "--timeout",
                   "50s", "--no-report", "--out", out.string()});
  }
};

TEST_F(what_is_inherited, of_google_benchmarks_variables_reaches_no_sample) {
  environment.insert({{"BENCHMARK_REPETITIONS", "3"}, {"BENCHMARK_FILTER", "nothing"}, {"BENCHMARK_FORMAT", "csv"}});
  program run(run_of("noop", "thread_pool"), environment);
  EXPECT_EQ(run.wait(), 0) << run.errors();
  const json results = json_of(out / "results.json");
  EXPECT_EQ(results["benchmarks"].size(), 3U);
  for (const json& row : results["benchmarks"]) EXPECT_FALSE(row.contains("error_occurred")) << row.dump(2);
}

TEST_F(what_is_inherited, of_google_benchmarks_variables_does_not_prolong_a_gate) {
  const std::string subject = SUBJECT;
  environment.insert({{"BENCHMARK_REPETITIONS", "1000000"}, {"BENCHMARK_FILTER", "nothing"}});
  program started(
      real({"gate", "--base-bin", subject, "--cand-bin", subject, "--min-time", "1ms", "--foreign-share", "100%",
            "--seed", "7", "--filter", "sort", "--budget", "10s", "--until", "screen", "--out", out.string()}),
      environment);
  EXPECT_NE(started.wait(), 2) << started.errors();
  EXPECT_TRUE(std::filesystem::exists(out / "gate.jsonl"));
}

TEST_F(what_is_inherited, may_be_a_stack_of_64_kib) {
  const auto on_a_small_stack = [](const std::vector<std::string>& command) {
    return after({"/bin/sh", "-c", "ulimit -s 64 && exec \"$@\"", "sh"}, command);
  };
  program run(on_a_small_stack(run_of("noop", "thread_pool")), environment);
  EXPECT_EQ(run.wait(), 0) << run.errors();
  const std::string results = out.string();
  for (const std::vector<std::string>& typed : {std::vector<std::string>{"report", results},
                                                {"report", results, "--html", "-"},
                                                {"list", "cells"},
                                                {"compare", results, results},
                                                {"export", "--to", "openmetrics", results},
                                                {"run", "--resume", results},
                                                {"doctor"}}) {
    program started(on_a_small_stack(faulty(typed)), environment);
    EXPECT_LT(started.wait(), 2) << typed.front() << started.errors();
  }
}

TEST_F(what_is_inherited, does_not_hide_how_a_sample_ended) {
  program run(after({"--ignore-signal=CHLD,PIPE,XFSZ"}, run_of("noop,faulty_worker", "process_per_task")), environment);
  EXPECT_EQ(run.wait(), 1) << run.errors();
  const json results = json_of(out / "results.json");
  int good = 0;
  for (const json& row : results["benchmarks"])
    if (row["workload"] == "noop")
      good += row.contains("error_occurred") ? 0 : 1;
    else
      EXPECT_THAT(row["error_message"].get<std::string>(), HasSubstr("Segmentation fault"));
  EXPECT_EQ(good, 3) << results.dump(2);
}

TEST_F(what_is_inherited, does_not_keep_a_run_from_being_stopped) {
  for (const int signal : {SIGTERM, SIGINT}) {
    std::filesystem::remove_all(out);
    std::filesystem::remove_all(gate / "waiting");
    program run(after({"--ignore-signal=TERM,INT", "--block-signal=TERM,INT"}, run_of("faulty_gate", "thread_pool")),
                environment);
    ASSERT_TRUE(wait_until([this] { return std::filesystem::exists(gate / "waiting"); })) << run.errors();
    run.send(signal);
    EXPECT_EQ(run.wait(), 128 + signal) << run.errors();
    EXPECT_TRUE(nobody_is_left());
  }
}

TEST_F(what_is_inherited, of_nohup_is_kept) {
  program run(after({"--ignore-signal=HUP"}, run_of("noop", "thread_pool")), environment);
  EXPECT_TRUE(wait_until([this] { return std::filesystem::exists(out / "samples.jsonl"); })) << run.errors();
  run.send(SIGHUP);
  EXPECT_EQ(run.wait(), 0) << run.errors();
}

}  // namespace
}  // namespace interleave::test
