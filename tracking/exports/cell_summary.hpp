// What the export formats need of a cell: a median with its interval, and the parts of its name.
#pragma once

#include "reports/results/recording.hpp"
#include "reports/statistics/statistics.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace interleave::tracking {

// The median of a metric, with its interval if there are at least 5 values; absent without any value.
std::optional<reports::estimate> median_of(const reports::recorded_cell& cell, std::string_view metric);

// The shortest decimal form that reads back as the same number.
std::string plain_number(double value);

// The parts of "io_echo/coroutines/in_flight:8/delay:5ms"; absent for names that aren't of this suite.
struct name_parts {
  std::string workload;
  std::string runner;
  std::string in_flight;
  std::string parameters;  // "delay:5ms", joined by '/' where there are several
};
std::optional<name_parts> parts_of(const std::string& name);

}  // namespace interleave::tracking
