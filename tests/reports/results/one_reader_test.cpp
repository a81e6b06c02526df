// A file must mean the same everywhere: in the report's analysis, in comparisons, histories and exports (a recording),
// and in the gate (a process's document).
#include "reports/answer/analysis.hpp"
#include "reports/errors.hpp"
#include "reports/results/recording.hpp"
#include "tests/reports/test_data.hpp"

#include <array>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <stdlib.h>

namespace interleave::reports {
namespace {

class one_reader : public ::testing::Test {
 protected:
  one_reader() {
    std::string pattern = (std::filesystem::temp_directory_path() / "one-reader-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
  }
  ~one_reader() override { std::filesystem::remove_all(folder_); }

  void write(const std::string& rows, const std::string& name = "given.json",
             const std::string& context = R"("num_cpus": 2)") const {
    std::ofstream(folder_ / name) << R"({"context": {)" << context << R"(}, "benchmarks": [)" << rows << "]}";
  }

  run_results results() const { return read(std::array{folder_}); }
  recording recorded() const { return read_recording(folder_); }
  analysis report() const { return analyse(results()); }

  // The same refusal by all.
  input_error refusal() const {
    std::set<std::string> texts;
    input_error last("", "", "nothing was refused", "");
    const auto collect = [&](const auto& use) {
      try {
        use();
        texts.insert("read");
      } catch (const input_error& error) {
        last = error;
        texts.insert(error.what());
      }
    };
    collect([&] { report(); });
    collect([&] { recorded(); });
    EXPECT_EQ(texts.size(), 1U);
    return last;
  }

  std::vector<std::string> names() const {
    std::vector<std::string> found;
    for (const recorded_cell& cell : recorded().cells) found.push_back(cell.name);
    std::vector<std::string> reported;
    const analysis model = report();
    for (const cell_view& cell : model.cells) reported.push_back(cell.name);
    EXPECT_EQ(std::set(found.begin(), found.end()), std::set(reported.begin(), reported.end()));
    EXPECT_EQ(found.size(), reported.size());
    return found;
  }

 private:
  std::filesystem::path folder_;
};

TEST_F(one_reader, takes_a_number_in_the_place_of_a_word_for_a_counter) {
  write(R"({"name": "a", "run_type": "iteration", "real_time": 10, "skipped": 3, "error_occurred": 0, "label": 7})");
  const analysis model = report();
  ASSERT_EQ(model.cells.size(), 1U);
  EXPECT_EQ(model.cells[0].state, cell_state::measured);
  EXPECT_EQ(model.cells[0].throughput_per_s->median, 1e8);
  const recording read = recorded();
  EXPECT_EQ(read.cells[0].values("skipped"), std::vector<double>{3});
  EXPECT_EQ(read.cells[0].values("error_occurred"), std::vector<double>{0});
  EXPECT_EQ(read.cells[0].values("label"), std::vector<double>{7});
  EXPECT_TRUE(read.cells[0].failures.empty());
}

TEST_F(one_reader, takes_the_median_of_aggregates_only) {
  write(R"({"name": "a_mean", "run_name": "a", "run_type": "aggregate", "aggregate_name": "mean", "real_time": 20},
           {"name": "a_median", "run_name": "a", "run_type": "aggregate", "aggregate_name": "median", "real_time": 10},
           {"name": "a_cv", "run_name": "a", "run_type": "aggregate", "aggregate_name": "cv", "real_time": 0.1})");
  EXPECT_EQ(recorded().find("a")->values("real_time"), std::vector<double>{10});
  const analysis model = report();
  ASSERT_EQ(model.cells.size(), 1U);
  EXPECT_EQ(model.cells[0].throughput_per_s->median, 1e8);
}

TEST_F(one_reader, tells_two_benchmarks_of_one_name_apart) {
  write(R"({"name": "a", "family_index": 0, "repetition_index": 0, "real_time": 10},
           {"name": "a", "family_index": 1, "repetition_index": 0, "real_time": 20},
           {"name": "a #2", "family_index": 2, "repetition_index": 0, "real_time": 40})");
  EXPECT_EQ(names(), (std::vector<std::string>{"a", "a #2", "a #2 #2"}));
  EXPECT_EQ(recorded().find("a")->values("real_time"), std::vector<double>{10});
  EXPECT_EQ(recorded().find("a #2")->values("real_time"), std::vector<double>{20});
}

// The suite's own benchmark program may be told "/threads:2" and the like by others.
TEST_F(one_reader, pools_nothing_of_which_only_a_part_of_the_name_is_understood) {
  const std::string name(300, 'x');
  write(fmt::format(R"({{"name": "w/r/in_flight:8/threads:2", "real_time": 10}},
                       {{"name": "w/r/in_flight:8/threads:4", "real_time": 20}},
                       {{"name": "w/r/in_flight:8/k:1/k:2", "real_time": 30}},
                       {{"name": "w/r/in_flight:8/k:3/k:2", "real_time": 40}},
                       {{"name": "{0}1", "real_time": 50}}, {{"name": "{0}2", "real_time": 60}})",
                    name));
  EXPECT_EQ(names().size(), 6U);
  EXPECT_EQ(report().samples_total, 6U);
  const analysis model = report();
  for (const cell_view& cell : model.cells) EXPECT_EQ(cell.samples_good, 1U) << cell.name;
}

TEST_F(one_reader, takes_4096_names_and_refuses_more) {
  const auto rows = [](int count) {
    std::string text;
    for (int i = 0; i < count; ++i)
      text += fmt::format("{}{{\"name\": \"bm_{}\", \"real_time\": {}}}", i == 0 ? "" : ",", i, i + 1);
    return text;
  };
  write(rows(4096));
  EXPECT_EQ(results().runs[0].samples.size(), 4096U);
  EXPECT_EQ(recorded().cells.size(), 4096U);
  write(rows(4097));
  EXPECT_NE(refusal().problem.find("more than 4096 cells"), std::string::npos);
}

TEST_F(one_reader, refuses_a_schema_of_the_future) {
  write(R"({"name": "a", "real_time": 1})", "given.json",
        R"("interleave": {"schema_version": 99, "run_id": "a", "complete": true})");
  const input_error error = refusal();
  EXPECT_EQ(error.where, "/context/interleave/schema_version");
  EXPECT_NE(error.problem.find("99"), std::string::npos);
}

TEST_F(one_reader, refuses_a_unit_of_time_that_is_none) {
  write(R"({"name": "a", "real_time": 1, "time_unit": "fortnight"})");
  const input_error error = refusal();
  EXPECT_EQ(error.where, "/benchmarks/0/time_unit");
  EXPECT_NE(error.problem.find("'fortnight'"), std::string::npos);
}

TEST_F(one_reader, refuses_a_time_that_is_no_number) {
  write(R"({"name": "a", "real_time": "1 ns"})");
  EXPECT_EQ(refusal().where, "/benchmarks/0/real_time");
}

TEST_F(one_reader, counts_a_process_once_among_several) {
  write(R"({"name": "a", "repetition_index": 0, "real_time": 10}, {"name": "a", "repetition_index": 1, "real_time": 30},
           {"name": "a", "repetition_index": 2, "error_occurred": true, "error_message": "lost"})",
        "1.json");
  write(R"({"name": "a", "repetition_index": 0, "real_time": 40})", "2.json");
  EXPECT_EQ(recorded().find("a")->values("real_time"), (std::vector<double>{20, 40}));
  std::vector<double> times;
  for (const run_record& run : results().runs)
    for (const sample_record& sample : run.samples)
      if (sample.failure == failure_kind::none) times.push_back(sample.real_ns);
  EXPECT_EQ(times, (std::vector<double>{20, 40}));
}

TEST_F(one_reader, refuses_the_same_measurements_twice) {
  write(R"({"name": "a", "real_time": 10})", "1.json");
  write(R"({"name": "a", "real_time": 10})", "2.json");
  EXPECT_NE(refusal().problem.find("would count twice"), std::string::npos);
}

TEST_F(one_reader, tells_skipped_from_failed) {
  write(R"({"name": "a", "skipped": true, "skip_message": "no AVX-512 here", "real_time": 0},
           {"name": "b", "error_occurred": true, "error_message": "no disk", "real_time": 0})");
  EXPECT_TRUE(recorded().find("a")->is_skipped());
  EXPECT_FALSE(recorded().find("b")->is_skipped());
  const analysis model = report();
  for (const cell_view& cell : model.cells) EXPECT_EQ(cell.state_label, cell.name == "a" ? "skipped" : "failed");
}

TEST_F(one_reader, keeps_a_counter_of_64_bits) {
  write(R"({"name": "a", "real_time": 1, "hash": 18446744073709551615})");
  EXPECT_EQ(recorded().find("a")->values("hash"), std::vector<double>{18446744073709551615.0});
}

TEST_F(one_reader, has_a_cell_without_a_rate_in_the_report_and_its_counters_in_recordings) {
  write(R"({"name": "a/manual_time", "real_time": 0, "depth": 3}, {"name": "b", "real_time": 5})");
  EXPECT_EQ(recorded().find("a/manual_time")->values("depth"), std::vector<double>{3});
  const analysis model = report();
  for (const cell_view& cell : model.cells)
    EXPECT_EQ(cell.state, cell.name == "b" ? cell_state::measured : cell_state::failed) << cell.note;
}

// data/broken.json is of the suite's own files, which only one reader used to check.
TEST_F(one_reader, refuses_a_name_of_two_cells) {
  auto file = nlohmann::json::parse(testing::text_of(testing::data_path("tiny.json")));
  ASSERT_GT(file["benchmarks"].size(), 1U);
  for (auto& row : file["benchmarks"]) row["name"] = "one/name/in_flight:1";
  try {
    read_text(file.dump(), "given.json");
    FAIL() << "read";
  } catch (const input_error& error) {
    EXPECT_NE(error.where.find("/name"), std::string::npos) << error.what();
  }
}

}  // namespace
}  // namespace interleave::reports
