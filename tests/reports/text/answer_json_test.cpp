// The answer as JSON: what programs read agrees with the model. Its form is checked by answers_are_valid.sh.
#include "reports/text/answer_json.hpp"

#include "tests/reports/test_data.hpp"

#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace interleave::reports {
namespace {

using nlohmann::json;
using testing::read_data;
using testing::run_builder;

json answer_of(const run_results& results) {
  return json::parse(answer_json(analyse(results)));
}

TEST(answer_json_test, says_who_wins_and_what_it_costs) {
  run_builder builder;
  builder.workload("io_echo", work_kind::io).runner("pool").runner("loop");
  builder.cell("io_echo", "pool", 8, 400).cell("io_echo", "loop", 8, 500);
  builder.counter("io_echo", "loop", 8, "cpu_user_ns_per_task", 900);
  builder.counter("io_echo", "loop", 8, "cpu_system_ns_per_task", 100);
  const json answer = answer_of(builder.results());
  ASSERT_EQ(answer["map"].size(), 1U);
  const json& entry = answer["map"][0];
  EXPECT_EQ(entry["workload"], "io_echo");
  EXPECT_EQ(entry["in_flight"], 8);
  EXPECT_EQ(entry["outcome"], "win");
  EXPECT_EQ(entry["runner"], "loop");
  EXPECT_EQ(entry["equal_to"], json::array());
  EXPECT_NEAR(entry["lead"]["median"].get<double>(), 1.25, 1e-9);
  EXPECT_LT(entry["lead"]["low"], entry["lead"]["high"]);
  EXPECT_EQ(entry["reason"], nullptr);
  ASSERT_EQ(entry["costs"].size(), 2U);
  EXPECT_EQ(entry["costs"][0]["runner"], "loop");
  EXPECT_EQ(entry["costs"][0]["standing"], "wins");
  EXPECT_EQ(entry["costs"][0]["cpu_ns_per_task"]["median"], 1000);
  EXPECT_EQ(entry["costs"][1]["share_of_best"], 0.8);
  EXPECT_EQ(entry["costs"][1]["cpu_ns_per_task"], nullptr);
  ASSERT_EQ(answer["matrix"].size(), 2U);
  EXPECT_EQ(answer["matrix"][0]["share_of_best"], 0.8);
  EXPECT_EQ(answer["verdict"]["kinds"][0]["runner"], "loop");
}

TEST(answer_json_test, recommends_nobody_where_nothing_is_shown) {
  run_builder builder;
  builder.workload("io_echo", work_kind::io).runner("pool").runner("loop");
  builder.cell("io_echo", "pool", 8, 400, 0.3).cell("io_echo", "loop", 8, 500, 0.3);
  const json entry = answer_of(builder.results())["map"][0];
  EXPECT_EQ(entry["outcome"], "undecided");
  EXPECT_EQ(entry["runner"], nullptr);
  EXPECT_EQ(entry["fastest"], "loop");
  EXPECT_GT(entry["samples_to_decide"], 6);
}

TEST(answer_json_test, gives_the_cost_that_decides_between_equals) {
  run_builder builder;
  builder.workload("io_echo", work_kind::io).runner("pool").runner("loop");
  for (const auto& [runner, cpu] : {std::pair{"pool", 9000}, std::pair{"loop", 1000}})
    builder.cell("io_echo", runner, 8, 500)
        .counter("io_echo", runner, 8, "cpu_user_ns_per_task", cpu)
        .counter("io_echo", runner, 8, "cpu_system_ns_per_task", 0);
  const json entry = answer_of(builder.results())["map"][0];
  EXPECT_EQ(entry["outcome"], "equal");
  EXPECT_EQ(entry["runner"], "loop");
  EXPECT_EQ(entry["equal_to"], json::array({"pool"}));
  EXPECT_EQ(entry["reason"]["cost"], "cpu_time");
  EXPECT_EQ(entry["reason"]["next"], "pool");
  EXPECT_NEAR(entry["reason"]["ratio"]["median"].get<double>(), 9, 1e-9);
}

TEST(answer_json_test, is_valid_json_whatever_the_names) {
  const json answer = answer_of(read_data({"hostile.json"}));
  EXPECT_EQ(answer["schema_version"], 1);
}

}  // namespace
}  // namespace interleave::reports
