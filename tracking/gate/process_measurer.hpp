// The real measurer: starts fresh processes, ends them with all their descendants, and reads /proc for the machine's
// use.
#pragma once

#include "benchmarks/audit/activity.hpp"
#include "benchmarks/driver/guard.hpp"
#include "benchmarks/driver/layout.hpp"
#include "benchmarks/driver/signals.hpp"
#include "benchmarks/driver/watched_program.hpp"
#include "runners/system/system_files.hpp"
#include "tracking/gate/gate_log.hpp"
#include "tracking/gate/measurer.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace interleave::gate {

class process_measurer final : public measurer {
 public:
  process_measurer(const process_measurer&) = delete;
  process_measurer& operator=(const process_measurer&) = delete;
  // `signals` and `guard` must outlive it. Makes this process a subreaper.
  process_measurer(const tracking::gate_head& head, std::chrono::nanoseconds timeout, driver::stop_signals& signals,
                   const driver::run_guard& guard);

  void begin_pair() override;
  tracking::process_result run(const tracking::gate_cell& cell, tracking::gate_arm arm) override;
  void begin_round() override;
  // Throws usage_error if an executable has changed since the gate began.
  machine_use end_round() override;
  std::optional<int> interrupted() override { return signals_.received(); }

 private:
  [[nodiscard]] const tracking::gate_program& program_of(const tracking::gate_cell& cell, tracking::gate_arm arm) const;
  // Throws usage_error.
  void refuse_changed();

  tracking::gate_program base_;
  tracking::gate_program candidate_;
  tracking::gate_program control_;
  std::vector<driver::watched_program> watched_;
  std::chrono::duration<double> min_time_;
  std::chrono::nanoseconds timeout_;
  driver::stop_signals& signals_;
  const driver::run_guard& guard_;
  system_files files_{"/"};
  audit::activity_counters before_;
  std::uint64_t seed_;
  std::uint64_t pair_ = 0;
  driver::layout lengths_;  // shared by both processes of a pair
};

}  // namespace interleave::gate
