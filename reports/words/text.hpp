// Numbers and lists in words, the same in every output. All results are UTF-8; none depends on the locale.
#pragma once

#include "reports/statistics/statistics.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace interleave::reports {

std::string factor_text(double factor);                        // "1.40×", "12.3×", "753×"
std::string factor_text(const confidence_interval& interval);  // "1.35–1.46"
std::string rate_text(double per_second);                      // "950/s", "12.3k/s", "1.20M/s"
std::string duration_text(double ns);                          // "850 ns", "1.23 ms", "2.00 s"
std::string bytes_text(double bytes);                          // "6.0 MiB"
std::string percent_text(double share);                        // "74 %", "0.5 %"
std::string number_text(double value);                         // three significant digits, no exponent: "0.012", "4.03"
std::string count_text(std::uint64_t count, std::string_view one, std::string_view many);  // "1 cell", "3 cells"
std::string in_flight_text(std::int64_t in_flight);                                        // "64 in flight"

// "a", "a and b", "a, b and c"; beyond `most` items "a, b and 7 more".
std::string list_text(std::span<const std::string> items, std::size_t most = 12);

// One word of a POSIX shell command.
std::string shell_word(std::string_view text);

}  // namespace interleave::reports
