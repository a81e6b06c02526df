// How small a task may be, on a machine of two cores on which a step takes 1 ns: 100, 1000 and 10 000 steps are tasks
// of 100 ns, 1 us and 10 us, and the peak is two steps a nanosecond. Efficiencies are chosen, crossings follow by hand.
#include "reports/answer/analysis.hpp"
#include "reports/page/html.hpp"
#include "tests/reports/test_data.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace interleave::reports {
namespace {

using testing::read_data;
using testing::run_builder;

constexpr double peak_per_s = 2e9;

class sweep_builder {
 public:
  sweep_builder() {
    builder_.workload("spin", work_kind::floor);
    for (const char* name : {"pool", "loop", "threads"}) builder_.runner(name);
  }

  // Efficiency by steps.
  sweep_builder& curve(const std::string& runner, const std::map<int, double>& efficiencies, double spread = 0,
                       int samples = 5) {
    for (const auto& [steps, efficiency] : efficiencies) {
      std::vector<sample_record>& all = builder_.record().samples;
      const std::size_t first = all.size();
      builder_.cell("spin", runner, 8, efficiency * peak_per_s / steps, spread, samples);
      for (std::size_t i = first; i < all.size(); ++i) {
        all[i].cell += "/steps:" + std::to_string(steps);
        all[i].parameters = {{"steps", std::to_string(steps)}};
        all[i].counters["steps_per_task"] = steps;
        all[i].counters["cores"] = 2;
      }
    }
    return *this;
  }

  run_builder& run() { return builder_; }
  analysis analysed() const { return analyse(builder_.results()); }

 private:
  run_builder builder_;
};

// What sets the peak.
sweep_builder with_peak() {
  sweep_builder builder;
  builder.curve("pool", {{100, 0.6}, {1000, 0.9}, {10'000, 1}});
  return builder;
}

const granularity_curve& curve_of(const analysis& model, std::string_view runner) {
  for (const granularity_curve& curve : model.granularities.at(0).curves) {
    if (model.runners[curve.runner].name == runner) return curve;
  }
  throw std::runtime_error("no curve of " + std::string(runner));
}

TEST(granularity_test, sizes_and_efficiencies_are_those_of_the_machine) {
  const analysis model = with_peak().curve("loop", {{100, 0.05}, {10'000, 0.75}}).analysed();
  const granularity_curve& loop = curve_of(model, "loop");
  ASSERT_EQ(loop.points.size(), 2U);
  EXPECT_NEAR(loop.points[0].task_ns, 100, 1e-9);
  EXPECT_NEAR(loop.points[0].efficiency.median, 0.05, 1e-12);
  EXPECT_NEAR(loop.points[1].task_ns, 10'000, 1e-9);
  EXPECT_NEAR(loop.points[1].efficiency.median, 0.75, 1e-12);
}

TEST(granularity_test, half_is_crossed_evenly_on_the_logarithm_of_the_size) {
  // From 25 % to 75 % over two decades: half way is 50 %, one decade on.
  const analysis model = with_peak().curve("loop", {{100, 0.25}, {10'000, 0.75}}).analysed();
  const granularity_curve& loop = curve_of(model, "loop");
  EXPECT_EQ(loop.outcome, granularity::crosses);
  EXPECT_NEAR(loop.smallest_ns->median, 1000, 1e-9);
  // From 40 % to 80 % over one decade: a quarter of it on.
  const analysis other = with_peak().curve("loop", {{1000, 0.4}, {10'000, 0.8}}).analysed();
  EXPECT_NEAR(curve_of(other, "loop").smallest_ns->median, 1778.279, 1e-3);
}

TEST(granularity_test, counts_from_where_it_stays_above_half) {
  const analysis model = with_peak().curve("loop", {{100, 0.7}, {1000, 0.25}, {10'000, 0.75}}).analysed();
  EXPECT_NEAR(curve_of(model, "loop").smallest_ns->median, 3162.278, 1e-3);
}

TEST(granularity_test, the_interval_is_where_the_ends_of_the_efficiencies_cross) {
  const analysis model = with_peak().curve("loop", {{100, 0.25}, {10'000, 0.75}}, 0.1).analysed();
  const estimate& smallest = *curve_of(model, "loop").smallest_ns;
  ASSERT_TRUE(smallest.interval.has_value());
  // Efficiencies of at most +-10 %: 27.5 % and 82.5 % cross at 100 * 100^(22.5 / 55), 22.5 % and 67.5 % at
  // 100 * 100^(27.5 / 45).
  EXPECT_LT(smallest.interval->low, 1000);
  EXPECT_GE(smallest.interval->low, 657.9);
  EXPECT_GT(smallest.interval->high, 1000);
  EXPECT_LE(smallest.interval->high, 1668.2);
}

TEST(granularity_test, above_half_at_every_size_is_said_to_be) {
  const analysis model = with_peak().analysed();
  EXPECT_EQ(curve_of(model, "pool").outcome, granularity::always);
  EXPECT_FALSE(curve_of(model, "pool").smallest_ns.has_value());
  EXPECT_EQ(model.granularities[0].sentences.at(1), "pool keeps half of it at every size, from 100 ns on.");
}

TEST(granularity_test, the_lead_names_the_smallest_task_that_pays) {
  EXPECT_EQ(with_peak().analysed().granularities.at(0).lead,
            "pool keeps half of the machine's peak even in tasks of 100 ns.");
  sweep_builder crossing;
  crossing.curve("pool", {{100, 0.25}, {10'000, 1}}).curve("loop", {{100, 0.05}, {10'000, 0.8}});
  EXPECT_EQ(crossing.analysed().granularities.at(0).lead,
            "The shortest task that keeps half of the machine's peak takes 464 ns, under pool.");
}

TEST(granularity_test, a_runner_that_never_crosses_is_named) {
  const analysis model = with_peak().curve("loop", {{100, 0.1}, {1000, 0.3}, {10'000, 0.4}}).analysed();
  EXPECT_EQ(curve_of(model, "loop").outcome, granularity::never);
  EXPECT_EQ(model.granularities[0].sentences.at(2), "loop (40 % at best) never reaches half of it.");
}

TEST(granularity_test, too_near_to_half_at_the_largest_size_is_left_open) {
  for (const double efficiency : {0.49, 0.5, 0.51}) {
    const analysis model = with_peak().curve("loop", {{100, 0.1}, {10'000, efficiency}}).analysed();
    EXPECT_EQ(curve_of(model, "loop").outcome, granularity::unclear) << efficiency;
    EXPECT_EQ(model.granularities[0].sentences.back().find("It is unclear for loop ("), 0U);
  }
  EXPECT_EQ(curve_of(with_peak().curve("loop", {{100, 0.1}, {10'000, 0.52}}).analysed(), "loop").outcome,
            granularity::crosses);
  EXPECT_EQ(curve_of(with_peak().curve("loop", {{100, 0.1}, {10'000, 0.48}}).analysed(), "loop").outcome,
            granularity::never);
}

TEST(granularity_test, few_samples_give_a_size_without_an_interval) {
  sweep_builder builder;
  builder.curve("pool", {{100, 0.25}, {10'000, 1}}, 0, 2).curve("loop", {{100, 0.25}, {10'000, 0.75}}, 0, 2);
  const analysis model = builder.analysed();
  EXPECT_NEAR(curve_of(model, "loop").smallest_ns->median, 1000, 1e-9);
  EXPECT_FALSE(curve_of(model, "loop").smallest_ns->interval.has_value());
}

TEST(granularity_test, the_smallest_task_comes_first_and_those_like_it_are_named) {
  const analysis model = with_peak()
                             .curve("threads", {{100, 0.001}, {1000, 0.01}, {10'000, 0.8}})
                             .curve("loop", {{100, 0.3}, {1000, 0.6}, {10'000, 0.9}})
                             .analysed();
  std::vector<std::string> order;
  for (const granularity_curve& curve : model.granularities[0].curves)
    order.push_back(model.runners[curve.runner].name);
  EXPECT_EQ(order, (std::vector<std::string>{"pool", "loop", "threads"}));
  EXPECT_EQ(model.granularities[0].sentences[1].find("can't be told apart"), std::string::npos);
}

TEST(granularity_test, a_task_alone_takes_what_was_calibrated) {
  sweep_builder builder = with_peak();
  builder.run().record().calibration.push_back({"spin", {{"steps", "10000"}}, 30'000.0, 0.0, 0.0, ""});
  EXPECT_NEAR(curve_of(builder.analysed(), "pool").points[0].task_ns, 300, 1e-9);
}

TEST(granularity_test, one_size_is_no_sweep) {
  sweep_builder builder;
  builder.curve("pool", {{1000, 1}});
  EXPECT_TRUE(builder.analysed().granularities.empty());
}

TEST(granularity_test, sizes_stand_in_the_order_of_numbers) {
  std::vector<std::string> labels;
  for (const subject& measured : with_peak().analysed().subjects) labels.push_back(measured.label);
  EXPECT_EQ(labels, (std::vector<std::string>{"spin (steps 100)", "spin (steps 1000)", "spin (steps 10000)"}));
}

TEST(granularity_test, of_a_whole_sweep_is_where_the_models_cost_equals_the_work) {
  const analysis model = analyse(read_data({"granularity.json"}));
  const granularity_view& view = model.granularities.at(0);
  // The file's models use all cores and cost 30, 60 and 13 000 ns a task; two never have more than one core's worth.
  EXPECT_EQ(curve_of(model, "thread_pool").outcome, granularity::always) << "its smallest task is 128 ns";
  EXPECT_NEAR(curve_of(model, "thread_per_task").smallest_ns->median, 13'000, 700);
  EXPECT_EQ(curve_of(model, "coroutines").outcome, granularity::never);
  EXPECT_EQ(curve_of(model, "sequential").outcome, granularity::unclear) << "one core of two";
  EXPECT_EQ(view.left_out,
            (std::vector<std::string>{"callbacks: does not run a batch: the model has no idiom for it."}));
  EXPECT_NE(model.verdict.sentence.find("How small may a task be?"), std::string::npos);
  EXPECT_NE(html(model).find("id=\"granularity\""), std::string::npos);
}

}  // namespace
}  // namespace interleave::reports
