// interleave history as people call it: on files of Google Benchmark, and on a run of the suite.
#include "e2e_test.hpp"

#include <algorithm>
#include <fstream>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace interleave::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::SizeIs;
using testing::StartsWith;

class a_history : public e2e_test {
 protected:
  a_history() { environment["GITHUB_SHA"] = environment["CI_COMMIT_SHA"] = ""; }

  [[nodiscard]] std::string path(const std::string& name) const { return (folder / name).string(); }
  [[nodiscard]] std::string store() const { return path("perf"); }

  // A Google Benchmark file of one benchmark, measured on a day of January 2026.
  std::string result(int day, double time) const {
    json rows = json::array();
    for (int i = 0; i < 3; ++i)
      rows.push_back({{"name", "bm"}, {"run_type", "iteration"}, {"repetition_index", i}, {"real_time", time + i}});
    const std::string name = path(fmt::format("{}.json", day));
    std::ofstream(name) << json{
        {"context", {{"num_cpus", 2}, {"date", fmt::format("2026-01-{:02}T12:00:00Z", day)}}},
        {"benchmarks", rows}}.dump();
    return name;
  }

  struct outcome {
    int status;
    std::string output;
    std::string errors;
  };
  [[nodiscard]] outcome call(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), "history");
    program typed(real(arguments), environment);
    const int status = typed.wait();
    return {status, typed.output(), typed.errors()};
  }

  // Thirty days, the second half of them 30 % slower.
  void fill() const {
    for (int day = 1; day <= 30; ++day) {
      const outcome added = call({"add", store(), result(day, (day <= 15 ? 1000 : 1300) + 3 * (day * 7 % 5)),
                                  "--commit", fmt::format("c{}", day)});
      ASSERT_EQ(added.status, 0) << added.errors;
    }
  }
};

TEST_F(a_history, says_what_became_slower_and_between_which_commits) {
  fill();
  EXPECT_THAT(call({"trend", store()}).output, AllOf(StartsWith("1 regression stands in 1 cell over 30 runs"),
                                                     HasSubstr("c15..c16"), HasSubstr("2026-01-16")));
  const json document = json::parse(call({"trend", store(), "--json"}).output);
  EXPECT_EQ(document["changes"][0]["first_after"]["commit"], "c16");
  const outcome page = call({"trend", store(), "--html", path("t.html"), "--commit-url", "https://x.invalid/{sha}"});
  EXPECT_EQ(page.status, 0) << page.errors;
  EXPECT_THAT(text_of(path("t.html")), AllOf(StartsWith("<!doctype html>"), HasSubstr("https://x.invalid/c16")));
}

TEST_F(a_history, lists_shows_exports_and_prunes) {
  fill();
  EXPECT_THAT(json::parse(call({"list", store(), "--json"}).output), SizeIs(30));
  EXPECT_EQ(json::parse(call({"show", store(), "c30", "--json"}).output)["cells"][0]["measurements"], 3);
  EXPECT_THAT(call({"export", store()}).output, StartsWith("time,commit,branch,bm\n2026-01-01T12:00:00Z,c1,,1007\n"));
  const std::vector<std::string> rule = {"prune", store(), "--before", "2026-01-11"};
  std::vector<std::string> rehearsal = rule;
  rehearsal.push_back("--dry-run");
  const std::string rehearsed = call(rehearsal).output;
  EXPECT_EQ(std::count(rehearsed.begin(), rehearsed.end(), '\n'), 10);
  EXPECT_EQ(call(rule).output, rehearsed);
  EXPECT_THAT(json::parse(call({"list", store(), "--json"}).output), SizeIs(20));
}

TEST_F(a_history, keeps_runs_of_the_suite) {
  program run(real({"run", "--workload", "noop", "--runner", "sequential", "--samples", "2", "--time-per-sample",
                    "10ms", "--out", out.string(), "--no-report"}),
              environment);
  ASSERT_EQ(run.wait(), 0) << run.errors();
  const outcome added = call(
      {"add", store(), out.string(), "--commit", "abc", "--label", "runner=gh-1", "--counter", "items_per_second"});
  ASSERT_EQ(added.status, 0) << added.errors;
  const json shown = json::parse(call({"show", store(), "abc", "--json"}).output);
  EXPECT_EQ(shown["labels"]["runner"], "gh-1");
  EXPECT_NE(shown["cpu_model"], "");
  EXPECT_NE(shown["version"], "");
  EXPECT_GT(shown["cells"][0]["items_per_second"]["median"].get<double>(), 0);
}

TEST_F(a_history, names_a_file_that_was_cut_short_and_goes_on) {
  fill();
  const std::string victim = *files_in(store()).begin();
  std::filesystem::resize_file(folder / "perf" / victim, 100);
  const outcome listed = call({"list", store(), "--json"});
  EXPECT_EQ(listed.status, 0);
  EXPECT_THAT(json::parse(listed.output), SizeIs(29));
  EXPECT_THAT(listed.errors, AllOf(HasSubstr(victim), HasSubstr("is cut short")));
}

TEST_F(a_history, refuses_bad_input_and_writes_nothing) {
  const std::string good = result(1, 1000);
  std::ofstream(path("broken.json")) << R"({"context": )";
  const auto refusal = [&](const std::vector<std::string>& arguments) {
    const outcome found = call(arguments);
    EXPECT_EQ(found.status, 2) << found.output;
    EXPECT_EQ(found.output, "");
    return found.errors;
  };
  EXPECT_THAT(refusal({"add", store(), good}), HasSubstr("--commit"));
  EXPECT_THAT(refusal({"add", store(), path("broken.json"), "--commit", "a"}), HasSubstr("broken.json"));
  EXPECT_THAT(refusal({"add", store(), good, "--commit", "a", "--time", "soon"}), HasSubstr("'soon' is no date"));
  EXPECT_THAT(refusal({"add", store(), good, "--commit", "a", "--label", "x"}), HasSubstr("NAME=VALUE"));
  EXPECT_THAT(refusal({"add", store(), good, "--commit", "a", "--counter", "flux"}), HasSubstr("'flux'"));
  EXPECT_FALSE(std::filesystem::exists(store()));
  EXPECT_THAT(refusal({"trend", store()}), HasSubstr("there is no history here"));
  std::filesystem::create_directory(store());
  EXPECT_THAT(refusal({"trend", store()}), HasSubstr("the history is empty"));
  EXPECT_THAT(refusal({"trend", store(), "--html", path("t.html")}), HasSubstr("the history is empty"));
  EXPECT_FALSE(std::filesystem::exists(path("t.html")));
  EXPECT_THAT(refusal({"trend", store(), "--commit-url", "x"}), HasSubstr("{sha}"));
  EXPECT_THAT(refusal({"prune", store()}), HasSubstr("--keep-last"));
  EXPECT_THAT(refusal({"show", store(), "c1"}), HasSubstr("begins with 'c1'"));
}

TEST_F(a_history, has_help_with_examples) {
  for (const char* command : {"add", "list", "show", "trend", "prune", "export"})
    EXPECT_THAT(call({command, "--help"}).output, HasSubstr("Examples:"));
}

}  // namespace
}  // namespace interleave::test
