// The run itself: first what a task of each workload costs alone, then round after round one sample of every cell, each
// row stored at once; at the end, samples that failed through circumstances are retaken. It knows neither processes nor
// real time, which are behind the interfaces sampler and clock.
#pragma once

#include "benchmarks/driver/allocation.hpp"
#include "benchmarks/driver/clock.hpp"
#include "benchmarks/driver/plan.hpp"
#include "benchmarks/driver/progress.hpp"
#include "benchmarks/driver/sample_store.hpp"
#include "benchmarks/driver/sampler.hpp"
#include "benchmarks/driver/time_left.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace interleave::driver {

// Nothing can be measured, for a single cause that has to be fixed first.
class nothing_works : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class run_loop {
 public:
  // A cell that fails this often gets no more samples: the next would fail in the same way, and each hang costs a whole
  // timeout.
  static constexpr int failures_until_given_up = 2;

  struct callbacks {
    std::function<void()> plan_changed = [] {};  // it holds something new that a resumed run needs
    std::function<void()> round_done = [] {};
    // What these rows leave open. Asked before each look of the plan.
    std::function<std::vector<open_question>(const std::vector<json>&)> judge = [](const auto&) {
      return std::vector<open_question>{};
    };
  };

  run_loop(plan& what, sampler& how, sample_store& store, progress& shown, clock& time, callbacks tell);

  // Measures whatever the store does not hold yet, and samples killed in an earlier part of the run. Returns the signal
  // that stopped the run, if any. Throws storage_error, and nothing_works before the first sample.
  std::optional<int> run();
  // Whether a sample was begun, of a cell or of what a task costs.
  [[nodiscard]] bool has_sampled() const { return has_sampled_; }

 private:
  void store_unsupported();
  [[nodiscard]] bool is_reopened(const planned_cell& cell, const json& row) const;
  void take_stock();
  void plan_sample(std::size_t cell, int round);
  // Takes the samples that are planned now.
  void take_planned();
  // Plans more samples of the cells that open questions need; false if there are none. Depends on nothing but the rows
  // planned so far, so that a resumed run plans the same.
  bool plan_more(int look);
  [[nodiscard]] double seconds_left_of_budget() const;
  [[nodiscard]] sampling_state sampling_now(const std::vector<json>& rows) const;
  void measure_task_costs();
  // Returns why it failed; empty if it succeeded or was interrupted.
  std::string measure_task_cost(const planned_cell& cell);
  void announce();
  // Both return whether anything was measured.
  bool take_rounds();
  bool retake_failed();
  void measure(std::size_t cell, int round, std::string phase);
  sample_outcome take(std::size_t cell, int round, int attempt);
  sample_outcome sample(const planned_cell& cell, const std::optional<task_cost>& known, const layout& lengths);
  void settle(std::size_t cell, int round, json& row, const sample_outcome& outcome);
  void note_length(const json& row);
  void note_failure(std::size_t cell, json& row, const sample_outcome& outcome);
  void remember_context(const json& document);
  [[nodiscard]] bool is_wanted(std::size_t cell, int round) const;
  [[nodiscard]] bool is_wanted_again(std::size_t cell, int round) const;
  [[nodiscard]] std::size_t samples_to_do() const;
  void show(std::string phase, const std::string& cell, std::size_t done, std::size_t total);

  plan& plan_;
  std::vector<int> targets_;  // by cell: how many samples it is to have
  sampler& sampler_;
  sample_store& store_;
  progress& progress_;
  clock& clock_;
  callbacks tell_;

  std::vector<int> failures_;       // by cell: samples whose last attempt failed
  std::vector<bool> failed_again_;  // by cell: a second attempt failed too
  // Cell and round of the samples that were killed before this part of the run began.
  std::set<std::pair<std::size_t, int>> reopened_;
  time_left time_left_;
  std::size_t samples_done_ = 0;
  double seconds_spent_ = 0;  // on these samples
  bool has_sampled_ = false;
  std::size_t samples_failed_ = 0;
  std::optional<double> last_rate_per_s_;
  std::vector<double> seconds_around_;  // of calibration and of earlier parts' samples: time not under the clock
  double longest_said_s_ = 0;           // time under the clock of one sample, as the user was told
};

}  // namespace interleave::driver
