// Cells measured on one CPU and across CPUs: two regimes that stand side by side and are never pooled.
#include "reports/answer/analysis.hpp"
#include "reports/text/answer_json.hpp"
#include "tests/reports/test_data.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace interleave::reports {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::name_of;
using testing::run_builder;

// Names and parameters as the bench executable gives them.
void place(run_builder& builder, const std::string& workload, const std::string& runner, std::int64_t in_flight,
           const std::string& placement, double rate) {
  const std::size_t before = builder.record().samples.size();
  builder.cell(workload, runner, in_flight, rate, 0.01, 9);
  for (std::size_t i = before; i < builder.record().samples.size(); ++i) {
    sample_record& sample = builder.record().samples[i];
    sample.cell += "/placement:" + placement;
    sample.parameters["placement"] = placement;
  }
}

run_builder echoes() {
  run_builder builder;
  builder.workload("io_echo", work_kind::network).workload("noop", work_kind::floor);
  builder.runner("sequential", runner_family::sequential).runner("pool").runner("loop", runner_family::event_loop);
  place(builder, "io_echo", "sequential", 1, "spread", 20'000);
  place(builder, "io_echo", "sequential", 1, "one-cpu", 60'000);
  place(builder, "io_echo", "pool", 1, "spread", 15'000);
  place(builder, "io_echo", "pool", 1, "one-cpu", 40'000);
  place(builder, "io_echo", "loop", 1, "spread", 22'000);
  place(builder, "io_echo", "loop", 1, "one-cpu", 55'000);
  builder.cell("io_echo", "pool", 64, 80'000, 0.01, 9).cell("io_echo", "loop", 64, 160'000, 0.01, 9);
  return builder;
}

std::vector<std::string> labels_of(const analysis& model) {
  std::vector<std::string> labels;
  for (const subject& each : model.subjects) labels.push_back(each.label);
  return labels;
}

const cost_view& section(const analysis& model) {
  const auto found = std::ranges::find(model.costs, "placement", &cost_view::id);
  if (found == model.costs.end()) throw std::runtime_error("there is no section on placement");
  return *found;
}

TEST(placements_test, cells_on_one_cpu_are_a_row_of_their_own_and_the_others_stay_together) {
  const analysis model = analyse(echoes().results());
  EXPECT_THAT(labels_of(model), ElementsAre("io_echo", "io_echo (on one CPU)"));
  EXPECT_EQ(model.cells.size(), 8U);
  ASSERT_EQ(model.map.size(), 2U);
  ASSERT_THAT(model.levels, ElementsAre(1, 64));
  EXPECT_EQ(name_of(model, model.map[0].decisions[0].runner), "loop");
  EXPECT_THAT(model.map[0].decisions[0].sentence, HasSubstr("io_echo at 1 in flight across CPUs"));
  EXPECT_EQ(name_of(model, model.map[0].decisions[1].runner), "loop");
  EXPECT_THAT(model.map[0].decisions[1].sentence, HasSubstr("io_echo at 64 in flight:"));
  EXPECT_EQ(name_of(model, model.map[1].decisions[0].runner), "sequential");
  EXPECT_THAT(model.map[1].decisions[0].sentence, HasSubstr("io_echo (on one CPU) at 1 in flight"));
  EXPECT_EQ(model.map[1].decisions[1].outcome, outcome_kind::no_data);
}

TEST(placements_test, the_reference_of_higher_levels_is_that_across_cpus) {
  const analysis model = analyse(echoes().results());
  const auto cell = std::ranges::find(model.cells, "io_echo/loop/in_flight:64", &cell_view::name);
  ASSERT_NE(cell, model.cells.end());
  ASSERT_TRUE(cell->speed_up);
  EXPECT_NEAR(cell->speed_up->median, 8, 0.2);
}

TEST(placements_test, a_row_on_one_cpu_stands_for_no_workload_and_is_no_row_of_the_matrix) {
  const analysis model = analyse(echoes().results());
  EXPECT_TRUE(model.subjects[0].stands_for_workload);
  EXPECT_FALSE(model.subjects[1].stands_for_workload);
  EXPECT_THAT(model.matrix.subjects, ElementsAre(0U));
}

TEST(placements_test, a_sweep_draws_what_is_across_cpus) {
  run_builder builder;
  builder.workload("io_echo", work_kind::network).runner("pool").runner("loop");
  for (const char* const delay : {"1ms", "5ms"}) {
    for (const char* const placement : {"spread", "one-cpu"}) {
      const std::size_t before = builder.record().samples.size();
      place(builder, "io_echo", "pool", 1, placement, 1000);
      for (std::size_t i = before; i < builder.record().samples.size(); ++i) {
        builder.record().samples[i].parameters["delay"] = delay;
        builder.record().samples[i].cell += std::string("/delay:") + delay;
      }
    }
  }
  const analysis model = analyse(builder.results());
  EXPECT_THAT(labels_of(model), ElementsAre("io_echo (delay 1ms, across CPUs)", "io_echo (delay 1ms, on one CPU)",
                                            "io_echo (delay 5ms, across CPUs)", "io_echo (delay 5ms, on one CPU)"));
  EXPECT_EQ(std::ranges::count_if(model.subjects, &subject::stands_for_workload), 1);
  EXPECT_TRUE(model.subjects[0].stands_for_workload);
  ASSERT_EQ(model.sweeps.size(), 1U);
  EXPECT_EQ(model.sweeps[0].parameter, "delay");
  ASSERT_EQ(model.sweeps[0].slices.size(), 1U);
  for (const sweep_value& value : model.sweeps[0].slices[0].values)
    EXPECT_FALSE(model.subjects[value.subject].on_one_cpu);
}

TEST(placements_test, where_every_cell_is_across_cpus_the_label_says_it) {
  run_builder builder;
  builder.workload("brigade", work_kind::io, work_shape::ring, "ring").runner("pool").runner("loop");
  for (const char* const runner : {"pool", "loop"}) {
    place(builder, "brigade", runner, 1, "spread", 100);
    place(builder, "brigade", runner, 1, "one-cpu", 500);
  }
  EXPECT_THAT(labels_of(analyse(builder.results())), ElementsAre("brigade (across CPUs)", "brigade (on one CPU)"));
}

TEST(placements_test, two_regimes_are_said_with_their_intervals) {
  const cost_view view = section(analyse(echoes().results()));
  EXPECT_EQ(view.lead,
            "It does in 3 of 3 cases; most for io_echo under sequential, which does 3.00× as many on one CPU.");
  ASSERT_EQ(view.sentences.size(), 1U);
  EXPECT_THAT(view.sentences[0], HasSubstr("io_echo at 1 in flight has two regimes: sequential does 20.0k/s (19."));
  EXPECT_THAT(view.sentences[0], HasSubstr(" across CPUs and 60.0k/s (59."));
  EXPECT_THAT(view.sentences[0], HasSubstr("on one, 3.00× as many"));
  EXPECT_THAT(view.sentences[0], HasSubstr("; so do 2 other runners."));
  ASSERT_EQ(view.groups.size(), 1U);
  EXPECT_EQ(view.groups[0].label, "io_echo at 1 in flight");
  EXPECT_THAT(view.groups[0].series, ElementsAre("across CPUs", "on one CPU"));
  EXPECT_EQ(view.table.rows.size(), 3U);
}

TEST(placements_test, what_is_not_shown_to_differ_by_a_quarter_is_no_regime) {
  run_builder builder;
  builder.workload("noop", work_kind::floor).runner("pool").runner("loop");
  for (const char* const runner : {"pool", "loop"}) {
    place(builder, "noop", runner, 1, "spread", 1000);
    place(builder, "noop", runner, 1, "one-cpu", 1240);
  }
  const cost_view view = section(analyse(builder.results()));
  EXPECT_EQ(view.lead, "No runner is shown to be faster on one CPU or across CPUs by a quarter or more.");
  EXPECT_THAT(view.sentences, ElementsAre(view.lead));
}

TEST(placements_test, a_server_on_a_cpu_of_its_own_is_said_and_stays_in_the_row) {
  run_builder builder;
  builder.workload("io_echo", work_kind::network).runner("pool").runner("loop");
  for (const auto& [runner, rate] : {std::pair{"pool", 100.0}, std::pair{"loop", 200.0}}) {
    place(builder, "io_echo", runner, 1, "spread", rate);
    place(builder, "io_echo", runner, 8, "apart", rate);
  }
  const analysis model = analyse(builder.results());
  EXPECT_THAT(labels_of(model), ElementsAre("io_echo"));
  EXPECT_THAT(model.map[0].decisions[1].sentence, HasSubstr("io_echo at 8 in flight with a CPU for the server"));
  EXPECT_EQ(nlohmann::json::parse(answer_json(model))["map"][1]["placement"], "apart");
}

// Such as files of two selections, one of which left the kernel to choose.
TEST(placements_test, a_cell_that_was_measured_both_across_cpus_and_anywhere_is_two) {
  run_builder builder = echoes();
  builder.cell("io_echo", "pool", 1, 30'000, 0.01, 9);
  const analysis model = analyse(builder.results());
  EXPECT_THAT(labels_of(model), ElementsAre("io_echo", "io_echo (across CPUs)", "io_echo (on one CPU)"));
  EXPECT_EQ(model.cells.size(), 9U);
  for (const cell_view& cell : model.cells) EXPECT_EQ(cell.samples_good, 9U) << cell.name;
  EXPECT_TRUE(model.subjects[0].stands_for_workload);
  EXPECT_EQ(section(model).table.rows.size(), 3U);
  EXPECT_THAT(section(model).table.rows[0][2], HasSubstr("20.0k/s"));
}

// Such as sequential's, of a selection of high levels and of one that has low ones too.
TEST(placements_test, a_cell_that_was_measured_across_cpus_and_with_a_cpu_for_the_server_is_two) {
  run_builder builder;
  builder.workload("io_echo", work_kind::network).runner("pool").runner("loop");
  for (const auto& [runner, rate] : {std::pair{"pool", 100.0}, std::pair{"loop", 200.0}}) {
    place(builder, "io_echo", runner, 8, "spread", rate);
    place(builder, "io_echo", runner, 8, "apart", rate);
  }
  const analysis model = analyse(builder.results());
  EXPECT_THAT(labels_of(model), ElementsAre("io_echo (with a CPU for the server)", "io_echo (across CPUs)"));
  ASSERT_EQ(model.cells.size(), 4U);
  for (const cell_view& cell : model.cells) EXPECT_EQ(cell.samples_good, 9U) << cell.name;
  EXPECT_THAT(model.map[0].decisions[0].sentence, HasSubstr("io_echo (with a CPU for the server) at 8 in flight:"));
}

TEST(placements_test, labels_do_not_depend_on_the_order_of_files) {
  run_builder one;
  one.workload("noop", work_kind::floor).runner("pool");
  place(one, "noop", "pool", 1, "spread", 100);
  run_builder other = one;
  other.record().run_id = "another";
  other.cell("noop", "pool", 8, 200, 0.01, 9);
  EXPECT_THAT(labels_of(analyse({{one.record(), other.record()}})), ElementsAre("noop"));
  EXPECT_THAT(labels_of(analyse({{other.record(), one.record()}})), ElementsAre("noop"));
}

TEST(placements_test, a_row_on_one_cpu_follows_that_of_its_workload_whatever_its_parameters_are_called) {
  run_builder builder;
  builder.workload("io_echo", work_kind::network).runner("pool");
  for (const char* const placement : {"one-cpu", "spread"}) place(builder, "io_echo", "pool", 1, placement, 100);
  for (sample_record& sample : builder.record().samples) sample.parameters["size"] = "1KiB";
  EXPECT_THAT(labels_of(analyse(builder.results())),
              ElementsAre("io_echo (size 1KiB, across CPUs)", "io_echo (size 1KiB, on one CPU)"));
}

// Such as in a benchmark of somebody else's.
TEST(placements_test, another_value_of_that_name_is_a_parameter_like_any) {
  run_builder builder;
  builder.workload("io", work_kind::unknown).runner("benchmark");
  for (const char* const placement : {"node0", "node1"}) place(builder, "io", "benchmark", 1, placement, 100);
  EXPECT_THAT(labels_of(analyse(builder.results())), ElementsAre("io (placement node0)", "io (placement node1)"));
}

TEST(placements_test, what_is_left_to_the_kernel_is_not_called_across_cpus) {
  run_builder builder;
  builder.workload("io_echo", work_kind::network).runner("pool").runner("loop");
  for (const char* const runner : {"pool", "loop"}) {
    builder.cell("io_echo", runner, 1, 100, 0.01, 9);
    place(builder, "io_echo", runner, 1, "one-cpu", 500);
  }
  EXPECT_TRUE(analyse(builder.results()).costs.empty());
}

TEST(placements_test, programs_are_told_where_an_entry_was_measured) {
  const auto answer = nlohmann::json::parse(answer_json(analyse(echoes().results())));
  ASSERT_EQ(answer["map"].size(), 3U);
  EXPECT_EQ(answer["map"][0]["placement"], "spread");
  EXPECT_EQ(answer["map"][1]["placement"], nullptr);
  EXPECT_EQ(answer["map"][2]["placement"], "one-cpu");
  EXPECT_EQ(answer["map"][2]["workload"], "io_echo");
  EXPECT_TRUE(answer["map"][2]["parameters"].empty());
}

TEST(placements_test, each_side_has_its_own_ideal) {
  run_builder builder = echoes();
  const auto costs = [](parameter_map parameters, double wait_ns) {
    return calibration_record{"io_echo", std::move(parameters), 10'000, wait_ns, 0, ""};
  };
  builder.record().calibration = {costs({}, 30'000), costs({{"placement", "spread"}}, 40'000),
                                  costs({{"placement", "one-cpu"}}, 5'000)};
  const analysis model = analyse(builder.results());
  EXPECT_EQ(model.subjects[0].ideal_wait_ns, 30'000);
  EXPECT_EQ(model.subjects[1].ideal_wait_ns, 5'000);
  builder.record().calibration.erase(builder.record().calibration.begin());
  EXPECT_EQ(analyse(builder.results()).subjects[0].ideal_wait_ns, 40'000);
}

}  // namespace
}  // namespace interleave::reports
