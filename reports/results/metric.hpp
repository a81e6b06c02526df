// What the name of a metric says: which way it ought to go, and how its values are written. "real_time" and "cpu_time"
// are in ns; every other name is a counter's.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace interleave::tracking {

enum class better { less, more };

// Absent for a name that doesn't say: a counter may be anything.
std::optional<better> usual_direction(std::string_view metric);

// "12.3 µs", "1.20M/s", "6.0 MiB", "4.03"
std::string value_text(std::string_view metric, double value);

// A change of a value by a factor: "+4.2 %", "-30 %", "3.10×" beyond a doubling or a halving.
std::string change_text(double factor);

}  // namespace interleave::tracking
