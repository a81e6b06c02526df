// Rows of results.json.
#include "benchmarks/driver/rows.hpp"

#include "doubles.hpp"

#include <gtest/gtest.h>

namespace interleave::driver {
namespace {

using test::cell_of;
using test::good_outcome;

const planned_cell noop_cell = cell_of("noop", "coroutines", 8);

TEST(rows, of_a_good_sample_keep_what_the_bench_wrote_under_our_name_and_place) {
  const json row = row_of({noop_cell, 3, 5}, good_outcome("noop/coroutines/in_flight:8"));
  EXPECT_EQ(row["name"], "noop/coroutines/in_flight:8");
  EXPECT_EQ(row["run_name"], "noop/coroutines/in_flight:8");
  EXPECT_EQ(row["repetitions"], 5);
  EXPECT_EQ(row["repetition_index"], 3);
  EXPECT_EQ(row["items_per_second"], 2e7);
  EXPECT_EQ(row["iterations"], 1000);
  EXPECT_EQ(row["workload"], "noop");
  EXPECT_EQ(row["runner"], "coroutines");
  EXPECT_EQ(row["in_flight"], 8);
  EXPECT_EQ(row["sample"], 3);
  EXPECT_EQ(row["round"], 3);
  EXPECT_FALSE(is_failed(row));
}

TEST(rows, are_those_of_a_plan_as_they_were_made) {
  plan made;
  made.settings.samples_per_cell = 5;
  made.cells = {noop_cell, cell_of("noop", "futures", 8, "it cannot")};
  json row = row_of({noop_cell, 4, 5}, good_outcome("x"));
  note_seconds(row, 0.3);
  EXPECT_EQ(why_no_row_of(made, row), "");
  json failed = row_of({noop_cell, 0, 5}, {failure::crash, "killed by SIGSEGV", "last words", {}});
  note_earlier(failed, failed);
  EXPECT_EQ(why_no_row_of(made, failed), "");
  EXPECT_EQ(why_no_row_of(made, unsupported_row(made.cells[1])), "");

  const auto refusal = [&](const char* key, const json& value) {
    json changed = row;
    changed[key] = value;
    return why_no_row_of(made, changed);
  };
  EXPECT_EQ(refusal("name", "other"), "no cell of this run has its name");
  EXPECT_EQ(refusal("sample", 5), "sample 5 of 5 is none of this run");
  EXPECT_EQ(refusal("sample", -1), "sample -1 of 5 is none of this run");
  EXPECT_EQ(refusal("workload", "other"), "its \"workload\" is not that of the cell");
  EXPECT_EQ(refusal("in_flight", "8"), "its \"in_flight\" is not that of the cell");
  EXPECT_EQ(refusal("parameters", json::array()), "its \"parameters\" is not that of the cell");
  for (const char* const key : {"real_time", "items_per_second", "error_message", "error_occurred", "time_unit"})
    EXPECT_EQ(refusal(key, json::object()), "its \"" + std::string(key) + "\" is of a wrong kind");
  EXPECT_EQ(refusal("real_time", "x"), "its \"real_time\" is of a wrong kind");
  EXPECT_EQ(refusal("cpu_time", -1), "its \"cpu_time\" is of a wrong kind");
  EXPECT_EQ(refusal("items_per_second", nullptr), "") << "a number that could not be computed";
}

TEST(rows, give_in_flight_as_a_whole_number_though_the_bench_counts_in_doubles) {
  sample_outcome outcome = good_outcome("x");
  outcome.document["benchmarks"][0]["in_flight"] = 8.0;
  EXPECT_TRUE(row_of({noop_cell, 0, 1}, outcome)["in_flight"].is_number_unsigned());
}

TEST(rows, of_a_failure_hold_no_number_and_say_why) {
  const json row = row_of({noop_cell, 1, 5}, {failure::crash, "killed by SIGSEGV", "last words", {}});
  EXPECT_TRUE(is_failed(row));
  EXPECT_FALSE(is_unsupported(row));
  EXPECT_EQ(row["failure"], "crash");
  EXPECT_EQ(row["error_message"], "killed by SIGSEGV");
  EXPECT_EQ(row["output_tail"], "last words");
  EXPECT_EQ(row["iterations"], 0);
  EXPECT_EQ(row["real_time"], 0.0);
  EXPECT_EQ(row["repetition_index"], 1);
  EXPECT_FALSE(row.contains("items_per_second"));
}

TEST(rows, of_an_unsupported_cell_give_the_reason) {
  const json row = unsupported_row(cell_of("noop", "futures", 8, "it cannot"));
  EXPECT_TRUE(is_unsupported(row));
  EXPECT_EQ(row["failure"], "unsupported");
  EXPECT_EQ(row["error_message"], "unsupported: it cannot");
}

TEST(rows, count_as_overhead_what_is_neither_preparation_nor_measurement_nor_clearing_away) {
  json row = row_of({noop_cell, 0, 1}, good_outcome("x"));  // 0.05 + 0.1 + 0.1 + 0.03 s by its own account
  note_seconds(row, 0.292);
  EXPECT_DOUBLE_EQ(row["driver_sample_s"], 0.292);
  EXPECT_NEAR(row["driver_overhead_s"], 0.012, 1e-12);
}

TEST(rows, of_failures_have_no_overhead) {
  json row = row_of({noop_cell, 0, 1}, {failure::timeout, "", "", {}});
  note_seconds(row, 30);
  EXPECT_DOUBLE_EQ(row["driver_sample_s"], 30);
  EXPECT_FALSE(row.contains("driver_overhead_s"));
}

}  // namespace
}  // namespace interleave::driver
