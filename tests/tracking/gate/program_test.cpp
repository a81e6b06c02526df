// Asking executables: real ones, and scripts that behave as other versions of Google Benchmark do.
#include "tracking/gate/program.hpp"

#include "benchmarks/driver/watched_program.hpp"
#include "tests/benchmarks/driver/temporary_folder.hpp"
#include "tests/support/error_of.hpp"
#include "workloads/errors.hpp"

#include <fstream>
#include <regex>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace interleave::gate {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

class a_program : public ::testing::Test {
 protected:
  std::filesystem::path script(const std::string& body) {
    const std::filesystem::path path = folder_ / "bench";
    std::ofstream(path) << "#!/bin/sh\n" << body;
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    return path;
  }
  void expect_refused(const std::filesystem::path& path, const std::string& part) {
    try {
      list_benchmarks(path, "the base executable");
      ADD_FAILURE();
    } catch (const usage_error& error) {
      EXPECT_THAT(error.what(), AllOf(HasSubstr("the base executable"), HasSubstr(part)));
    }
  }

  driver::test::temporary_folder folder_;
};

TEST_F(a_program, of_this_machines_google_benchmark_is_listed) {
  const listed_program control = list_benchmarks(CONTROL, "the control");
  EXPECT_THAT(control.benchmarks,
              ElementsAre("interleave_control/compute", "interleave_control/memory", "interleave_control/kernel"));
  EXPECT_EQ(control.program.digest.size(), 64U);
}

// What ".." means after a link to a folder cannot be told from the path's text.
TEST_F(a_program, is_the_one_that_the_kernel_would_start) {
  std::filesystem::create_directories(folder_ / "deep" / "down");
  std::filesystem::create_symlink("deep/down", folder_ / "link");
  std::filesystem::copy_file(script("echo BM_behind_the_link"), folder_ / "deep" / "bench");
  script("echo BM_beside_the_link");
  const listed_program found = list_benchmarks(folder_ / "link" / ".." / "bench", "it");
  EXPECT_THAT(found.benchmarks, ElementsAre("BM_behind_the_link"));
  EXPECT_EQ(found.program.digest, driver::digest_of(folder_ / "deep" / "bench"));
}

// 1.8 and later understand the suffix; before, the flag with it isn't understood, and the program ends with status 1.
TEST_F(a_program, is_asked_with_the_suffix_where_it_understands_it) {
  const listed_program newer = list_benchmarks(script(R"(case "$2" in *s) echo BM_a;; *) exit 1;; esac)"), "it");
  EXPECT_TRUE(newer.program.seconds_suffix);
  const listed_program older = list_benchmarks(
      script(R"(case "$2" in *s) echo "error: unrecognized command-line flag: $2" >&2; exit 1;; *) echo BM_a;; esac)"),
      "it");
  EXPECT_FALSE(older.program.seconds_suffix);
  EXPECT_THAT(sample_command(older.program, "BM_a", std::chrono::milliseconds(50), "/out"),
              Contains("--benchmark_min_time=0.050000"));
  EXPECT_THAT(sample_command(newer.program, "BM_a", std::chrono::milliseconds(50), "/out"),
              Contains("--benchmark_min_time=0.050000s"));
}

TEST_F(a_program, that_does_not_list_in_time_is_not_waited_for) {
  const std::filesystem::path sleeper = script("sleep 100");
  EXPECT_EQ(error_of([&] { list_benchmarks(sleeper, "it", std::chrono::milliseconds(1500)); }),
            sleeper.string() + " did not answer within 1500ms");
}

TEST_F(a_program, that_prints_without_end_is_ended) {
  const std::filesystem::path endless = script("exec cat /dev/zero");
  EXPECT_EQ(error_of([&] { list_benchmarks(endless, "it"); }), endless.string() + " printed more than 16 MiB");
}

TEST_F(a_program, that_only_complains_about_the_suffix_is_asked_without) {
  const listed_program listed = list_benchmarks(
      script(R"(case "$2" in *s) echo "--benchmark_min_time is expected to be a double" >&2;; esac; echo BM_a)"), "it");
  EXPECT_FALSE(listed.program.seconds_suffix);
}

TEST_F(a_program, is_refused_where_it_is_none) {
  expect_refused("/no/such/bench", "no program that can be started: No such file or directory");
  expect_refused(folder_.path(), "no program that can be started: Is a directory");
  expect_refused(script("echo broken >&2; exit 3"), "status 3: broken");
  expect_refused(script("exit 0"), "lists nothing");
  expect_refused(script("printf '%03000d' 1"), "a line of 3000 bytes, which is no benchmark's name");
}

TEST(a_pattern, matches_its_name_and_no_other_in_both_dialects) {
  const std::vector<std::string> names = {
      "BM_a",        "BM_a/8",          "BM_a/8/threads:4",   "BM_vector<int>/1.5", "BM_f(int*, char[])",
      "BM_a|BM_b",   "BM_^$",           "BM_a+b?c{2}",        R"(BM_back\slash)",   "BM_a.b",
      "BM_<a && b>", "BM_\"quoted\"/8", "BM_a/min_time:0.1s", "-BM_minus",          "BM_ä"};
  for (const auto dialect : {std::regex::extended, std::regex::ECMAScript}) {
    for (const std::string& name : names) {
      const std::regex pattern(exact_pattern(name), dialect);
      for (const std::string& other : names)
        EXPECT_EQ(std::regex_search(other, pattern), other == name) << exact_pattern(name) << " in " << other;
      EXPECT_FALSE(std::regex_search(name + "/8", pattern));
      EXPECT_FALSE(std::regex_search("x" + name, pattern));
    }
    EXPECT_FALSE(std::regex_search("BM_axb", std::regex(exact_pattern("BM_a.b"), dialect)));
  }
}

}  // namespace
}  // namespace interleave::gate
