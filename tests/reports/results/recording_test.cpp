// Each kind of row of each version of Google Benchmark, and of ours, read right; and what is refused.
#include "reports/results/recording.hpp"

#include "reports/errors.hpp"
#include "tests/reports/test_data.hpp"

#include <filesystem>
#include <fstream>
#include <span>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <stdlib.h>

namespace interleave::reports {
namespace {

using testing::data_path;
using testing::text_of;
using strings = std::vector<std::string>;
using doubles = std::vector<double>;

strings names_of(const recording& read) {
  strings names;
  for (const recorded_cell& cell : read.cells) names.push_back(cell.name);
  return names;
}

// A Google Benchmark file around these rows.
std::string file_of(const std::string& rows, const std::string& context = R"("num_cpus": 2)") {
  return R"({"context": {)" + context + R"(}, "benchmarks": [)" + rows + "]}";
}

// The suite's context of a run of this name.
std::string suite_of(const std::string& run) {
  return fmt::format(R"("interleave": {{"schema_version": 1, "run_id": "{}", "complete": true,
                        "workloads": [{{"name": "w", "kind": "cpu"}}],
                        "runners": [{{"name": "r", "family": "threads"}}]}})",
                     run);
}

std::string sample_of(int sample, int real_ns) {
  return fmt::format(R"({{"name": "a", "workload": "w", "runner": "r", "in_flight": 1, "sample": {}, "real_time": {},
                         "items_per_second": 1e6}})",
                     sample, real_ns);
}

// The suite's results of a run of this name.
std::string results_of(const std::string& run) {
  return file_of(sample_of(0, 10), suite_of(run));
}

recording recorded_text(const std::string& text, const read_limits& limits = {}) {
  return recording_of(run_results{{read_text(text, "given.json", limits)}}, "given.json");
}

input_error refusal_of(const std::string& text) {
  try {
    recorded_text(text);
  } catch (const input_error& error) {
    return error;
  }
  return {"", "", "nothing was refused", ""};
}

class a_folder : public ::testing::Test {
 protected:
  a_folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "recording-XXXXXX").string();
    path = ::mkdtemp(pattern.data());
  }
  ~a_folder() override { std::filesystem::remove_all(path); }

  void write(const std::string& name, const std::string& text) const { std::ofstream(path / name) << text; }

  std::filesystem::path path;
};

TEST(recording_1_7, names_machine_and_build) {
  const recording read = read_recording(data_path("google_benchmark_1_7.json"));
  EXPECT_EQ(read.date, "2026-11-20T14:32:54+00:00");
  EXPECT_EQ(read.host, "lab-7");
  EXPECT_EQ(read.cores, 4);
  EXPECT_EQ(read.caches, "L1 Data 32768 bytes for 2, L2 Unified 1048576 bytes for 2");
  EXPECT_EQ(read.build_type, "release");
  EXPECT_EQ(read.cpu_model, "");
  EXPECT_FALSE(read.is_suite_result);
  EXPECT_FALSE(read.fresh_processes);
}

TEST(recording_1_7, keeps_iterations_and_leaves_out_aggregates_big_o_and_rms) {
  const recording read = read_recording(data_path("google_benchmark_1_7.json"));
  EXPECT_EQ(names_of(read), (strings{"bm_copy/8/threads:2", "bm_error", "bm_slow/manual_time"}));
  EXPECT_EQ(read.find("bm_copy/8/threads:2")->values("real_time"), (doubles{5000, 7000}));
  EXPECT_EQ(read.find("bm_copy/8/threads:2")->values("cpu_time"), (doubles{4500, 6500}));
  EXPECT_EQ(read.find("bm_copy/8/threads:2")->measurements[0].iterations, 1000);
}

TEST(recording_1_7, leaves_out_counters_that_are_no_numbers) {
  const recording read = read_recording(data_path("google_benchmark_1_7.json"));
  const recorded_cell& cell = *read.find("bm_copy/8/threads:2");
  EXPECT_EQ(cell.values("ratio"), doubles{});
  EXPECT_EQ(cell.values("endless"), doubles{2});
  EXPECT_EQ(cell.values("max_bytes_used"), doubles{4096});
  EXPECT_EQ(cell.values("threads"), doubles{});
  EXPECT_EQ(read.find("bm_slow/manual_time")->values("real_time"), doubles{2e9});
  EXPECT_EQ(read.find("bm_slow/manual_time")->values("cpu_time"), doubles{});
}

TEST(recording_1_7, keeps_failures_as_such) {
  const recording read = read_recording(data_path("google_benchmark_1_7.json"));
  const recorded_cell& cell = *read.find("bm_error");
  EXPECT_EQ(cell.failures, strings{"no such device"});
  EXPECT_EQ(cell.skipped, 0U);
  EXPECT_TRUE(cell.measurements.empty());
}

TEST(recording_1_8, tells_skipped_from_failed) {
  const recording read = read_recording(data_path("google_benchmark_1_8.json"));
  EXPECT_EQ(names_of(read), (strings{"bm_find/iterations:16", "bm_avx"}));
  EXPECT_EQ(read.find("bm_avx")->failures, strings{"no AVX-512 here"});
  EXPECT_EQ(read.find("bm_avx")->skipped, 1U);
  EXPECT_EQ(read.find("bm_find/iterations:16")->failures, strings{"lost its \x1b[31mdevice"});
  EXPECT_EQ(read.find("bm_find/iterations:16")->skipped, 0U);
  EXPECT_EQ(read.find("bm_find/iterations:16")->values("real_time"), (doubles{1.5e6, 1.75e6}));
}

TEST(recording_1_8, takes_what_the_user_added_to_the_context) {
  const recording read = read_recording(data_path("google_benchmark_1_8.json"));
  EXPECT_EQ(read.compiler, "g++ 13.2.0");
  EXPECT_EQ(read.cpu_model, "Example CPU 9000");
  EXPECT_EQ(read.build_type, "debug");
}

TEST(recording_1_9, reads_version_words_and_namesakes) {
  const recording read = read_recording(data_path("google_benchmark_1_9.json"));
  EXPECT_EQ(read.library_version, "v1.9.1");
  EXPECT_EQ(names_of(read),
            (strings{"bm_same", "bm_same #2", "bm_word", "bm_word_error", "bm_timeless/manual_time", "bm_sum"}));
  EXPECT_EQ(read.find("bm_same")->values("real_time"), doubles{11});
  EXPECT_EQ(read.find("bm_same #2")->values("real_time"), doubles{13});
  EXPECT_EQ(read.find("bm_same")->values("net_heap_growth"), doubles{0});
  EXPECT_EQ(read.find("bm_word")->skipped, 1U);
  EXPECT_EQ(read.find("bm_word_error")->skipped, 0U);
  EXPECT_EQ(read.find("bm_word_error")->failures, strings{"broke"});
  EXPECT_EQ(read.find("bm_timeless/manual_time")->failures, strings{"no usable time or counter"});
  EXPECT_EQ(read.find("bm_sum")->values("real_time"), doubles{9});
  EXPECT_TRUE(read.fresh_processes);
}

// With another slack than the default, what was measured is something else.
TEST(recording_of_the_suite, names_the_timer_slack_among_its_settings_where_one_was_chosen) {
  nlohmann::json document =
      nlohmann::json::parse(std::ifstream(std::filesystem::path(INTERLEAVE_REPORTS_TEST_DATA) / "complete.json"));
  const std::filesystem::path file = std::filesystem::path(::testing::TempDir()) / "timer_slack.json";
  const auto settings_with = [&](const char* slack) {
    document["context"]["interleave"]["timer_slack"] = slack;
    std::ofstream(file) << document;
    return read_recording(file).settings;
  };
  EXPECT_EQ(settings_with("default"), "placement free, 0.1 s a sample");
  EXPECT_EQ(settings_with("least"), "placement free, 0.1 s a sample, least timer slack");
}

TEST(recording_of_the_suite, knows_machine_build_and_settings) {
  const recording read = read_recording(std::filesystem::path(INTERLEAVE_REPORTS_TEST_DATA) / "complete.json");
  EXPECT_TRUE(read.is_suite_result);
  EXPECT_TRUE(read.fresh_processes);
  EXPECT_EQ(read.cpu_model, "Example CPU 7700");
  EXPECT_EQ(read.compiler, "g++ 12.2.0");
  EXPECT_EQ(read.build_type, "release");
  EXPECT_EQ(read.library_version, "1.7.1");
  EXPECT_EQ(read.settings, "placement free, 0.1 s a sample");
  EXPECT_EQ(read.find("io_echo/coroutines/in_flight:8")->parameters, "delay 1ms");
  EXPECT_EQ(read.find("io_echo/coroutines/in_flight:8")->values("items_per_second").size(), 6U);
  const recorded_cell& unsupported = *read.find("io_file_read/prefork_loops/in_flight:64");
  EXPECT_EQ(unsupported.skipped, 1U);
}

TEST(recording, counters_of_others_may_have_the_name_of_anything) {
  const recording read = recorded_text(
      file_of(R"({"name": "a", "run_type": "iteration", "real_time": 1, "rms": 1, "big_o": 2, "aggregate_name": 3,
                  "skipped": 4, "error_occurred": 5, "parameters": 6, "in_flight": 7, "sample": 8, "round": 9})"));
  ASSERT_EQ(names_of(read), strings{"a"});
  EXPECT_EQ(read.cells[0].failures, strings{});
  EXPECT_EQ(read.cells[0].parameters, "");
  double value = 0;
  for (const char* const name :
       {"rms", "big_o", "aggregate_name", "skipped", "error_occurred", "parameters", "in_flight", "sample", "round"}) {
    EXPECT_EQ(read.cells[0].values(name), doubles{++value}) << name;
  }
}

TEST(recording_of_the_suite, has_no_counters_of_what_names_a_sample) {
  const recording read = read_recording(std::filesystem::path(INTERLEAVE_REPORTS_TEST_DATA) / "complete.json");
  for (const char* const name : {"in_flight", "sample", "round"}) {
    EXPECT_EQ(read.find("io_echo/coroutines/in_flight:8")->values(name), doubles{}) << name;
  }
}

TEST(recording, keeps_a_name_that_only_looks_like_repeats) {
  for (const char* const name : {"a/repeats:x", "a/repeats:", "a/repeats:2x"}) {
    const std::string row = fmt::format(R"({{"name": "{}", "repetitions": 2, "real_time": 1}})", name);
    EXPECT_EQ(names_of(recorded_text(file_of(row))), strings{name});
  }
}

TEST(recording, has_one_name_for_a_benchmark_however_often_it_was_repeated) {
  for (const char* const count : {"1", "3"}) {
    EXPECT_EQ(names_of(recorded_text(
                  file_of(fmt::format(R"({{"name": "a/8/repeats:{0}/threads:2", "repetitions": {0}, "real_time": 1}},
                                         {{"name": "b/repeats:4/repeats:{0}", "repetitions": {0}, "real_time": 1}})",
                                      count)))),
              (strings{"a/8/threads:2", "b/repeats:4"}));
  }
}

TEST(recording, keeps_an_argument_that_is_called_repeats) {
  for (const char* const count : {"1", "2", "10"}) {
    std::string rows;
    for (const char* const argument : {"1", "2", "4"}) {
      rows += fmt::format(R"({}{{"name": "a/repeats:{}", "repetitions": {}, "real_time": 1}})", rows.empty() ? "" : ",",
                          argument, count);
    }
    EXPECT_EQ(names_of(recorded_text(file_of(rows))), (strings{"a/repeats:1", "a/repeats:2", "a/repeats:4"})) << count;
  }
}

TEST(recording, knows_a_benchmark_by_its_run_name_whatever_its_rows_are_called) {
  const recording read =
      recorded_text(file_of(R"({"name": "a_first", "run_name": "a", "repetition_index": 1, "real_time": 1},
                 {"name": "a_second", "run_name": "a", "repetition_index": 0, "real_time": 2},
                 {"name": "a_cv", "run_name": "a", "run_type": "aggregate", "aggregate_name": "cv", "real_time": 0.1})"));
  ASSERT_EQ(names_of(read), strings{"a"});
  EXPECT_EQ(read.find("a")->values("real_time"), (doubles{1, 2}));
}

TEST(recording, refuses_what_would_count_twice) {
  const std::string row = R"({"name": "a", "repetition_index": 0, "real_time": 1})";
  const input_error error = refusal_of(file_of(row + "," + row));
  EXPECT_EQ(error.where, "/benchmarks/1");
  EXPECT_NE(error.problem.find("it would count twice"), std::string::npos);
}

TEST(recording, takes_the_median_or_else_the_mean_of_a_benchmark_that_wrote_aggregates_only) {
  const auto aggregate = [](const char* benchmark, const char* name, int time) {
    return fmt::format(
        R"({{"name": "{0}_{1}", "run_name": "{0}", "run_type": "aggregate", "aggregate_name": "{1}", "real_time": {2}}})",
        benchmark, name, time);
  };
  const auto repetition = [](int index, int time) {
    return fmt::format(
        R"({{"name": "b", "run_name": "b", "run_type": "iteration", "repetition_index": {}, "real_time": {}}})", index,
        time);
  };
  const recording read = recorded_text(file_of(fmt::format(
      "{}",
      fmt::join(strings{aggregate("a", "mean", 5), aggregate("a", "median", 4), aggregate("a", "cv", 1),
                        repetition(0, 10), repetition(1, 20), aggregate("b", "median", 15), aggregate("c", "mean", 7)},
                ","))));
  EXPECT_EQ(names_of(read), (strings{"a", "b", "c"}));
  EXPECT_EQ(read.find("a")->values("real_time"), doubles{4});
  EXPECT_EQ(read.find("b")->values("real_time"), (doubles{10, 20}));
  EXPECT_EQ(read.find("c")->values("real_time"), doubles{7});
}

TEST(recording, refuses_aggregates_that_are_no_times_and_says_how_to_get_more) {
  const input_error error = refusal_of(file_of(R"({"name": "a_mean", "run_type": "aggregate"})"));
  EXPECT_EQ(error.where, "/benchmarks");
  EXPECT_NE(error.remedy.find("--benchmark_report_aggregates_only"), std::string::npos);
}

TEST(recording, knows_an_aggregate_without_a_run_type_too) {
  for (const char* mark : {R"("aggregate_name": "stddev")", R"("big_o": "N")", R"("rms": 0.1)"}) {
    EXPECT_EQ(refusal_of(file_of(R"({"name": "a", "real_time": 1, )" + std::string(mark) + "}")).problem,
              "holds aggregates only, and no median or mean among them");
  }
}

TEST(recording, names_the_place_of_what_is_wrong) {
  EXPECT_EQ(refusal_of("{}").where, "/context");
  EXPECT_EQ(refusal_of(R"({"context": {}})").where, "/benchmarks");
  EXPECT_EQ(refusal_of(file_of("")).problem, "holds no measurement");
  EXPECT_EQ(refusal_of(file_of(R"({"real_time": 1})")).where, "/benchmarks/0/name");
  EXPECT_EQ(refusal_of(file_of(R"({"name": "a", "time_unit": "weeks"})")).where, "/benchmarks/0/time_unit");
  EXPECT_EQ(refusal_of(file_of(R"({"name": "a", "skipped": [3]})")).where, "/benchmarks/0/skipped");
  EXPECT_EQ(refusal_of(file_of(R"({"name": "a"})", R"("num_cpus": -1)")).where, "/context/num_cpus");
  EXPECT_EQ(refusal_of("[1, 2").where, "line 1, column 6");
}

TEST(recording, refuses_more_cells_than_the_limit) {
  read_limits limits;
  limits.cells = 1;
  EXPECT_THROW(recorded_text(file_of(R"({"name": "a", "real_time": 1}, {"name": "b", "real_time": 1})"), limits),
               input_error);
}

TEST_F(a_folder, joins_its_files_cell_by_cell) {
  write("1.json", file_of(R"({"name": "a", "real_time": 10}, {"name": "b", "real_time": 20})"));
  write("2.json", file_of(R"({"name": "a", "real_time": 11}, {"name": "c", "real_time": 30})"));
  write("notes.txt", "not JSON");
  const recording read = read_recording(path);
  EXPECT_EQ(names_of(read), (strings{"a", "b", "c"}));
  EXPECT_EQ(read.find("a")->values("real_time"), (doubles{10, 11}));
  EXPECT_TRUE(read.fresh_processes);
  EXPECT_EQ(read.path, path);
}

TEST_F(a_folder, of_processes_has_one_measurement_of_each) {
  write("1.json", file_of(R"({"name": "a", "repetition_index": 0, "real_time": 10, "cpu_time": 3, "depth": 1},
                             {"name": "a", "repetition_index": 1, "real_time": 20, "cpu_time": 2},
                             {"name": "a", "repetition_index": 2, "real_time": 90, "cpu_time": 1, "depth": 2},
                             {"name": "a", "repetition_index": 3, "error_occurred": true, "error_message": "lost"})"));
  write("2.json", file_of(R"({"name": "a", "real_time": 11}, {"name": "b", "real_time": 30})"));
  const recording read = read_recording(path);
  EXPECT_EQ(read.find("a")->values("real_time"), (doubles{20, 11}));
  EXPECT_EQ(read.find("a")->values("cpu_time"), doubles{2});
  EXPECT_EQ(read.find("a")->values("depth"), doubles{1.5});
  EXPECT_EQ(read.find("a")->failures, strings{"lost"});
  EXPECT_EQ(read.find("a")->samples(), 2U) << "processes, one of which failed in part";
  EXPECT_EQ(read.find("b")->values("real_time"), doubles{30});
  EXPECT_TRUE(read.fresh_processes);
}

TEST_F(a_folder, of_processes_has_one_failure_of_each) {
  const std::string lost = R"("error_occurred": true, "error_message": "lost"})";
  write("1.json", file_of(R"({"name": "a", "repetition_index": 0, )" + lost +
                          R"(, {"name": "a", "repetition_index": 1, )" + lost));
  write("2.json", file_of(R"({"name": "a", "repetition_index": 0, "real_time": 11},
                             {"name": "a", "repetition_index": 1, )" +
                          lost));
  const recording read = read_recording(path);
  const recorded_cell& cell = *read.find("a");
  EXPECT_EQ(cell.failures, (strings{"lost", "lost"}));
  EXPECT_EQ(cell.samples(), 2U);
}

TEST_F(a_folder, of_processes_has_the_failure_of_one_that_skipped_before_it_failed) {
  write("1.json", file_of(R"({"name": "a", "repetition_index": 0, "skipped": true, "skip_message": "not here"},
                             {"name": "a", "repetition_index": 1, "error_occurred": true, "error_message": "lost"})"));
  write("2.json", file_of(R"({"name": "a", "repetition_index": 0, "skipped": true, "skip_message": "not here"},
                             {"name": "a", "repetition_index": 1, "skipped": true, "skip_message": "nor there"})"));
  const recording read = read_recording(path);
  const recorded_cell& cell = *read.find("a");
  EXPECT_EQ(cell.failures, (strings{"lost", "not here"}));
  EXPECT_EQ(cell.skipped, 1U);
  EXPECT_FALSE(cell.is_skipped());
}

TEST_F(a_folder, with_a_run_that_nobody_can_look_at_is_refused) {
  write("1.json", file_of(R"({"name": "a", "real_time": 10})"));
  std::filesystem::create_directory(path / "monday");
  std::filesystem::create_symlink("run.json", path / "monday" / "run.json");  // leads nowhere, without end
  EXPECT_THROW(read_recording(path), input_error);
}

TEST_F(a_folder, of_one_process_has_all_its_repetitions) {
  write("1.json", file_of(R"({"name": "a", "repetition_index": 0, "real_time": 10},
                             {"name": "a", "repetition_index": 1, "real_time": 20})"));
  const recording read = read_recording(path);
  EXPECT_EQ(read.find("a")->values("real_time"), (doubles{10, 20}));
  EXPECT_FALSE(read.fresh_processes);
}

TEST_F(a_folder, of_runs_of_the_suite_has_every_sample_of_each) {
  for (const char* const run : {"1", "2"})
    write(fmt::format("{}.json", run), file_of(sample_of(0, 10) + "," + sample_of(1, 20), suite_of(run)));
  EXPECT_EQ(read_recording(path).find("a")->values("real_time"), (doubles{10, 20, 10, 20}));
}

TEST_F(a_folder, refuses_files_of_different_machines) {
  write("1.json", file_of(R"({"name": "a", "real_time": 10})", R"("num_cpus": 2)"));
  write("2.json", file_of(R"({"name": "a", "real_time": 11})", R"("num_cpus": 4)"));
  try {
    read_recording(path);
    FAIL() << "read";
  } catch (const input_error& error) {
    EXPECT_EQ(error.path, (path / "2.json").string());
    EXPECT_NE(error.problem.find("cores (2 / 4)"), std::string::npos);
  }
}

TEST_F(a_folder, knows_its_machine_from_the_first_file_that_names_it) {
  write("1.json", file_of(R"({"name": "a", "real_time": 10})"));
  write("2.json", file_of(R"({"name": "a", "real_time": 11})", R"("cpu_model": "A", "library_build_type": "debug")"));
  EXPECT_EQ(read_recording(path).cpu_model, "A");
  EXPECT_EQ(read_recording(path).build_type, "debug");
  EXPECT_EQ(read_recording(path).cores, 2);
  write("3.json", file_of(R"({"name": "a", "real_time": 12})", R"("cpu_model": "B")"));
  try {
    read_recording(path);
    FAIL() << "read";
  } catch (const input_error& error) {
    EXPECT_EQ(error.path, (path / "3.json").string());
    EXPECT_NE(error.problem.find("CPU (A / B)"), std::string::npos) << error.problem;
  }
}

TEST_F(a_folder, refuses_the_same_measurements_twice) {
  const auto expect_refusal = [&] {
    try {
      read_recording(path);
      FAIL() << "read";
    } catch (const input_error& error) {
      EXPECT_EQ(error.path, (path / "3.json").string());
      EXPECT_NE(error.problem.find("would count twice"), std::string::npos) << error.problem;
      EXPECT_NE(error.problem.find((path / "1.json").string()), std::string::npos) << error.problem;
    }
  };
  write("1.json", file_of(R"({"name": "a", "real_time": 10})"));
  write("2.json", file_of(R"({"name": "a", "real_time": 11})"));
  write("3.json", file_of(R"({"name": "a", "real_time": 10})"));
  expect_refusal();
  write("1.json", results_of("monday"));
  write("3.json", file_of(sample_of(0, 12), suite_of("monday")));
  expect_refusal();
}

TEST_F(a_folder, holds_no_file_that_is_joined_to_it_again) {
  write("1.json", file_of(R"({"name": "a", "real_time": 10})"));
  write("2.json", file_of(R"({"name": "a", "real_time": 11})"));
  std::vector<run_results> both;
  for (const std::filesystem::path& one : {path, path / "2.json"}) both.push_back(read(std::span(&one, 1)));
  EXPECT_THROW(refuse_twice(both), input_error);
  EXPECT_THROW(joined(both), input_error);
}

TEST_F(a_folder, of_an_interrupted_run_or_of_nothing_is_refused) {
  EXPECT_THROW(read_recording(path), input_error);
  write("run.json", R"({"settings": {}})");
  try {
    read_recording(path);
    FAIL() << "read";
  } catch (const input_error& error) {
    EXPECT_NE(error.remedy.find("--resume"), std::string::npos);
  }
  EXPECT_THROW(read_recording(path / "no-such-file"), input_error);
}

TEST_F(a_folder, of_a_run_is_its_results) {
  write("results.json", text_of(std::filesystem::path(INTERLEAVE_REPORTS_TEST_DATA) / "tiny.json"));
  write("other.json", "not JSON");
  EXPECT_TRUE(read_recording(path).is_suite_result);
}

TEST_F(a_folder, of_google_benchmarks_files_is_no_run_whatever_they_are_called) {
  write("other.json", file_of(R"({"name": "a", "real_time": 10})"));
  write("results.json", file_of(R"({"name": "a", "real_time": 11})", R"("suite": "interleave")"));
  write("run.json", file_of(R"({"name": "a", "real_time": 12})", R"("settings": "{}")"));
  EXPECT_EQ(read_recording(path).find("a")->values("real_time"), (doubles{10, 11, 12}));
}

TEST_F(a_folder, of_runs_joins_them) {
  for (const char* const run : {"monday", "tuesday"}) {
    std::filesystem::create_directory(path / run);
    write(std::string(run) + "/results.json", results_of(run));
  }
  std::filesystem::create_directory(path / "notes");
  std::filesystem::create_directory_symlink("tuesday", path / "latest");
  EXPECT_EQ(read_recording(path).find("a")->values("real_time"), (doubles{10, 10}));
}

TEST_F(a_folder, of_runs_names_the_one_that_was_interrupted) {
  for (const char* const run : {"monday", "tuesday"}) std::filesystem::create_directory(path / run);
  write("monday/results.json", results_of("monday"));
  write("tuesday/run.json", R"({"settings": {}})");
  try {
    read_recording(path);
    FAIL() << "read";
  } catch (const input_error& error) {
    EXPECT_EQ(error.path, (path / "tuesday").string());
    EXPECT_NE(error.remedy.find("--resume"), std::string::npos);
  }
}

}  // namespace
}  // namespace interleave::reports
