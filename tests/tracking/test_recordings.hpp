// Recordings made in memory for rules that a file would only obscure, and where the tests' files lie.
#pragma once

#include "reports/results/metric_table.hpp"
#include "reports/results/recording.hpp"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

namespace interleave::tracking {

using reports::better;
using reports::measurement;
using reports::recorded_cell;
using reports::recording;

namespace testing {

inline std::filesystem::path data_path(const std::string& name) {
  return std::filesystem::path(INTERLEAVE_REPORTS_TEST_DATA) / name;
}

inline std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// A recording of a machine that says what it is.
inline recording empty_recording(const std::string& name = "made-up.json") {
  recording made;
  made.path = name;
  made.date = "2026-11-20T14:00:00+00:00";
  made.host = "lab-7";
  made.cpu_model = "Example CPU 7700";
  made.cores = 4;
  made.build_type = "release";
  made.fresh_processes = true;
  return made;
}

inline void add_cell(recording& into, const std::string& name, const std::vector<double>& real_ns) {
  recorded_cell& cell = into.cells.emplace_back();
  cell.name = name;
  for (const double ns : real_ns) {
    cell.measurements.push_back(
        {.real_ns = ns, .cpu_ns = ns, .iterations = 1000, .counters = {{"items_per_second", 1e9 / ns}}});
  }
}

// `count` values spread by about `spread` around `center`, the same for the same seed everywhere: sums of 12 uniform
// draws, near enough to normal.
inline std::vector<double> noisy(double center, double spread, std::size_t count, std::uint64_t seed) {
  std::mt19937_64 generator(seed);
  std::vector<double> values;
  for (std::size_t i = 0; i < count; ++i) {
    double sum = -6;
    for (int draw = 0; draw < 12; ++draw) sum += static_cast<double>(generator() >> 11U) * 0x1p-53;
    values.push_back(center * (1 + spread * sum));
  }
  return values;
}

}  // namespace testing
}  // namespace interleave::tracking
