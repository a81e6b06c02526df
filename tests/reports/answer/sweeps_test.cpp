// What changes with a parameter: which values make a sweep, where they stand, what is said of them, and that a swept
// workload counts once in the verdict on its kind.
#include "reports/answer/analysis.hpp"
#include "reports/page/html.hpp"
#include "reports/text/markdown.hpp"
#include "reports/text/terminal.hpp"
#include "tests/reports/test_data.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace interleave::reports {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::read_data;
using testing::run_builder;

class values_builder {
 public:
  explicit values_builder(work_kind kind = work_kind::io, work_shape shape = work_shape::batch) {
    run_.workload("echo", kind, shape);
    for (const char* name : {"pool", "loop"}) run_.runner(name);
  }

  // Five samples of each runner at each level; loop has 1.5 times the rate of pool.
  values_builder& values(const parameter_map& parameters, double rate = 100,
                         const std::vector<std::int64_t>& levels = {8}) {
    std::vector<sample_record>& all = run_.record().samples;
    const std::size_t first = all.size();
    for (const std::int64_t level : levels) {
      run_.cell("echo", "pool", level, rate);
      run_.cell("echo", "loop", level, 1.5 * rate);
    }
    for (std::size_t i = first; i < all.size(); ++i) {
      all[i].parameters = parameters;
      for (const auto& [name, value] : parameters) all[i].cell += "/" + name + ":" + value;
    }
    return *this;
  }

  run_builder& run() { return run_; }
  analysis analysed() const { return analyse(run_.results()); }

 private:
  run_builder run_;
};

std::vector<std::string> texts(const sweep_slice& slice) {
  std::vector<std::string> found;
  for (const sweep_value& value : slice.values) found.push_back(value.text);
  return found;
}

std::vector<double> places(const sweep_view& view) {
  std::vector<double> found;
  for (const sweep_value& value : view.slices.at(0).values) found.push_back(value.place);
  return found;
}

sweep_view of_values(const std::vector<std::string>& values) {
  values_builder builder;
  for (const std::string& value : values) builder.values({{"delay", value}});
  return builder.analysed().sweeps.at(0);
}

TEST(sweeps_test, several_values_of_a_parameter_are_a_question) {
  const analysis model = values_builder().values({{"delay", "20ms"}}).values({{"delay", "5ms"}}).analysed();
  ASSERT_EQ(model.sweeps.size(), 1U);
  const sweep_view& view = model.sweeps[0];
  EXPECT_EQ(view.id, "sweep");
  EXPECT_EQ(view.title, "echo by delay");
  EXPECT_EQ(view.parameter, "delay");
  EXPECT_THAT(view.levels, ElementsAre(8));
  ASSERT_EQ(view.slices.size(), 1U);
  EXPECT_EQ(view.slices[0].label, "");
  EXPECT_THAT(texts(view.slices[0]), ElementsAre("5ms", "20ms"));
  EXPECT_EQ(model.subjects[view.slices[0].values[0].subject].label, "echo (delay 5ms)");
  EXPECT_EQ(answers(model).front(), &view);
}

TEST(sweeps_test, one_value_is_none) {
  EXPECT_THAT(values_builder().values({{"delay", "5ms"}}).analysed().sweeps, IsEmpty());
  EXPECT_THAT(analyse(read_data({"complete.json"})).sweeps, IsEmpty());
}

TEST(sweeps_test, sizes_of_tasks_have_a_question_of_their_own) {
  const analysis model = analyse(read_data({"granularity.json"}));
  EXPECT_EQ(model.granularities.size(), 1U);
  EXPECT_THAT(model.sweeps, IsEmpty());
}

TEST(sweeps_test, values_stand_by_number_or_logarithm_or_at_equal_steps) {
  const sweep_view near = of_values({"5ms", "20ms", "10ms"});
  EXPECT_EQ(near.axis, sweep_axis::linear);
  EXPECT_THAT(places(near), ElementsAre(5e6, 10e6, 20e6));
  const sweep_view far = of_values({"1ms", "100ms", "10ms"});
  EXPECT_EQ(far.axis, sweep_axis::logarithmic);
  EXPECT_THAT(places(far), ElementsAre(1e6, 10e6, 100e6));
  const sweep_view from_nothing = of_values({"0ms", "1ms", "10ms"});
  EXPECT_EQ(from_nothing.axis, sweep_axis::linear) << "one decade";
  const sweep_view far_from_nothing = of_values({"0ms", "1ms", "100ms"});
  EXPECT_EQ(far_from_nothing.axis, sweep_axis::steps);
  EXPECT_THAT(places(far_from_nothing), ElementsAre(0, 1, 2));
  const sweep_view words = of_values({"on", "off"});
  EXPECT_EQ(words.axis, sweep_axis::steps);
  EXPECT_THAT(texts(words.slices[0]), ElementsAre("off", "on"));
}

TEST(sweeps_test, of_two_parameters_each_is_drawn_with_the_other_fixed) {
  values_builder builder;
  for (const char* delay : {"1ms", "5ms"})
    for (const char* size : {"1KiB", "64KiB", "8KiB"})
      builder.values({{"delay", delay}, {"size", size}, {"rounds", "3"}});
  const analysis model = builder.analysed();
  ASSERT_EQ(model.sweeps.size(), 2U);
  const sweep_view& by_delay = model.sweeps[0];
  const sweep_view& by_size = model.sweeps[1];
  EXPECT_EQ(by_delay.title, "echo by delay");
  ASSERT_EQ(by_delay.slices.size(), 3U);
  EXPECT_EQ(by_delay.slices[0].label, "size 1KiB");
  EXPECT_EQ(by_delay.slices[1].label, "size 8KiB");
  EXPECT_THAT(texts(by_delay.slices[2]), ElementsAre("1ms", "5ms"));
  EXPECT_EQ(by_size.id, "sweep-2");
  ASSERT_EQ(by_size.slices.size(), 2U);
  EXPECT_EQ(by_size.slices[1].label, "delay 5ms");
  EXPECT_THAT(texts(by_size.slices[1]), ElementsAre("1KiB", "8KiB", "64KiB"));
  EXPECT_THAT(by_size.slices[1].sentences, ElementsAre(HasSubstr("echo (delay 5ms) at 8 in flight: ")));
}

TEST(sweeps_test, more_combinations_than_a_run_can_have_are_not_drawn) {
  values_builder builder;
  for (int delay = 1; delay <= 129; ++delay) builder.values({{"delay", std::to_string(delay) + "ms"}});
  const analysis model = builder.analysed();
  EXPECT_EQ(model.subjects.size(), 129U);
  EXPECT_THAT(model.sweeps, IsEmpty());
}

TEST(sweeps_test, a_sentence_names_both_ends_and_whom_the_map_names) {
  const analysis model = values_builder()
                             .values({{"delay", "1ms"}}, 4000, {8, 64})
                             .values({{"delay", "5ms"}}, 800, {8, 64})
                             .values({{"delay", "20ms"}}, 200, {8, 64})
                             .analysed();
  const sweep_view& view = model.sweeps.at(0);
  EXPECT_THAT(view.slices[0].sentences,
              ElementsAre(HasSubstr("echo at 8 in flight: "), HasSubstr("echo at 64 in flight: ")));
  EXPECT_THAT(view.sentences,
              ElementsAre("echo at 64 in flight: the highest throughput goes from 6.00k/s (loop) at 1ms to 300/s "
                          "(loop) at 20ms. The decision map names loop from 1ms to 20ms."));
}

TEST(sweeps_test, the_table_has_every_figure_of_the_drawing) {
  const analysis model = analyse(read_data({"sweep.json"}));
  const text_table& table = model.sweeps.at(0).table;
  EXPECT_THAT(table.head, ElementsAre("workload", "runner", "1ms", "5ms", "20ms", "100ms", "note"));
  const auto row = [&](const std::string& place, const std::string& runner) {
    return *std::ranges::find_if(table.rows, [&](const auto& each) { return each[0] == place && each[1] == runner; });
  };
  const auto pool = row("io_echo at 64 in flight, by delay: throughput", "process_pool");
  EXPECT_THAT(pool[2], HasSubstr("/s"));
  EXPECT_EQ(pool[5], "");
  EXPECT_THAT(pool[6], AllOf(HasSubstr("at 100ms: "), HasSubstr("SIGSEGV")));
  EXPECT_THAT(row("io_echo at 8 in flight, by delay: throughput", "sequential")[2], HasSubstr("/s"));
  EXPECT_THAT(row("io_echo at 8 in flight, by delay: share of the ideal", "coroutines")[3], HasSubstr(" %"));
  EXPECT_TRUE(std::ranges::none_of(table.rows, [](const auto& each) {
    return each[0].find("share") != std::string::npos && each[1] == "sequential";
  })) << "its cell has the ideal of another level";
}

TEST(sweeps_test, shows_what_a_unit_takes_where_tasks_have_units) {
  values_builder builder(work_kind::cpu, work_shape::tree);
  builder.values({{"depth", "10"}}, 100, {1}).values({{"depth", "20"}}, 10, {1});
  builder.run().counter("echo", "pool", 1, "units_per_second", 5e5).counter("echo", "loop", 1, "units_per_second", 1e6);
  const analysis model = builder.analysed();
  const sweep_view& view = model.sweeps.at(0);
  EXPECT_TRUE(view.has_units);
  EXPECT_THAT(view.sentences,
              ElementsAre("echo: the shortest time per unit goes from 1.00 µs (loop) at 10 to 1.00 µs (loop) at 20."));
  EXPECT_THAT(view.table.rows.at(0), ElementsAre("echo, by depth: time per unit", "pool", "2.00 µs", "2.00 µs", ""));
}

TEST(sweeps_test, machines_are_drawn_apart) {
  values_builder builder;
  builder.values({{"delay", "5ms"}}).values({{"delay", "20ms"}});
  run_results two{{builder.run().record(), builder.run().record()}};
  two.runs[1].run_id = "another";
  two.runs[1].machine.emplace_back("cpu_model", "Another");
  const analysis model = analyse(two);
  ASSERT_EQ(model.sweeps.size(), 2U);
  EXPECT_EQ(model.sweeps[0].title, "A: echo by delay");
  EXPECT_EQ(model.sweeps[1].title, "B: echo by delay");
}

TEST(sweeps_test, every_output_has_them) {
  const analysis model = analyse(read_data({"sweep.json"}));
  const std::string sentence = model.sweeps.at(0).sentences.at(0);
  EXPECT_THAT(sentence, AllOf(HasSubstr("io_echo at 64 in flight: the highest throughput goes from "),
                              HasSubstr(" % of the ideal bound) at 1ms to ")));
  const std::string page = html(model);
  EXPECT_THAT(page, AllOf(HasSubstr(sentence), HasSubstr("<option value=\"1\" selected=\"\">64</option>")));
  const std::string plain = terminal(model, {.width = 1000, .cells = true});
  EXPECT_THAT(plain, AllOf(HasSubstr(sentence), HasSubstr("io_echo at 8 in flight, by delay: throughput")));
  EXPECT_THAT(markdown(model), HasSubstr("What changes with delay?"));
}

// ---- the verdict ----

// Another workload of the same kind, so that one that counted three times would outvote it.
analysis with_another(const std::vector<std::string>& delays, const std::string& usual) {
  values_builder builder;
  builder.run().record().workloads[0].defaults = {{"delay", usual}};
  builder.run().workload("sleep", work_kind::io);
  for (const std::string& delay : delays) builder.values({{"delay", delay}});
  builder.run().cell("sleep", "pool", 8, 100).cell("sleep", "loop", 8, 50);
  return builder.analysed();
}

std::vector<std::string> subjects_of_verdict(const analysis& model) {
  std::vector<std::string> labels;
  for (const std::size_t subject : model.verdict.kinds.at(0).subjects) labels.push_back(model.subjects[subject].label);
  return labels;
}

TEST(sweeps_test, a_swept_workload_counts_once_in_the_verdict) {
  const analysis model = with_another({"20ms", "5ms", "1ms"}, "5ms");
  EXPECT_THAT(subjects_of_verdict(model), ElementsAre("echo (delay 5ms)", "sleep"));
  // Either runner is the best in one of the two; with three of echo, loop would be the best in most.
  EXPECT_FALSE(model.verdict.kinds[0].decided);
  EXPECT_THAT(model.verdict.rule, HasSubstr("so that each workload counts once"));
}

TEST(sweeps_test, without_its_defaults_the_middle_value_counts) {
  EXPECT_THAT(subjects_of_verdict(with_another({"20ms", "5ms", "100ms"}, "0ms")),
              ElementsAre("echo (delay 20ms)", "sleep"));
  EXPECT_THAT(subjects_of_verdict(with_another({"20ms", "5ms"}, "0ms")), ElementsAre("echo (delay 5ms)", "sleep"));
}

TEST(sweeps_test, without_one_the_rule_is_as_it_was) {
  EXPECT_THAT(analyse(read_data({"complete.json"})).verdict.rule, Not(HasSubstr("counts once")));
}

}  // namespace
}  // namespace interleave::reports
