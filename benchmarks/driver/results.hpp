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

json results_of(const plan& from, std::span<const json> rows, const run_state& state);
void write_results(const std::filesystem::path& path, const json& results);

}  // namespace interleave::driver
