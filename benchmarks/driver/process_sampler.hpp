// The real sampler: starts one fresh process of the bench executable for each sample, watches it while it runs, and
// ends whatever processes it leaves behind.
#pragma once

#include "benchmarks/driver/guard.hpp"
#include "benchmarks/driver/judge.hpp"
#include "benchmarks/driver/sampler.hpp"
#include "benchmarks/driver/signals.hpp"
#include "benchmarks/driver/watched_program.hpp"

#include <filesystem>

namespace interleave::driver {

// The arguments that make the bench executable measure one cell once and write its row to `document`.
std::vector<std::string> sample_command(const std::filesystem::path& bench, const run_settings& settings,
                                        const planned_cell& cell, const std::optional<task_cost>& known,
                                        const std::string& document);

class process_sampler final : public sampler {
 public:
  // `signals` and `guard` must outlive the sampler. Makes this process a subreaper.
  process_sampler(watched_program bench, const run_settings& settings, stop_signals& signals, const run_guard& guard);

  // Throws std::runtime_error if the bench executable has changed, whatever has become of the sample.
  sample_outcome run(const planned_cell& cell, const std::optional<task_cost>& known, const layout& lengths) override;
  std::optional<int> interrupted() override { return signals_.received(); }

 private:
  watched_program bench_;
  run_settings settings_;
  sample_limits limits_;
  stop_signals& signals_;
  const run_guard& guard_;
};

}  // namespace interleave::driver
