// The command line of interleave-calibrate. That it counts correctly is tested with its parts.
#include "e2e_test.hpp"

#include <cmath>
#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace interleave::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class calibrate : public e2e_test {};

TEST_F(calibrate, bounds_a_share) {
  program typed({CALIBRATE, "bound", "0", "68"}, environment);
  EXPECT_EQ(typed.wait(), 0) << typed.errors();
  EXPECT_NEAR(std::stod(typed.output()), 1 - std::pow(0.05, 1.0 / 68), 1e-12);
}

TEST_F(calibrate, writes_what_it_prints) {
  program typed({CALIBRATE, "trend", "--series", "20", "--json", out.string()}, environment);
  EXPECT_EQ(typed.wait(), 0) << typed.errors();
  EXPECT_THAT(typed.output(), HasSubstr("no change"));
  const json figures = json_of(out);
  EXPECT_EQ(figures.at("scenarios").size(), 6U);
  EXPECT_EQ(figures.at("scenarios").at(0).at("falsely_marked").at("of"), 20);
}

// The series would take hours.
TEST_F(calibrate, measures_nothing_that_it_could_not_write_down) {
  const std::string nowhere = (folder / "none" / "figures.json").string();
  program typed({CALIBRATE, "trend", "--series", "100000000", "--json", nowhere}, environment);
  EXPECT_EQ(typed.wait(), 2);
  EXPECT_THAT(typed.errors(), AllOf(HasSubstr("--json"), HasSubstr("cannot write to"), HasSubstr("No such file")));
  EXPECT_EQ(typed.output(), "");
}

TEST_F(calibrate, says_where_its_output_cannot_be_written) {
  for (const std::string words : {"--help", "bound 0 68", "gate --suites 1 --power-suites 1", "trend --series 20",
                                  "verdict --maps 1", "store full --runs 1 --cells 1 --changes 1"}) {
    for (const std::string where : {">/dev/full", ">&-"}) {
      program typed({"/bin/sh", "-c", "cd \"$1\" && rm -rf full && exec \"$0\" " + words + " " + where, CALIBRATE,
                     folder.string()},
                    environment);
      EXPECT_EQ(typed.wait(), 2) << words << where;
      EXPECT_THAT(typed.errors(), HasSubstr("interleave-calibrate: cannot write standard output: ")) << words << where;
    }
  }
}

TEST_F(calibrate, finds_results_that_agree_with_themselves) {
  for (const char* const name : {"first", "second"}) {
    program run(real({"run", "-w", "noop", "-r", "sequential,thread_pool", "-i", "4", "-n", "6", "-t", "1ms",
                      "--no-report", "--out", (folder / name).string()}),
                environment);
    ASSERT_EQ(run.wait(), 0) << run.errors();
  }
  program typed({CALIBRATE, "runs", (folder / "first").string(), (folder / "second" / "results.json").string(),
                 "--json", out.string()},
                environment);
  EXPECT_EQ(typed.wait(), 0) << typed.errors();
  EXPECT_THAT(typed.output(), HasSubstr("first: 0 of 1 comparisons undecided"));
  const json figures = json_of(out);
  EXPECT_EQ(figures.at("recommendations"), 2);
  EXPECT_TRUE(figures.at("disputed").empty());

  program alone({CALIBRATE, "runs", (folder / "first").string()}, environment);
  EXPECT_EQ(alone.wait(), 2);
  EXPECT_THAT(alone.errors(), HasSubstr("give two or more"));
}

TEST_F(calibrate, shows_no_control_characters_of_results_or_arguments) {
  std::string row = R"({"name": "bm", "iterations": 9, "real_time": 10, "cpu_time": 10, "time_unit": "ns"})";
  for (const char* const name : {"lab", "\\u001b[31mred"})
    std::ofstream(folder / (name[0] == 'l' ? "lab.json" : "red.json"))
        << R"({"context": {"num_cpus": 2, "cpu_model": ")" << name << R"("}, "benchmarks": [)" << row << "]}";
  program differ({CALIBRATE, "runs", (folder / "lab.json").string(), (folder / "red.json").string()}, environment);
  program unknown({CALIBRATE, "bound", "0", "68", "x\x1b[31m"}, environment);
  EXPECT_EQ(differ.wait(), 2);
  EXPECT_EQ(unknown.wait(), 2);
  EXPECT_THAT(differ.errors(), HasSubstr("\\x1b[31mred"));
  for (const program* typed : {&differ, &unknown}) EXPECT_EQ(typed->errors().find('\x1b'), std::string::npos);
}

TEST_F(calibrate, refuses_what_is_no_share) {
  program typed({CALIBRATE, "bound", "3", "2"}, environment);
  EXPECT_EQ(typed.wait(), 2);
  EXPECT_THAT(typed.errors(), HasSubstr("K must be at most N"));
}

}  // namespace
}  // namespace interleave::test
