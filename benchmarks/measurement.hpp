// Measuring one cell in this process: set everything up, warm up the path, then run one batch under the clock.
#pragma once

#include "benchmarks/cell.hpp"
#include "benchmarks/timer_slack.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace interleave {

// What one task takes when nothing else runs, from the sequential runner: nanoseconds of CPU, and of waiting.
struct time_alone {
  double cpu_ns = 0;
  double wait_ns = 0;

  friend bool operator==(const time_alone&, const time_alone&) = default;
};

// Tasks per second that no model can exceed: min(overlap / (wait + cpu), cores / cpu). The first term is Little's law
// (Little, 1961) for the tasks that can overlap, in_flight of them in a batch, the second the cores' capacity.
double ideal_per_second(const time_alone&, double overlap, int cores);

// What a cell is measured under, besides its name.
struct conditions {
  // NOLINTNEXTLINE(google-explicit-constructor): a placement alone is the usual case
  conditions(placement_policy where = placement_policy::free, timer_slack slack_of_timers = timer_slack::as_it_is)
      : placed(where), slack(slack_of_timers) {}
  placement_policy placed;  // of cells without a placement of their own
  timer_slack slack;        // of the model's threads and processes, not of a peer
};

class prepared_cell {
 public:
  // Starts the peer, the workers and the clients. The process must have one thread.
  prepared_cell(const cell&, const conditions&);
  ~prepared_cell();

  // Runs growing batches through the measured path for about `seconds`. Returns tasks per second at the end.
  double warm_up(double seconds);
  // Tasks that take about `seconds` at that rate, and at least least_tasks().
  task_id tasks_for(double seconds, double per_second) const;

  // Runs one timed batch. Throws batch_failure, and gives no number, unless every task was done and every digest right.
  // Without a calibration there is no ideal rate to compare with, and its counter is left out.
  counters measure(task_id tasks, const std::optional<time_alone>&);

  // A sample: warms up, then measures a batch that takes about `seconds`. Where the warm-up's rate was far too low,
  // because starting a batch took longer than its tasks, the batch is over too soon; it then was one more warm-up.
  counters sample(double seconds, const std::optional<time_alone>&);

  // Ends workers, clients and peer, and returns the seconds that took. Nothing can be measured afterwards.
  double tear_down();

  double seconds_of_last_batch() const { return seconds_; }
  std::string label() const;  // "backend=io_uring tbb=2021.8", or empty

 private:
  void time_batch();
  void check_batch() const;

  struct parts;
  std::unique_ptr<parts> parts_;
  std::uint64_t started_ns_;
  double setup_seconds_ = 0;
  double warm_up_seconds_ = 0;
  task_id warm_up_tasks_ = 0;
  double seconds_ = 0;  // of the last batch
};

// False for workloads that the sequential runner cannot run, such as a herd.
bool can_be_calibrated(const registry&, const workload_descriptor&);
// Runs the workload under the sequential runner for a short time; nothing where it cannot be calibrated.
std::optional<time_alone> calibrate(const registry&, const cell&, const conditions&);

}  // namespace interleave
