// The verdict over a kind of work, when there is none, and what makes it provisional.
#include "reports/answer/analysis.hpp"
#include "tests/reports/test_data.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace interleave::reports {
namespace {

using testing::read_data;
using testing::run_builder;

run_builder two_workloads() {
  run_builder builder;
  builder.workload("noop", work_kind::floor).workload("io_echo", work_kind::io).workload("io_file", work_kind::io);
  builder.runner("sequential", runner_family::sequential).runner("pool").runner("loop", runner_family::event_loop);
  builder.cell("io_echo", "sequential", 1, 100).cell("io_file", "sequential", 1, 1000);
  return builder;
}

const kind_verdict& io_of(const analysis& model) {
  return model.verdict.kinds.at(0);
}

std::string runner_of(const analysis& model, const kind_verdict& kind) {
  return kind.runner ? model.runners.at(*kind.runner).name : "nobody";
}

const validity_check* check_named(const analysis& model, const std::string& id) {
  const auto found =
      std::find_if(model.checks.begin(), model.checks.end(), [&](const validity_check& c) { return c.id == id; });
  return found == model.checks.end() ? nullptr : &*found;
}

// Good at sockets and poor at files: an average of the two would be true of neither.
TEST(verdict_test, what_io_waits_for_is_judged_apart) {
  run_builder builder;
  builder.workload("io_echo", work_kind::network).workload("io_sleep", work_kind::timer);
  builder.workload("io_file", work_kind::file).runner("pool").runner("loop", runner_family::event_loop);
  builder.cell("io_echo", "pool", 8, 100).cell("io_echo", "loop", 8, 200);
  builder.cell("io_sleep", "pool", 8, 100).cell("io_sleep", "loop", 8, 150);
  builder.cell("io_file", "pool", 8, 300).cell("io_file", "loop", 8, 100);
  const analysis model = analyse(builder.results());
  ASSERT_EQ(model.verdict.kinds.size(), 3U);
  const std::vector<std::pair<std::string, std::string>> expected = {
      {"network", "loop"}, {"timer", "loop"}, {"file", "pool"}};
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(model.verdict.kinds[i].kind_label, expected[i].first);
    EXPECT_EQ(runner_of(model, model.verdict.kinds[i]), expected[i].second);
  }
  EXPECT_NE(model.verdict.sentence.find("file work"), std::string::npos) << model.verdict.sentence;
}

TEST(verdict_test, names_the_runner_that_is_among_the_best_in_most_workloads) {
  // Over sequential, loop makes 8 and 4: 5.66 in the mean of those two; pool is the best in a third.
  run_builder builder = two_workloads();
  builder.workload("io_pipe", work_kind::io).cell("io_pipe", "sequential", 1, 100);
  const analysis model = analyse(builder.cell("io_echo", "pool", 8, 200)
                                     .cell("io_file", "pool", 8, 8000)
                                     .cell("io_pipe", "pool", 8, 200)
                                     .cell("io_echo", "loop", 8, 800)
                                     .cell("io_file", "loop", 8, 4000)
                                     .cell("io_pipe", "loop", 8, 400)
                                     .results());
  const kind_verdict& io = io_of(model);
  ASSERT_TRUE(io.decided);
  EXPECT_EQ(runner_of(model, io), "loop");
  EXPECT_NEAR(io.speed_up->median, 5.65685, 1e-4);
  EXPECT_EQ(io.levels.back().short_label, "best in 2 of 3");
  EXPECT_EQ(io.headline, "Use loop");
  EXPECT_EQ(io.speed_up_text.find("5.66× sequential ("), 0U) << io.speed_up_text;
  ASSERT_EQ(io.exceptions.size(), 1U);
  EXPECT_EQ(io.exceptions[0], "io_file: pool wins at 8 in flight, 2.00× the throughput of loop.");
  EXPECT_EQ(
      model.verdict.sentence,
      "On this machine use loop for I/O-bound work (5.66× sequential at 8 in flight), with 1 exception named below.");
  EXPECT_FALSE(model.verdict.provisional);
}

TEST(verdict_test, recommends_nobody_where_no_runner_is_among_the_best_in_most_workloads) {
  const analysis model = analyse(two_workloads()
                                     .cell("io_echo", "pool", 8, 200)
                                     .cell("io_file", "pool", 8, 8000)
                                     .cell("io_echo", "loop", 8, 800)
                                     .cell("io_file", "loop", 8, 4000)
                                     .results());
  EXPECT_FALSE(io_of(model).decided);
  EXPECT_EQ(io_of(model).evidence_text,
            "I/O-bound work at 8 in flight: no runner is among the best in more than half of io_echo and io_file.");
}

TEST(verdict_test, recommends_nobody_where_more_is_undecided_than_decided) {
  run_builder builder = two_workloads();
  builder.cell("io_echo", "pool", 8, 200).cell("io_echo", "loop", 8, 800);
  builder.cell("io_file", "pool", 8, 4000, 0.3).cell("io_file", "loop", 8, 4100, 0.3);
  EXPECT_TRUE(io_of(analyse(builder.results())).decided) << "half is enough";
  builder.workload("io_pipe", work_kind::io);
  builder.cell("io_pipe", "pool", 8, 4000, 0.3).cell("io_pipe", "loop", 8, 4100, 0.3);
  const kind_verdict io = io_of(analyse(builder.results()));
  EXPECT_FALSE(io.decided);
  EXPECT_EQ(io.evidence_text,
            "I/O-bound work at 8 in flight: decided in io_echo only; undecided: io_file and io_pipe.");
}

TEST(verdict_test, an_undecided_workload_is_named_and_takes_no_part) {
  const analysis model = analyse(two_workloads()
                                     .cell("io_echo", "pool", 8, 200)
                                     .cell("io_file", "pool", 8, 8000, 0.3)
                                     .cell("io_echo", "loop", 8, 800)
                                     .cell("io_file", "loop", 8, 8100, 0.3)
                                     .results());
  EXPECT_EQ(runner_of(model, io_of(model)), "loop");
  EXPECT_NE(io_of(model).evidence_text.find("Undecided at 8 in flight: io_file."), std::string::npos)
      << io_of(model).evidence_text;
}

TEST(verdict_test, recommends_the_lowest_level_that_reaches_the_best) {
  run_builder builder = two_workloads();
  for (const auto& [level, rate] : {std::pair{2, 200.0}, std::pair{8, 800.0}, std::pair{64, 810.0}}) {
    builder.cell("io_echo", "pool", level, rate / 2).cell("io_file", "pool", level, rate * 5);
    builder.cell("io_echo", "loop", level, rate).cell("io_file", "loop", level, rate * 10);
  }
  const analysis model = analyse(builder.results());
  EXPECT_EQ(io_of(model).in_flight, 8) << "64 is 1.2 % better: as good";
  EXPECT_EQ(io_of(model).holds_from, 2);
  EXPECT_EQ(io_of(model).holds_to, 64);
  EXPECT_EQ(io_of(model).holds_text, "Holds from 2 to 64 in flight.");
}

TEST(verdict_test, says_what_to_use_where_it_does_not_hold) {
  run_builder builder = two_workloads();
  builder.cell("io_echo", "pool", 2, 195).cell("io_file", "pool", 2, 1950);
  builder.cell("io_echo", "loop", 2, 100).cell("io_file", "loop", 2, 1000);
  builder.cell("io_echo", "pool", 64, 500).cell("io_file", "pool", 64, 5000);
  builder.cell("io_echo", "loop", 64, 900).cell("io_file", "loop", 64, 9000);
  const analysis model = analyse(builder.results());
  EXPECT_EQ(runner_of(model, io_of(model)), "loop");
  EXPECT_EQ(io_of(model).holds_text, "Holds at 64 in flight; at 2 in flight: pool.");
}

TEST(verdict_test, equals_are_named_with_what_makes_one_the_choice) {
  run_builder builder = two_workloads();
  builder.cell("io_echo", "pool", 8, 790).cell("io_file", "pool", 8, 7900);
  builder.cell("io_echo", "loop", 8, 800).cell("io_file", "loop", 8, 8000);
  const analysis model = analyse(builder.results());
  EXPECT_EQ(io_of(model).equal.size(), 2U);
  EXPECT_EQ(runner_of(model, io_of(model)), "pool");
  EXPECT_EQ(io_of(model).headline, "Use pool");
  EXPECT_NE(io_of(model).reason_text.find("None is shown to be cheaper; pool is the simplest."), std::string::npos)
      << io_of(model).reason_text;
}

TEST(verdict_test, a_runner_that_lacks_a_workload_is_left_out_and_named) {
  run_builder builder = two_workloads();
  builder.workload("io_pipe", work_kind::io).cell("io_pipe", "sequential", 1, 100).cell("io_pipe", "pool", 8, 400);
  builder.cell("io_echo", "pool", 8, 400).cell("io_file", "pool", 8, 4000).cell("io_echo", "loop", 8, 80000);
  builder.failure("io_file", "loop", 8, failure_kind::unsupported, "unsupported: no files");
  const analysis model = analyse(builder.results());
  EXPECT_EQ(runner_of(model, io_of(model)), "pool");
  EXPECT_NE(io_of(model).evidence_text.find("loop (unsupported on io_file)"), std::string::npos);
  ASSERT_EQ(io_of(model).exceptions.size(), 1U);
  EXPECT_EQ(io_of(model).exceptions[0], "io_echo: loop wins at 8 in flight, 200× the throughput of pool.");
}

TEST(verdict_test, the_floor_takes_no_part) {
  run_builder builder = two_workloads();
  builder.cell("noop", "pool", 8, 1e6).cell("noop", "loop", 8, 1e9);
  builder.cell("io_echo", "pool", 8, 400).cell("io_file", "pool", 8, 4000);
  const analysis model = analyse(builder.results());
  ASSERT_EQ(model.verdict.kinds.size(), 1U);
  EXPECT_EQ(io_of(model).subjects.size(), 2U);
  EXPECT_EQ(runner_of(model, io_of(model)), "pool");
}

TEST(verdict_test, where_nothing_beats_sequential_it_says_so) {
  run_builder builder = two_workloads();
  builder.cell("io_echo", "pool", 8, 50).cell("io_file", "pool", 8, 500);
  const analysis model = analyse(builder.results());
  EXPECT_EQ(io_of(model).headline, "Use sequential");
  EXPECT_EQ(io_of(model).speed_up_text, "Nothing that was measured is shown to be faster at 8 in flight");
}

// One at a time nothing overlaps: a verdict that holds there only must not look like one on many that wait.
TEST(verdict_test, that_holds_one_at_a_time_only_says_so) {
  run_builder builder = two_workloads();
  for (const char* const work : {"io_echo", "io_file"}) {
    builder.cell(work, "pool", 1, 50).cell(work, "loop", 1, 50);
    builder.cell(work, "pool", 64, 4000, 0.3).cell(work, "loop", 64, 5000, 0.3);
  }
  const analysis model = analyse(builder.results());
  EXPECT_EQ(io_of(model).headline, "Use sequential at 1 in flight");
  EXPECT_EQ(model.verdict.sentence, "On this machine use sequential for I/O-bound work at 1 in flight.");
  EXPECT_EQ(io_of(model).holds_text, "Holds at 1 in flight; at 64 in flight: undecided.");
}

TEST(verdict_test, of_a_kind_without_a_decision_shows_figures_where_runners_differ_most) {
  run_builder builder = two_workloads();
  builder.cell("io_echo", "pool", 8, 400, 0.3).cell("io_echo", "loop", 8, 440, 0.3);
  builder.cell("io_file", "pool", 8, 4000, 0.3).cell("io_file", "loop", 8, 6000, 0.4);
  const analysis model = analyse(builder.results());
  EXPECT_EQ(io_of(model).headline, "No verdict");
  EXPECT_EQ(io_of(model).costs_title, "io_file at 8 in flight");
  ASSERT_GE(io_of(model).costs.size(), 2U);
  EXPECT_EQ(model.runners[io_of(model).costs[0].runner].name, "loop");
  EXPECT_EQ(io_of(model).costs[0].standing, "highest median");
}

// What has enough samples and isn't decided is not the fault of another cell.
TEST(verdict_test, is_not_said_to_lack_samples_because_one_cell_does) {
  run_builder builder = two_workloads();
  builder.cell("io_echo", "pool", 8, 400, 0.3).cell("io_echo", "loop", 8, 440, 0.3);
  builder.cell("io_file", "pool", 8, 4000, 0.3, 3).cell("io_file", "loop", 8, 6000, 0.4);
  const std::string sentence = analyse(builder.results()).verdict.sentence;
  EXPECT_EQ(sentence.find("nothing can be shown"), std::string::npos) << sentence;
  EXPECT_NE(sentence.find("No decision for io_file at 8 in flight: pool has 3 samples"), std::string::npos) << sentence;
}

TEST(verdict_test, fewer_than_six_samples_give_the_command_that_would_do) {
  const analysis model = analyse(read_data({"few_samples.json"}));
  EXPECT_FALSE(model.verdict.available);
  for (const cell_view& cell : model.cells) EXPECT_FALSE(cell.throughput_per_s->interval.has_value());
  EXPECT_EQ(model.verdict.sentence, "No verdict: 3 cells have fewer than 6 samples, so nothing can be shown.");
  EXPECT_EQ(model.verdict.command, "interleave run --in-flight 8 --samples 6");
}

TEST(verdict_test, intervals_say_what_they_cover) {
  const auto model_of = [](int samples) {
    run_builder builder;
    builder.workload("io_echo", work_kind::io).workload("io_file", work_kind::io).runner("pool").runner("loop");
    for (const char* const runner : {"pool", "loop"})
      for (const char* const workload : {"io_echo", "io_file"})
        builder.cell(workload, runner, 8, runner[0] == 'p' ? 400 : 500, 0.001, samples);
    return analyse(builder.results());
  };
  EXPECT_EQ(model_of(5).median_interval, "93.75 % interval");
  EXPECT_EQ(model_of(6).median_interval, "95 % interval");
  EXPECT_NE(model_of(5).verdict.rule.find("(93.75 % at least)"), std::string::npos) << model_of(5).verdict.rule;
}

TEST(verdict_test, says_that_costs_have_no_share_of_the_error_rate) {
  EXPECT_NE(
      analyse(read_data({"complete.json"}))
          .verdict.rule.find("Each of these costs is tested at the rate of a statement, without a share of its own."),
      std::string::npos);
}

TEST(verdict_test, pooled_runs_of_one_machine_have_the_samples_of_both) {
  const analysis model = analyse(read_data({"few_samples.json", "more_samples.json"}));
  EXPECT_TRUE(model.comparable);
  EXPECT_TRUE(model.verdict.available);
  EXPECT_EQ(model.sets.size(), 1U);
  for (const cell_view& cell : model.cells) EXPECT_EQ(cell.samples_good, 6U);
}

TEST(verdict_test, different_machines_stand_side_by_side) {
  const analysis model = analyse(read_data({"debug_build.json", "other_machine.json"}));
  EXPECT_FALSE(model.comparable);
  EXPECT_FALSE(model.verdict.available);
  EXPECT_TRUE(model.verdict.kinds.empty());
  ASSERT_EQ(model.sets.size(), 2U);
  EXPECT_EQ(model.sets[1].label, "B");
  EXPECT_EQ(model.subjects.size(), 4U);
  EXPECT_NE(model.verdict.sentence.find("CPU (Example CPU 7700 / Another CPU 9000)"), std::string::npos);
  EXPECT_NE(model.verdict.sentence.find("build type (Debug / Release)"), std::string::npos);
}

TEST(verdict_test, another_timer_slack_is_another_set) {
  const auto results_with = [](const char* slack) {
    run_builder builder;
    builder.runner("pool").workload("io_echo", work_kind::io).cell("io_echo", "pool", 8, 100, 0.001, 3);
    builder.record().timer_slack = slack;
    return builder.results();
  };
  run_results both = results_with("default");
  both.runs.push_back(results_with("least").runs.front());
  both.runs.push_back(results_with("").runs.front());
  const analysis model = analyse(both);
  ASSERT_EQ(model.sets.size(), 2U);
  EXPECT_NE(model.verdict.sentence.find("timer slack"), std::string::npos) << model.verdict.sentence;
}

TEST(verdict_test, that_command_names_samples_and_folder_once_however_they_were_given) {
  for (const std::vector<std::string>& given : {std::vector<std::string>{"-n", "3", "-o", "old"},
                                                {"-n3", "-oold"},
                                                {"--samples=3", "--out", "old"},
                                                {"--budget", "10m"}}) {
    run_builder builder;
    builder.runner("pool").workload("io_echo", work_kind::io).cell("io_echo", "pool", 8, 100, 0.001, 3);
    builder.record().arguments = {"run"};
    builder.record().arguments.insert(builder.record().arguments.end(), given.begin(), given.end());
    builder.record().arguments.insert(builder.record().arguments.end(), {"-w", "io_echo"});
    EXPECT_EQ(analyse(builder.results()).verdict.command, "interleave run -w io_echo --samples 6");
  }
}

TEST(verdict_test, that_command_gives_more_time_to_a_run_whose_samples_went_where_something_was_open) {
  run_builder builder;
  builder.runner("pool").runner("loop").workload("io_echo", work_kind::io);
  builder.cell("io_echo", "pool", 8, 100, 0.3).cell("io_echo", "loop", 8, 101, 0.3);
  builder.record().arguments = {"run", "--budget", "20s"};
  builder.record().looks = 4;
  EXPECT_EQ(analyse(builder.results()).verdict.command, "interleave run --budget 10m");
  // What took longer gets twice its time, and never less than it had.
  builder.record().run_seconds = 37 * 60 + 50;
  EXPECT_EQ(analyse(builder.results()).verdict.command, "interleave run --budget 80m");
}

TEST(verdict_test, that_command_is_the_one_that_measured_wherever_its_options_stood) {
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases = {
      {{"--bench", "./b", "run", "-w", "noop"}, "interleave --bench ./b run -w noop --samples 6"},
      {{"--bench=a b", "run", "-w", "noop"}, "interleave --bench 'a b' run -w noop --samples 6"},
      {{"run", "-w", "noop", "--bench", "./b", "-n", "3"}, "interleave --bench ./b run -w noop --samples 6"},
      {{"--color", "never", "run", "-w", "noop"}, "interleave run -w noop --samples 6"},
      {{"run", "--color=always", "-w", "noop"}, "interleave run -w noop --samples 6"},
      {{"--color", "never", "metg", "-r", "pool", "-n3"}, "interleave metg -r pool --samples 6"},
      {{"--bench", "metg", "run"}, "interleave --bench metg run --samples 6"},
      {{"run", "--no-report", "-w", "noop"}, "interleave run -w noop --samples 6"},
      {{"run", "--seed", "3"}, "interleave run --seed 3 --samples 6"}};
  for (const auto& [typed, again] : cases) {
    run_builder builder;
    builder.runner("pool").workload("io_echo", work_kind::io).cell("io_echo", "pool", 8, 100, 0.001, 3);
    builder.record().arguments = typed;
    EXPECT_EQ(analyse(builder.results()).verdict.command, again);
    builder.record().complete = false;
    const bool has_bench = again.find("--bench") != std::string::npos;
    const std::string resumed = analyse(builder.results()).verdict.command;
    EXPECT_TRUE(resumed.ends_with(" run --resume results/made-up")) << resumed;
    EXPECT_EQ(resumed.find("--bench") != std::string::npos, has_bench) << resumed;
  }
}

TEST(verdict_test, other_values_from_another_file_are_drawn_with_a_warning) {
  const analysis model = analyse(read_data({"few_samples.json", "other_parameters.json"}));
  EXPECT_TRUE(model.comparable);
  ASSERT_EQ(model.sweeps.size(), 1U);
  EXPECT_EQ(model.sweeps[0].values, (std::vector<std::string>{"1ms", "5ms"}));
  const auto apart = std::ranges::find(model.checks, "values_apart", &validity_check::id);
  ASSERT_NE(apart, model.checks.end());
  EXPECT_EQ(apart->status, check_status::warning);
  EXPECT_NE(apart->finding.find("parameters of io_echo come from different files"), std::string::npos);
  EXPECT_NE(apart->mend.find("--set io_echo.PARAMETER=VALUE,VALUE"), std::string::npos);
  const auto special = std::find_if(model.subjects.begin(), model.subjects.end(),
                                    [](const subject& s) { return s.label == "io_echo (delay 5ms)"; });
  EXPECT_NE(special, model.subjects.end());
}

TEST(verdict_test, values_of_one_file_are_no_reason_to_warn) {
  const analysis model = analyse(read_data({"sweep.json"}));
  EXPECT_EQ(std::ranges::find(model.checks, "values_apart", &validity_check::id), model.checks.end());
}

TEST(verdict_test, one_runner_has_nothing_to_be_compared_with) {
  const analysis model = analyse(read_data({"one_runner.json"}));
  EXPECT_FALSE(model.verdict.available);
  EXPECT_NE(model.verdict.sentence.find("only coroutines was measured"), std::string::npos);
}

TEST(verdict_test, without_sequential_there_are_ratios_but_no_speed_up) {
  const analysis model = analyse(read_data({"no_sequential.json"}));
  EXPECT_TRUE(model.verdict.available);
  EXPECT_FALSE(io_of(model).speed_up.has_value());
  EXPECT_EQ(check_named(model, "baseline")->status, check_status::warning);
  EXPECT_NE(model.reference_sentence.find("no sequential baseline"), std::string::npos);
}

TEST(verdict_test, a_sequential_that_failed_is_not_asked_for_again) {
  run_builder builder;
  builder.workload("io", work_kind::io)
      .runner("sequential", runner_family::sequential)
      .runner("coroutines")
      .runner("threads");
  builder.failure("io", "sequential", 1, failure_kind::crash, "killed by SIGSEGV");
  builder.cell("io", "coroutines", 8, 1000).cell("io", "threads", 8, 900);
  const analysis model = analyse(builder.results());
  EXPECT_EQ(model.reference_sentence.find("The sequential baseline failed"), 0U) << model.reference_sentence;
  EXPECT_EQ(check_named(model, "baseline")->mend, "See why sequential failed, mend that, and measure again.");
}

TEST(validity_test, a_sound_run_is_not_provisional) {
  const analysis model = analyse(read_data({"few_samples.json", "more_samples.json"}));
  EXPECT_FALSE(model.verdict.provisional);
  for (const validity_check& check : model.checks)
    EXPECT_EQ(check.status, check_status::passed) << check.title << check.finding;
}

TEST(validity_test, an_incomplete_run_is_provisional_and_names_its_resume) {
  const analysis model = analyse(read_data({"incomplete.json"}));
  EXPECT_EQ(check_named(model, "complete")->status, check_status::invalid);
  EXPECT_EQ(model.verdict.sentence.find("Provisional: "), 0U) << model.verdict.sentence;
  EXPECT_EQ(model.verdict.command.find("interleave run --resume "), 0U);
}

TEST(validity_test, a_debug_build_or_a_sanitizer_is_provisional) {
  EXPECT_TRUE(analyse(read_data({"debug_build.json"})).verdict.provisional);
  run_builder builder = two_workloads();
  builder.record().build = {{"build_type", "Debug"}, {"sanitizer", ""}};
  EXPECT_EQ(check_named(analyse(builder.results()), "build")->status, check_status::invalid);
  builder.record().build = {{"build_type", "Release"}, {"sanitizer", "thread"}};
  EXPECT_EQ(check_named(analyse(builder.results()), "build")->status, check_status::invalid);
}

TEST(validity_test, an_invalid_audit_is_provisional_and_stands_first) {
  run_builder builder = two_workloads();
  builder.cell("io_echo", "pool", 8, 400).cell("io_file", "pool", 8, 4000);
  builder.record().audit = {{"a", "A", check_status::warning, "w", ""},
                            {"governor", "CPU governor", check_status::invalid, "powersave", "set it"}};
  const analysis model = analyse(builder.results());
  EXPECT_EQ(model.verdict.sentence.find("Provisional: On this machine use pool"), 0U) << model.verdict.sentence;
  EXPECT_EQ(model.checks.front().id, "governor");
  EXPECT_EQ(model.checks.front().status_label, "invalid");
}

TEST(validity_test, contamination_is_judged_by_its_share_of_the_samples) {
  const auto status_with = [](int contaminated) {
    run_builder builder = two_workloads();                                     // 12 samples
    builder.cell("io_echo", "pool", 8, 400).cell("io_file", "pool", 8, 4000);  // 24
    for (std::size_t i = 0; i < builder.record().samples.size(); ++i) {
      builder.record().samples[i].counters["contaminated"] = static_cast<int>(i) < contaminated ? 1 : 0;
    }
    return check_named(analyse(builder.results()), "contamination")->status;
  };
  EXPECT_EQ(status_with(1), check_status::passed);   // 5 %
  EXPECT_EQ(status_with(2), check_status::warning);  // 10 %
  EXPECT_EQ(status_with(4), check_status::warning);  // 20 %
  EXPECT_EQ(status_with(5), check_status::invalid);  // 25 %
}

TEST(validity_test, contamination_is_told_with_the_threshold_that_was_in_force) {
  const auto finding_with = [](std::vector<double> thresholds) {
    run_builder builder = two_workloads();
    std::vector<sample_record>& samples = builder.record().samples;
    for (std::size_t i = 0; i < samples.size(); ++i) {
      samples[i].counters["contaminated"] = 0;
      if (!thresholds.empty()) samples[i].counters["foreign_cpu_threshold"] = thresholds[i % thresholds.size()];
    }
    return check_named(analyse(builder.results()), "contamination")->finding;
  };
  EXPECT_EQ(finding_with({0.05}).find("Other processes took more than 5.0 % of the CPU during 0 of 12 samples"), 0U)
      << finding_with({0.05});
  EXPECT_EQ(finding_with({0.05, 0.143})
                .find("Other processes took more than 5.0 % (in the shortest samples 14 %, for less can't be told of "
                      "them) of the CPU during"),
            0U)
      << finding_with({0.05, 0.143});
  EXPECT_EQ(finding_with({0.05, 125.92})
                .find("Other processes took more than 5.0 % (of the shortest samples nothing can "
                      "be told) of the CPU during"),
            0U)
      << finding_with({0.05, 125.92});
  EXPECT_EQ(
      finding_with({1.5, 125.92}).find("Other processes took more than could be told of samples this short of the"), 0U)
      << finding_with({1.5, 125.92});
  EXPECT_EQ(finding_with({}).find("Other processes took a share that could be noticed of the CPU"), 0U)
      << finding_with({});
}

TEST(validity_test, a_bottleneck_at_the_peer_is_a_warning_and_a_note) {
  run_builder builder = two_workloads();
  builder.cell("io_echo", "pool", 8, 400).counter("io_echo", "pool", 8, "peer_bound", 1);
  const analysis model = analyse(builder.results());
  EXPECT_EQ(check_named(model, "peer")->status, check_status::warning);
  const auto cell =
      std::find_if(model.cells.begin(), model.cells.end(), [](const cell_view& c) { return c.peer_bound; });
  ASSERT_NE(cell, model.cells.end());
  EXPECT_NE(cell->note.find("lower bound"), std::string::npos);
}

TEST(validity_test, a_bound_that_is_exceeded_is_a_warning_and_no_share_is_more_than_all_of_it) {
  const auto model_at = [](double share) {
    run_builder builder = two_workloads();
    builder.cell("io_echo", "pool", 8, 400).cell("io_file", "pool", 8, 4000);
    builder.counter("io_echo", "pool", 8, "ideal_per_second", 400 / share);
    builder.counter("io_file", "pool", 8, "ideal_per_second", 4000 / share);
    builder.counter("io_echo", "pool", 8, "efficiency", share).counter("io_file", "pool", 8, "efficiency", share);
    return analyse(builder.results());
  };
  EXPECT_EQ(check_named(model_at(1.04), "bound"), nullptr) << "noise";
  const analysis model = model_at(1.09);
  ASSERT_NE(check_named(model, "bound"), nullptr);
  EXPECT_EQ(check_named(model, "bound")->status, check_status::warning);
  EXPECT_NE(check_named(model, "bound")->finding.find("2 cells do more than 105 %"), std::string::npos)
      << check_named(model, "bound")->finding;
  EXPECT_EQ(io_of(model).efficiency_text, "100 % of the ideal bound");
  EXPECT_NE(model.subjects[0].scaling_sentence.find("100 % of the ideal bound"), std::string::npos)
      << model.subjects[0].scaling_sentence;
}

TEST(validity_test, every_kind_of_trouble_in_one_run_is_reported) {
  const analysis model = analyse(read_data({"complete.json"}));
  EXPECT_EQ(check_named(model, "answers")->status, check_status::invalid);
  EXPECT_EQ(check_named(model, "failures")->status, check_status::warning);
  EXPECT_EQ(check_named(model, "noise")->status, check_status::warning);
  EXPECT_EQ(check_named(model, "open_files")->mend, "ulimit -n 65536");
  EXPECT_EQ(model.checks_summary, "1 problem, 3 warnings, 7 checks passed.");
}

}  // namespace
}  // namespace interleave::reports
