// The run loop, with a scripted sampler and a clock that moves only when told to.
#include "benchmarks/driver/run_loop.hpp"

#include "benchmarks/driver/rounds.hpp"
#include "benchmarks/driver/rows.hpp"
#include "doubles.hpp"
#include "temporary_folder.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace interleave::driver {
namespace {

using test::cell_of;
using test::failed_outcome;
using testing::ElementsAre;
using testing::HasSubstr;

class run_loop_test : public testing::Test {
 protected:
  run_loop_test() {
    what.settings.samples_per_cell = 3;
    what.settings.seed = 42;
    what.cells = {cell_of("noop", "sequential", 1), cell_of("noop", "coroutines", 8), cell_of("noop", "threads", 8)};
  }

  std::optional<int> run() {
    sample_store store(folder / "samples.jsonl");
    progress shown(out, {});
    run_loop loop(what, how, store, shown, time,
                  {.plan_changed = [this] { ++plan_changes; },
                   .round_done = [this] { ++rounds_done; },
                   .judge = [this](const std::vector<json>& known) { return judge(known); }});
    const std::optional<int> signal = loop.run();
    rows = store.rows();
    return signal;
  }

  // The two cells at 8 in flight are undecided until each has 9 samples.
  std::vector<open_question> judge(const std::vector<json>& known) {
    std::map<std::string, int> samples;
    for (const json& row : known) ++samples[row["name"]];
    judged.push_back(samples);
    if (samples["noop/coroutines/in_flight:8"] >= decided_at) return {};
    return {{.cells = {1, 2}, .samples_to_decide = 9}};
  }

  [[nodiscard]] std::size_t asked_for(const std::string& name) const {
    return static_cast<std::size_t>(std::ranges::count(how.asked, name));
  }
  [[nodiscard]] std::set<std::pair<std::string, int>> samples() const {
    std::set<std::pair<std::string, int>> found;
    for (const json& row : rows) found.emplace(row["name"], row["sample"]);
    return found;
  }

  test::temporary_folder folder;
  test::fake_clock time;
  test::scripted_sampler how{time};
  plan what;
  std::ostringstream out;
  std::vector<json> rows;
  int plan_changes = 0;
  int rounds_done = 0;
  std::vector<std::map<std::string, int>> judged;  // samples by cell, each time that the rows were judged
  int decided_at = 9;
};

constexpr const char* reference = "noop/sequential/in_flight:1";
constexpr const char* one_rival = "noop/coroutines/in_flight:8";
constexpr const char* the_other = "noop/threads/in_flight:8";

TEST_F(run_loop_test, samples_go_on_where_something_is_open_up_to_the_next_look) {
  what.settings.looks = {6, 9, 12};
  what.settings.budget = std::chrono::hours(1);
  run();
  EXPECT_EQ(asked_for(reference), 3U + 3U) << "three of them to measure a task alone";
  EXPECT_EQ(asked_for(one_rival), 9U);
  EXPECT_EQ(asked_for(the_other), 9U);
  ASSERT_EQ(judged.size(), 3U);
  EXPECT_EQ(judged[0][one_rival], 3);
  EXPECT_EQ(judged[1][one_rival], 6);
  EXPECT_EQ(judged[2][one_rival], 9);
}

TEST_F(run_loop_test, without_looks_nothing_is_judged) {
  run();
  EXPECT_TRUE(judged.empty());
}

TEST_F(run_loop_test, a_resumed_run_plans_the_samples_that_the_whole_run_would_have) {
  what.settings.looks = {6, 9};
  what.settings.budget = std::chrono::hours(1);
  what.task_costs.push_back({"noop", json::object(), 1, 0, 0, ""});
  run();
  const std::vector<std::string> whole = how.asked;
  const auto judged_whole = std::exchange(judged, {});

  std::filesystem::remove(folder / "samples.jsonl");
  how.start_afresh();
  how.interrupt_at_sample = 12;  // in the middle of the first look
  how.interrupt_with = 2;
  EXPECT_EQ(run(), 2);
  std::vector<std::string> parts(how.asked.begin(), how.asked.end() - 1);
  how.start_afresh();
  judged.clear();
  EXPECT_EQ(run(), std::nullopt);
  parts.insert(parts.end(), how.asked.begin(), how.asked.end());
  EXPECT_EQ(parts, whole);
  EXPECT_EQ(judged, judged_whole) << "judged by the same rows, though there were more by then";
}

TEST_F(run_loop_test, ends_when_the_time_for_more_samples_is_used_up) {
  what.settings.looks = {9};
  what.settings.budget = std::chrono::nanoseconds(how.sample_time) * 24;  // just enough
  decided_at = 100;
  how.script[one_rival] = [this, taken = 0]() mutable {
    if (++taken > 3) time.advance(how.sample_time);  // as if the machine had become slower in between
    return test::good_outcome("x");
  };
  how.script[the_other] = how.script[one_rival];
  EXPECT_EQ(run(), std::nullopt);
  EXPECT_LT(asked_for(one_rival), 9U);
  EXPECT_GT(asked_for(one_rival), 3U);
}

TEST_F(run_loop_test, takes_no_more_samples_than_fit) {
  what.settings.looks = {9};
  what.settings.budget = std::chrono::nanoseconds(how.sample_time) * 15;  // 9 and 3 are taken at once
  run();
  EXPECT_EQ(asked_for(one_rival), 3U);
}

TEST_F(run_loop_test, takes_every_sample_of_every_cell) {
  EXPECT_EQ(run(), std::nullopt);
  EXPECT_EQ(samples().size(), 9U);
  EXPECT_EQ(rounds_done, 3);
}

TEST_F(run_loop_test, follows_the_shuffled_order_of_each_round) {
  what.task_costs.push_back({"noop", json::object(), 1, 0, 0, ""});
  run();
  std::vector<std::string> expected;
  for (std::uint64_t round = 0; round < 3; ++round)
    for (const std::size_t cell : round_order(42, round, 3)) expected.push_back(what.cells[cell].name);
  EXPECT_EQ(how.asked, expected);
}

TEST_F(run_loop_test, measures_a_task_of_each_workload_first_and_hands_the_result_to_every_sample) {
  run();
  ASSERT_EQ(how.asked.size(), 12U);
  for (std::size_t i = 0; i < 12; ++i) EXPECT_EQ(how.task_costs[i].has_value(), i >= 3) << i;
  EXPECT_EQ(how.task_costs.back()->cpu_ns, 40);
  EXPECT_EQ(how.asked[0], "noop/sequential/in_flight:1");
  ASSERT_EQ(what.task_costs.size(), 1U);
}

TEST_F(run_loop_test, goes_on_without_a_task_cost_that_could_not_be_measured) {
  how.script["noop/sequential/in_flight:1"] = [] { return failed_outcome(failure::crash, "killed by SIGSEGV"); };
  run();
  EXPECT_THAT(out.str(), HasSubstr("noop could not be calibrated: killed by SIGSEGV"));
  EXPECT_EQ(asked_for("noop/coroutines/in_flight:8"), 3U);
  EXPECT_TRUE(std::ranges::none_of(how.task_costs, [](const auto& known) { return known.has_value(); }));
}

TEST_F(run_loop_test, measures_a_lone_task_again_that_somebody_has_killed) {
  bool is_killed = false;
  how.script["noop/sequential/in_flight:1"] = [&] {
    if (std::exchange(is_killed, true)) return test::good_outcome("x");
    return failed_outcome(failure::killed, "killed by SIGKILL");
  };
  run();
  EXPECT_EQ(what.task_costs.size(), 1U);
}

TEST_F(run_loop_test, keeps_the_context_of_the_first_good_sample) {
  run();
  EXPECT_EQ(what.bench_context["host_name"], "double");
  EXPECT_EQ(plan_changes, 2);  // context, cost of a task
}

TEST_F(run_loop_test, gives_a_cell_up_after_two_failures_and_goes_on) {
  how.script["noop/threads/in_flight:8"] = [] { return failed_outcome(failure::crash, "killed by SIGSEGV"); };
  EXPECT_EQ(run(), std::nullopt);
  EXPECT_EQ(asked_for("noop/threads/in_flight:8"), 2U);
  EXPECT_EQ(asked_for("noop/coroutines/in_flight:8"), 3U);
  const auto given_up = std::ranges::count_if(rows, [](const json& row) { return row.value("given_up", 0) == 1; });
  EXPECT_EQ(given_up, 1);
  EXPECT_THAT(out.str(), HasSubstr("failed: noop/threads/in_flight:8, sample 1: killed by SIGSEGV"));
}

TEST_F(run_loop_test, goes_on_with_a_cell_that_failed_once) {
  bool has_failed = false;
  how.script["noop/threads/in_flight:8"] = [&] {
    if (std::exchange(has_failed, true)) return test::good_outcome("x");
    return failed_outcome(failure::crash, "killed by SIGSEGV");
  };
  run();
  EXPECT_EQ(asked_for("noop/threads/in_flight:8"), 3U);
  EXPECT_EQ(samples().size(), 9U);
}

TEST_F(run_loop_test, takes_once_more_at_the_end_what_circumstances_made_fail) {
  for (const failure kind : {failure::killed, failure::timeout, failure::exit}) {
    int failures_left = 1;
    how.script["noop/threads/in_flight:8"] = [&] {
      return failures_left-- > 0 ? failed_outcome(kind, "not its fault") : test::good_outcome("x");
    };
    run();
    EXPECT_EQ(how.asked.back(), "noop/threads/in_flight:8");
    EXPECT_EQ(rows.size(), 9U);
    EXPECT_TRUE(std::ranges::none_of(rows, is_failed));
    const auto again = std::ranges::find_if(rows, [](const json& row) { return attempt_of(row) == 2; });
    ASSERT_NE(again, rows.end());
    EXPECT_EQ((*again)["earlier_failure"], "not its fault");
    const std::string on_disk = read_file(folder / "samples.jsonl");
    EXPECT_EQ(std::ranges::count(on_disk, '\n'), 10) << "both attempts";
    std::filesystem::remove(folder / "samples.jsonl");
  }
}

TEST_F(run_loop_test, lets_stand_what_is_the_cells_own_failure) {
  for (const failure kind : {failure::crash, failure::memory, failure::refused, failure::error, failure::wrong_digest,
                             failure::left_processes}) {
    int failures_left = 1;
    how.script["noop/threads/in_flight:8"] = [&] {
      return failures_left-- > 0 ? failed_outcome(kind, "its fault") : test::good_outcome("x");
    };
    how.asked.clear();
    run();
    EXPECT_EQ(asked_for("noop/threads/in_flight:8"), 3U) << name_of(kind);
    EXPECT_EQ(std::ranges::count_if(rows, is_failed), 1);
    std::filesystem::remove(folder / "samples.jsonl");
  }
}

TEST_F(run_loop_test, takes_one_more_sample_of_a_cell_that_never_ends_and_leaves_it) {
  how.script["noop/threads/in_flight:8"] = [] { return failed_outcome(failure::timeout, "no result within 30s"); };
  EXPECT_EQ(run(), std::nullopt);
  EXPECT_EQ(asked_for("noop/threads/in_flight:8"), 3U);
  EXPECT_EQ(std::ranges::count_if(rows, is_failed), 2);
  how.asked.clear();
  run();
  EXPECT_TRUE(how.asked.empty());
}

TEST_F(run_loop_test, goes_on_with_a_cell_that_was_given_up_where_its_samples_succeed_the_second_time) {
  int failures_left = 2;
  how.script["noop/threads/in_flight:8"] = [&] {
    return failures_left-- > 0 ? failed_outcome(failure::timeout, "no result within 30s") : test::good_outcome("x");
  };
  run();
  EXPECT_EQ(asked_for("noop/threads/in_flight:8"), 5U);
  EXPECT_EQ(samples().size(), 9U);
  EXPECT_TRUE(std::ranges::none_of(rows, is_failed));
}

TEST_F(run_loop_test, takes_again_in_a_resumed_run_what_was_killed) {
  bool somebody_kills = true;
  how.script["noop/threads/in_flight:8"] = [&] {
    return somebody_kills ? failed_outcome(failure::killed, "killed by SIGKILL") : test::good_outcome("x");
  };
  run();
  EXPECT_EQ(std::ranges::count_if(rows, is_failed), 2);  // and given up
  somebody_kills = false;
  how.asked.clear();
  run();
  EXPECT_EQ(how.asked.size(), 3U);
  EXPECT_EQ(samples().size(), 9U);
  EXPECT_TRUE(std::ranges::none_of(rows, is_failed));
  how.asked.clear();
  run();
  EXPECT_TRUE(how.asked.empty());
}

TEST_F(run_loop_test, takes_again_in_a_resumed_run_what_may_have_been_mended) {
  for (const failure kind : {failure::error, failure::refused, failure::exit}) {
    std::filesystem::remove(folder / "samples.jsonl");
    bool is_mended = false;
    how.script["noop/threads/in_flight:8"] = [&] {
      return is_mended ? test::good_outcome("x") : failed_outcome(kind, "cannot create the file");
    };
    run();
    EXPECT_EQ(std::ranges::count_if(rows, is_failed), 2);  // and given up
    is_mended = true;
    how.asked.clear();
    run();
    EXPECT_EQ(asked_for("noop/threads/in_flight:8"), 3U);
    EXPECT_EQ(samples().size(), 9U);
    EXPECT_TRUE(std::ranges::none_of(rows, is_failed));
  }
}

// Unlike an error of its tasks, see below.
TEST_F(run_loop_test, takes_again_in_a_resumed_run_what_failed_by_an_outside_cause_beside_good_samples) {
  for (const failure kind : {failure::killed, failure::refused, failure::exit}) {
    std::filesystem::remove(folder / "samples.jsonl");
    int taken = 0;
    bool is_mended = false;
    how.script["noop/threads/in_flight:8"] = [&] {
      return ++taken > 1 && !is_mended ? failed_outcome(kind, "cannot create the file") : test::good_outcome("x");
    };
    run();
    EXPECT_EQ(std::ranges::count_if(rows, is_failed), 2) << name_of(kind);
    is_mended = true;
    how.asked.clear();
    run();
    EXPECT_EQ(asked_for("noop/threads/in_flight:8"), 2U) << name_of(kind);
    EXPECT_TRUE(std::ranges::none_of(rows, is_failed)) << name_of(kind);
    EXPECT_EQ(samples().size(), 9U);
  }
}

TEST_F(run_loop_test, gives_a_resumed_run_up_that_fails_as_before) {
  how.script["noop/threads/in_flight:8"] = [] { return failed_outcome(failure::error, "cannot create the file"); };
  run();
  how.asked.clear();
  run();
  EXPECT_EQ(asked_for("noop/threads/in_flight:8"), 2U);
  EXPECT_EQ(std::ranges::count_if(rows, is_failed), 2);
}

// Or it would be taken until it looks as if it never failed.
TEST_F(run_loop_test, lets_an_error_stand_beside_good_samples_of_its_cell) {
  int taken = 0;
  how.script["noop/threads/in_flight:8"] = [&] {
    return ++taken == 2 ? failed_outcome(failure::error, "a task failed") : test::good_outcome("x");
  };
  run();
  how.asked.clear();
  run();
  EXPECT_TRUE(how.asked.empty());
  EXPECT_EQ(std::ranges::count_if(rows, is_failed), 1);
}

TEST_F(run_loop_test, takes_failed_samples_again_after_a_kill_came_between) {
  int failures_left = 1;
  how.script["noop/threads/in_flight:8"] = [&] {
    return failures_left-- > 0 ? failed_outcome(failure::timeout, "no result within 30s") : test::good_outcome("x");
  };
  how.interrupt_at_sample = 13;  // the second attempt
  EXPECT_EQ(run(), 2);
  EXPECT_EQ(std::ranges::count_if(rows, is_failed), 1);
  how.start_afresh();
  run();
  EXPECT_EQ(how.asked.size(), 1U);
  EXPECT_TRUE(std::ranges::none_of(rows, is_failed));
}

TEST_F(run_loop_test, draws_the_lengths_of_every_sample_from_the_seed_whatever_came_between) {
  run();
  std::map<std::string, std::vector<layout>> whole;
  for (std::size_t i = 3; i < how.asked.size(); ++i) whole[how.asked[i]].push_back(how.layouts[i]);
  std::filesystem::remove(folder / "samples.jsonl");
  const std::vector<layout> first = how.layouts;
  EXPECT_EQ(std::set<std::size_t>({first[3].path_bytes, first[4].path_bytes, first[5].path_bytes}).size(), 3U);

  how.start_afresh();
  what.task_costs.clear();
  how.interrupt_at_sample = 8;
  run();
  std::map<std::string, std::vector<layout>> parts;
  for (std::size_t i = 3; i < 7; ++i) parts[how.asked[i]].push_back(how.layouts[i]);
  how.start_afresh();
  run();
  for (std::size_t i = 0; i < how.asked.size(); ++i) parts[how.asked[i]].push_back(how.layouts[i]);
  EXPECT_EQ(parts, whole);
}

TEST_F(run_loop_test, ends_before_the_first_sample_where_nothing_works) {
  for (const char* workload : {"cpu_hash", "io_echo", "io_sleep"})
    what.cells.push_back(cell_of(workload, "threads", 8));
  const auto refused = [] { return failed_outcome(failure::error, "mmap of shared memory: Cannot allocate memory"); };
  for (const char* workload : {"noop", "cpu_hash", "io_echo", "io_sleep"})
    how.script[std::string(workload) + "/sequential/in_flight:1"] = refused;
  EXPECT_THROW(run(), nothing_works);
  EXPECT_EQ(how.asked.size(), 3U);
  EXPECT_EQ(read_file(folder / "samples.jsonl"), "");
}

TEST_F(run_loop_test, says_how_long_it_will_take_before_the_first_sample) {
  what.task_costs.push_back({"noop", json::object(), 1, 0, 0, ""});
  std::string said;
  for (const planned_cell& cell : what.cells)
    how.script[cell.name] = [&] {
      if (said.empty()) said = out.str();
      return test::good_outcome("x");
    };
  run();
  EXPECT_THAT(said, HasSubstr("9 samples of 100ms: about 1 s"));
}

TEST_F(run_loop_test, says_of_a_resumed_run_how_long_it_will_take_with_all_that_is_around_a_sample) {
  how.sample_time = std::chrono::seconds(2);
  how.interrupt_at_sample = 6;  // three calibrate, two are whole
  run();
  how.start_afresh();
  out.str("");
  run();
  EXPECT_THAT(out.str(), HasSubstr("7 samples of 100ms: about 14 s"));
}

TEST_F(run_loop_test, says_which_samples_take_much_longer_than_was_asked_for) {
  how.script["noop/threads/in_flight:8"] = [] {
    sample_outcome outcome = test::good_outcome("x");
    outcome.document["benchmarks"][0]["measured_s"] = 11.9;
    return outcome;
  };
  run();
  const std::string line = "noop/threads/in_flight:8 takes 12 s a sample, not 100ms";
  EXPECT_THAT(out.str(), HasSubstr(line));
  EXPECT_EQ(out.str().find(line), out.str().rfind(line));
}

TEST_F(run_loop_test, writes_an_unsupported_cell_down_once_and_never_starts_it) {
  what.cells.push_back(cell_of("noop", "futures", 8, "it cannot"));
  run();
  EXPECT_EQ(asked_for("noop/futures/in_flight:8"), 0U);
  EXPECT_EQ(std::ranges::count_if(rows, [](const json& row) { return row["runner"] == "futures"; }), 1);
  const std::string before = read_file(folder / "samples.jsonl");
  run();
  EXPECT_EQ(read_file(folder / "samples.jsonl"), before);
}

TEST_F(run_loop_test, stops_at_a_signal_and_forgets_the_sample_it_cut_short) {
  how.interrupt_at_sample = 6;  // the third after those of lone tasks
  how.interrupt_with = 15;
  EXPECT_EQ(run(), 15);
  EXPECT_EQ(rows.size(), 2U);
  EXPECT_EQ(how.asked.size(), 6U);
}

TEST_F(run_loop_test, stops_at_a_signal_while_it_measures_lone_tasks) {
  how.interrupt_at_sample = 2;
  EXPECT_EQ(run(), 2);
  EXPECT_EQ(how.asked.size(), 2U);
  EXPECT_TRUE(what.task_costs.empty());
}

TEST_F(run_loop_test, resumes_to_the_same_set_of_samples) {
  how.interrupt_at_sample = 8;
  run();
  ASSERT_LT(rows.size(), 9U);
  const std::size_t before = rows.size();
  how.start_afresh();
  EXPECT_EQ(run(), std::nullopt);
  EXPECT_EQ(samples().size(), 9U);
  EXPECT_EQ(how.asked.size(), 9 - before);  // nothing twice, lone tasks included
}

TEST_F(run_loop_test, remembers_over_a_resume_which_cells_were_given_up) {
  how.script["noop/threads/in_flight:8"] = [] { return failed_outcome(failure::crash, "killed by SIGSEGV"); };
  run();
  how.asked.clear();
  EXPECT_EQ(run(), std::nullopt);
  EXPECT_TRUE(how.asked.empty());
}

TEST_F(run_loop_test, measures_no_lone_task_where_no_sample_is_missing) {
  run();
  what.task_costs.clear();
  how.asked.clear();
  run();
  EXPECT_TRUE(how.asked.empty());
}

TEST_F(run_loop_test, has_each_row_on_disk_before_the_next_sample_starts) {
  std::vector<std::size_t> lines_seen;
  for (const planned_cell& cell : what.cells)
    how.script[cell.name] = [&] {
      const std::string text = read_file(folder / "samples.jsonl");
      lines_seen.push_back(static_cast<std::size_t>(std::ranges::count(text, '\n')));
      return test::good_outcome("x");
    };
  run();
  EXPECT_THAT(lines_seen, ElementsAre(0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8));
}

TEST_F(run_loop_test, says_how_long_the_rest_will_take) {
  what.task_costs.push_back({"noop", json::object(), 1, 0, 0, ""});
  how.sample_time = std::chrono::seconds(10);
  run();
  EXPECT_THAT(out.str(), HasSubstr("3/9 · 1 min 00 s left · round 2 of 3"));
}

TEST_F(run_loop_test, shows_the_last_words_of_a_failed_sample_without_its_escape_codes) {
  how.script["noop/threads/in_flight:8"] = [] {
    return sample_outcome{failure::crash, "killed by SIGSEGV", "one\ntwo \x1b[31m", {}};
  };
  run();
  const std::size_t first = out.str().find("  | one\n  | two ?[31m\n");
  ASSERT_NE(first, std::string::npos);
  EXPECT_EQ(out.str().find("  | one", first + 1), std::string::npos);  // once is enough
}

}  // namespace
}  // namespace interleave::driver
