// What compare() finds, refuses and says; and that its two promises hold on made-up noise: how often it is wrong, and
// what it would have seen.
#include "tracking/compare/comparison.hpp"

#include "reports/errors.hpp"
#include "tests/tracking/test_recordings.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace interleave::tracking {
namespace {

using testing::add_cell;
using testing::empty_recording;
using testing::noisy;
using strings = std::vector<std::string>;

constexpr double spread = 0.01;
constexpr std::size_t samples = 12;

// One cell a factor, each of its own noise.
recording of_factors(const std::vector<double>& factors, std::uint64_t seed, std::size_t count = samples,
                     double noise = spread) {
  recording made = empty_recording();
  for (std::size_t i = 0; i < factors.size(); ++i) {
    add_cell(made, "cell_" + std::to_string(i), noisy(1000 * factors[i], noise, count, seed * 1000 + i));
  }
  return made;
}

const compared_cell& cell_named(const comparison& from, std::string_view name) {
  const auto found =
      std::find_if(from.cells.begin(), from.cells.end(), [&](const compared_cell& cell) { return cell.name == name; });
  EXPECT_NE(found, from.cells.end()) << name;
  return *found;
}

finding finding_of(double factor, const comparison_options& options = {}) {
  return compare(of_factors({1}, 1), of_factors({factor}, 2), options).cells.front().found;
}

reports::input_error refusal_of(const recording& base, const recording& candidate, const comparison_options& options) {
  try {
    compare(base, candidate, options);
  } catch (const reports::input_error& error) {
    return error;
  }
  return {"", "", "nothing was refused", ""};
}

bool any_contains(const strings& texts, const std::string& part) {
  return std::any_of(texts.begin(), texts.end(),
                     [&](const std::string& text) { return text.find(part) != std::string::npos; });
}

TEST(comparison, tells_slower_from_faster_and_from_the_same) {
  EXPECT_EQ(finding_of(1.10), finding::slower);
  EXPECT_EQ(finding_of(0.90), finding::faster);
  EXPECT_EQ(finding_of(1.00), finding::none_shown);
}

TEST(comparison, a_change_within_the_margin_is_none_however_certain) {
  EXPECT_EQ(finding_of(1.02), finding::none_shown);
  EXPECT_EQ(finding_of(1.02, {.margin = 0}), finding::slower);
  EXPECT_EQ(finding_of(1.10, {.margin = 0.2}), finding::none_shown);
}

// Beyond the margin by half a standard error only, either way.
TEST(comparison, a_change_has_to_be_shown_to_be_beyond_the_margin) {
  EXPECT_EQ(finding_of(1.032), finding::none_shown);
  EXPECT_EQ(finding_of(1 / 1.032), finding::none_shown);
  EXPECT_EQ(finding_of(1.032, {.margin = 0.001}), finding::slower);
  EXPECT_EQ(finding_of(1 / 1.032, {.margin = 0.001}), finding::faster);
}

TEST(comparison, says_what_margin_it_was_asked_for) {
  const auto reading = [](double margin) {
    return compare(of_factors({1}, 1), of_factors({1}, 2), {.margin = margin}).reading;
  };
  EXPECT_TRUE(any_contains(reading(0), "a change shown to be beyond 0 % (rank-sum test)")) << reading(0)[1];
  EXPECT_TRUE(any_contains(reading(0.03), "beyond 3.0 % (")) << reading(0.03)[1];
  EXPECT_TRUE(any_contains(reading(1), "beyond 100 % (")) << reading(1)[1];
}

TEST(comparison, names_cells_that_have_lost_their_number_before_all_else) {
  recording base = of_factors({1, 1}, 1);
  recording candidate = of_factors({1, 1}, 2);
  candidate.cells[1].measurements.clear();
  candidate.cells[1].failures = {"killed by SIGSEGV"};
  EXPECT_EQ(compare(base, candidate).cautions[0], "1 cell has a number in the base and none in the candidate: cell_1.");
  EXPECT_FALSE(any_contains(compare(candidate, base).cautions, "none in the candidate")) << "it was mended";
}

TEST(comparison, names_all_hosts_of_a_folder_and_warns_of_their_clocks_and_load) {
  recording base = of_factors({1}, 1, 10);
  base.machines = {{"runner-a", 2100, false, 0.1, 4}, {"runner-b", 3800, true, 9.5, 4}};
  base.host = reports::hosts_text(base.machines);
  recording candidate = of_factors({1.2}, 2, 5);
  candidate.machines = {{"runner-a", 2100, false, 0.1, 4}};
  candidate.host = "runner-a";
  const comparison found = compare(base, candidate);
  const auto fact = [&](const std::string& name) {
    return *std::ranges::find(found.facts, name, &compared_fact::name);
  };
  EXPECT_EQ(fact("Host").base, "runner-a, runner-b");
  EXPECT_EQ(fact("Host").candidate, "runner-a");
  EXPECT_EQ(fact("Clock").base, "2100 to 3800 MHz");
  EXPECT_EQ(fact("Frequency scaling").base, "on in 1 of 2 files");
  EXPECT_EQ(fact("Load at start").base, "0.10 to 9.50");
  EXPECT_TRUE(any_contains(found.cautions, "2 hosts, runner-a and runner-b"));
  EXPECT_TRUE(any_contains(found.cautions, "clocks differ"));
  EXPECT_TRUE(any_contains(found.cautions, "runner-b was busy"));
}

TEST(comparison, more_of_a_rate_is_better) {
  EXPECT_EQ(finding_of(1.10, {.metric = "items_per_second"}), finding::slower);
  EXPECT_EQ(finding_of(0.90, {.metric = "items_per_second"}), finding::faster);
  EXPECT_EQ(finding_of(0.90, {.metric = "items_per_second", .direction = better::less}), finding::slower);
}

TEST(comparison, effect_is_the_hodges_lehmann_ratio) {
  recording base = empty_recording();
  recording candidate = empty_recording();
  add_cell(base, "doubled", {10, 20, 40, 80});
  add_cell(candidate, "doubled", {20, 40, 80, 160});
  const compared_cell cell = compare(base, candidate).cells.front();
  EXPECT_NEAR(cell.effect->median, 2, 1e-12);
  EXPECT_EQ(cell.effect_text, "+100 %");
  EXPECT_EQ(cell.base.text, "30.0 ns");
  // Four a side: the 95 % interval is that of the extreme differences, log(20 / 80) and log(160 / 10).
  ASSERT_TRUE(cell.effect->interval.has_value());
  EXPECT_NEAR(cell.effect->interval->low, 0.25, 1e-12);
  EXPECT_NEAR(cell.effect->interval->high, 16, 1e-12);
}

TEST(comparison, verdicts_take_the_number_of_cells_into_account) {
  // 5 samples a side: p is 2 in 252 at best, which is rare among 6 cells, and isn't among 7.
  std::vector<double> factors(6, 1.0);
  factors[0] = 1.5;
  const std::vector<double> same(6, 1.0);
  const comparison six = compare(of_factors(same, 1, 5), of_factors(factors, 2, 5));
  EXPECT_EQ(six.count(finding::slower), 1U);
  EXPECT_EQ(cell_named(six, "cell_0").p, 6 * (2.0 / 252));
  factors.push_back(1.0);
  const comparison seven = compare(of_factors(factors, 1, 5), of_factors(factors, 2, 5));
  EXPECT_EQ(seven.count(finding::too_few), 7U);
  EXPECT_EQ(seven.cells.front().visible_text, "nothing");
  EXPECT_EQ(seven.cells.front().samples_needed, 6U);
  EXPECT_EQ(seven.headline,
            "Not judged: 7 cells have too few samples, of which 6 a side are needed. The changes stand below.");
  EXPECT_TRUE(
      any_contains(seven.cautions, "In 7 cells no change could be told from chance: among 7 cells that takes 6"));
}

TEST(comparison, of_fewer_than_four_samples_says_the_change_and_judges_nothing) {
  const comparison three = compare(of_factors({1}, 1, 3), of_factors({2}, 2, 3));
  EXPECT_EQ(three.cells.front().found, finding::too_few);
  EXPECT_EQ(three.cells.front().samples_needed, 4U);
  EXPECT_EQ(three.cells.front().label, "not judged");
  EXPECT_NEAR(three.cells.front().effect.value().median, 2, 0.2);
  EXPECT_FALSE(three.cells.front().effect->interval.has_value());
  EXPECT_EQ(three.cells.front().interval_text, "");
}

TEST(comparison, other_cpu_cores_caches_build_or_settings_stand_side_by_side) {
  const recording base = of_factors({1}, 1);
  for (const auto& change : std::vector<void (*)(recording&)>{
           [](recording& of) { of.cpu_model = "Another CPU"; }, [](recording& of) { of.cores = 8; },
           [](recording& of) { of.caches = "L1"; }, [](recording& of) { of.build_type = "debug"; },
           [](recording& of) { of.settings = "placement one-cpu"; }}) {
    recording other = base;
    other.caches = "L2";
    other.settings = "placement free";
    recording candidate = other;
    change(candidate);
    const comparison found = compare(other, candidate);
    EXPECT_FALSE(found.comparable);
    EXPECT_TRUE(found.headline.starts_with("No verdict: ")) << found.headline;
    EXPECT_EQ(found.cells.front().found, finding::not_compared);
    EXPECT_FALSE(found.cells.front().effect.has_value());
    EXPECT_TRUE(found.cells.front().base.median.has_value());
  }
}

TEST(comparison, what_a_file_does_not_say_differs_from_nothing) {
  recording candidate = of_factors({1}, 1);
  candidate.cpu_model.clear();
  candidate.cores = 0;
  candidate.compiler = "another compiler";
  EXPECT_TRUE(compare(of_factors({1}, 2), candidate).comparable);
}

TEST(comparison, other_parameters_of_a_cell_keep_it_from_a_verdict) {
  recording base = of_factors({1, 1}, 1);
  recording candidate = of_factors({1.5, 1}, 2);
  base.cells[0].parameters = "delay 1ms";
  candidate.cells[0].parameters = "delay 5ms";
  const comparison found = compare(base, candidate);
  EXPECT_EQ(cell_named(found, "cell_0").found, finding::not_compared);
  EXPECT_EQ(cell_named(found, "cell_0").note, "other parameters: delay 1ms / delay 5ms");
  EXPECT_EQ(cell_named(found, "cell_1").found, finding::none_shown);
}

TEST(comparison, a_cell_of_the_suite_under_changed_parameters_is_no_new_cell) {
  recording base = empty_recording();
  recording candidate = empty_recording();
  base.is_suite_result = candidate.is_suite_result = true;
  add_cell(base, "io_echo/coroutines/in_flight:8", noisy(100, spread, 5, 1));
  add_cell(candidate, "io_echo/coroutines/in_flight:8/delay:5ms", noisy(100, spread, 5, 1));
  const comparison found = compare(base, candidate);
  ASSERT_EQ(found.cells.size(), 1U);
  EXPECT_EQ(found.cells.front().found, finding::not_compared);
  EXPECT_TRUE(found.base_only.empty());
  EXPECT_TRUE(found.candidate_only.empty());
}

TEST(comparison, another_value_of_a_swept_parameter_is_a_new_cell) {
  recording base = empty_recording();
  recording candidate = empty_recording();
  base.is_suite_result = candidate.is_suite_result = true;
  const std::string cell = "io_echo/coroutines/in_flight:8";
  for (const char* delay : {"/delay:1ms", "/delay:5ms", "/delay:20ms"})
    add_cell(base, cell + delay, noisy(100, spread, 5, 1));
  for (const char* delay : {"/delay:1ms", "/delay:5ms", "/delay:50ms"})
    add_cell(candidate, cell + delay, noisy(100, spread, 5, 2));
  const comparison found = compare(base, candidate);
  EXPECT_EQ(found.cells.size(), 2U);
  EXPECT_EQ(found.base_only, strings{cell + "/delay:20ms"});
  EXPECT_EQ(found.candidate_only, strings{cell + "/delay:50ms"});
}

TEST(comparison, names_cells_of_one_side_and_what_failed) {
  recording base = of_factors({1, 1, 1}, 1);
  recording candidate = of_factors({1, 1}, 2);
  candidate.cells[1].measurements.clear();
  candidate.cells[1].failures = {"killed by SIGSEGV", "killed by SIGSEGV"};
  add_cell(candidate, "new", {1, 2});
  const comparison found = compare(base, candidate);
  EXPECT_EQ(found.base_only, strings{"cell_2"});
  EXPECT_EQ(found.candidate_only, strings{"new"});
  EXPECT_EQ(cell_named(found, "cell_1").found, finding::failed);
  EXPECT_EQ(cell_named(found, "cell_1").note, "candidate: killed by SIGSEGV (2 of 2 samples)");
  EXPECT_EQ(found.headline, "0 cells slower, 0 faster, 1 without a difference shown, 1 without a verdict.");
}

TEST(comparison, what_both_skipped_has_not_failed) {
  recording base = of_factors({1, 1, 1}, 1);
  recording candidate = of_factors({1, 1, 1}, 2);
  const auto skip = [](recorded_cell& cell) {
    cell.measurements.clear();
    cell.failures = {"unsupported here", "unsupported here"};
    cell.skipped = 2;
  };
  for (recorded_cell* const cell : {&base.cells[1], &candidate.cells[1], &candidate.cells[2]}) skip(*cell);
  const comparison found = compare(base, candidate);
  const compared_cell& by_both = cell_named(found, "cell_1");
  EXPECT_EQ(by_both.found, finding::skipped);
  EXPECT_EQ(by_both.note, "both: unsupported here");
  EXPECT_EQ(by_both.base.text, "skipped");
  EXPECT_EQ(cell_named(found, "cell_2").found, finding::failed);
  EXPECT_EQ(cell_named(found, "cell_2").note, "candidate: unsupported here");
  EXPECT_EQ(found.headline,
            "0 cells slower, 0 faster, 1 without a difference shown, 1 without a verdict, 1 skipped by both.");
}

TEST(comparison, values_of_zero_have_no_ratio) {
  recording base = of_factors({1}, 1);
  recording candidate = of_factors({1}, 2);
  for (measurement& one : candidate.cells[0].measurements) one.counters["faults_major_per_task"] = 0;
  for (measurement& one : base.cells[0].measurements) one.counters["faults_major_per_task"] = 1;
  const comparison found = compare(base, candidate, {.metric = "faults_major_per_task"});
  EXPECT_EQ(found.cells.front().found, finding::not_compared);
}

TEST(comparison, filter_chooses_by_name) {
  const recording base = of_factors({1, 1, 1}, 1);
  const comparison found = compare(base, base, {.filter = "_[02]$"});
  EXPECT_EQ(found.cells.size(), 2U);
  EXPECT_EQ(refusal_of(base, base, {.filter = "("}).path, "--filter");
  EXPECT_EQ(refusal_of(base, base, {.filter = "nowhere"}).path, "--filter");
}

TEST(comparison, refuses_what_it_cannot_do_and_says_what_there_is) {
  const recording base = of_factors({1}, 1);
  recording other = empty_recording("other.json");
  add_cell(other, "something else", {1, 2});
  EXPECT_EQ(refusal_of(base, other, {}).path, "other.json");
  EXPECT_NE(refusal_of(base, base, {.metric = "itmes"}).remedy.find("items_per_second"), std::string::npos);
  recording candidate = base;
  candidate.cells[0].measurements[0].counters = {{"cpu_user_ns_per_task", 3}, {"cpu_system_ns_per_task", 4}};
  const std::string remedy = refusal_of(base, candidate, {.metric = "itmes"}).remedy;
  for (const char* const known : {"real_time", "cpu_user_ns_per_task", "cpu_ns_per_task"})
    EXPECT_NE(remedy.find(known), std::string::npos) << remedy;
  recording with_unknown = base;
  for (measurement& one : with_unknown.cells[0].measurements) one.counters["depth"] = 3;
  EXPECT_NE(refusal_of(with_unknown, with_unknown, {.metric = "depth"}).remedy.find("--better"), std::string::npos);
  EXPECT_EQ(compare(with_unknown, with_unknown, {.metric = "depth", .direction = better::more}).cells.size(), 1U);
}

TEST(comparison, the_worst_and_most_certain_come_first) {
  const comparison found = compare(of_factors({1, 1, 1, 1, 1}, 1), of_factors({1, 0.7, 1.2, 1.6, 0.5}, 2));
  strings order;
  for (const compared_cell& cell : found.cells) order.push_back(cell.name);
  EXPECT_EQ(order, (strings{"cell_3", "cell_2", "cell_4", "cell_1", "cell_0"}));
}

TEST(comparison, says_that_the_two_were_measured_apart_and_where_to_go) {
  const comparison found = compare(of_factors({1}, 1), of_factors({1}, 2));
  ASSERT_FALSE(found.cautions.empty());
  EXPECT_NE(found.cautions[0].find("measured apart"), std::string::npos);
  EXPECT_NE(found.cautions[0].find("20 to 28 %"), std::string::npos);
  EXPECT_NE(found.cautions[0].find("`interleave gate`"), std::string::npos);
}

TEST(comparison, warns_of_repetitions_unknown_machines_and_contaminated_samples) {
  recording base = of_factors({1}, 1);
  recording candidate = of_factors({1}, 2);
  EXPECT_EQ(compare(base, candidate).cautions.size(), 1U);
  candidate.fresh_processes = false;
  EXPECT_TRUE(any_contains(compare(base, candidate).cautions, "repetitions within one process"));
  base.cells[0].measurements[0].counters["contaminated"] = 1;
  EXPECT_TRUE(any_contains(compare(base, candidate).cautions, "1 sample was taken while"));
  base.cpu_model.clear();
  candidate.cpu_model.clear();
  candidate.host = "lab-8";
  EXPECT_TRUE(any_contains(compare(base, candidate).cautions, "the hosts differ (lab-7 / lab-8)"));
}

TEST(comparison, warns_of_a_cpu_time_that_sees_no_children) {
  recording run = of_factors({1}, 1);
  EXPECT_FALSE(any_contains(compare(run, run, {.metric = "cpu_time"}).cautions, "child processes"));
  run.is_suite_result = true;
  EXPECT_TRUE(any_contains(compare(run, run, {.metric = "cpu_time"}).cautions, "child processes"));
}

// Shares over many comparisons with themselves and with a known change. Seeds are fixed, so each run sees the same.
TEST(comparison, is_wrong_about_the_same_program_no_more_often_than_it_says) {
  constexpr int comparisons = 200;
  const std::vector<double> same(20, 1.0);
  int alarms = 0;
  // Without a margin, so that the correction alone has to hold the level.
  for (std::uint64_t i = 0; i < comparisons; ++i) {
    const comparison found =
        compare(of_factors(same, 2 * i + 1, 10, 0.05), of_factors(same, 2 * i + 2, 10, 0.05), {.margin = 0});
    alarms += found.count(finding::none_shown) < same.size() ? 1 : 0;
  }
  // 5 % of 200 are 10; more than 17 would come about by chance in 1 of 100 such tests.
  EXPECT_LE(alarms, 17);
}

// Processes differ by 3 %, repetitions within one by 0.5 %.
TEST(comparison, is_no_more_often_wrong_about_processes_that_repeat) {
  constexpr int comparisons = 200;
  constexpr std::size_t processes = 8;
  constexpr std::size_t repetitions = 20;
  const auto measured = [](std::uint64_t seed) {
    std::vector<reports::run_results> files;
    for (const double factor : noisy(1, 0.03, processes, seed)) {
      reports::run_record& run = files.emplace_back().runs.emplace_back();
      run.plain_google_benchmark = true;
      run.identity = std::to_string(files.size());
      for (const double real_ns : noisy(1000 * factor, 0.005, repetitions, seed * 1000 + files.size())) {
        reports::sample_record& sample = run.samples.emplace_back();
        sample.cell = "cell_0";
        sample.real_ns = real_ns;
      }
    }
    return reports::recording_of(reports::joined(std::move(files)), "made-up");
  };
  int alarms = 0;
  for (std::uint64_t i = 0; i < comparisons; ++i) {
    const comparison found = compare(measured(2 * i + 1), measured(2 * i + 2), {.margin = 0});
    EXPECT_TRUE(any_contains(found.reading, "the chance of a wrong one is at most 5 %")) << found.reading[1];
    alarms += found.count(finding::none_shown) == 0 ? 1 : 0;
  }
  EXPECT_LE(alarms, 17);
}

TEST(comparison, of_single_processes_claims_no_chance_of_being_wrong) {
  recording base = of_factors({1}, 1);
  recording candidate = of_factors({1}, 2);
  EXPECT_EQ(compare(base, candidate).headline, "0 cells slower, 0 faster, 1 without a difference shown.");
  candidate.fresh_processes = false;
  EXPECT_EQ(
      compare(base, candidate).headline,
      "0 cells slower, 0 faster, 1 without a difference shown, which holds for these processes only: others of the "
      "same programs may differ.");
  base.fresh_processes = false;
  const comparison found = compare(base, candidate);
  EXPECT_EQ(
      found.headline,
      "0 cells slower, 0 faster, 1 without a difference shown, which holds for these two processes only: others of "
      "the same programs may differ.");
  EXPECT_FALSE(any_contains(found.reading, "5 %,")) << found.reading[1];
  EXPECT_TRUE(any_contains(found.reading, "the chance of a wrong one is not known, because processes differ"))
      << found.reading[1];
}

TEST(comparison, sees_what_it_says_it_would_have_seen_in_about_four_of_five) {
  constexpr int comparisons = 300;
  constexpr double noise = 0.03;
  double total = 0;
  for (std::uint64_t i = 0; i < comparisons; ++i) {
    total += *compare(of_factors({1}, 2 * i + 1, 15, noise), of_factors({1}, 2 * i + 2, 15, noise))
                  .cells.front()
                  .smallest_visible;
  }
  const double visible = total / comparisons;
  int seen = 0;
  for (std::uint64_t i = 0; i < comparisons; ++i) {
    seen += compare(of_factors({1}, 2 * i + 1, 15, noise), of_factors({visible}, 2 * i + 2, 15, noise))
                        .cells.front()
                        .found == finding::slower
                ? 1
                : 0;
  }
  EXPECT_GE(seen, comparisons * 70 / 100);
  EXPECT_LE(seen, comparisons * 90 / 100);
}

}  // namespace
}  // namespace interleave::tracking
