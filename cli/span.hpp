// Spans of time on the command line: how long a sample, a run or a gate may take.
#pragma once

#include "workloads/parameters.hpp"

#include <chrono>
#include <string>

namespace interleave::cli {

// The durations that parameters of workloads have, and longer ones: "10m", "1.5h".
extern const number_of<std::chrono::nanoseconds> long_duration;

// Throws usage_error naming the option if the text is no duration of that kind, or zero.
std::chrono::nanoseconds span_of(const std::string& text, const char* option,
                                 const number_of<std::chrono::nanoseconds>& kind = long_duration);

}  // namespace interleave::cli
