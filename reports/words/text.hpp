// Formats numbers and lists, the same in every output. All results are UTF-8; none depends on the locale.
#pragma once

#include "reports/statistics/statistics.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace interleave::reports {

std::string factor_text(double factor);  // "1.40×", "12.3×", "753×"; below 0.1 "1/22", which needs no counting of zeros
std::string factor_text(const confidence_interval& interval);  // "1.35–1.46", "1/25–1/20"
// "1.40×", and " (1.35–1.46)" to follow it; "at least 755×", followed by nothing, where the interval is too wide:
// between 755 and 9,909 the middle means nothing.
std::string factor_text(const estimate& ratio);
std::string interval_after(const estimate& ratio);
// Values that noise has made negative are written as "0 B" and the like.
std::string rate_text(double per_second);              // "950/s", "12.3k/s", "1.20M/s"
std::string rate_with_interval(const estimate& rate);  // "22.6k/s (21.0k/s – 24.0k/s)"
std::string duration_text(double ns);                  // "850 ns", "1.23 ms", "2.00 s"
std::string bytes_text(double bytes);                  // "6.0 MiB"
std::string percent_text(double share);                // "74 %", "0.5 %", "<0.1 %"
std::string share_of_bound_text(double share);         // the same, but "100 %" if noise puts it above its bound
std::string number_text(double value);                 // three significant digits, no exponent: "0.012", "4.03"
std::string count_text(std::uint64_t count, std::string_view one, std::string_view many);  // "1 cell", "3 cells"
std::string in_flight_text(std::int64_t in_flight);                                        // "64 in flight"

// "a", "a and b", "a, b and c"; beyond `most` items "a, b and 7 more".
std::string list_text(std::span<const std::string> items, std::size_t most = 12);

// One field of a CSV file (RFC 4180), without control sequences that a terminal would interpret.
std::string csv_field(std::string_view given);

// One word of a POSIX shell command.
std::string shell_word(std::string_view text);

}  // namespace interleave::reports
