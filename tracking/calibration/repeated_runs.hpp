// How well several runs of the same on one machine agree: what each recommends, held against the samples of all.
#pragma once

#include "reports/results/run_results.hpp"

#include <cstddef>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace interleave::calibration {

struct run_agreement {
  std::size_t comparisons = 0;  // entries of the map with several runners
  std::size_t undecided = 0;
};

struct agreement {
  std::vector<run_agreement> runs;  // in the given order
  std::size_t recommendations = 0;  // of all runs
  // Recommendations that are more than 10 % slower than the best, or have no number over all runs, in words.
  std::vector<std::string> far_off;
  std::vector<std::string> disputed;  // entries of which two runs name different winners, in words
};

// The truth about an entry is each runner's median over the samples of all runs.
// Throws std::invalid_argument for fewer than two runs, and for runs that no report would pool, saying what differs;
// input_error for a run that is given twice.
agreement agreement_of(const std::vector<reports::run_results>& runs);

// Reads the files or folders, prints a table, and returns the figures. Throws as agreement_of(), and input_error.
nlohmann::ordered_json agreement_figures(const std::vector<std::string>& paths);

}  // namespace interleave::calibration
