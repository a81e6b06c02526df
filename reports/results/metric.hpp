// What is known of a metric from its name: which direction is better, and how values are formatted. The suite's and
// Google Benchmark's metrics are in the table; for other counters, only what the name says unambiguously is used.
// "real_time" and "cpu_time" are in ns.
#pragma once

#include "reports/results/metric_table.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace interleave::reports {

// Absent where the name doesn't say: a counter may mean anything.
std::optional<better> usual_direction(std::string_view metric);

// Whether it is a time, or a rate: these become slower or faster, others worse or better.
bool is_about_speed(std::string_view metric);

// "12.3 µs", "1.20M/s", "6.0 MiB", "4.03"
std::string value_text(std::string_view metric, double value);

// The same for a table of cells, except that shares are in per cent.
std::string column_text(const metric& of, double value);

// The change of a value by a factor: "+4.2 %", "-30 %"; beyond a doubling or halving "3.10×".
std::string change_text(double factor);

}  // namespace interleave::reports
