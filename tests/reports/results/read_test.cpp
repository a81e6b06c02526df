// Reading result files: what is kept of a good one, and that a bad one is refused by name and place.
#include "reports/answer/analysis.hpp"
#include "reports/errors.hpp"
#include "reports/results/run_results.hpp"
#include "tests/reports/test_data.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace interleave::reports {
namespace {

using testing::data_path;
using testing::read_data;
using testing::text_of;

input_error error_of(const std::string& text, const read_limits& limits = {}) {
  try {
    read_text(text, "file.json", limits);
  } catch (const input_error& error) {
    return error;
  }
  ADD_FAILURE() << "was read: " << text.substr(0, 200);
  return input_error("", "", "", "");
}

TEST(read_test, keeps_what_the_file_says) {
  const run_results results = read_data({"complete.json"});
  ASSERT_EQ(results.runs.size(), 1U);
  const run_record& run = results.runs[0];
  EXPECT_FALSE(run.plain_google_benchmark);
  EXPECT_EQ(run.run_id, "2026-11-20T14-00-00Z-lab-7");
  EXPECT_TRUE(run.complete);
  EXPECT_EQ(run.seed, 42U);
  EXPECT_EQ(run.arguments, (std::vector<std::string>{"run", "--quick"}));
  EXPECT_EQ(run.workloads.size(), 5U);
  EXPECT_EQ(run.runners.size(), 5U);
  EXPECT_EQ(run.runners[3].family, runner_family::event_loop);
  EXPECT_EQ(run_record::value(run.machine, "limits.open_files"), "1024");
  EXPECT_EQ(run_record::value(run.machine, "cores_usable"), "2");
  EXPECT_EQ(run_record::value(run.build, "versions.asio"), "1.22.1");
  EXPECT_EQ(run.audit[1].status, check_status::warning);
  EXPECT_EQ(run.ceilings[0].count, 32000);
  EXPECT_EQ(run.samples.size(), 385U);  // 64 cells of 6 samples, one unsupported cell of one row
  const auto crash = std::find_if(run.samples.begin(), run.samples.end(),
                                  [](const sample_record& s) { return s.failure == failure_kind::crash; });
  ASSERT_NE(crash, run.samples.end());
  EXPECT_EQ(crash->failure_message, "killed by SIGSEGV");
  EXPECT_EQ(crash->cell, "io_echo/process_pool/in_flight:64");
  EXPECT_TRUE(crash->counters.empty());
}

TEST(read_test, io_bound_work_may_say_what_it_waits_for) {
  const auto kind_with = [](const nlohmann::json& words) {
    auto file = nlohmann::json::parse(text_of(data_path("tiny.json")));
    file["context"]["interleave"]["workloads"][0].update(words);
    return read_text(file.dump(), "file.json").workloads[0].kind;
  };
  EXPECT_EQ(kind_with({{"waits_for", "network"}}), work_kind::network);
  EXPECT_EQ(kind_with({{"waits_for", "timer"}}), work_kind::timer);
  EXPECT_EQ(kind_with({{"waits_for", "file"}}), work_kind::file);
  EXPECT_EQ(kind_with({{"waits_for", "a_letter"}}), work_kind::io);
  EXPECT_EQ(kind_with({{"kind", "cpu"}, {"waits_for", "file"}}), work_kind::cpu);
  EXPECT_THROW(kind_with({{"waits_for", 7}}), input_error);
}

TEST(read_test, a_folder_stands_for_its_results) {
  const auto folder = std::filesystem::path(::testing::TempDir()) / "reports_read_test_run";
  std::filesystem::create_directories(folder);
  std::filesystem::copy_file(data_path("tiny.json"), folder / "results.json",
                             std::filesystem::copy_options::overwrite_existing);
  const std::vector<std::filesystem::path> paths = {folder};
  EXPECT_EQ(read(paths).runs[0].path, folder / "results.json");
  std::filesystem::remove_all(folder);
}

TEST(read_test, a_folder_of_runs_stands_for_all_of_them) {
  const auto folder = std::filesystem::path(::testing::TempDir()) / "reports_read_test_runs";
  std::filesystem::remove_all(folder);
  for (const char* name : {"tiny", "few_samples"}) {
    std::filesystem::create_directories(folder / name);
    std::filesystem::copy_file(data_path(std::string(name) + ".json"), folder / name / "results.json");
  }
  const std::vector<std::filesystem::path> paths = {folder};
  const run_results results = read(paths);
  ASSERT_EQ(results.runs.size(), 2U);
  EXPECT_EQ(results.runs[0].path, folder / "few_samples/results.json");
  EXPECT_EQ(results.runs[1].path, folder / "tiny/results.json");
  std::filesystem::remove_all(folder);
}

TEST(read_test, an_interrupted_runs_folder_names_the_command_that_finishes_it) {
  const auto folder = std::filesystem::path(::testing::TempDir()) / "reports_read_test_interrupted";
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "run.json") << R"({"settings": {}})";
  const std::vector<std::filesystem::path> paths = {folder};
  try {
    read(paths);
    ADD_FAILURE();
  } catch (const input_error& error) {
    EXPECT_NE(error.remedy.find("--resume"), std::string::npos) << error.what();
  }
  std::filesystem::remove_all(folder);
}

TEST(read_test, a_gates_folder_names_the_command_that_shows_it) {
  const auto folder = std::filesystem::path(::testing::TempDir()) / "reports_read_test_gate";
  std::filesystem::create_directories(folder);
  for (const char* const name : {"gate.jsonl", "verdict.json"}) std::ofstream(folder / name) << "{}\n";
  const std::vector<std::filesystem::path> paths = {folder};
  try {
    read(paths);
    ADD_FAILURE();
  } catch (const input_error& error) {
    EXPECT_EQ(error.remedy, "Its verdict: interleave gate --replay " + folder.string());
  }
  std::filesystem::remove_all(folder);
}

TEST(read_test, what_is_no_file_is_refused) {
  for (const char* path : {"/nowhere/at/all.json", "/dev/zero", "/dev/null", "/"}) {
    const std::vector<std::filesystem::path> paths = {path};
    EXPECT_THROW(read(paths), input_error) << path;
  }
  EXPECT_THROW(read({}), input_error);
}

TEST(read_test, the_same_run_given_twice_is_refused) {
  try {
    read_data({"tiny.json", "few_samples.json", "tiny.json"});
    ADD_FAILURE();
  } catch (const input_error& error) {
    EXPECT_EQ(error.where, "/context/interleave/run_id");
    EXPECT_NE(error.problem.find("twice"), std::string::npos);
  }
}

TEST(read_test, a_rate_that_is_no_number_is_said_to_be_there) {
  std::string text = text_of(data_path("tiny.json"));
  const std::string name = "\"items_per_second\": ";
  const std::size_t begin = text.find(name) + name.size();
  text.replace(begin, text.find_first_of(",\n", begin) - begin, "NaN");
  EXPECT_EQ(error_of(text).problem, "is null, NaN or infinite");
}

// data/broken.json is shared with the test of the JSON Schema, so reader and schema can't drift apart.
TEST(read_test, every_broken_file_is_refused_at_its_field) {
  const auto good = nlohmann::json::parse(text_of(data_path("tiny.json")));
  EXPECT_NO_THROW(read_text(good.dump(), "good.json"));
  for (const auto& change : nlohmann::json::parse(text_of(data_path("broken.json")))) {
    const nlohmann::json::json_pointer pointer(change["pointer"].get<std::string>());
    nlohmann::json broken = good;
    if (change.contains("remove")) {
      const auto name = pointer.back();
      broken[pointer.parent_pointer()].erase(name);
    } else if (change.contains("copy")) {
      broken[pointer] = good[nlohmann::json::json_pointer(change["copy"].get<std::string>())];
    } else {
      broken[pointer] = change["value"];
    }
    try {
      read_text(broken.dump(), "broken.json");
      ADD_FAILURE() << change["name"];
    } catch (const input_error& error) {
      EXPECT_EQ(error.path, "broken.json");
      const bool near = error.where.find(pointer.to_string()) == 0 || pointer.to_string().find(error.where) == 0;
      EXPECT_TRUE(near) << change["name"] << ": " << error.what();
    }
  }
}

TEST(read_test, every_prefix_of_a_file_is_refused) {
  const std::string text = text_of(data_path("tiny.json"));
  const std::size_t last_brace = text.find_last_of('}');
  for (std::size_t length = 0; length <= last_brace; ++length) {
    EXPECT_THROW(read_text(std::string_view(text).substr(0, length), "cut.json"), input_error) << length;
  }
}

TEST(read_test, a_cut_file_is_called_cut_with_its_line) {
  const input_error error = error_of("{\"context\": {},\n\"benchmarks\": [\n");
  EXPECT_EQ(error.where, "line 3, column 1");
  EXPECT_EQ(error.problem, "the JSON ends early");
}

TEST(read_test, a_changed_byte_never_does_more_than_fail) {
  const std::string good = text_of(data_path("tiny.json"));
  for (std::size_t at = 0; at < good.size(); ++at) {
    std::string text = good;
    text[at] = static_cast<char>("\"0-}{[]:,\x01\xff"[at % 11]);
    try {
      const run_results results{{read_text(text, "changed.json")}};
      analyse(results);
    } catch (const input_error&) {
    }
  }
}

TEST(read_test, hostile_texts_are_refused) {
  const std::vector<std::string> texts = {"",
                                          " ",
                                          "null",
                                          "[]",
                                          "0",
                                          "\"results\"",
                                          "{}",
                                          "{\"context\":{}}",
                                          "{\"context\":{},\"benchmarks\":{}}",
                                          "{\"context\":{},\"benchmarks\":[]}",
                                          "{\"context\":{},\"benchmarks\":[[]]}",
                                          "{\"context\":{},\"benchmarks\":[{}]}",
                                          "{\"context\":{\"interleave\":[]},\"benchmarks\":[]}",
                                          "{\"context\":{\"interleave\":{}},\"benchmarks\":[]}",
                                          "\xef\xbb\xbf{}",
                                          "{\"\xff\":1}",
                                          std::string("{\"a\":\0}", 7),
                                          "{\"context\":1e999}",
                                          "NaN",
                                          "{} {}"};
  for (const std::string& text : texts) error_of(text);
}

TEST(read_test, deep_nesting_is_refused_without_recursion) {
  EXPECT_NE(error_of(std::string(5'000'000, '[')).problem.find("nested deeper"), std::string::npos);
  std::string objects;
  for (int i = 0; i < 200'000; ++i) objects += "{\"a\":";
  EXPECT_NE(error_of(objects).problem.find("nested deeper"), std::string::npos);
}

TEST(read_test, limits_hold) {
  const std::string text = text_of(data_path("few_samples.json"));
  const auto refused = [&](auto set, const std::string& words) {
    read_limits limits;
    set(limits);
    const std::vector<std::filesystem::path> paths = {data_path("few_samples.json")};
    try {
      read(paths, limits);
      ADD_FAILURE() << words;
    } catch (const input_error& error) {
      EXPECT_NE(std::string(error.what()).find(words), std::string::npos) << error.what();
    }
  };
  refused([](read_limits& l) { l.file_bytes = 1000; }, "larger");
  refused([](read_limits& l) { l.values = 100; }, "more than 100 JSON values");
  refused([](read_limits& l) { l.depth = 3; }, "nested deeper");
  refused([](read_limits& l) { l.workloads = 1; }, "more than 1 workloads");
  refused([](read_limits& l) { l.runners = 2; }, "more than 2 runners");
  refused([](read_limits& l) { l.levels = 1; }, "more than 1 values of in_flight");
  refused([](read_limits& l) { l.cells = 5; }, "more than 5 cells");
}

TEST(google_benchmark_test, plain_files_are_read_as_far_as_they_go) {
  const run_results results = read_data({"google_benchmark.json"});
  const run_record& run = results.runs[0];
  EXPECT_TRUE(run.plain_google_benchmark);
  const auto find = [&](const std::string& workload) {
    return std::find_if(run.samples.begin(), run.samples.end(),
                        [&](const sample_record& s) { return s.workload == workload; });
  };
  // Of the suite's own names the parts are known; another program's benchmark is one workload.
  const auto echo = find("io_echo");
  ASSERT_NE(echo, run.samples.end());
  EXPECT_EQ(echo->runner, "coroutines");
  EXPECT_EQ(echo->in_flight, 8);
  EXPECT_EQ(echo->parameters, (parameter_map{{"delay", "5ms"}}));
  const auto plain = find("bm_plain");
  ASSERT_NE(plain, run.samples.end());
  EXPECT_GT(plain->rate().value_or(0), 0);
  // A row with an error is a failure, one without a time has no rate, aggregates are no samples.
  EXPECT_EQ(find("bm_error")->failure, failure_kind::error);
  EXPECT_EQ(find("bm_error")->failure_message, "no such device");
  EXPECT_EQ(find("bm_nan/iterations:1/manual_time")->rate(), std::nullopt);
  const auto repeated = std::count_if(run.samples.begin(), run.samples.end(),
                                      [](const sample_record& s) { return s.workload == "bm_repeated"; });
  EXPECT_EQ(repeated, 3);
}

TEST(google_benchmark_test, a_failed_rows_label_says_what_kind_of_failure_it_was) {
  const auto failure_with = [](const std::string& label) {
    const std::string row = R"({"name": "noop/pool/in_flight:1", "run_type": "iteration", "error_occurred": true,)"
                            R"( "error_message": "wrong digest: task 3", "label": ")" +
                            label + R"("})";
    return read_text(R"({"context": {}, "benchmarks": [)" + row + "]}", "file.json").samples.at(0).failure;
  };
  EXPECT_EQ(failure_with("failure=wrong_digest"), failure_kind::wrong_digest);
  EXPECT_EQ(failure_with("backend=epoll failure=unsupported"), failure_kind::unsupported);
  EXPECT_EQ(failure_with("failure=error"), failure_kind::error);
  EXPECT_EQ(failure_with(""), failure_kind::error);
}

TEST(google_benchmark_test, plain_files_have_no_verdict_and_say_why) {
  const analysis model = analyse(read_data({"google_benchmark.json"}));
  EXPECT_FALSE(model.verdict.available);
  EXPECT_NE(model.verdict.sentence.find("No verdict"), std::string::npos);
}

}  // namespace
}  // namespace interleave::reports
