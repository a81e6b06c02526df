// Calibration: what one task costs alone, measured with `sequential` before anything else. All cells of a workload are
// then held against the same ideal bound, instead of each against a measurement of its own.
#pragma once

#include "benchmarks/driver/executor.hpp"
#include "benchmarks/driver/json.hpp"
#include "benchmarks/driver/plan.hpp"

#include <string>
#include <vector>

namespace interleave::driver {

inline constexpr int calibration_samples = 3;

// One cell for each workload and set of parameters in the plan that can be measured and calibrated, and is not yet.
std::vector<planned_cell> cells_to_calibrate(const plan& of);

// The medians over the rows of the samples.
calibration calibration_of(const planned_cell& cell, const std::vector<json>& rows, double declared_wait_ns);

// Empty where the measured wait agrees with the declared one.
std::string wait_warning(std::string_view workload, double measured_ns, double declared_ns);

}  // namespace interleave::driver
