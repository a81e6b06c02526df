// The steps of analyse() and the data that they pass to each other. Internal to the analysis.
#pragma once

#include "reports/answer/analysis.hpp"
#include "reports/statistics/ratio.hpp"
#include "reports/statistics/statistics.hpp"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace interleave::reports {

// The model under construction, with the samples, which the finished model doesn't hold.
struct workbench {
  const run_results& results;
  const analysis_options& options;
  analysis& model;

  std::vector<std::size_t> set_of_run = {};  // parallel to results.runs
  std::map<std::string, std::size_t, std::less<>> runner_index = {};
  // By set, workload and parameters, of which those of a sample are found by subject_of().
  std::map<std::tuple<std::size_t, std::string, parameter_map>, std::size_t> subject_index = {};
  // Set, workload and parameters of which some cell was measured in several placements that otherwise share a subject:
  // each is one then.
  std::set<std::tuple<std::size_t, std::string, parameter_map>> placed_variously = {};
  std::map<std::tuple<std::size_t, std::size_t, std::int64_t>, std::size_t> cell_index =
      {};  // subject, runner, in_flight
  // Logarithms of the samples' throughput: parallel to model.cells, set where a cell competes.
  std::vector<std::optional<std::vector<double>>> log_throughput = {};
  std::vector<std::vector<const sample_record*>> good_samples = {};  // parallel to model.cells
  // How each statement is tested, so that all of the map's together keep to the error of the options.
  standing_rule rule = {};
  std::vector<std::string> differences = {};  // why the files can't be taken as one measurement, in words
  std::vector<std::string> apart = {};        // workloads whose parameters' values come from different files

  std::size_t subject_of(std::size_t run, const sample_record& sample) const;
  // What tells subjects of a workload apart: cells across CPUs mostly belong to the subject of those without a
  // placement.
  parameter_map subject_parameters(std::size_t set, const std::string& workload, parameter_map of_sample) const;

  // The logarithms of a cell's throughput; empty where it doesn't compete.
  std::span<const double> throughput_of(std::size_t cell) const;

  // The cell that represents a runner at a level. The reference runs one task at a time, so its one cell is used at
  // every level.
  std::optional<std::size_t> cell_at(std::size_t subject, std::size_t runner, std::int64_t in_flight) const;
};

// A cell's placement stands among its parameters under this name (benchmarks/cell.hpp).
inline constexpr const char* placement_parameter = "placement";

// The counter of samples whose tasks have a size: steps of computing.
inline constexpr const char* steps_counter = "steps_per_task";

void list_what_was_measured(workbench& bench);  // sets, runners, subjects, levels
void list_subjects(workbench& bench);           // needs the sets
void measure_cells(workbench& bench);
void fill_matrix(workbench& bench);
void decide_map(workbench& bench);
void find_widest_entry(workbench& bench);  // needs the map
void compare_costs(workbench& bench);
void find_granularity(workbench& bench);
void find_sweeps(workbench& bench);  // needs the map
void check_validity(workbench& bench);
void reach_verdict(workbench& bench);  // needs the checks: an invalid one makes it provisional
void describe_environment(workbench& bench);

// Expects kind, label and subjects to be set and fills in the rest. Needs the map.
void judge_kind(const workbench& bench, kind_verdict& kind);

// A competing runner: logarithms of its samples' figure.
struct contender {
  std::size_t runner = 0;
  std::span<const double> logarithms;
};

// Who wins, or who is equal, and everyone's distance to the fastest. Fills in everything but level, cell, reason and
// texts. Contenders must be sorted by simplicity; none gives no_data, one gives alone.
decision decide(const std::vector<contender>& contenders, const standing_rule& rule);

// A comparison of runners on one subject at one level. Higher figures are better.
enum class compared_by { throughput, memory, duration };  // memory and duration are passed inverted
struct runner_comparison {
  std::size_t subject = 0;
  std::int64_t in_flight = 1;
  compared_by by = compared_by::throughput;
  // Takes the index of a cell and returns the logarithms of its samples' figure; empty where the cell doesn't compete.
  std::function<std::span<const double>(std::size_t cell)> figure;
  std::string duration = {};            // for compared_by::duration, what is timed: "median of lateness"
  std::vector<std::size_t> apart = {};  // runners left out of the comparison; the sentence names them
};
// Calls decide() and fills in the rest too, except for latency_sentence.
decision compare_runners(const workbench& bench, const runner_comparison& asked);

// Of the runners that `found` calls equal, recommends the one shown to be cheapest: by CPU time a task, then by peak
// memory, then by the 99th percentile of latency; if none is, the simplest. Sets `runner` and `reason`.
void recommend_cheapest(const workbench& bench, const runner_comparison& asked, decision& found);

// Needs the rest of the decision.
std::vector<entry_cost> costs_of(const workbench& bench, const decision& entry);

// From how many tasks in flight on more would only queue: the highest throughput times the time that a task takes alone
// (the asymptotic bounds of Denning and Buzen, "The Operational Analysis of Queueing Network Models", 1978). Empty
// unless a level beyond twice that was measured, and where one task alone keeps the model busy.
std::optional<double> full_from(const workbench& bench, std::size_t subject, std::size_t runner);

// "io_echo at 8 in flight", "io_echo at 1 in flight across CPUs", "idle_tasks with 1000 tasks waiting", "fib"
std::string place_text(const subject& measured, std::int64_t in_flight);

// "two regimes: 17.0k/s in 4 samples and 83.0k/s (80.1k/s – 85.2k/s) in 5 samples"; of a cell that has them.
std::string regimes_text(const cell_view& cell);

// The command that would measure more samples, or those that are missing.
std::string remeasure_command(const workbench& bench);

std::string kind_label(work_kind kind);
std::string family_label(runner_family family);

}  // namespace interleave::reports
