// One run as a history keeps it: where it belongs, what machine and build it was measured with, and of every cell the
// median, the spread and the number of measurements; and that run as a text. Single measurements aren't kept: 10,000
// runs of 200 cells would not fit into 200 MB with them. Knows nothing of files.
#pragma once

#include "reports/results/recording.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace interleave::tracking {

// What a result file doesn't know of itself.
struct provenance {
  std::string commit;
  std::string branch;
  std::string time;  // canonical, see reports::utc_time(): when the commit was made, or the run where that says more
  std::map<std::string, std::string, std::less<>> labels;
};

// What kept_metric holds of a cell that has no such value.
inline constexpr double no_value = std::numeric_limits<double>::quiet_NaN();

// One number of every cell, side by side: `real_time` and `cpu_time` in ns, or a counter.
struct kept_metric {
  std::string name;
  std::vector<double> medians;
  std::vector<double> spreads;  // 1.4826 times the median absolute deviation, so that a normal distribution has its
                                // standard deviation; no_value of fewer than two measurements
};

struct history_run {
  provenance from;
  std::string date;  // of the measurement, canonical, or as the file has it where that can't be read
  std::string host;
  std::string cpu_model;
  std::string caches;
  std::int64_t cores = 0;
  std::string compiler;
  std::string build_type;
  std::string settings;
  std::string version;
  std::string library_version;
  bool is_suite_result = false;
  // All below are parallel. Runs that have the same cells share the names.
  std::shared_ptr<const std::vector<std::string>> cells;  // "io_echo/threads/in_flight:8, delay 5ms"
  std::vector<std::uint32_t> measurements;
  std::vector<std::uint32_t> failures;
  std::vector<kept_metric> metrics;

  const kept_metric* find(std::string_view metric) const;
};

// The times that the recording has, and the counters named, each once. A counter that no cell has is an input_error,
// and so is a recording in which nothing was measured.
history_run make_history_run(const reports::recording& measured, provenance from,
                             std::span<const std::string> counters = {});

// Names of cells that were read before.
class name_pool {
 public:
  // `lines` is what encode() made of the names, one a line.
  std::shared_ptr<const std::vector<std::string>> names(std::string_view lines);

 private:
  std::unordered_map<std::string, std::shared_ptr<const std::vector<std::string>>> known_;
};

// A text of lines: columns of numbers after "name<tab>value" lines. Medians come back to the last bit, spreads with
// four digits. decode() throws input_error that names `where` and the line.
std::string encode(const history_run& run);
history_run decode(std::string_view text, const std::string& where, name_pool& pool);

}  // namespace interleave::tracking
