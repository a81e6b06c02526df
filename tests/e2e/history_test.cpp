// interleave history as people call it: on files of Google Benchmark, and on a run of the suite.
#include "history_fixture.hpp"

#include <algorithm>
#include <chrono>
#include <fstream>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace interleave::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

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

TEST_F(a_history, takes_one_value_for_each_time_that_an_option_is_given) {
  const outcome added = call({"add", "--label", "a=1", "--label", "b=2", "--counter", "real_time", store(),
                              result(1, 1000), "--commit", "abc"});
  ASSERT_EQ(added.status, 0) << added.errors;
  const json labels = json::parse(call({"show", store(), "abc", "--json"}).output)["labels"];
  EXPECT_EQ(labels, (json{{"a", "1"}, {"b", "2"}}));
  EXPECT_EQ(call({"add", "--counter", "real_time", store(), result(2, 1000), "--commit", "abc"}).status, 0);
  EXPECT_EQ(call({"add", "--label", "a=1", store(), result(3, 1000), "--commit", "abc"}).status, 0);
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

TEST_F(a_history, loses_what_is_damaged_by_prune_where_it_is_told_to) {
  fill();
  const std::string victim = *files_in(store()).begin();
  const std::string id = victim.substr(0, victim.find('.'));
  std::filesystem::resize_file(folder / "perf" / victim, 100);
  const outcome spared = call({"prune", store(), "--before", "2026-01-03"});
  EXPECT_EQ(std::count(spared.output.begin(), spared.output.end(), '\n'), 1);
  const outcome rehearsal = call({"prune", store(), "--damaged", "--dry-run"});
  EXPECT_EQ(rehearsal.output, id + "\n");
  EXPECT_THAT(rehearsal.errors, AllOf(HasSubstr(victim), HasSubstr("is cut short")));
  EXPECT_TRUE(std::filesystem::exists(folder / "perf" / victim));
  EXPECT_EQ(call({"prune", store(), "--damaged"}).output, id + "\n");
  EXPECT_FALSE(std::filesystem::exists(folder / "perf" / victim));
  const outcome listed = call({"list", store(), "--json"});
  EXPECT_THAT(json::parse(listed.output), SizeIs(28));
  EXPECT_EQ(listed.errors, "");
}

TEST_F(a_history, is_cleared_by_prune_where_no_run_of_it_can_be_read) {
  EXPECT_EQ(call({"add", store(), result(1, 1000), "--commit", "a"}).status, 0);
  const std::filesystem::path perf = store();
  std::ofstream(perf / "\x1b[31m.run.gz") << "no gzip";
  const std::filesystem::path left = perf / ".20240101T120000Z-00.run.gz.fedcba9876543210";
  std::ofstream(left) << "half of a ru";
  std::filesystem::last_write_time(left, std::filesystem::file_time_type::clock::now() - std::chrono::hours(2));
  const outcome emptied = call({"prune", store(), "--keep-last", "0", "--damaged"});
  EXPECT_EQ(emptied.status, 0);
  EXPECT_THAT(emptied.output, AllOf(HasSubstr("\\x1b[31m\n"), Not(HasSubstr("\x1b"))));
  EXPECT_THAT(files_in(store()), SizeIs(0));
  std::ofstream(left) << "half of a ru";
  std::filesystem::last_write_time(left, std::filesystem::file_time_type::clock::now() - std::chrono::hours(2));
  const outcome again = call({"prune", store(), "--keep-last", "5"});
  EXPECT_EQ(again.status, 0) << again.errors;
  EXPECT_EQ(again.output, "");
  EXPECT_THAT(files_in(store()), SizeIs(0));
}

TEST_F(a_history, that_is_none_is_told_to_who_prunes_it) {
  std::ofstream(path("results.json")) << "{}";
  const outcome pruned = call({"prune", folder.string(), "--keep-last", "0"});
  EXPECT_EQ(pruned.status, 0);
  EXPECT_EQ(pruned.output, "");
  EXPECT_THAT(pruned.errors, HasSubstr("holds no run of a history: there is nothing to take out"));
}

TEST_F(a_history, that_otava_would_refuse_says_so_beside_its_columns) {
  EXPECT_EQ(call({"add", store(), result(1, 1000), "--commit", "a"}).status, 0);
  EXPECT_EQ(call({"export", store()}).errors, "");
  std::ofstream(path("other.json")) << json{{"context", {{"num_cpus", 2}, {"date", "2026-01-02T12:00:00Z"}}},
                                            {"benchmarks",
                                             {{{"name", "other"}, {"run_type", "iteration"}, {"real_time", 5}}}}}
                                           .dump();
  EXPECT_EQ(call({"add", store(), path("other.json"), "--commit", "b"}).status, 0);
  const outcome kept = call({"export", store()});
  EXPECT_EQ(kept.status, 0);
  EXPECT_THAT(kept.output, HasSubstr("2026-01-01T12:00:00Z,a,,1001,\n"));
  EXPECT_THAT(kept.errors, HasSubstr("2 columns have empty fields, and Otava refuses"));
  EXPECT_EQ(call({"export", store(), "--to", "json"}).errors, "");
  program typed(real({"export", "--to", "otava", path("1.json"), path("other.json")}), environment);
  EXPECT_EQ(typed.wait(), 0);
  EXPECT_THAT(typed.errors(), HasSubstr("interleave: 2 columns have empty fields, and Otava refuses a test that names "
                                        "such a column: bm and other\n"));
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
  EXPECT_THAT(refusal({"add", store(), good, "--commit", "a", "--counter", "flux"}),
              AllOf(HasSubstr("'flux'"), HasSubstr("There are real_time")));
  EXPECT_FALSE(std::filesystem::exists(store()));
  EXPECT_THAT(refusal({"trend", store()}), HasSubstr("there is no history here"));
  std::filesystem::create_directory(store());
  for (const char* question : {"list", "trend", "export"})
    EXPECT_THAT(refusal({question, store()}), HasSubstr("the history is empty"));
  EXPECT_THAT(refusal({"trend", store(), "--html", path("t.html")}), HasSubstr("the history is empty"));
  EXPECT_FALSE(std::filesystem::exists(path("t.html")));
  EXPECT_THAT(refusal({"trend", store(), "--commit-url", "x"}), HasSubstr("{sha}"));
  EXPECT_THAT(refusal({"prune", store()}), AllOf(HasSubstr("--keep-last"), HasSubstr("--damaged")));
  for (const char* count : {"-1", "1.5", "few"})
    EXPECT_THAT(refusal({"prune", store(), "--keep-last", count}), HasSubstr("--keep-last"));
  EXPECT_THAT(refusal({"show", store(), "c1"}), HasSubstr("the history is empty"));
  EXPECT_THAT(refusal({"trend", store(), "--html", "-", "--json"}), HasSubstr("give the page a file"));
  EXPECT_THAT(refusal({"list"}), HasSubstr("which history?"));
  EXPECT_THAT(refusal({"list", store(), "--store", store()}), HasSubstr("one argument too many"));
  EXPECT_THAT(refusal({"add", store(), "--commit", "a"}), HasSubstr("RESULTS is missing"));
  EXPECT_THAT(refusal({"show", "--store", store()}), HasSubstr("RUN is missing"));
}

TEST_F(a_history, shows_the_newest_run_of_one_commit_and_never_guesses_which) {
  for (const int day : {1, 2}) EXPECT_EQ(call({"add", store(), result(day, 1000), "--commit", "abc1"}).status, 0);
  EXPECT_EQ(call({"add", store(), result(3, 1000), "--commit", "abc2"}).status, 0);
  EXPECT_EQ(json::parse(call({"show", store(), "abc1", "--json"}).output)["time"], "2026-01-02T12:00:00Z");
  const outcome ambiguous = call({"show", store(), "abc"});
  EXPECT_EQ(ambiguous.status, 2);
  EXPECT_THAT(ambiguous.errors, HasSubstr("'abc' begins runs of 2 commits: abc1 and abc2"));
  EXPECT_THAT(call({"show", store(), "x"}).errors, HasSubstr("begins with 'x'"));
}

TEST_F(a_history, shows_the_commit_of_just_that_name_though_others_begin_with_it) {
  const std::vector<std::string> tags = {"v1.1", "v1.10", "v1.11"};
  for (int day = 1; day <= 3; ++day)
    EXPECT_EQ(call({"add", store(), result(day, 1000), "--commit", tags[static_cast<std::size_t>(day - 1)]}).status, 0);
  const outcome shown = call({"show", store(), "v1.1", "--json"});
  ASSERT_EQ(shown.status, 0) << shown.errors;
  EXPECT_EQ(json::parse(shown.output)["commit"], "v1.1");
  EXPECT_THAT(call({"show", store(), "v1"}).errors, HasSubstr("begins runs of 3 commits"));
}

TEST_F(a_history, shows_no_escape_sequence_of_a_damaged_file) {
  EXPECT_EQ(call({"add", store(), result(1, 1000), "--commit", "a"}).status, 0);
  std::ofstream(folder / "perf" / "\x1b[31m.run.gz") << "no gzip";
  const outcome listed = call({"list", store()});
  EXPECT_EQ(listed.status, 0);
  EXPECT_THAT(listed.errors, AllOf(HasSubstr("left out"), Not(HasSubstr("\x1b"))));
}

TEST_F(a_history, takes_its_place_by_an_option_too) {
  EXPECT_EQ(call({"add", "--store", store(), result(1, 1000), "--commit", "a"}).status, 0);
  EXPECT_EQ(call({"show", "a", "--json", "--store", store()}).output, call({"show", store(), "a", "--json"}).output);
}

TEST_F(a_history, says_that_a_database_cannot_be_reached) {
  for (const std::vector<std::string>& where :
       {std::vector<std::string>{"--store", "postgresql://u:secret@localhost:1/perf"},
        std::vector<std::string>{"postgres://u:secret@localhost:1/perf"}}) {
    std::vector<std::string> arguments = {"trend", "--html", path("t.html")};
    arguments.insert(arguments.end(), where.begin(), where.end());
    const outcome found = call(arguments);
    EXPECT_EQ(found.status, 2);
    EXPECT_EQ(found.output, "");
    EXPECT_THAT(found.errors, AllOf(HasSubstr("u:***@localhost:1/perf: "), HasSubstr("Connection refused")));
    EXPECT_THAT(found.errors, Not(HasSubstr("secret")));
    EXPECT_FALSE(std::filesystem::exists(path("t.html")));
  }
}

TEST_F(a_history, has_help_with_examples) {
  for (const char* command : {"add", "list", "show", "trend", "prune", "export"})
    EXPECT_THAT(call({command, "--help"}).output, HasSubstr("Examples:"));
}

}  // namespace
}  // namespace interleave::test
