// See the header.
#include "tracking/exports/benchfmt.hpp"

#include "reports/errors.hpp"
#include "reports/words/plain_text.hpp"
#include "tracking/exports/cell_summary.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace interleave::tracking {

namespace {

// A name ends at white space, so white space, and the escape character itself, are written like "%20".
std::string one_word(std::string_view text) {
  std::string word;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= ' ' || byte == 0x7f || c == '%') {
      word += fmt::format("%{:02X}", byte);
    } else {
      word += c;
    }
  }
  return reports::printable(word);
}

// Go's format doesn't allow a lower-case letter after "Benchmark".
std::string capitalised(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

// Writes sub-benchmarks as key=value where they have a key, so that benchstat can group by it. "a::b" has no key.
std::string with_keys(std::string parameters) {
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (parameters[i] != ':') continue;
    if (i + 1 < parameters.size() && parameters[i + 1] == ':')
      ++i;
    else
      parameters[i] = '=';
  }
  return parameters;
}

std::string name_of(const std::string& cell) {
  const auto parts = parts_of(cell);
  if (!parts) return fmt::format("Benchmark{}", one_word(capitalised(with_keys(cell))));
  std::string name =
      fmt::format("{}/runner={}/in_flight={}", capitalised(parts->workload), parts->runner, parts->in_flight);
  if (!parts->parameters.empty()) name += fmt::format("/{}", with_keys(parts->parameters));
  return fmt::format("Benchmark{}", one_word(name));
}

std::string unit_of(const std::string& metric) {
  if (metric == "real_time") return "ns/op";
  if (metric == "cpu_time") return "cpu-ns/op";
  return metric == "items_per_second" ? "items/s" : one_word(metric);
}

// Declares units that benchstat doesn't know. Empty if the metric's name doesn't tell which direction is better.
std::string unit_line(const std::string& metric) {
  const auto direction = metric == "real_time" ? std::nullopt : reports::usual_direction(metric);
  if (!direction) return "";
  return fmt::format("Unit {} better={}\n", unit_of(metric), *direction == reports::better::less ? "lower" : "higher");
}

// Empty if the measurement has none of these metrics.
std::string line_of(const std::string& name, const reports::measurement& one, const std::vector<std::string>& metrics) {
  std::string values;
  for (const std::string& metric : metrics)
    if (const auto value = one.value(metric)) values += fmt::format(" {} {}", plain_number(*value), unit_of(metric));
  if (values.empty()) return "";
  return fmt::format("{} {}{}\n", name, std::max<std::int64_t>(one.iterations, 1), values);
}

}  // namespace

std::string benchfmt(std::span<const reports::recording> recordings, const export_options& options) {
  const reports::recording& whole = recordings.front();
  std::string text;
  const auto configure = [&](const char* key, const std::string& value) {
    if (!value.empty()) text += fmt::format("{}: {}\n", key, reports::printable(value));
  };
  configure("cpu", whole.cpu_model);
  configure("compiler", whole.compiler);
  configure("build", whole.build_type);
  for (const std::string& metric : options.metrics) text += unit_line(metric);
  bool is_empty = true;
  for (const reports::recorded_cell& cell : whole.cells) {
    const std::string name = name_of(cell.name);
    for (const reports::measurement& one : cell.measurements) {
      const std::string line = line_of(name, one, options.metrics);
      is_empty = is_empty && line.empty();
      text += line;
    }
  }
  if (is_empty) throw reports::input_error(whole.path.string(), "", "no cell has a number", "Run it again");
  return text;
}

}  // namespace interleave::tracking
