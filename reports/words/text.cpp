// Numbers and lists in words; see the header for an example of each.
#include "reports/words/text.hpp"

#include "reports/words/plain_text.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace interleave::reports {

namespace {

// Three significant digits without an exponent; the result of rounding decides how many decimals that is.
std::string three_digits(double value) {
  const double size = std::fabs(value);
  if (size >= 99.95) return fmt::format("{:.0f}", value);
  if (size >= 9.995) return fmt::format("{:.1f}", value);
  return fmt::format("{:.2f}", value);
}

// Smaller factors are written as fractions: 1/22 is read at a glance, 0.0452 is not.
constexpr double least_decimal = 0.0995;

std::string fraction(double factor) {
  return factor > 0 ? fmt::format("1/{:.0f}", 1 / factor) : "0×";
}

// The ratio is large, but its interval too wide to say how large.
bool is_open(const estimate& ratio) {
  constexpr double many = 10;
  constexpr double wide = 2;
  return ratio.interval && ratio.interval->low >= many && ratio.interval->high > wide * ratio.interval->low;
}

struct unit {
  double size;
  const char* suffix;
};

std::string in_unit(double value, std::span<const unit> units) {
  if (value <= 0) return std::string("0") + units.back().suffix;
  // 999.6 would print as "1000": take the unit in which it is 1.00.
  const auto fits =
      std::find_if(units.begin(), units.end() - 1, [&](const unit& u) { return value >= 0.9995 * u.size; });
  return three_digits(value / fits->size) + fits->suffix;
}

}  // namespace

std::string factor_text(double factor) {
  return factor < least_decimal ? fraction(factor) : three_digits(factor) + "×";
}

std::string factor_text(const confidence_interval& interval) {
  const auto end = [](double factor) { return factor < least_decimal ? fraction(factor) : three_digits(factor); };
  return fmt::format("{}–{}", end(interval.low), end(interval.high));
}

std::string factor_text(const estimate& ratio) {
  return is_open(ratio) ? "at least " + factor_text(ratio.interval->low) : factor_text(ratio.median);
}

std::string interval_after(const estimate& ratio) {
  return !ratio.interval || is_open(ratio) ? "" : fmt::format(" ({})", factor_text(*ratio.interval));
}

std::string rate_with_interval(const estimate& rate) {
  if (!rate.interval) return rate_text(rate.median);
  return fmt::format("{} ({} – {})", rate_text(rate.median), rate_text(rate.interval->low),
                     rate_text(rate.interval->high));
}

std::string rate_text(double per_second) {
  static constexpr unit units[] = {{1e9, "G/s"}, {1e6, "M/s"}, {1e3, "k/s"}, {1, "/s"}};
  return in_unit(per_second, units);
}

std::string duration_text(double ns) {
  static constexpr unit units[] = {{1e9, " s"}, {1e6, " ms"}, {1e3, " µs"}, {1, " ns"}};
  return in_unit(ns, units);
}

std::string bytes_text(double bytes) {
  static constexpr unit units[] = {
      {1099511627776.0, " TiB"}, {1073741824.0, " GiB"}, {1048576.0, " MiB"}, {1024.0, " KiB"}, {1, " B"}};
  return in_unit(bytes, units);
}

std::string percent_text(double share) {
  const double percent = share * 100;
  if (percent > 0 && percent < 0.05) return "<0.1 %";
  if (percent != 0 && std::fabs(percent) < 9.95) return fmt::format("{:.1f} %", percent);
  return fmt::format("{:.0f} %", percent);
}

std::string share_of_bound_text(double share) {
  return percent_text(std::min(share, 1.0));
}

std::string number_text(double value) {
  const double size = std::fabs(value);
  if (size == 0) return "0";
  if (size >= 0.995) return three_digits(value);
  const int decimals = std::min(9, 2 - static_cast<int>(std::floor(std::log10(size))));
  return fmt::format("{:.{}f}", value, decimals);
}

std::string count_text(std::uint64_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::string in_flight_text(std::int64_t in_flight) {
  return fmt::format("{} in flight", in_flight);
}

std::string list_text(std::span<const std::string> items, std::size_t most) {
  std::vector<std::string> shown(items.begin(), items.end());
  if (shown.size() > most) {
    const std::size_t left = shown.size() - (most - 1);
    shown.resize(most - 1);
    shown.push_back(fmt::format("{} more", left));
  }
  std::string text;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    if (i > 0) text += i + 1 == shown.size() ? " and " : ", ";
    text += shown[i];
  }
  return text;
}

std::string csv_field(std::string_view given) {
  const std::string text = printable(given);
  if (text.find_first_of(",\"") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + "\"";
}

std::string shell_word(std::string_view text) {
  constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./=:,+@%";
  if (!text.empty() && text.find_first_not_of(plain) == std::string_view::npos) return std::string(text);
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'') {
      quoted += "'\\''";
    } else {
      quoted += c;
    }
  }
  return quoted + "'";
}

}  // namespace interleave::reports
