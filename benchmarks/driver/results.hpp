// results.json: the plan, the rows, and the driver's own cost, in the format of Google Benchmark.
#pragma once

#include "benchmarks/driver/json.hpp"
#include "benchmarks/driver/plan.hpp"

#include <filesystem>
#include <span>
#include <string>

namespace interleave::driver {

struct run_state {
  bool complete = false;
  std::string finished;  // ISO 8601, UTC; empty while it runs
  double run_seconds = 0;
};

// What earlier parts of a run took, and when they ended it.
struct earlier_parts {
  bool are_written = false;  // in results.json
  double seconds = 0;
  std::string finished;  // as of run_state
};

// `rows` are those that the run has, `results` is its results.json. Where that is missing or can't be used, only the
// rows are known, and they say nothing of the time in which single tasks were measured.
earlier_parts earlier_parts_of(const plan& from, std::span<const json> rows, const std::filesystem::path& results);

json results_of(const plan& from, std::span<const json> rows, const run_state& state);
void write_results(const std::filesystem::path& path, const json& results);

}  // namespace interleave::driver
