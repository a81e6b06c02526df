// Shapes other than batches: that they stay out of verdict and map, and what their sections say, on numbers chosen so
// that each can be worked out by hand.
#include "reports/answer/analysis.hpp"
#include "reports/page/html.hpp"
#include "reports/text/cell_texts.hpp"
#include "reports/text/terminal.hpp"
#include "tests/reports/test_data.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace interleave::reports {
namespace {

using testing::name_of;
using testing::read_data;
using testing::run_builder;

run_builder three_runners() {
  run_builder builder;
  builder.runner("sequential", runner_family::sequential).runner("pool").runner("loop", runner_family::event_loop);
  return builder;
}

// `tasks_per_s` whole tasks of `units` each.
void add(run_builder& builder, const std::string& workload, const std::string& runner, double tasks_per_s, double units,
         double spread = 0) {
  builder.cell(workload, runner, 1, tasks_per_s, spread);
  builder.counter(workload, runner, 1, "units_per_task", units);
  builder.counter(workload, runner, 1, "units_per_second", tasks_per_s * units);
}

run_builder a_tree() {
  run_builder builder = three_runners();
  builder.workload("fib", work_kind::cpu, work_shape::tree, "tree");
  add(builder, "fib", "sequential", 1000, 100);  // 10 us a fork
  add(builder, "fib", "pool", 250, 100);         // 40 us
  add(builder, "fib", "loop", 500, 100);         // 20 us
  return builder;
}

const cost_view& view_of(const analysis& model, std::string_view id) {
  const auto found = std::find_if(model.costs.begin(), model.costs.end(), [&](const auto& v) { return v.id == id; });
  if (found == model.costs.end()) throw std::runtime_error("there is no section " + std::string(id));
  return *found;
}

TEST(shapes_test, the_lead_spans_all_workloads_of_a_shape) {
  run_builder builder = a_tree();
  builder.workload("skynet", work_kind::cpu, work_shape::tree, "tree");
  add(builder, "skynet", "sequential", 1000, 10'000);  // plain recursion is no model's cost
  add(builder, "skynet", "pool", 500, 10'000);         // 0.2 us
  EXPECT_EQ(view_of(analyse(builder.results()), "trees").lead, "A fork costs from 200 ns (pool) to 40.0 µs (pool).");
}

TEST(shapes_test, only_batches_enter_verdict_map_and_levels) {
  run_builder builder = a_tree();
  builder.workload("io_echo", work_kind::io).workload("idle", work_kind::io, work_shape::herd, "herd");
  builder.cell("io_echo", "pool", 8, 100).cell("io_echo", "loop", 8, 200).cell("idle", "loop", 100'000, 3);
  const analysis model = analyse(builder.results());
  EXPECT_EQ(model.subjects[0].workload, "io_echo") << "batches come first";
  EXPECT_EQ(model.map.size(), 1U);
  EXPECT_EQ(model.levels, (std::vector<std::int64_t>{8}));
  ASSERT_EQ(model.verdict.kinds.size(), 1U) << "fib is CPU-bound, but no batch";
  EXPECT_EQ(model.verdict.kinds[0].subjects, (std::vector<std::size_t>{0}));
}

TEST(shapes_test, a_run_without_batches_has_no_verdict_and_says_what_it_answers) {
  const analysis model = analyse(a_tree().results());
  EXPECT_FALSE(model.verdict.available);
  EXPECT_NE(model.verdict.sentence.find("no batches"), std::string::npos) << model.verdict.sentence;
  EXPECT_NE(model.verdict.sentence.find("What does a fork cost?"), std::string::npos);
  EXPECT_NE(html(model).find("No batch was measured"), std::string::npos);
  EXPECT_EQ(terminal(model).find("Decision map"), std::string::npos);
}

TEST(shapes_test, a_file_without_shapes_is_all_batches) {
  for (const subject& measured : analyse(read_data({"complete.json"})).subjects) {
    EXPECT_EQ(measured.shape, work_shape::batch);
    EXPECT_EQ(measured.shape_label, "batch");
  }
}

TEST(shapes_test, an_unknown_shape_is_kept_and_shown) {
  const analysis model = analyse(read_data({"shapes.json"}));
  const cost_view& view = view_of(model, "shape-1");
  EXPECT_EQ(view.title, "Shape “lattice”");
  ASSERT_EQ(view.groups.size(), 1U);
  EXPECT_EQ(view.groups[0].rows.size(), 2U);
  EXPECT_EQ(subject_heading(model.subjects.back()), "mesh · lattice");
}

TEST(unit_costs_test, a_unit_is_wall_time_over_the_units_made) {
  const analysis model = analyse(a_tree().results());
  const cost_view& trees = view_of(model, "trees");
  ASSERT_EQ(trees.groups.size(), 1U);
  const cost_group& fib = trees.groups[0];
  ASSERT_EQ(fib.rows.size(), 3U);
  EXPECT_EQ(name_of(model, fib.rows[0].runner), "sequential") << "the lowest first";
  EXPECT_DOUBLE_EQ(fib.rows[1].values[0]->median, 20'000);
  EXPECT_EQ(fib.rows[1].text, "20.0 µs");
  EXPECT_EQ(fib.rows[1].remark, "0.50× plain recursion");
  EXPECT_DOUBLE_EQ(fib.rows[2].values[0]->median, 40'000);
  EXPECT_EQ(trees.table.rows[1],
            (std::vector<std::string>{"fib", "pool", "40.0 µs (40.0 µs – 40.0 µs)", "100", "0.25×", ""}));
}

TEST(unit_costs_test, the_reference_stands_beside_those_that_hand_over) {
  const analysis model = analyse(a_tree().results());
  const cost_group& fib = view_of(model, "trees").groups[0];
  ASSERT_EQ(fib.decisions.size(), 1U);
  EXPECT_EQ(fib.decisions[0].outcome, outcome_kind::win);
  EXPECT_EQ(name_of(model, fib.decisions[0].runner), "loop");
  EXPECT_DOUBLE_EQ(fib.decisions[0].rivals.front().lead.median, 2);
  EXPECT_EQ(view_of(model, "trees").sentences[0],
            "loop wins fib, not counting sequential: 2.00× the throughput of pool (2.00–2.00). A fork costs from 20.0 "
            "µs (loop) "
            "to 40.0 µs (pool). sequential, plain recursion, takes 10.0 µs and has 2.00× the throughput of loop "
            "(2.00–2.00).");
}

TEST(unit_costs_test, a_lead_within_the_margin_is_a_tie_for_the_simplest) {
  run_builder builder = three_runners();
  builder.workload("fib", work_kind::cpu, work_shape::tree, "tree");
  add(builder, "fib", "pool", 99, 10);
  add(builder, "fib", "loop", 100, 10);
  const analysis model = analyse(builder.results());
  const decision& found = view_of(model, "trees").groups[0].decisions[0];
  EXPECT_EQ(found.outcome, outcome_kind::equal);
  EXPECT_EQ(name_of(model, found.runner), "pool");
}

TEST(unit_costs_test, who_makes_fewer_units_may_win_though_each_costs_more) {
  run_builder builder = three_runners();
  builder.workload("fib", work_kind::cpu, work_shape::tree, "tree");
  add(builder, "fib", "pool", 200, 50);   // 100 us a fork
  add(builder, "fib", "loop", 100, 100);  // as much
  const analysis model = analyse(builder.results());
  const cost_group& fib = view_of(model, "trees").groups[0];
  EXPECT_EQ(name_of(model, fib.decisions[0].runner), "pool");
}

TEST(unit_costs_test, who_makes_less_than_half_of_the_forks_stands_apart) {
  run_builder builder = three_runners();
  builder.runner("nursery").workload("fib", work_kind::cpu, work_shape::tree, "tree");
  add(builder, "fib", "pool", 400, 49);  // 51 us a fork
  add(builder, "fib", "loop", 100, 100);
  add(builder, "fib", "nursery", 50, 100);
  const analysis model = analyse(builder.results());
  const cost_view& trees = view_of(model, "trees");
  EXPECT_EQ(name_of(model, trees.groups[0].decisions[0].runner), "loop");
  EXPECT_EQ(trees.groups[0].rows.size(), 3U) << "it has its row all the same";
  EXPECT_EQ(
      trees.sentences[0],
      "loop wins fib, not counting pool: 2.00× the throughput of nursery (2.00–2.00). A fork costs from "
      "51.0 µs (pool) to 200 µs (nursery). pool makes 49 of the 100 forks and computes the rest by plain recursion; "
      "it has 4.00× the throughput of loop (4.00–4.00).");
}

TEST(unit_costs_test, rings_stand_side_by_side) {
  run_builder builder = three_runners();
  builder.workload("in_memory", work_kind::cpu, work_shape::ring, "ring");
  builder.workload("by_pipes", work_kind::io, work_shape::ring, "ring");
  add(builder, "in_memory", "loop", 1000, 500);
  add(builder, "by_pipes", "loop", 100, 500);
  add(builder, "by_pipes", "pool", 50, 500);
  const analysis model = analyse(builder.results());
  const cost_view& rings = view_of(model, "rings");
  ASSERT_EQ(rings.groups.size(), 1U);
  EXPECT_EQ(rings.groups[0].series, (std::vector<std::string>{"in_memory", "by_pipes"}));
  EXPECT_EQ(rings.groups[0].decisions.size(), 2U);
  ASSERT_EQ(rings.groups[0].rows.size(), 2U);
  EXPECT_EQ(rings.groups[0].rows[0].text, "2.00 µs / 20.0 µs");
  EXPECT_EQ(rings.groups[0].rows[1].text, "– / 40.0 µs");
}

TEST(unit_costs_test, only_pipelines_that_wait_speak_of_their_ideal) {
  const analysis model = analyse(read_data({"shapes.json"}));
  const cost_view& pipelines = view_of(model, "pipelines");
  ASSERT_EQ(pipelines.groups.size(), 2U);
  EXPECT_EQ(pipelines.groups[0].label, "channel");
  EXPECT_EQ(pipelines.sentences[0].find("ideal"), std::string::npos);
  EXPECT_EQ(pipelines.groups[1].label, "producer_consumer");
  EXPECT_NE(pipelines.sentences[1].find("comes nearest to the ideal bound"), std::string::npos);
  EXPECT_NE(pipelines.groups[1].rows[0].remark.find("% of the ideal"), std::string::npos);
}

TEST(unit_costs_test, runners_with_the_same_reason_are_named_together) {
  run_builder builder = three_runners();
  builder.workload("fib", work_kind::cpu, work_shape::tree, "tree");
  add(builder, "fib", "sequential", 100, 10);
  builder.failure("fib", "pool", 1, failure_kind::unsupported,
                  "unsupported: pool does not run a tree: it has no joins");
  builder.failure("fib", "loop", 1, failure_kind::unsupported,
                  "unsupported: loop does not run a tree: it has no joins");
  const analysis model = analyse(builder.results());
  const cost_view& trees = view_of(model, "trees");
  EXPECT_EQ(trees.left_out, (std::vector<std::string>{"pool and loop: does not run a tree: it has no joins."}));
  EXPECT_EQ(trees.groups[0].rows.size(), 1U);
  EXPECT_EQ(trees.groups[0].decisions[0].outcome, outcome_kind::no_data);
}

TEST(unit_costs_test, a_failed_cell_has_a_line_and_no_number) {
  run_builder builder = a_tree();
  builder.failure("fib", "pool", 1, failure_kind::wrong_digest, "task 3 gave 0x1f");
  const analysis model = analyse(builder.results());
  const cost_view& trees = view_of(model, "trees");
  EXPECT_EQ(trees.groups[0].rows.back().state, "failed");
  EXPECT_FALSE(trees.groups[0].rows.back().values[0].has_value());
  EXPECT_EQ(name_of(model, trees.groups[0].decisions[0].runner), "loop");
  ASSERT_EQ(trees.left_out.size(), 1U);
  EXPECT_NE(trees.left_out[0].find("task 3 gave 0x1f"), std::string::npos);
}

TEST(unit_costs_test, nobody_tried_is_a_section_without_groups) {
  run_builder builder = three_runners();
  builder.workload("fib", work_kind::cpu, work_shape::tree, "tree");
  builder.failure("fib", "pool", 1, failure_kind::unsupported, "unsupported: no joins");
  const analysis model = analyse(builder.results());
  EXPECT_TRUE(view_of(model, "trees").groups.empty());
  EXPECT_NE(html(model).find("None of it could be measured."), std::string::npos);
}

run_builder a_herd() {
  run_builder builder = three_runners();
  builder.workload("idle", work_kind::io, work_shape::herd, "herd");
  builder.failure("idle", "sequential", 1, failure_kind::unsupported,
                  "unsupported: sequential does not run a herd: why");
  const auto add_herd = [&](const std::string& runner, std::int64_t tasks, double user, double kernel) {
    builder.cell("idle", runner, tasks, 10);
    builder.counter("idle", runner, tasks, "memory_user_bytes_per_task", user);
    builder.counter("idle", runner, tasks, "memory_kernel_bytes_per_task", kernel);
  };
  add_herd("pool", 1000, 1024, 3072);
  add_herd("loop", 1000, 1000, 24);
  add_herd("loop", 100'000, 300, 0);
  builder.failure("idle", "pool", 100'000, failure_kind::unsupported, "unsupported: needs 100000 threads");
  return builder;
}

TEST(waiting_costs_test, the_least_memory_in_process_and_kernel_together_wins) {
  const analysis model = analyse(a_herd().results());
  const cost_view& herds = view_of(model, "herds");
  ASSERT_EQ(herds.groups.size(), 2U) << "one for each number of tasks that was tried";
  EXPECT_EQ(herds.groups[0].rows[0].text, "1000 B / 24.0 B");
  EXPECT_EQ(
      herds.sentences[0],
      "loop wins idle with 1000 tasks waiting: pool takes 4.00× its memory (4.00–4.00). A waiting task costs from "
      "1.00 KiB (loop) to 4.00 KiB (pool).");
  EXPECT_EQ(herds.groups[1].rows[0].text, "300 B / 0 B");
  EXPECT_EQ(herds.groups[1].decisions[0].outcome, outcome_kind::alone);
}

TEST(waiting_costs_test, each_model_says_how_far_it_goes_and_what_stops_it) {
  const analysis model = analyse(a_herd().results());
  const cost_view& herds = view_of(model, "herds");
  EXPECT_EQ(herds.stops,
            (std::vector<std::string>{"loop reaches 100000 tasks, the most that it was asked for.",
                                      "pool reaches 1000 tasks and stops at 100000: needs 100000 threads."}));
  EXPECT_EQ(herds.left_out, (std::vector<std::string>{"sequential: does not run a herd: why."}));
}

TEST(waiting_costs_test, a_slope_of_nothing_does_not_compete) {
  run_builder builder = a_herd();
  builder.counter("idle", "loop", 1000, "memory_user_bytes_per_task", -30);
  const analysis model = analyse(builder.results());
  EXPECT_EQ(name_of(model, view_of(model, "herds").groups[0].decisions[0].runner), "pool");
}

TEST(waiting_costs_test, what_cannot_be_done_in_sequence_lacks_no_baseline) {
  const analysis model = analyse(a_herd().results());
  EXPECT_TRUE(std::none_of(model.checks.begin(), model.checks.end(),
                           [](const validity_check& c) { return c.id == "baseline"; }));
}

TEST(waiting_costs_test, a_herd_alone_is_not_told_to_run_in_sequence) {
  run_builder builder;
  builder.runner("loop", runner_family::event_loop).workload("idle", work_kind::io, work_shape::herd, "herd");
  builder.cell("idle", "loop", 1000, 3);
  const analysis model = analyse(builder.results());
  EXPECT_TRUE(std::none_of(model.checks.begin(), model.checks.end(),
                           [](const validity_check& c) { return c.id == "baseline"; }));
}

// Levels 1 for the reference and 8 for the others, each with the median and the tail of its lateness.
run_builder beats(const std::string& tail) {
  run_builder builder = three_runners();
  builder.workload("beat", work_kind::cpu);
  const auto add_beat = [&](const std::string& runner, std::int64_t level, double p50, double p) {
    builder.cell("beat", runner, level, 500);
    builder.counter("beat", runner, level, "heartbeat_late_ns_p50", p50);
    if (!tail.empty()) builder.counter("beat", runner, level, "heartbeat_late_ns_" + tail, p);
    builder.counter("beat", runner, level, "heartbeat_late_ns_max", p * 2);
  };
  add_beat("sequential", 1, 2e6, 8e6);
  add_beat("pool", 8, 1e5, 1e6);
  add_beat("loop", 8, 5e4, 4e6);
  return builder;
}

TEST(responsiveness_test, the_least_late_at_the_99th_percentile_wins) {
  const analysis model = analyse(beats("p99").results());
  const cost_view& view = view_of(model, "responsiveness");
  ASSERT_EQ(view.groups.size(), 1U) << "the reference's own level is no group";
  EXPECT_EQ(view.groups[0].rows.size(), 3U) << "it stands beside the others";
  EXPECT_EQ(
      view.sentences[0],
      "pool wins beat at 8 in flight: under loop the 99th percentile of lateness is 4.00× as long (4.00–4.00). The "
      "99th percentile of lateness goes from 1.00 ms (pool) to 8.00 ms (sequential).");
  EXPECT_EQ(view.groups[0].series, (std::vector<std::string>{"p50", "p99", "max"}));
  EXPECT_EQ(model.map.size(), 1U) << "it is a batch all the same";
}

TEST(responsiveness_test, samples_too_short_for_the_99th_percentile_are_judged_by_the_furthest_that_they_have) {
  const cost_view by_90th = view_of(analyse(beats("p90").results()), "responsiveness");
  EXPECT_EQ(by_90th.groups[0].series, (std::vector<std::string>{"p50", "p90", "max"}));
  EXPECT_TRUE(by_90th.sentences[0].starts_with("pool wins")) << by_90th.sentences[0];
  EXPECT_NE(by_90th.reading.find("--time-per-sample"), std::string::npos);

  const cost_view by_median = view_of(analyse(beats("").results()), "responsiveness");
  EXPECT_EQ(by_median.groups[0].series, (std::vector<std::string>{"p50", "max"}));
  EXPECT_EQ(by_median.sentences[0],
            "loop wins beat at 8 in flight: under pool the median of lateness is 2.00× as long (2.00–2.00). The median "
            "of lateness goes from 50.0 µs (loop) to 2.00 ms (sequential).");
}

TEST(responsiveness_test, every_level_is_judged_by_the_furthest_that_all_have_there) {
  run_builder builder = beats("p99");
  builder.cell("beat", "pool", 64, 500).cell("beat", "loop", 64, 500);
  for (const char* runner : {"pool", "loop"}) {
    builder.counter("beat", runner, 64, "heartbeat_late_ns_p50", 1e5);
    builder.counter("beat", runner, 64, "heartbeat_late_ns_max", 1e6);
  }
  builder.counter("beat", "loop", 64, "heartbeat_late_ns_p99", 9e5);  // it alone had enough beats
  const cost_view view = view_of(analyse(builder.results()), "responsiveness");
  ASSERT_EQ(view.groups.size(), 2U);
  EXPECT_EQ(view.groups[0].series, (std::vector<std::string>{"p50", "p99", "max"}));
  EXPECT_EQ(view.groups[1].series, (std::vector<std::string>{"p50", "max"}));
  EXPECT_NE(view.sentences[1].find("median of lateness"), std::string::npos) << view.sentences[1];
}

}  // namespace
}  // namespace interleave::reports
