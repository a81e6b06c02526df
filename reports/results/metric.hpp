// What is known of a metric by its name: which way it ought to go, and how its values are written. The suite's own and
// Google Benchmark's stand in the table; of any other counter only what its name says beyond doubt is taken for known.
// "real_time" and "cpu_time" are in ns.
#pragma once

#include "reports/results/metric_table.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace interleave::reports {

// Absent for a name that doesn't say: a counter may be anything.
std::optional<better> usual_direction(std::string_view metric);

// Whether it is a time, or something in a time: less of it is slower or faster, not worse or better.
bool is_about_speed(std::string_view metric);

// "12.3 µs", "1.20M/s", "6.0 MiB", "4.03"
std::string value_text(std::string_view metric, double value);

// In a table of cells: the same, but shares in per cent.
std::string column_text(const metric& of, double value);

// A change of a value by a factor: "+4.2 %", "-30 %", "3.10×" beyond a doubling or a halving.
std::string change_text(double factor);

}  // namespace interleave::reports
