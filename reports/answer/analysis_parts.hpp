// The steps of analyse() and what they hand to each other. Internal to the analysis.
#pragma once

#include "reports/answer/analysis.hpp"
#include "reports/statistics/ratio.hpp"
#include "reports/statistics/statistics.hpp"

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace interleave::reports {

// The model while it is being filled, and the samples, which the finished model doesn't carry.
struct workbench {
  const run_results& results;
  const analysis_options& options;
  analysis& model;

  std::vector<std::size_t> set_of_run = {};  // parallel to results.runs
  std::map<std::string, std::size_t, std::less<>> runner_index = {};
  std::map<std::tuple<std::size_t, std::string, parameter_map>, std::size_t> subject_index = {};  // set first
  std::map<std::tuple<std::size_t, std::size_t, std::int64_t>, std::size_t> cell_index =
      {};  // subject, runner, in_flight
  // Logarithms of the samples' throughput: parallel to model.cells, set where a cell competes.
  std::vector<std::optional<std::vector<double>>> log_throughput = {};
  std::vector<std::vector<const sample_record*>> good_samples = {};  // parallel to model.cells
  std::vector<std::string> differences = {};  // what keeps the files from being one comparison, in words

  // The logarithms of a cell's throughput; empty where it doesn't compete.
  std::span<const double> throughput_of(std::size_t cell) const;

  // The cell with which a runner takes part at a level: the reference, which runs one task at a time, has one for all.
  std::optional<std::size_t> cell_at(std::size_t subject, std::size_t runner, std::int64_t in_flight) const;
};

void list_what_was_measured(workbench& bench);  // sets, runners, subjects, levels
void measure_cells(workbench& bench);
void decide_map(workbench& bench);
void compare_costs(workbench& bench);
void find_granularity(workbench& bench);
void check_validity(workbench& bench);
void reach_verdict(workbench& bench);  // needs the checks: an invalid one makes it provisional
void describe_environment(workbench& bench);

// Fills everything of `kind` but its kind, label and subjects, which say what to judge. Needs the map.
void judge_kind(const workbench& bench, kind_verdict& kind);

// One who competes: the logarithms of its samples, a group for each subject that the comparison spans.
struct contender {
  std::size_t runner = 0;
  std::vector<std::span<const double>> groups;
};

// The geometric mean over the groups of a's throughput over b's, with its interval: every group of a cell that competes
// is large enough for one. Both must span the same subjects.
estimate ratio_of(const contender& a, const contender& b);

// Who is fastest, who can't be told from it, and by how much it leads the rest: fills everything but cell and texts.
// Contenders must be sorted by simplicity; none gives no_data and one gives alone.
decision decide(const std::vector<contender>& contenders, std::int64_t in_flight, double margin);

// A comparison of runners at one place, by any figure of which more is better.
enum class compared_by { throughput, memory, duration };  // of the last two: the inverse
struct runner_comparison {
  std::size_t subject = 0;
  std::int64_t in_flight = 1;
  compared_by by = compared_by::throughput;
  // By the index of a cell: the logarithms of its samples' figure, empty where it doesn't compete.
  std::function<std::span<const double>(std::size_t cell)> figure;
  std::string duration = {};  // what lasts, in words, where runners are compared by that: "median of lateness"
  std::vector<std::size_t> apart = {};  // runners that aren't compared, which the sentence says
};
// decide(), with cell and texts but for the latencies.
decision compare_runners(const workbench& bench, const runner_comparison& asked);

// "io_echo at 8 in flight", "idle_tasks with 1000 tasks waiting", "fib"
std::string place_text(const subject& measured, std::int64_t in_flight);

// What to type to get enough samples, or the missing ones.
std::string remeasure_command(const workbench& bench);

std::string kind_label(work_kind kind);
std::string family_label(runner_family family);

}  // namespace interleave::reports
