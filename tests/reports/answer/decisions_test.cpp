// The decision map: win, equal and undecided, and the cheapest of the equal, on rates chosen for each case.
#include "reports/answer/analysis.hpp"
#include "tests/reports/test_data.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace interleave::reports {
namespace {

using testing::data_path;
using testing::name_of;
using testing::read_data;
using testing::run_builder;
using testing::text_of;

run_builder echoes_under_three() {
  run_builder builder;
  builder.workload("io_echo", work_kind::io);
  builder.runner("sequential", runner_family::sequential).runner("thread_pool").runner("coroutines");
  return builder;
}

const decision& entry(const analysis& model, std::int64_t in_flight, std::size_t row = 0) {
  const auto level = std::find(model.levels.begin(), model.levels.end(), in_flight) - model.levels.begin();
  return model.map.at(row).decisions.at(static_cast<std::size_t>(level));
}

TEST(decision_test, a_clear_lead_wins) {
  const analysis model = analyse(echoes_under_three()
                                     .cell("io_echo", "sequential", 1, 100)
                                     .cell("io_echo", "thread_pool", 8, 400)
                                     .cell("io_echo", "coroutines", 8, 500)
                                     .results());
  const decision& found = entry(model, 8);
  EXPECT_EQ(found.outcome, outcome_kind::win);
  EXPECT_EQ(name_of(model, found.runner), "coroutines");
  EXPECT_EQ(found.short_label, "1.25×");
  EXPECT_EQ(found.competitors, 3U);
  EXPECT_TRUE(found.equal.empty());
  ASSERT_EQ(found.rivals.size(), 2U);
  EXPECT_EQ(name_of(model, found.rivals[0].runner), "thread_pool");
  EXPECT_NEAR(found.rivals[0].lead.median, 1.25, 1e-12);
  EXPECT_EQ(name_of(model, found.rivals[1].runner), "sequential");
  EXPECT_EQ(found.sentence.find("coroutines wins io_echo at 8 in flight: 1.25× the throughput of thread_pool"), 0U);
}

TEST(decision_test, of_equals_none_of_which_is_cheaper_the_simplest_is_recommended) {
  const analysis model = analyse(echoes_under_three()
                                     .cell("io_echo", "sequential", 1, 100)
                                     .cell("io_echo", "thread_pool", 8, 490)
                                     .cell("io_echo", "coroutines", 8, 500)
                                     .results());
  const decision& found = entry(model, 8);
  EXPECT_EQ(found.outcome, outcome_kind::equal);
  EXPECT_EQ(name_of(model, found.runner), "thread_pool");
  EXPECT_EQ(name_of(model, found.fastest), "coroutines");
  EXPECT_EQ(found.equal.size(), 2U);
  EXPECT_EQ(found.short_label, "= of 2");
  EXPECT_EQ(found.sentence,
            "thread_pool and coroutines are equal for io_echo at 8 in flight: each is within 10 % of the best. None is "
            "shown to be cheaper; thread_pool is the simplest.");
}

TEST(decision_test, the_margin_is_where_a_win_begins) {
  const auto outcome_at = [](double rate) {
    return entry(analyse(echoes_under_three()
                             .cell("io_echo", "thread_pool", 8, 100, 0)
                             .cell("io_echo", "coroutines", 8, rate, 0)
                             .results()),
                 8)
        .outcome;
  };
  EXPECT_EQ(outcome_at(102.9), outcome_kind::equal);
  EXPECT_EQ(outcome_at(103.1), outcome_kind::win);
}

TEST(decision_test, a_large_but_uncertain_lead_recommends_nobody) {
  const analysis model = analyse(echoes_under_three()
                                     .cell("io_echo", "thread_pool", 8, 400, 0.3)
                                     .cell("io_echo", "coroutines", 8, 500, 0.3)
                                     .results());
  const decision& found = entry(model, 8);
  EXPECT_EQ(found.outcome, outcome_kind::undecided);
  EXPECT_FALSE(found.runner.has_value());
  EXPECT_EQ(found.sentence.find("Undecided for io_echo at 8 in flight: coroutines has the highest median; 1.25× the "
                                "throughput of thread_pool ("),
            0U)
      << found.sentence;
  EXPECT_NE(found.sentence.find("samples of each would probably decide."), std::string::npos) << found.sentence;
  EXPECT_TRUE(model.cells[0].noisy);
}

// The ratio is a median of ratios and need not be that of the medians.
TEST(decision_test, the_highest_median_is_not_said_to_lead_where_the_ratio_says_otherwise) {
  run_builder builder = echoes_under_three();
  for (const double rate : {60.0, 60.0, 60.0, 100.1, 100.1, 100.1, 100.1})
    builder.cell("io_echo", "coroutines", 8, rate, 0, 1);
  const analysis model = analyse(builder.cell("io_echo", "thread_pool", 8, 100, 0.02, 7).results());
  const decision& found = entry(model, 8);
  EXPECT_EQ(
      found.sentence.find("Undecided for io_echo at 8 in flight: coroutines and thread_pool can't be told apart; 0.9"),
      0U)
      << found.sentence;
}

TEST(decision_test, sequential_competes_at_every_level_with_its_one_measurement) {
  const analysis model = analyse(echoes_under_three()
                                     .cell("io_echo", "sequential", 1, 900)
                                     .cell("io_echo", "thread_pool", 64, 400)
                                     .cell("io_echo", "coroutines", 64, 500)
                                     .results());
  EXPECT_EQ(entry(model, 64).outcome, outcome_kind::win);
  EXPECT_EQ(name_of(model, entry(model, 64).runner), "sequential");
  EXPECT_EQ(model.cells[*entry(model, 64).cell].in_flight, 1);
}

TEST(decision_test, latencies_are_compared_with_as_many_tasks_in_flight_only) {
  const analysis model = analyse(echoes_under_three()
                                     .cell("io_echo", "sequential", 1, 100)
                                     .cell("io_echo", "thread_pool", 2000, 400)
                                     .cell("io_echo", "coroutines", 2000, 500)
                                     .counter("io_echo", "sequential", 1, "latency_ns_p50", 2e7)
                                     .counter("io_echo", "thread_pool", 2000, "latency_ns_p50", 5e9)
                                     .counter("io_echo", "coroutines", 2000, "latency_ns_p50", 4e9)
                                     .results());
  EXPECT_EQ(
      entry(model, 2000).latency_sentence,
      "io_echo at 2000 in flight: coroutines with 4.00 s has the lowest p50, thread_pool with 5.00 s the highest.");
  EXPECT_EQ(entry(model, 1).latency_sentence, "io_echo at 1 in flight: sequential with 20.0 ms has the lowest p50.");
}

TEST(decision_test, sequential_alone_makes_no_level) {
  run_builder builder = echoes_under_three();
  builder.workload("cpu_primes", work_kind::cpu);
  const analysis model = analyse(builder.cell("io_echo", "sequential", 1, 100)
                                     .cell("io_echo", "thread_pool", 8, 400)
                                     .cell("cpu_primes", "sequential", 1, 100)
                                     .cell("cpu_primes", "thread_pool", 4, 200)
                                     .results());
  // Rows are sorted by kind: cpu_primes first. It wasn't measured at 8.
  EXPECT_EQ(model.subjects[0].workload, "cpu_primes");
  EXPECT_EQ(entry(model, 8, 0).outcome, outcome_kind::no_data);
  EXPECT_EQ(entry(model, 4, 0).outcome, outcome_kind::win);
}

TEST(decision_test, a_single_runner_has_no_ratio) {
  const analysis model = analyse(echoes_under_three().cell("io_echo", "coroutines", 8, 500).results());
  EXPECT_EQ(entry(model, 8).outcome, outcome_kind::alone);
  EXPECT_TRUE(entry(model, 8).rivals.empty());
  EXPECT_FALSE(model.reference.has_value());
  EXPECT_FALSE(model.cells[0].speed_up.has_value());
}

TEST(decision_test, too_few_samples_of_anyone_leave_it_undecided) {
  const analysis model = analyse(echoes_under_three()
                                     .cell("io_echo", "thread_pool", 8, 400)
                                     .cell("io_echo", "coroutines", 8, 500, 0.001, 4)
                                     .results());
  EXPECT_EQ(entry(model, 8).outcome, outcome_kind::undecided);
  EXPECT_NE(entry(model, 8).sentence.find("coroutines has 4 samples"), std::string::npos) << entry(model, 8).sentence;
  EXPECT_EQ(entry(model, 8).samples_to_decide, 6U);
}

TEST(decision_test, one_who_is_far_behind_needs_no_more_samples) {
  const analysis model = analyse(echoes_under_three()
                                     .cell("io_echo", "thread_pool", 8, 200, 0.001, 3)
                                     .cell("io_echo", "coroutines", 8, 500)
                                     .results());
  EXPECT_EQ(entry(model, 8).outcome, outcome_kind::win);
  EXPECT_EQ(entry(model, 8).rivals.front().at, position::far_behind);
}

// Two that are equal in speed; `loop` costs what is given as a share of `pool`'s.
analysis equals(double cpu, double memory, double p99) {
  run_builder builder;
  builder.workload("io_echo", work_kind::io).runner("pool").runner("loop");
  for (const auto& [runner, times] : {std::pair{"pool", false}, std::pair{"loop", true}}) {
    builder.cell("io_echo", runner, 8, 500)
        .counter("io_echo", runner, 8, "cpu_user_ns_per_task", times ? 5000 * cpu : 5000)
        .counter("io_echo", runner, 8, "cpu_system_ns_per_task", 0)
        .counter("io_echo", runner, 8, "memory_peak_bytes_proportional", times ? 1e8 * memory : 1e8)
        .counter("io_echo", runner, 8, "latency_ns_p99", times ? 1e6 * p99 : 1e6);
  }
  // Ranks need different values.
  double nudge = 1;
  for (sample_record& sample : builder.record().samples) {
    for (auto& [name, value] : sample.counters) value *= nudge;
    nudge += 1e-6;
  }
  return analyse(builder.results());
}

TEST(decision_test, of_equals_the_one_shown_to_be_cheaper_is_recommended) {
  struct expected {
    double cpu, memory, p99;
    const char* runner;
    cost_kind reason;
  };
  for (const expected& each : {expected{0.1, 1, 1, "loop", cost_kind::cpu},
                               {0.1, 5, 5, "loop", cost_kind::cpu},
                               {0.95, 0.2, 5, "loop", cost_kind::memory},
                               {1, 0.95, 0.5, "loop", cost_kind::tail_latency},
                               {0.95, 0.95, 0.95, "pool", cost_kind::simplicity},
                               {1.5, 0.1, 0.1, "pool", cost_kind::cpu}}) {
    const analysis model = equals(each.cpu, each.memory, each.p99);
    const decision& found = entry(model, 8);
    ASSERT_EQ(found.outcome, outcome_kind::equal);
    EXPECT_EQ(name_of(model, found.runner), each.runner) << found.sentence;
    EXPECT_EQ(found.reason.kind, each.reason) << found.sentence;
  }
  const analysis model = equals(0.1, 1, 1);
  EXPECT_NEAR(entry(model, 8).reason.ratio->median, 10, 1e-3);
  EXPECT_NE(entry(model, 8).sentence.find("loop is the cheapest shown: pool needs 10.0× the CPU time a task ("),
            std::string::npos)
      << entry(model, 8).sentence;
}

// Equal in speed; costs are told from each other by a nudge only.
run_builder with_costs(run_builder builder, const std::string& runner, std::int64_t in_flight, double cpu, double p99) {
  double nudge = 1 + 1e-9 * static_cast<double>(builder.record().samples.size());
  builder.cell("io_echo", runner, in_flight, 500);
  for (sample_record& sample : builder.record().samples) {
    if (sample.runner != runner) continue;
    sample.counters["cpu_user_ns_per_task"] = cpu * nudge;
    sample.counters["cpu_system_ns_per_task"] = 0;
    sample.counters["memory_peak_bytes_proportional"] = 1e8 * nudge;
    sample.counters["latency_ns_p99"] = p99 * nudge;
    nudge += 1e-6;
  }
  return builder;
}

TEST(decision_test, of_several_that_are_as_cheap_the_simplest_is_recommended_and_its_own_ratio_told) {
  run_builder builder;
  builder.workload("io_echo", work_kind::io).runner("pool").runner("fibers").runner("loop");
  builder = with_costs(builder, "pool", 8, 5000, 1e6);
  builder = with_costs(builder, "fibers", 8, 525, 1e6);
  builder = with_costs(builder, "loop", 8, 500, 1e6);
  const analysis model = analyse(builder.results());
  const decision& found = entry(model, 8);
  ASSERT_EQ(found.outcome, outcome_kind::equal) << found.sentence;
  EXPECT_EQ(name_of(model, found.runner), "fibers");
  ASSERT_EQ(found.reason.not_dearer.size(), 1U);
  EXPECT_EQ(name_of(model, found.reason.not_dearer[0]), "loop");
  EXPECT_NEAR(found.reason.ratio->median, 5000.0 / 525, 1e-2);
  EXPECT_NE(found.sentence.find("fibers is the simplest of the 2 cheapest shown: pool needs 9.52× the CPU time a task"),
            std::string::npos)
      << found.sentence;
}

// It has one task in flight, and so a short latency, at every level.
TEST(decision_test, the_latency_of_the_reference_recommends_it_at_its_own_level_only) {
  for (const std::int64_t level : {1, 8}) {
    run_builder builder;
    builder.workload("io_echo", work_kind::io);
    builder.runner("pool").runner("sequential", runner_family::sequential);
    builder = with_costs(builder, "sequential", 1, 500, 1e3);
    builder = with_costs(builder, "pool", level, 500, 1e6);
    const analysis model = analyse(builder.results());
    const decision& found = entry(model, level);
    ASSERT_EQ(found.outcome, outcome_kind::equal) << found.sentence;
    EXPECT_EQ(name_of(model, found.runner), level == 1 ? "sequential" : "pool") << found.sentence;
  }
}

TEST(decision_test, the_statements_of_a_map_share_its_error_rate) {
  // Six samples against six reach a p-value of 2/924 at best: enough for 23 statements at 5 %, and not for 24.
  const auto outcome_among = [](int statements, std::int64_t looks) {
    run_builder builder;
    builder.runner("pool").runner("loop");
    for (int i = 0; i < statements; ++i) {
      const std::string name = "work" + std::to_string(i);
      builder.workload(name, work_kind::io).cell(name, "pool", 8, 100).cell(name, "loop", 8, 130);
    }
    builder.record().looks = looks;
    return analyse(builder.results()).map.at(0).decisions.at(0).outcome;
  };
  EXPECT_EQ(outcome_among(23, 1), outcome_kind::win);
  EXPECT_EQ(outcome_among(24, 1), outcome_kind::undecided);
  EXPECT_EQ(outcome_among(11, 2), outcome_kind::win);
  EXPECT_EQ(outcome_among(12, 2), outcome_kind::undecided);
}

TEST(decision_test, a_failed_cell_does_not_compete) {
  const analysis model = analyse(echoes_under_three()
                                     .cell("io_echo", "sequential", 1, 100)
                                     .cell("io_echo", "thread_pool", 8, 400)
                                     .cell("io_echo", "coroutines", 8, 500)
                                     .failure("io_echo", "coroutines", 8, failure_kind::crash, "killed by SIGSEGV")
                                     .results());
  EXPECT_EQ(name_of(model, entry(model, 8).runner), "thread_pool");
  const cell_view& cell = model.cells.back();
  EXPECT_EQ(cell.state, cell_state::partly_failed);
  EXPECT_TRUE(cell.throughput_per_s.has_value()) << "what was measured is shown";
  EXPECT_FALSE(cell.competes);
}

TEST(decision_test, one_wrong_digest_takes_the_cells_number_away) {
  for (const failure_kind failure : {failure_kind::wrong_digest, failure_kind::error}) {
    const analysis model = analyse(echoes_under_three()
                                       .cell("io_echo", "thread_pool", 8, 400)
                                       .failure("io_echo", "thread_pool", 8, failure, "task 17 gave 0x1f")
                                       .results());
    EXPECT_EQ(model.cells[0].state, cell_state::failed);
    EXPECT_FALSE(model.cells[0].throughput_per_s.has_value());
    EXPECT_EQ(entry(model, 8).outcome, outcome_kind::no_data);
    EXPECT_NE(entry(model, 8).sentence.find("task 17 gave 0x1f"), std::string::npos);
  }
}

TEST(decision_test, an_unsupported_cell_says_why) {
  const analysis model = analyse(
      echoes_under_three()
          .cell("io_echo", "thread_pool", 8, 400)
          .failure("io_echo", "coroutines", 8, failure_kind::unsupported, "unsupported: no event loop for files")
          .results());
  const cell_view& cell = model.cells.back();
  EXPECT_EQ(cell.state, cell_state::unsupported);
  EXPECT_EQ(cell.note, "unsupported: no event loop for files");
  EXPECT_EQ(model.samples_total, 6U);
}

TEST(decision_test, the_users_order_of_simplicity_names_the_tied) {
  run_builder builder = echoes_under_three();
  builder.cell("io_echo", "thread_pool", 8, 495).cell("io_echo", "coroutines", 8, 500);
  analysis_options options;
  options.simplicity_order = {"coroutines"};
  const analysis model = analyse(builder.results(), options);
  EXPECT_EQ(name_of(model, entry(model, 8).runner), "coroutines");
  EXPECT_EQ(model.runners[0].name, "coroutines");
  EXPECT_NE(model.verdict.rule.find("coroutines and thread_pool"), std::string::npos) << model.verdict.rule;
}

TEST(cell_test, speed_up_is_over_sequential_with_an_interval) {
  const analysis model = analyse(echoes_under_three()
                                     .cell("io_echo", "sequential", 1, 100, 0.02)
                                     .cell("io_echo", "thread_pool", 8, 750, 0.02)
                                     .results());
  const cell_view& cell = model.cells[1];
  ASSERT_TRUE(cell.speed_up && cell.speed_up->interval);
  EXPECT_NEAR(cell.speed_up->median, 7.5, 1e-12);
  // Ranges of +-2 % on both sides: the ratio can't leave 7.5 (0.98 / 1.02) to 7.5 (1.02 / 0.98).
  EXPECT_GE(cell.speed_up->interval->low, 7.5 * 0.98 / 1.02 - 1e-9);
  EXPECT_LE(cell.speed_up->interval->high, 7.5 * 1.02 / 0.98 + 1e-9);
  EXPECT_LT(cell.speed_up->interval->low, 7.4);
  EXPECT_GT(cell.speed_up->interval->high, 7.6);
}

TEST(cell_test, counters_become_medians) {
  run_builder builder = echoes_under_three();
  builder.cell("io_echo", "thread_pool", 8, 400);
  double value = 0;
  for (sample_record& sample : builder.record().samples) {
    value += 1;  // 1 to 6: the median is 3.5
    sample.counters["latency_ns_p50"] = 1000 * value;
    sample.counters["cpu_user_ns_per_task"] = 10 * value;
    sample.counters["cpu_system_ns_per_task"] = value;
    sample.counters["memory_peak_bytes_largest"] = 1024 * value;
    sample.counters["efficiency"] = value / 10;
  }
  builder.record().samples[0].counters["latency_ns_p99_9"] = 1;  // one of six: no median of the lucky
  builder.record().samples[1].counters["contaminated"] = 1;
  const cell_view cell = analyse(builder.results()).cells.at(0);
  ASSERT_EQ(cell.latency.size(), 1U);
  EXPECT_EQ(cell.latency[0].ns, 3500);
  EXPECT_EQ(cell.cpu_ns_per_task->median, 38.5);
  EXPECT_EQ(cell.memory_peak_bytes->median, 3584);
  EXPECT_DOUBLE_EQ(cell.efficiency->median, 0.35);
  EXPECT_EQ(cell.samples_contaminated, 1U);
}

TEST(cell_test, compares_memory_with_shared_pages_counted_once_where_that_is_known) {
  run_builder builder = echoes_under_three();
  builder.cell("io_echo", "thread_pool", 8, 400);
  for (sample_record& sample : builder.record().samples) {
    sample.counters["memory_peak_bytes_largest"] = 1'000;
    sample.counters["memory_peak_bytes_sum"] = 50'000;
  }
  EXPECT_EQ(analyse(builder.results()).cells.at(0).memory_peak_bytes->median, 50'000);
  for (sample_record& sample : builder.record().samples) sample.counters["memory_peak_bytes_proportional"] = 2'000;
  EXPECT_EQ(analyse(builder.results()).cells.at(0).memory_peak_bytes->median, 2'000);
}

TEST(cell_test, says_which_samples_were_taken_again) {
  auto file = nlohmann::json::parse(text_of(data_path("one_runner.json")));
  auto& rows = file["benchmarks"];
  const auto of_the_cell = [](const nlohmann::json& row) { return row["workload"] == "io_echo"; };
  const auto row = std::find_if(rows.begin(), rows.end(), of_the_cell);
  ASSERT_NE(row, rows.end());
  (*row)["attempt"] = 2;
  (*row)["earlier_failure"] = "killed by SIGKILL";
  const analysis model = analyse({{read_text(file.dump(), "file.json")}});
  const auto found = std::find_if(model.cells.begin(), model.cells.end(),
                                  [](const cell_view& each) { return each.name == "io_echo/coroutines/in_flight:8"; });
  ASSERT_NE(found, model.cells.end());
  const cell_view& cell = *found;
  EXPECT_EQ(cell.samples_retaken, 1U);
  EXPECT_NE(cell.note.find("1 of 6 samples failed at first, by circumstances, and were taken again"), std::string::npos)
      << cell.note;
}

TEST(analysis_test, is_the_same_every_time) {
  const run_results results = read_data({"complete.json"});
  const analysis first = analyse(results);
  const analysis second = analyse(results);
  EXPECT_EQ(first.verdict.sentence, second.verdict.sentence);
  ASSERT_EQ(first.cells.size(), second.cells.size());
  for (std::size_t i = 0; i < first.cells.size(); ++i) {
    if (!first.cells[i].speed_up || !first.cells[i].speed_up->interval) continue;
    EXPECT_EQ(first.cells[i].speed_up->interval->low, second.cells[i].speed_up->interval->low);
  }
}

TEST(analysis_test, ids_are_safe_and_unique) {
  const analysis model = analyse(read_data({"hostile.json"}));
  std::vector<std::string> ids;
  for (const subject& subject : model.subjects) {
    EXPECT_EQ(subject.id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-"), std::string::npos) << subject.id;
    EXPECT_FALSE(subject.id.empty());
    ids.push_back(subject.id);
  }
  std::sort(ids.begin(), ids.end());
  EXPECT_EQ(std::adjacent_find(ids.begin(), ids.end()), ids.end());
}

}  // namespace
}  // namespace interleave::reports
