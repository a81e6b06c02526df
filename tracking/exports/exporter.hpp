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
  std::vector<std::string> commits = {};              // one per recording, or empty
  std::string branch = {};                            // empty: none
  reports::better direction = reports::better::less;  // for formats with one direction per file
  std::vector<std::string> metrics = {};              // replaces the format's usual ones
};

struct exporter {
  std::string_view name;
  std::string_view summary;
  std::size_t most_metrics;  // how many metrics may replace the usual ones
  std::vector<std::string> (*usual_metrics)(const export_options& options);
  // options.metrics says which metrics. Throws reports::input_error if there is nothing that the format could hold.
  // Precondition: one recording, or at least one if results are kept apart.
  std::string (*write)(std::span<const reports::recording> recordings, const export_options& options);
  // A sentence that users of the output should know, or an empty string; nullptr for formats without such notes.
  std::string (*note)(std::span<const reports::recording> recordings, const export_options& options) = nullptr;
  // Whether each result has a place of its own; otherwise several are joined before they are written.
  bool keeps_results_apart = false;
};

std::span<const exporter> exporters();

// These recordings in the given format, with options.metrics or else its usual metrics. Throws reports::input_error if
// no cell has such a metric, or the format can't hold so many. Precondition: as for exporter::write.
std::string exported(const exporter& format, std::span<const reports::recording> recordings, export_options options);

// A sentence that names the metrics left out by exported() and says how to get them; empty if there are none.
std::string left_out_note(const exporter& format, std::span<const reports::recording> recordings,
                          const export_options& options);

// nullptr if there is no format of that name.
const exporter* find_exporter(std::string_view name);

}  // namespace interleave::tracking
