// See the header.
#include "reports/results/metric.hpp"

#include "reports/words/text.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <initializer_list>

#include <fmt/format.h>

namespace interleave::tracking {

namespace {

std::string lower(std::string_view name) {
  std::string text(name);
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

bool is_rate(std::string_view name) {
  return name.ends_with("_per_second") || name.ends_with("_per_s") || name.ends_with("/s");
}

bool is_time(std::string_view name) {
  return name == "real_time" || name == "cpu_time" || name.ends_with("_ns") || name.find("_ns_") != name.npos;
}

bool has_any(std::string_view name, std::initializer_list<std::string_view> parts) {
  return std::any_of(parts.begin(), parts.end(),
                     [&](std::string_view part) { return name.find(part) != std::string_view::npos; });
}

// In "heap_bytes" and "bytes/s", and not in "resident_megabytes", whose numbers are no bytes.
bool counts_bytes(std::string_view name) {
  constexpr std::string_view word = "bytes";
  constexpr std::string_view separators = "_/";
  for (std::size_t begin = name.find(word); begin != name.npos; begin = name.find(word, begin + 1)) {
    const std::size_t end = begin + word.size();
    const bool begins = begin == 0 || separators.find(name[begin - 1]) != separators.npos;
    if (begins && (end == name.size() || separators.find(name[end]) != separators.npos)) return true;
  }
  return false;
}

}  // namespace

std::optional<better> usual_direction(std::string_view metric) {
  const std::string name = lower(metric);
  if (is_rate(name) || name == "efficiency") return better::more;
  if (is_time(name) || has_any(name, {"time", "latency", "bytes", "switches", "faults", "alloc", "misses", "cycles",
                                      "instructions", "heap_growth"})) {
    return better::less;
  }
  return std::nullopt;
}

std::string value_text(std::string_view metric, double value) {
  const std::string name = lower(metric);
  if (value < 0) return reports::number_text(value);
  if (is_time(name)) return reports::duration_text(value);
  if (counts_bytes(name)) return reports::bytes_text(value) + (is_rate(name) ? "/s" : "");
  return is_rate(name) ? reports::rate_text(value) : reports::number_text(value);
}

std::string change_text(double factor) {
  if (factor > 2 || factor < 0.5) return reports::factor_text(factor);
  const double percent = (factor - 1) * 100;
  const std::string digits =
      std::fabs(percent) < 9.95 ? fmt::format("{:.1f}", percent) : fmt::format("{:.0f}", percent);
  const bool is_zero = digits == "0.0" || digits == "-0.0";
  if (is_zero) return "0.0 %";
  return (percent > 0 ? "+" : "") + digits + " %";
}

}  // namespace interleave::tracking
