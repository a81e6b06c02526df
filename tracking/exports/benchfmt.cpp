// See the header.
#include "tracking/exports/benchfmt.hpp"

#include "reports/errors.hpp"
#include "reports/words/plain_text.hpp"
#include "tracking/exports/cell_summary.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>

#include <fmt/format.h>

namespace interleave::tracking {

namespace {

// A name ends at white space: that, and the sign of the escape itself, stand as "%20".
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

// "Benchmark" must not be followed by a small letter.
std::string capitalised(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

// Sub-benchmarks are key=value where they have a key: benchstat can group by it. "a::b" is no key.
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

std::string line_of(const std::string& name, const measurement& one) {
  std::string line = fmt::format("{} {}", name, std::max<std::int64_t>(one.iterations, 1));
  if (one.real_ns > 0) line += fmt::format(" {} ns/op", plain_number(one.real_ns));
  if (one.cpu_ns > 0) line += fmt::format(" {} cpu-ns/op", plain_number(one.cpu_ns));
  if (const auto rate = one.counters.find("items_per_second"); rate != one.counters.end()) {
    line += fmt::format(" {} items/s", plain_number(rate->second));
  }
  return line + "\n";
}

bool says_something(const measurement& one) {
  return one.real_ns > 0 || one.cpu_ns > 0 || one.counters.contains("items_per_second");
}

}  // namespace

std::string benchfmt(std::span<const recording> recordings, const export_options&) {
  const recording whole = joined(recordings);
  std::string text;
  const auto configure = [&](const char* key, const std::string& value) {
    if (!value.empty()) text += fmt::format("{}: {}\n", key, reports::printable(value));
  };
  configure("cpu", whole.cpu_model);
  configure("compiler", whole.compiler);
  configure("build", whole.build_type);
  // Which way is better, for units that benchstat doesn't know.
  text += "Unit cpu-ns/op better=lower\nUnit items/s better=higher\n";
  bool is_empty = true;
  for (const recorded_cell& cell : whole.cells) {
    const std::string name = name_of(cell.name);
    for (const measurement& one : cell.measurements) {
      if (!says_something(one)) continue;
      text += line_of(name, one);
      is_empty = false;
    }
  }
  if (is_empty) throw reports::input_error(whole.path.string(), "", "no cell has a number", "Run it again");
  return text;
}

}  // namespace interleave::tracking
