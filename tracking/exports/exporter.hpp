// Results in the formats of other tools. One file per format; exporters.cpp lists them.
#pragma once

#include "reports/results/metric.hpp"
#include "reports/results/recording.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace interleave::tracking {

struct export_options {
  std::vector<std::string> commits = {};  // one per recording, or none
  std::string branch = {};                // empty: none
  better direction = better::less;        // for formats with one direction a file: times, or rates
};

struct exporter {
  std::string_view name;
  std::string_view summary;
  // Several recordings are joined where the format knows only one. Throws reports::input_error where there is nothing
  // that the format could hold. Precondition: at least one recording.
  std::string (*write)(std::span<const recording> recordings, const export_options& options);
  // A sentence that users of the output should know, or an empty one; nullptr for formats that never have any.
  std::string (*note)(std::span<const recording> recordings, const export_options& options) = nullptr;
};

std::span<const exporter> exporters();

// nullptr where there is none of that name.
const exporter* find_exporter(std::string_view name);

}  // namespace interleave::tracking
