// What the commands report about the machines that a folder's files come from.
#include "reports/results/machine_state.hpp"

#include "reports/answer/analysis.hpp"
#include "reports/results/run_results.hpp"
#include "tests/reports/test_data.hpp"

#include <optional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace interleave::reports {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string plain_file(const std::string& context) {
  return R"({"context": {"date": "2026-11-20T14:00:00+00:00", )" + context +
         R"(}, "benchmarks": [{"name": "bm", "run_name": "bm", "run_type": "iteration", "iterations": 10,
             "real_time": 5.0, "cpu_time": 5.0, "time_unit": "ns", "items_per_second": 2e8}]})";
}

machine_state state_of(const std::string& context) {
  return read_text(plain_file(context), "made-up.json").machine_then;
}

TEST(machine_state_test, is_what_google_benchmark_writes_of_it) {
  const machine_state found = state_of(R"("host_name": "runner-a", "num_cpus": 4, "mhz_per_cpu": 3800,
                                          "cpu_scaling_enabled": true, "load_avg": [1.5, 2, 3])");
  EXPECT_EQ(found, (machine_state{"runner-a", 3800, true, 1.5, 4}));
}

TEST(machine_state_test, takes_nothing_from_fields_of_other_kinds) {
  EXPECT_EQ(state_of(R"("host_name": 7, "num_cpus": "4", "mhz_per_cpu": "fast", "cpu_scaling_enabled": "no",
                        "load_avg": "high")"),
            machine_state{});
  EXPECT_EQ(state_of(R"("load_avg": [], "cpu_scaling_enabled": {})"), machine_state{});
}

TEST(machine_state_test, knows_whether_the_clock_of_the_suites_own_files_scales) {
  const auto scales_under = [](const std::string& governor) {
    auto file = nlohmann::json::parse(testing::text_of(testing::data_path("tiny.json")));
    file["context"]["interleave"]["machine"]["governor"] = governor;
    return read_text(file.dump(), "file.json").machine_then.scales;
  };
  EXPECT_EQ(scales_under("performance"), false);
  EXPECT_EQ(scales_under("powersave"), true);
  EXPECT_EQ(scales_under("schedutil"), true);
  EXPECT_EQ(scales_under("performance, schedutil"), true);
  EXPECT_EQ(scales_under("unknown"), std::nullopt);
  EXPECT_EQ(scales_under(""), std::nullopt);
}

TEST(machine_state_test, tells_hosts_clocks_scaling_and_load_of_all_files) {
  const std::vector<machine_state> both = {{"runner-a", 2100, true, 0.08, 4}, {"runner-b", 3800, false, 7.9, 4}};
  EXPECT_EQ(hosts_text(both), "runner-a, runner-b");
  EXPECT_EQ(clock_text(both), "2100 to 3800 MHz");
  EXPECT_EQ(scaling_text(both), "on in 1 of 2 files");
  EXPECT_EQ(load_text(both), "0.08 to 7.90");
  EXPECT_THAT(machine_cautions(both),
              ElementsAre(HasSubstr("2 hosts, runner-a and runner-b"), HasSubstr("clocks differ, 2100 to 3800 MHz"),
                          HasSubstr("scaling was on in 1 of 2 files"),
                          HasSubstr("runner-b was busy when it began to measure: a load of 7.90 on 4 cores")));
}

TEST(machine_state_test, has_nothing_to_say_of_one_quiet_machine_or_where_nothing_is_known) {
  const std::vector<machine_state> quiet(3, {"lab-7", 3800, false, 0.08, 4});
  EXPECT_THAT(machine_cautions(quiet), IsEmpty());
  EXPECT_EQ(clock_text(quiet), "3800 MHz");
  const std::vector<machine_state> unknown(2);
  EXPECT_THAT(machine_cautions(unknown), IsEmpty());
  EXPECT_EQ(hosts_text(unknown) + clock_text(unknown) + scaling_text(unknown) + load_text(unknown), "");
}

TEST(machine_state_test, is_a_warning_of_the_report) {
  const run_results results{{read_text(plain_file(R"("host_name": "a", "num_cpus": 2, "load_avg": [9.5])"), "a.json")}};
  const analysis model = analyse(results);
  const auto found = std::ranges::find(model.checks, std::string("machine"), &validity_check::id);
  ASSERT_NE(found, model.checks.end());
  EXPECT_EQ(found->status, check_status::warning);
  EXPECT_THAT(found->finding, HasSubstr("a load of 9.50 on 2 cores"));
}

}  // namespace
}  // namespace interleave::reports
