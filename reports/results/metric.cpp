// See the header. A name is split into words; the last one before "per" says what is counted: "cache_misses_per_second"
// counts misses. Words elsewhere in a name are ignored.
#include "reports/results/metric.hpp"

#include "reports/words/text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <span>
#include <vector>

#include <fmt/format.h>

namespace interleave::reports {

namespace {

bool is_in(std::span<const std::string_view> list, std::string_view word) {
  return std::ranges::find(list, word) != list.end();
}

bool is_second(std::string_view word) {
  constexpr std::array<std::string_view, 5> list = {"s", "sec", "secs", "second", "seconds"};
  return is_in(list, word);
}

bool is_time_unit(std::string_view word) {
  constexpr std::array<std::string_view, 16> list = {
      "ns",           "us",           "ms",          "nsec", "usec",   "msec",    "nanosecond", "nanoseconds",
      "microseconds", "milliseconds", "microsecond", "min",  "minute", "minutes", "hour",       "hours"};
  return is_second(word) || is_in(list, word);
}

// Units of time, including cycles and ticks: a count per one of them is a rate.
bool is_beat(std::string_view word) {
  constexpr std::array<std::string_view, 4> list = {"cycle", "cycles", "clock", "tick"};
  return is_time_unit(word) || is_in(list, word);
}

bool is_duration(std::string_view word) {
  constexpr std::array<std::string_view, 5> list = {"time", "latency", "duration", "delay", "lateness"};
  return is_time_unit(word) || is_in(list, word);
}

// Counts of undesirable events: fewer are better, also per second.
bool is_unwelcome(std::string_view word) {
  constexpr std::array<std::string_view, 16> list = {
      "misses",   "faults", "switches", "allocs",   "allocations", "errors", "failures",  "stalls",
      "timeouts", "drops",  "retries",  "restarts", "evictions",   "waits",  "conflicts", "mispredictions"};
  return is_in(list, word);
}

// Resources that work consumes: fewer for the same work are better, but more per second means more work done.
bool is_effort(std::string_view word) {
  constexpr std::array<std::string_view, 2> list = {"cycles", "instructions"};
  return is_in(list, word);
}

bool is_rate_word(std::string_view word) {
  constexpr std::array<std::string_view, 16> list = {"throughput", "bandwidth", "fps",    "qps",   "rps",  "tps",
                                                     "iops",       "bps",       "kbps",   "mbps",  "gbps", "ipc",
                                                     "flops",      "mflops",    "gflops", "tflops"};
  return is_in(list, word);
}

// "p99", "9", "mean": words that qualify the word before them.
bool is_statistic(std::string_view word) {
  constexpr std::array<std::string_view, 7> list = {"mean", "median", "avg", "average", "max", "min", "total"};
  const std::string_view digits = word.starts_with('p') ? word.substr(1) : word;
  return is_in(list, word) || (!digits.empty() && digits.find_first_not_of("0123456789") == std::string_view::npos);
}

// Splits "BytesPerSecond", "bytes_per_second" and "bytes/second" into the same words.
std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> found(1);
  const auto begin_word = [&] {
    if (!found.back().empty()) found.emplace_back();
  };
  for (std::size_t i = 0; i < name.size(); ++i) {
    const auto c = static_cast<unsigned char>(name[i]);
    if (c == '/') {
      begin_word();
      found.back() = "per";
      begin_word();
    } else if (c < 0x80 && std::isalnum(c) == 0) {
      begin_word();
    } else {
      const bool after_small = i > 0 && std::islower(static_cast<unsigned char>(name[i - 1])) != 0;
      if (std::isupper(c) != 0 && after_small) begin_word();
      found.back() += static_cast<char>(std::tolower(c));
    }
  }
  if (found.back().empty()) found.pop_back();
  return found;
}

// A name taken apart.
struct reading {
  std::string counted;  // the last word that isn't a statistic: "misses"
  std::string per;      // what follows "per"; empty where nothing does
  bool in_bytes = false;

  bool is_rate() const { return !per.empty() && is_beat(per); }
};

reading reading_of(std::string_view name) {
  const std::vector<std::string> all = words_of(name);
  const auto per = std::ranges::find(all, "per");
  reading found;
  if (per != all.end() && per + 1 != all.end()) found.per = *(per + 1);
  const std::span before(all.begin(), per);
  found.in_bytes = std::ranges::find(before, "bytes") != before.end();
  for (const std::string& word : before)
    if (!is_statistic(word)) found.counted = word;
  return found;
}

std::optional<better> direction_of(const reading& name) {
  if (name.is_rate()) {
    const bool is_work = !name.counted.empty() && !is_unwelcome(name.counted) && !is_duration(name.counted);
    return is_work ? std::optional(better::more) : std::nullopt;
  }
  if (is_duration(name.counted) || is_unwelcome(name.counted) || is_effort(name.counted)) return better::less;
  return name.per.empty() && is_rate_word(name.counted) ? std::optional(better::more) : std::nullopt;
}

std::optional<metric_unit> unit_of(std::string_view metric) {
  if (const auto* known = find_metric(metric)) return known->unit;
  const reading name = reading_of(metric);
  if (name.is_rate()) {
    if (!is_second(name.per)) return std::nullopt;
    return name.in_bytes ? metric_unit::bytes_per_second : metric_unit::per_second;
  }
  if (name.counted == "ns") return metric_unit::nanoseconds;
  return name.in_bytes && name.per.empty() ? std::optional(metric_unit::bytes) : std::nullopt;
}

}  // namespace

std::optional<better> usual_direction(std::string_view metric) {
  if (const auto* known = find_metric(metric)) return known->direction;
  return direction_of(reading_of(metric));
}

bool is_about_speed(std::string_view metric) {
  switch (unit_of(metric).value_or(metric_unit::one)) {
    case metric_unit::nanoseconds:
    case metric_unit::seconds:
    case metric_unit::per_second:
    case metric_unit::bytes_per_second:
      return true;
    default:
      return is_duration(reading_of(metric).counted);
  }
}

std::string value_text(std::string_view metric, double value) {
  if (value < 0) return number_text(value);
  switch (unit_of(metric).value_or(metric_unit::one)) {
    case metric_unit::nanoseconds:
      return duration_text(value);
    case metric_unit::seconds:
      return duration_text(value * 1e9);
    case metric_unit::bytes:
      return bytes_text(value);
    case metric_unit::bytes_per_second:
      return bytes_text(value) + "/s";
    case metric_unit::per_second:
      return rate_text(value);
    default:
      return number_text(value);
  }
}

std::string column_text(const metric& of, double value) {
  if (of.unit == metric_unit::share_of_bound) return share_of_bound_text(value);
  return of.unit == metric_unit::share ? percent_text(value) : value_text(of.name, value);
}

std::string change_text(double factor) {
  if (factor > 2 || factor < 0.5) return factor_text(factor);
  const double percent = (factor - 1) * 100;
  const std::string digits =
      std::fabs(percent) < 9.95 ? fmt::format("{:.1f}", percent) : fmt::format("{:.0f}", percent);
  const bool is_zero = digits == "0.0" || digits == "-0.0";
  if (is_zero) return "0.0 %";
  return (percent > 0 ? "+" : "") + digits + " %";
}

}  // namespace interleave::reports
