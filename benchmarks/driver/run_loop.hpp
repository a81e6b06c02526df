// The run itself: calibrate, then round after round one sample of every cell, each row stored the moment it exists.
// Knows neither processes nor real time, which come in as executor and clock.
#pragma once

#include "benchmarks/driver/clock.hpp"
#include "benchmarks/driver/executor.hpp"
#include "benchmarks/driver/plan.hpp"
#include "benchmarks/driver/progress.hpp"
#include "benchmarks/driver/sample_store.hpp"
#include "benchmarks/driver/time_left.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace interleave::driver {

class run_loop {
 public:
  // A cell that fails this often gets no more samples: the third would say the same, and a hang costs its whole
  // timeout.
  static constexpr int failures_until_given_up = 2;

  struct callbacks {
    std::function<void()> plan_changed = [] {};  // it has learnt something that a resumed run needs
    std::function<void()> round_done = [] {};
  };

  run_loop(plan& what, executor& how, sample_store& store, progress& shown, clock& time, callbacks tell);

  // Measures whatever the store does not hold yet. Returns the signal that stopped it, if one did. Throws
  // storage_error.
  std::optional<int> run();

 private:
  void store_unsupported();
  void take_stock();
  void calibrate();
  void calibrate(const planned_cell& cell);
  void measure(std::size_t cell, int round);
  void note_failure(std::size_t cell, json& row, const sample_outcome& outcome);
  void remember_context(const json& document);
  [[nodiscard]] bool is_wanted(std::size_t cell, int round) const;
  [[nodiscard]] std::size_t samples_to_do() const;
  void show(std::string phase, const std::string& cell, std::size_t done, std::size_t total);

  plan& plan_;
  executor& executor_;
  sample_store& store_;
  progress& progress_;
  clock& clock_;
  callbacks tell_;

  std::vector<int> failures_;  // by cell
  time_left time_left_;
  std::size_t samples_done_ = 0;
  std::size_t samples_failed_ = 0;
  std::optional<double> last_rate_per_s_;
};

}  // namespace interleave::driver
