// See the header.
#include "reports/results/cell_names.hpp"

#include "reports/results/json_cursor.hpp"

#include <algorithm>
#include <charconv>
#include <set>
#include <string_view>
#include <vector>

namespace interleave::reports {

namespace {

constexpr std::int64_t most_in_flight = 1'000'000'000;
constexpr std::size_t most_parts = 32;
constexpr std::size_t longest_parameter = 64;  // bytes, of a name or a value
constexpr std::size_t longest_part = 256;      // bytes, of a workload's or a runner's name

// Google Benchmark appends words of its own to a name.
bool is_google_benchmarks(std::string_view word) {
  static const std::set<std::string_view> words = {"iterations", "min_time", "min_warmup_time", "repeats", "threads"};
  return words.contains(word);
}

std::vector<std::string> parts_of(const std::string& name) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin <= name.size();) {
    const std::size_t end = std::min(name.find('/', begin), name.size());
    parts.push_back(name.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

}  // namespace

// Looks for the last occurrence: options come after the arguments, and an argument may have the same name.
repeats_in_name repeats_of(const std::string& run_name) {
  constexpr std::string_view mark = "/repeats:";
  const std::size_t begin = run_name.rfind(mark);
  if (begin == std::string::npos) return {run_name, ""};
  const std::size_t end = std::min(run_name.find('/', begin + 1), run_name.size());
  std::string count = run_name.substr(begin + mark.size(), end - begin - mark.size());
  if (count.empty() || count.find_first_not_of("0123456789") != std::string::npos) return {run_name, ""};
  return {run_name.substr(0, begin) + run_name.substr(end), std::move(count)};
}

void split_name(const std::string& name, sample_record& sample) {
  const std::vector<std::string> parts = parts_of(name);
  constexpr std::string_view prefix = "in_flight:";
  std::int64_t in_flight = 0;
  const bool ours =
      parts.size() >= 3 && parts[2].starts_with(prefix) && !parts[0].empty() && !parts[1].empty() &&
      std::from_chars(parts[2].data() + prefix.size(), parts[2].data() + parts[2].size(), in_flight).ptr ==
          parts[2].data() + parts[2].size() &&
      in_flight >= 1 && in_flight <= most_in_flight;
  if (!ours) {
    sample.workload = shortened(name, longest_part);
    sample.runner = "benchmark";
    return;
  }
  sample.workload = shortened(parts[0], longest_part);
  sample.runner = shortened(parts[1], longest_part);
  sample.in_flight = in_flight;
  for (std::size_t i = 3; i < std::min(parts.size(), most_parts); ++i) {
    const std::size_t colon = parts[i].find(':');
    if (colon == std::string::npos || is_google_benchmarks(parts[i].substr(0, colon))) continue;
    sample.parameters[shortened(parts[i].substr(0, colon), longest_parameter)] =
        shortened(parts[i].substr(colon + 1), longest_parameter);
  }
}

}  // namespace interleave::reports
