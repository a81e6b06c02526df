// Documents of single processes, as several versions of Google Benchmark write them.
#include "tracking/gate/process_document.hpp"

#include "reports/results/run_results.hpp"

#include <gtest/gtest.h>

namespace interleave::tracking {
namespace {

process_result read(const std::string& rows) {
  return read_process_document(R"({"context": {}, "benchmarks": [)" + rows + "]}", "BM_a");
}

TEST(a_process_document, has_times_in_the_unit_that_it_says) {
  const process_result result =
      read(R"({"name": "BM_a", "run_type": "iteration", "real_time": 2.5, "cpu_time": 2.0, "time_unit": "us"})");
  EXPECT_EQ(result.failure, "");
  EXPECT_DOUBLE_EQ(result.times.real_ns, 2500);
  EXPECT_DOUBLE_EQ(result.times.cpu_ns, 2000);
}

TEST(a_process_document, of_repetitions_is_one_measurement) {
  const process_result result = read(
      R"({"name": "BM_a", "run_type": "iteration", "repetition_index": 0, "real_time": 1, "cpu_time": 1, "time_unit": "ns"},
         {"name": "BM_a", "run_type": "iteration", "repetition_index": 1, "real_time": 9, "cpu_time": 9, "time_unit": "ns"},
         {"name": "BM_a", "run_type": "iteration", "repetition_index": 2, "real_time": 2, "cpu_time": 2, "time_unit": "ns"},
         {"name": "BM_a", "run_type": "aggregate", "aggregate_name": "mean", "real_time": 4, "cpu_time": 4, "time_unit": "ns"},
         {"name": "BM_a", "run_type": "aggregate", "aggregate_name": "cv", "real_time": 0.9, "cpu_time": 0.9, "time_unit": "ns"})");
  EXPECT_DOUBLE_EQ(result.times.real_ns, 2);
}

TEST(a_process_document, of_aggregates_only_has_a_median) {
  const process_result result = read(
      R"({"name": "BM_a", "run_type": "aggregate", "aggregate_name": "mean", "real_time": 4, "cpu_time": 4, "time_unit": "ns"},
         {"name": "BM_a", "run_type": "aggregate", "aggregate_name": "median", "real_time": 3, "cpu_time": 2, "time_unit": "ns"})");
  EXPECT_DOUBLE_EQ(result.times.real_ns, 3);
  EXPECT_DOUBLE_EQ(result.times.cpu_ns, 2);
}

TEST(a_process_document, may_hold_big_o_rows_without_time_and_numbers_that_are_none) {
  const process_result result = read(
      R"({"name": "BM_a", "run_type": "iteration", "real_time": 7, "cpu_time": 7, "time_unit": "ns", "rate": NaN, "peak": Infinity},
         {"name": "BM_a", "run_type": "aggregate", "aggregate_name": "BigO", "cpu_coefficient": 1, "big_o": "N", "time_unit": "ns"},
         {"name": "BM_a", "run_type": "aggregate", "aggregate_name": "RMS", "rms": 0.1})");
  EXPECT_EQ(result.failure, "");
  EXPECT_DOUBLE_EQ(result.times.real_ns, 7);
}

TEST(a_process_document, of_a_thread_that_only_waits_has_a_cpu_time_above_0) {
  EXPECT_GT(read(R"({"name": "BM_a", "run_type": "iteration", "real_time": 7, "cpu_time": 0, "time_unit": "ms"})")
                .times.cpu_ns,
            0);
}

TEST(a_process_document, says_why_there_is_no_time) {
  EXPECT_EQ(
      read(
          R"({"name": "BM_a", "run_type": "iteration", "error_occurred": true, "error_message": "no disk", "real_time": 0})")
          .failure,
      "it reported an error: no disk");
  EXPECT_EQ(
      read(R"({"name": "BM_a", "run_type": "iteration", "skipped": true, "skip_message": "no GPU", "real_time": 0})")
          .failure,
      "it was skipped: no GPU");
  EXPECT_EQ(read("").failure, "its result: /benchmarks: holds no measurement");
  EXPECT_EQ(
      read(R"({"name": "BM_a", "run_type": "iteration", "real_time": 0, "cpu_time": 0, "time_unit": "ns"})").failure,
      "it reported no usable time or counter");
  EXPECT_EQ(read(R"({"name": "BM_a", "real_time": 0, "cpu_time": 2})").failure, "it reported no usable real_time");
  EXPECT_EQ(read_process_document("", "BM_a").failure, "it wrote no result");
}

TEST(a_process_document, knows_skipped_by_the_words_of_builds_between_releases) {
  EXPECT_EQ(
      read(
          R"({"name": "BM_a", "run_type": "iteration", "skipped": "message", "skip_message": "no GPU", "real_time": 0})")
          .failure,
      "it was skipped: no GPU");
  EXPECT_EQ(
      read(R"({"name": "BM_a", "run_type": "iteration", "skipped": "error", "skip_message": "broke", "real_time": 0})")
          .failure,
      "it reported an error: broke");
  EXPECT_EQ(
      read(R"({"name": "BM_a", "run_type": "iteration", "skipped": "not_skipped", "real_time": 7, "cpu_time": 7})")
          .failure,
      "");
}

TEST(a_process_document, may_lack_a_cpu_time_and_no_real_time) {
  const process_result timeless = read(R"({"name": "BM_a", "run_type": "iteration", "real_time": 7, "cpu_time": NaN})");
  EXPECT_EQ(timeless.failure, "");
  EXPECT_EQ(timeless.times.cpu_ns, reports::shortest_time_ns);
  EXPECT_EQ(read(R"({"name": "BM_a", "run_type": "iteration", "real_time": NaN, "cpu_time": 7})").failure,
            "it reported no usable real_time");
}

TEST(a_process_document, fails_with_times_that_a_log_could_not_hold) {
  for (const char* row :
       {R"({"name": "BM_a", "run_type": "iteration", "cpu_time": 1, "time_unit": "s", "real_time": 1e17})",
        R"({"name": "BM_a", "run_type": "iteration", "cpu_time": 1, "time_unit": "s", "real_time": 1e-300})"})
    EXPECT_EQ(read(row).failure, "it reported no usable real_time") << row;
}

TEST(a_process_document, of_two_benchmarks_of_one_name_is_none) {
  const process_result result = read(R"({"name": "BM_a", "family_index": 0, "real_time": 1, "cpu_time": 1},
                                        {"name": "BM_a", "family_index": 1, "real_time": 9, "cpu_time": 9})");
  EXPECT_NE(result.failure.find("several benchmarks"), std::string::npos) << result.failure;
}

TEST(a_process_document, of_another_benchmark_than_was_asked_for_is_none) {
  EXPECT_EQ(read(R"({"name": "BM_ab", "real_time": 1, "cpu_time": 1})").failure, "it measured BM_ab instead");
  EXPECT_EQ(read(R"({"name": "BM_ab", "error_occurred": true, "error_message": "no disk"})").failure,
            "it measured BM_ab instead");
}

TEST(a_process_document, goes_by_the_name_that_the_listing_has) {
  const std::string document =
      R"({"context": {}, "benchmarks": [
        {"name": "BM_a/repeats:2/threads:2", "run_name": "BM_a/repeats:2/threads:2", "repetitions": 2,
         "repetition_index": 0, "real_time": 1, "cpu_time": 1},
        {"name": "BM_a/repeats:2/threads:2", "run_name": "BM_a/repeats:2/threads:2", "repetitions": 2,
         "repetition_index": 1, "real_time": 3, "cpu_time": 1}]})";
  const process_result result = read_process_document(document, "BM_a/repeats:2/threads:2");
  EXPECT_EQ(result.failure, "");
  EXPECT_DOUBLE_EQ(result.times.real_ns, 2);
}

TEST(a_process_document, takes_numbers_in_the_place_of_words_for_counters) {
  const process_result result = read(R"({"name": "BM_a", "real_time": 7, "cpu_time": 7, "skipped": 3,
                                         "error_occurred": 0, "label": 5})");
  EXPECT_EQ(result.failure, "");
  EXPECT_DOUBLE_EQ(result.times.real_ns, 7);
}

TEST(a_process_document, may_be_of_a_locale_that_groups_digits) {
  EXPECT_EQ(read(R"({"name": "BM_a", "iterations": 35,362, "real_time": 1.5e+00, "cpu_time": 1.5e+00})").times.real_ns,
            1.5);
}

TEST(a_process_document, that_is_broken_fails_with_the_place) {
  EXPECT_NE(read_process_document("{\"benchmarks\": [", "BM_a").failure.find("ends early"), std::string::npos);
  EXPECT_EQ(read_process_document("no JSON\n", "BM_a").failure,
            "its result: line 1, column 1: this is not JSON: met 'no' (invalid literal)");
  EXPECT_NE(
      read(R"({"name": "BM_a", "run_type": "iteration", "real_time": "x"})").failure.find("/benchmarks/0/real_time"),
      std::string::npos);
  EXPECT_NE(read(R"({"name": "BM_a", "run_type": "iteration", "real_time": 1, "cpu_time": 1, "time_unit": "h"})")
                .failure.find("'h'"),
            std::string::npos);
}

}  // namespace
}  // namespace interleave::tracking
