// Every runner's hand-written twin: the same model as an expert would write it for this one task, without what the
// suite adds: slots, checked digests, latencies. What the runner does before the clock starts, the twin does too.
#pragma once

#include "workloads/parameters.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace interleave {

class twin {
 public:
  virtual ~twin() = default;
  // Runs tasks 0 ... tasks-1; returns the sum of their results, so that none can be left out.
  virtual std::uint64_t run(std::uint64_t tasks) = 0;
};

// A batch of tasks of `steps` steps of spin().
struct twin_setup {
  std::int64_t steps;
  int in_flight;
  int workers;  // no more than cores, and no more than in_flight
};

// The twin of the runner with this name.
struct batch_twin {
  std::string_view runner;
  std::unique_ptr<twin> (*make)(const twin_setup&);
};
template <class Twin>
std::unique_ptr<twin> make_twin(const twin_setup& setup) {
  return std::make_unique<Twin>(setup);
}

// The twin of a runner of another shape, with a workload's parameters. Times are per fork, item or hop.
struct shape_twin {
  std::string_view workload;
  std::string_view runner;
  std::unique_ptr<twin> (*make)(const parameter_values&, int cores);
  std::uint64_t (*units_per_task)(const parameter_values&);
};

// The lists, one in each file of twins.
extern const std::span<const batch_twin> thread_twins;
extern const std::span<const batch_twin> process_twins;
extern const std::span<const batch_twin> loop_twins;
extern const std::span<const shape_twin> tree_twins;
extern const std::span<const shape_twin> pipeline_twins;
extern const std::span<const shape_twin> ring_twins;

// Throws std::invalid_argument if no list contains the runner.
std::unique_ptr<twin> twin_of(std::string_view runner, const twin_setup& setup);

}  // namespace interleave
