// The run loop's interface to the outside: measure one cell once, and report a request to stop. `process_sampler` does
// it with real processes; tests use a scripted double.
#pragma once

#include "benchmarks/driver/json.hpp"
#include "benchmarks/driver/layout.hpp"
#include "benchmarks/driver/plan.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace interleave::driver {

// Why a sample has no number. The names are those of `failure` in results.json.
enum class failure {
  none,
  crash,
  killed,
  exit,
  timeout,
  memory,
  refused,
  error,
  wrong_digest,
  left_processes,
  unsupported
};
std::string_view name_of(failure);

struct sample_outcome {
  failure kind = failure::none;
  std::string message;      // for people; empty where nothing failed
  std::string output_tail;  // the end of what a failed sample printed
  json document;            // the Google Benchmark document of a sample that succeeded
};

class sampler {
 public:
  virtual ~sampler() = default;
  // Measures `cell` in a fresh process. With `known`, it does not need to calibrate a task itself. An interrupted
  // sample has no useful outcome.
  virtual sample_outcome run(const planned_cell& cell, const std::optional<task_cost>& known,
                             const layout& lengths) = 0;
  // The signal that asked the run to stop, once one has come.
  virtual std::optional<int> interrupted() = 0;
};

}  // namespace interleave::driver
