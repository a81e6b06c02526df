// What --set asks for: the value of a parameter, or several values of which each is measured.
#pragma once

#include "workloads/workload.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace interleave {

// More combinations of values than this cannot be told apart in a chart, and take hours.
inline constexpr std::size_t most_combinations = 64;

// "io_echo" of "io_echo.delay=5ms". Throws usage_error for a text of another form.
std::string_view workload_in(std::string_view assignment);

// Every combination of the values that the assignments give this workload's parameters, those of the last assignment
// changing fastest; parameters that none names keep their defaults. An assignment is "workload.parameter=VALUES", with
// values separated by commas: each a value as its kind reads it, or a range of numbers, FIRST..LAST*FACTOR or
// FIRST..LAST+STEP. Assignments for other workloads are skipped.
// Throws usage_error for a text of another form, an unknown parameter, a value that it cannot have or that is given
// twice, a parameter that two assignments name, and more than most_combinations.
std::vector<parameter_values> parameters_of(const workload_descriptor&, std::span<const std::string> assignments);

}  // namespace interleave
