// One run as a history keeps it: its commit and branch, the machine and build that it was measured with, and each
// cell's median, spread and number of measurements; and the text form of that. Single measurements aren't kept: with
// them, 10,000 runs of 200 cells would not fit into 200 MB. Handles no files.
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

// What a result file doesn't contain.
struct provenance {
  std::string commit;
  std::string branch;
  std::string time;  // canonical, see reports::utc_time(): of the commit, or of the run where that is more useful
  std::map<std::string, std::string, std::less<>> labels;
};

// Stands in kept_metric for a value that a cell doesn't have.
inline constexpr double no_value = std::numeric_limits<double>::quiet_NaN();

// One metric, with a value for every cell: `real_time` and `cpu_time` in ns, or a counter.
struct kept_metric {
  std::string name;
  std::vector<double> medians;
  std::vector<double> spreads;  // 1.4826 times the median absolute deviation, which for a normal distribution
                                // is the standard deviation; no_value with fewer than two measurements
};

struct history_run {
  provenance from;
  std::string date;  // of the measurement; canonical, or as in the file if it can't be parsed
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
  // The vectors below are parallel. Runs with the same cells share the names.
  std::shared_ptr<const std::vector<std::string>> cells;  // "io_echo/threads/in_flight:8, delay 5ms"
  std::vector<std::uint32_t> measurements;
  std::vector<std::uint32_t> failures;
  std::vector<kept_metric> metrics;

  const kept_metric* find(std::string_view metric) const;
};

// Keeps the times that the recording has, and the named counters, each once. Throws input_error for a counter that no
// cell has, and for a recording in which nothing was measured.
history_run make_history_run(const reports::recording& measured, provenance from,
                             std::span<const std::string> counters = {});

// Shares cell names between the runs that are read.
class name_pool {
 public:
  // `lines`: the names as encode() writes them, one per line.
  std::shared_ptr<const std::vector<std::string>> names(std::string_view lines);

 private:
  std::unordered_map<std::string, std::shared_ptr<const std::vector<std::string>>> known_;
};

// Text form of a run: "name<tab>value" lines, then columns of numbers. Medians are restored to the last bit, spreads to
// four digits. decode() throws input_error that names `where` and the line.
std::string encode(const history_run& run);
history_run decode(std::string_view text, const std::string& where, name_pool& pool);

}  // namespace interleave::tracking
