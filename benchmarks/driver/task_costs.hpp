// What one task costs alone, measured under `sequential` before anything else, and called calibration in results. All
// cells of a workload are then compared with the same ideal bound, instead of each with a measurement of its own.
#pragma once

#include "benchmarks/driver/json.hpp"
#include "benchmarks/driver/plan.hpp"
#include "benchmarks/driver/sampler.hpp"

#include <string>
#include <vector>

namespace interleave::driver {

inline constexpr int samples_of_a_task_cost = 3;

// One cell for each workload and set of parameters in the plan that can be measured under `sequential` and has not been
// measured yet.
std::vector<planned_cell> cells_for_task_costs(const plan& of);

// The medians over the rows of the samples.
task_cost task_cost_of(const planned_cell& cell, const std::vector<json>& rows);

// Empty if the measured wait agrees with the one that the cell declares.
std::string wait_warning(const planned_cell& cell, double measured_ns);

// "io_echo with delay:5ms, placement:spread": the workload and what else of the cell's name a task's cost depends on.
std::string task_named(const planned_cell& cell);

}  // namespace interleave::driver
