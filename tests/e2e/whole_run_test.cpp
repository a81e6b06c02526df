// A run of the real workloads from the command line to the report, on a grid of a few cells.
#include "e2e_test.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace interleave::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class a_whole_run : public e2e_test {
 protected:
  void SetUp() override {
    program run(real({"run", "-w", "noop,io_echo", "-r", "sequential,coroutines", "-i", "1,4", "-n", "5", "-t", "5ms",
                      "--set", "io_echo.delay=1ms", "--out", out.string()}),
                environment);
    ASSERT_EQ(run.wait(), 0) << run.errors();
    printed = run.output();
    results = json_of(out / "results.json");
  }
  std::string printed;
  json results;
};

TEST_F(e2e_test, a_run_with_the_least_timer_slack_has_and_says_it) {
  program run(real({"run", "-w", "noop", "-r", "sequential", "-n", "2", "-t", "1ms", "--timer-slack", "least", "--out",
                    out.string()}),
              environment);
  ASSERT_EQ(run.wait(), 0) << run.errors();
  const json results = json_of(out / "results.json");
  EXPECT_EQ(results["context"]["interleave"]["timer_slack"], "least");
  EXPECT_EQ(results["context"]["interleave"]["profile"], "custom");
  for (const json& row : results["benchmarks"]) EXPECT_EQ(row["timer_slack_ns"], 1);
  EXPECT_NE(text_of(out / "report.html").find("Timer slack"), std::string::npos);
  expect_valid(out / "results.json");
}

TEST_F(a_whole_run, prints_verdict_and_paths_and_writes_four_files) {
  EXPECT_THAT(printed, HasSubstr("Verdict"));
  EXPECT_THAT(printed, HasSubstr((out / "results.json").string()));
  EXPECT_THAT(printed, HasSubstr((out / "report.html").string()));
  EXPECT_THAT(printed, Not(HasSubstr("\x1b")));
  EXPECT_THAT(files_in(out), ElementsAre("report.html", "results.json", "run.json", "samples.jsonl"));
  EXPECT_THAT(text_of(out / "report.html"), HasSubstr("<!doctype html>"));
  EXPECT_TRUE(nobody_is_left());
}

TEST_F(a_whole_run, holds_every_sample_of_every_cell_with_its_numbers) {
  EXPECT_EQ(samples_in(results), samples_planned(json_of(out / "run.json")));
  EXPECT_EQ(samples_in(results).size(), 6U * 5U);
  for (const json& row : results["benchmarks"]) {
    EXPECT_GT(row["items_per_second"], 0) << row["name"];
    EXPECT_GT(row["iterations"], 0);
    EXPECT_EQ(row["repetitions"], 5);
    EXPECT_TRUE(row.contains("driver_overhead_s"));
  }
}

TEST_F(a_whole_run, is_valid_by_the_schema) {
  expect_valid(out / "results.json");
}

TEST_F(a_whole_run, is_read_by_google_benchmarks_own_tool) {
  const std::string file = (out / "results.json").string();
  program tool({"/usr/bin/python3", "/usr/share/benchmark/compare.py", "--no-color", "benchmarks", file, file},
               environment);
  EXPECT_EQ(tool.wait(), 0) << tool.errors();
  EXPECT_THAT(tool.output(), HasSubstr("\nnoop/coroutines/in_flight:4 "));
}

TEST_F(a_whole_run, gives_all_cells_of_a_workload_the_same_ideal) {
  std::map<std::string, std::set<double>> waits;
  for (const json& row : results["benchmarks"]) waits[row["workload"]].insert(row["ideal_wait_ns"].get<double>());
  EXPECT_EQ(waits["io_echo"].size(), 1U);
  EXPECT_GE(*waits["io_echo"].begin(), 1e6);
  const json& calibrations = results["context"]["interleave"]["calibration"];
  ASSERT_EQ(calibrations.size(), 2U);
  for (const json& item : calibrations)
    if (item["workload"] == "io_echo") {
      EXPECT_EQ(item["declared_wait_ns"], 1e6);
    }
}

TEST_F(a_whole_run, records_what_it_was) {
  const json& context = results["context"]["interleave"];
  EXPECT_EQ(context["complete"], true);
  EXPECT_EQ(context["profile"], "custom");
  EXPECT_EQ(context["arguments"][0], "run");
  EXPECT_EQ(context["samples_per_cell"], 5);
  EXPECT_FALSE(context["machine"].empty());
  EXPECT_FALSE(context["audit"].empty());
  EXPECT_GT(context["overhead"]["driver_ms_per_sample_median"], 0);
  EXPECT_TRUE(results["context"].contains("num_cpus"));
}

TEST_F(a_whole_run, can_be_reported_again_as_table_page_and_markdown) {
  program table(real({"report", out.string()}), environment);
  EXPECT_EQ(table.wait(), 0);
  EXPECT_THAT(table.output(), HasSubstr("Verdict"));
  program page(real({"report", out.string(), "--html", (folder / "page.html").string(), "--markdown", "-"}),
               environment);
  EXPECT_EQ(page.wait(), 0);
  EXPECT_THAT(text_of(folder / "page.html"), HasSubstr("<!doctype html>"));
  EXPECT_THAT(page.output(), HasSubstr("# "));
}

class a_run_of_every_shape : public e2e_test {};

// Workloads and runners that add numbers of their own.
TEST_F(a_run_of_every_shape, has_no_number_that_the_table_of_metrics_does_not_know) {
  program run(
      real({"run", "-w", "fib,producer_consumer,brigade_memory,generator,idle_tasks,timeouts,loop_heartbeat,cpu_spin",
            "-r", "sequential,thread_pool,gil_threads,coroutines", "-i", "8", "-n", "1", "-t", "1ms", "--no-report",
            "--out", out.string()}),
      environment);
  ASSERT_EQ(run.wait(), 0) << run.errors();
  expect_valid(out / "results.json");
}

TEST_F(e2e_test, a_run_within_a_budget_takes_more_samples_where_something_is_open) {
  program run(real({"run", "-w", "io_sleep", "-r", "sequential,thread_pool,coroutines", "-i", "4", "-t", "1ms", "--set",
                    "io_sleep.wait=1ms", "--budget", "1m", "--seed", "3", "--out", out.string()}),
              environment);
  ASSERT_EQ(run.wait(), 0) << run.errors();
  EXPECT_THAT(run.errors(), HasSubstr("then more of what they leave undecided, up to 30 a cell and 1 min 00 s in all"));
  const json results = json_of(out / "results.json");
  expect_valid(out / "results.json");
  EXPECT_EQ(results["context"]["interleave"]["looks"], 4);
  EXPECT_EQ(results["context"]["interleave"]["samples_per_cell"], 3);
  std::map<std::string, std::size_t> samples;
  for (const json& row : results["benchmarks"]) ++samples[row["runner"]];
  // One task at a time is far behind four, which three samples show.
  EXPECT_EQ(samples["sequential"], 3U);
  // Which of the two is faster, or that neither is, takes as many samples as there are orders to be told apart.
  for (const char* const runner : {"thread_pool", "coroutines"})
    EXPECT_THAT(samples[runner], testing::AnyOf(9U, 13U, 20U, 30U)) << runner;
}

// Two threads around a queue: what they take is decided by whether they share a CPU.
TEST_F(e2e_test, a_run_measures_what_hands_over_on_one_cpu_and_across_cpus) {
  program run(real({"run", "-w", "channel", "-r", "sequential,thread_pool", "-n", "4", "-t", "1ms", "--placement",
                    "stratified", "--out", out.string()}),
              environment);
  ASSERT_EQ(run.wait(), 0) << run.errors();
  const json results = json_of(out / "results.json");
  expect_valid(out / "results.json");
  EXPECT_EQ(results["context"]["interleave"]["placement"], "stratified");
  const bool has_cores = std::thread::hardware_concurrency() > 1;
  std::map<std::string, std::size_t> samples;
  for (const json& row : results["benchmarks"]) {
    const std::string placement = row["parameters"].value("placement", "none");
    ++samples[placement];
    const std::string name = row["name"];
    EXPECT_EQ(name.find("/placement:" + placement) == std::string::npos, placement == "none") << name;
    EXPECT_EQ(row["cores"] == 1, placement == "one-cpu" || !has_cores) << name;
  }
  EXPECT_EQ(samples, (has_cores ? std::map<std::string, std::size_t>{{"one-cpu", 8}, {"spread", 8}}
                                : std::map<std::string, std::size_t>{{"none", 8}}));
  EXPECT_EQ(text_of(out / "report.html").find("id=\"placement\"") != std::string::npos, has_cores);
}

class a_sweep : public e2e_test {};

TEST_F(a_sweep, measures_every_value_in_one_shuffled_run_that_repeats_and_draws_them) {
  const auto measure = [&](const std::filesystem::path& where) {
    program run(real({"run", "-w", "io_echo", "-r", "sequential,coroutines", "-i", "4", "-n", "2", "-t", "5ms",
                      "--seed", "7", "--set", "io_echo.delay=2ms,0ms,1500us", "--out", where.string()}),
                environment);
    ASSERT_EQ(run.wait(), 0) << run.errors();
    EXPECT_THAT(run.output(), HasSubstr("io_echo by delay: What changes with delay?"));
  };
  measure(out);
  const json results = json_of(out / "results.json");
  expect_valid(out / "results.json");
  EXPECT_EQ(samples_in(results), samples_planned(json_of(out / "run.json")));
  std::map<std::string, std::set<std::string>> runners;
  for (const json& row : results["benchmarks"]) runners[row["parameters"]["delay"]].insert(row["runner"]);
  EXPECT_THAT(runners, ElementsAre(testing::Pair("0ms", ElementsAre("coroutines", "sequential")),
                                   testing::Pair("1500us", ElementsAre("coroutines", "sequential")),
                                   testing::Pair("2ms", ElementsAre("coroutines", "sequential"))));
  const json& suite = results["context"]["interleave"];
  std::map<std::string, double> waits;
  for (const json& item : suite["calibration"]) waits[item["parameters"]["delay"]] = item["declared_wait_ns"];
  EXPECT_THAT(waits, ElementsAre(testing::Pair("0ms", 0), testing::Pair("1500us", 1.5e6), testing::Pair("2ms", 2e6)));
  const auto described = std::ranges::find_if(suite["workloads"], [](const json& w) { return w["name"] == "io_echo"; });
  EXPECT_EQ((*described)["parameters"][0]["value"], "2ms,0ms,1500us");
  EXPECT_THAT(text_of(out / "report.html"), HasSubstr("id=\"sweep-figure\""));

  const std::filesystem::path again = folder / "again";
  measure(again);
  const auto order = [](const json& of) {
    std::vector<std::string> names;
    for (const json& row : of["benchmarks"]) names.push_back(row["name"]);
    return names;
  };
  const std::vector<std::string> names = order(results);
  EXPECT_EQ(names, order(json_of(again / "results.json")));
}

class a_sweep_of_task_sizes : public e2e_test {};

TEST_F(a_sweep_of_task_sizes, measures_each_size_under_each_runner_and_says_how_small_a_task_may_be) {
  program sweep(real({"metg", "-r", "sequential,thread_pool", "-n", "1", "-t", "1ms", "--out", out.string()}),
                environment);
  ASSERT_EQ(sweep.wait(), 0) << sweep.errors();
  EXPECT_THAT(sweep.output(), HasSubstr("How small may a task be?"));
  EXPECT_THAT(text_of(out / "report.html"), HasSubstr("id=\"granularity\""));
  const json results = json_of(out / "results.json");
  EXPECT_EQ(results["context"]["interleave"]["profile"], "metg");
  expect_valid(out / "results.json");

  std::map<std::uint64_t, std::set<std::string>> runners_by_steps;
  for (const json& row : results["benchmarks"])
    runners_by_steps[static_cast<std::uint64_t>(row["steps_per_task"].get<double>())].insert(row["runner"]);
  // From 0.1 us to 1 ms are 13.3 doublings, whatever a step takes here.
  EXPECT_THAT(runners_by_steps.size(), testing::AnyOf(14U, 15U));
  std::uint64_t steps = runners_by_steps.begin()->first;
  for (const auto& [size, runners] : runners_by_steps) {
    EXPECT_EQ(size, steps);
    EXPECT_THAT(runners, ElementsAre("sequential", "thread_pool"));
    steps *= 2;
  }
  EXPECT_TRUE(nobody_is_left());
}

}  // namespace
}  // namespace interleave::test
