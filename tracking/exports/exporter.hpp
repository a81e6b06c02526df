// Results in the formats of other tools. One file per format; exporters.cpp lists them.
#pragma once

#include "reports/results/metric.hpp"
#include "reports/results/recording.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace interleave::tracking {

struct export_options {
  std::vector<std::string> commits = {};              // one per recording, or none
  std::string branch = {};                            // empty: none
  reports::better direction = reports::better::less;  // for formats with one direction a file: times, or rates
  std::vector<std::string> metrics = {};              // in place of the format's usual ones
};

struct exporter {
  std::string_view name;
  std::string_view summary;
  std::size_t most_metrics;  // that a file can be asked to hold in place of the usual ones
  std::vector<std::string> (*usual_metrics)(const export_options& options);
  // Several recordings are joined where the format knows only one; options.metrics says what of them. Throws
  // reports::input_error where there is nothing that the format could hold. Precondition: at least one recording.
  std::string (*write)(std::span<const reports::recording> recordings, const export_options& options);
  // A sentence that users of the output should know, or an empty one; nullptr for formats that never have any.
  std::string (*note)(std::span<const reports::recording> recordings, const export_options& options) = nullptr;
};

std::span<const exporter> exporters();

// What the format writes of these recordings, options.metrics or else its usual ones. Throws reports::input_error where
// no cell has such a metric, and where the format can't hold so many. Precondition: at least one recording.
std::string exported(const exporter& format, std::span<const reports::recording> recordings, export_options options);

// What the recordings have and exported() leaves out, a sentence that names it and says how to get it; empty for
// nothing.
std::string left_out_note(const exporter& format, std::span<const reports::recording> recordings,
                          const export_options& options);

// nullptr where there is none of that name.
const exporter* find_exporter(std::string_view name);

}  // namespace interleave::tracking
