// results.json as a whole.
#include "benchmarks/driver/results.hpp"

#include "benchmarks/driver/files.hpp"
#include "benchmarks/driver/median.hpp"
#include "temporary_folder.hpp"

#include <fstream>
#include <vector>

#include <gtest/gtest.h>

namespace interleave::driver {
namespace {

TEST(results, keep_the_context_of_google_benchmark_beside_ours) {
  plan what;
  what.bench_context = {{"num_cpus", 2}, {"host_name", "lab"}};
  what.run_id = "id";
  const json made = results_of(what, {}, {true, "later", 1.5});
  EXPECT_EQ(made["context"]["num_cpus"], 2);
  EXPECT_EQ(made["context"]["interleave"]["run_id"], "id");
  EXPECT_EQ(made["context"]["interleave"]["complete"], true);
  EXPECT_EQ(made["context"]["interleave"]["run_seconds"], 1.5);
  EXPECT_TRUE(made["benchmarks"].is_array());
}

TEST(results, have_a_context_even_where_every_sample_failed) {
  plan what;
  what.host = "lab";
  const json made = results_of(what, {}, {});
  for (const char* field : {"date", "host_name", "executable", "num_cpus", "mhz_per_cpu", "cpu_scaling_enabled",
                            "caches", "load_avg", "library_build_type"})
    EXPECT_TRUE(made["context"].contains(field)) << field;
}

// What earlier parts took, in seconds that can be added up by hand: 0.5 of a sample is in no results.json yet.
TEST(earlier_parts, are_what_was_written_and_what_was_stored_since) {
  const test::temporary_folder folder;
  plan what;
  what.run_id = "id";
  const std::vector<json> rows{{{"driver_sample_s", 1.0}}, {{"driver_sample_s", 0.5}}};
  write_results(folder / "results.json", results_of(what, {rows.data(), 1}, {false, "", 100}));
  const earlier_parts found = earlier_parts_of(what, rows, folder / "results.json");
  EXPECT_TRUE(found.are_written);
  EXPECT_DOUBLE_EQ(found.seconds, 100.5);
  // A row that was lost is measured again, and counts as what that takes.
  EXPECT_DOUBLE_EQ(earlier_parts_of(what, {}, folder / "results.json").seconds, 99);
}

TEST(earlier_parts, are_those_of_the_rows_where_the_results_are_gone_damaged_or_anothers) {
  const test::temporary_folder folder;
  plan what;
  what.run_id = "id";
  const std::vector<json> rows{{{"driver_sample_s", 1.0}}, {{"driver_sample_s", 0.5}}};
  const auto found = [&] { return earlier_parts_of(what, rows, folder / "results.json"); };
  EXPECT_DOUBLE_EQ(found().seconds, 1.5);
  EXPECT_FALSE(found().are_written);
  for (const char* const text :
       {"", "{", "[]", R"({"context": 3})", R"({"context": {"interleave": {"run_seconds": "x"}}})",
        R"({"context": {"interleave": {"run_id": "another", "run_seconds": 9, "finished": ""}}, "benchmarks": []})"}) {
    std::ofstream(folder / "results.json") << text;
    EXPECT_DOUBLE_EQ(found().seconds, 1.5) << text;
    EXPECT_FALSE(found().are_written) << text;
  }
}

TEST(results, tell_the_drivers_own_cost) {
  std::vector<json> rows;
  for (const double cost : {0.010, 0.012, 0.050}) rows.push_back({{"driver_overhead_s", cost}});
  rows.push_back({{"error_occurred", true}});
  const json overhead = results_of({}, rows, {})["context"]["interleave"]["overhead"];
  EXPECT_DOUBLE_EQ(overhead["driver_ms_per_sample_median"], 12.0);
  EXPECT_DOUBLE_EQ(overhead["driver_ms_per_sample_p90"], 50.0);
}

TEST(results, are_written_whole_and_leave_nothing_beside) {
  const test::temporary_folder folder;
  write_results(folder / "results.json", {{"a", 1}});
  write_results(folder / "results.json", {{"a", 2}});
  EXPECT_EQ(json::parse(read_file(folder / "results.json"))["a"], 2);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
}

TEST(results, are_written_without_control_characters) {
  const test::temporary_folder folder;
  const json failed{{"error_message", "\x7f \xc2\x9b \x1b"}};
  write_results(folder / "results.json", failed);
  const std::string written = read_file(folder / "results.json");
  EXPECT_NE(written.find(R"("\u007f \u009b \u001b")"), std::string::npos) << written;
  EXPECT_EQ(json::parse(written), failed);
}

TEST(results, that_cannot_be_written_leave_the_old_ones) {
  const test::temporary_folder folder;
  EXPECT_THROW(write_results(folder / "missing/results.json", {}), storage_error);
  std::filesystem::create_directory(folder / "results.json");
  EXPECT_THROW(write_results(folder / "results.json", {}), storage_error);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
}

TEST(median, is_the_middle_or_the_mean_of_the_two_middles) {
  EXPECT_EQ(median_of({}), 0);
  EXPECT_EQ(median_of({4}), 4);
  EXPECT_EQ(median_of({9, 1, 4}), 4);
  EXPECT_EQ(median_of({9, 1, 4, 5}), 4.5);
}

TEST(nearest_rank, is_the_smallest_value_that_enough_do_not_exceed) {
  EXPECT_EQ(nearest_rank({}, 0.9), 0);
  EXPECT_EQ(nearest_rank({5, 1, 2, 3, 4, 6, 7, 8, 9, 10}, 0.9), 9);
  EXPECT_EQ(nearest_rank({1, 2}, 0), 1);
  EXPECT_EQ(nearest_rank({1, 2}, 1), 2);
}

}  // namespace
}  // namespace interleave::driver
