// See the header.
#include "tracking/exports/junit.hpp"

#include "reports/words/plain_text.hpp"
#include "reports/words/utc_time.hpp"
#include "tracking/exports/cell_summary.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>

#include <fmt/format.h>

namespace interleave::tracking {

namespace {

// XML can't represent U+FFFE, U+FFFF and most control characters; printable() has already removed the latter.
std::string escaped(std::string_view text) {
  std::string safe;
  const std::string printable = reports::printable(text);
  for (std::size_t i = 0; i < printable.size(); ++i) {
    const std::string_view rest = std::string_view(printable).substr(i);
    if (rest.starts_with("\xef\xbf\xbe") || rest.starts_with("\xef\xbf\xbf")) {
      safe += "\xef\xbf\xbd";  // U+FFFD, for what can't be shown
      i += 2;
      continue;
    }
    switch (const char c = printable[i]) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      default:
        safe += c;
    }
  }
  return safe;
}

std::string or_else(const std::string& text, std::string_view otherwise) {
  return text.empty() ? std::string(otherwise) : text;
}

// "2026-11-20T14:00:00+01:00" without its zone, and not converted; anything else becomes 1970.
std::string without_zone(const std::string& timestamp) {
  constexpr std::size_t seconds_end = 19;
  const bool is_time =
      reports::utc_time(timestamp).has_value() && timestamp.size() >= seconds_end && timestamp[10] == 'T';
  return is_time ? timestamp.substr(0, seconds_end) : "1970-01-01T00:00:00";
}

std::string problem_text(const junit_case& of) {
  switch (of.outcome) {
    case junit_outcome::passed:
      break;
    case junit_outcome::failed:
      return fmt::format("      <failure type=\"failed\" message=\"{0}\">{0}</failure>\n", escaped(of.message));
    case junit_outcome::error:
      return fmt::format("      <error type=\"error\" message=\"{0}\">{0}</error>\n", escaped(of.message));
    case junit_outcome::skipped:
      return fmt::format("      <skipped>{}</skipped>\n", escaped(of.message));
  }
  return "";
}

std::string case_text(const junit_case& of) {
  std::string inside = problem_text(of);
  if (!of.output.empty()) inside += fmt::format("      <system-out>{}</system-out>\n", escaped(of.output));
  const std::string head = fmt::format("    <testcase classname=\"{}\" name=\"{}\" time=\"{:.9f}\"",
                                       escaped(of.class_name), escaped(of.name), of.seconds);
  return inside.empty() ? head + "/>\n" : head + ">\n" + inside + "    </testcase>\n";
}

std::string lines_text(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) {
    if (!text.empty()) text += '\n';
    text += escaped(line);
  }
  return text;
}

// The failed samples of a cell that was measured nevertheless.
std::string losses_text(const reports::recorded_cell& cell) {
  if (cell.failures.empty()) return "";
  const std::string_view what = cell.skipped == 0                      ? "failed"
                                : cell.skipped == cell.failures.size() ? "skipped"
                                                                       : "failed or skipped";
  return fmt::format("{} of {} samples {}: {}", cell.failures.size(), cell.samples(), what, cell.failures.front());
}

junit_case case_of(const reports::recorded_cell& cell) {
  junit_case found;
  found.class_name = junit_class_of(cell.name);
  found.name = cell.name;
  if (const std::vector<double> times = cell.values("real_time"); !times.empty()) {
    found.seconds = reports::median(times) * 1e-9;
  }
  if (!cell.measurements.empty()) {
    found.output = losses_text(cell);
    return found;
  }
  found.outcome = cell.is_skipped() ? junit_outcome::skipped : junit_outcome::failed;
  found.message = cell.failures.empty() ? "no measurement" : cell.failures.front();
  return found;
}

}  // namespace

std::string junit_document(const junit_suite& suite) {
  const auto count = [&](junit_outcome outcome) {
    return std::count_if(suite.cases.begin(), suite.cases.end(),
                         [&](const junit_case& each) { return each.outcome == outcome; });
  };
  double seconds = 0;
  std::string properties;
  std::string cases;
  for (const auto& [name, value] : suite.properties) {
    properties += fmt::format("      <property name=\"{}\" value=\"{}\"/>\n", escaped(name), escaped(value));
  }
  for (const junit_case& each : suite.cases) {
    seconds += each.seconds;
    cases += case_text(each);
  }
  const auto skipped = count(junit_outcome::skipped);
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
      "  <testsuite name=\"{}\" package=\"interleave\" id=\"0\" timestamp=\"{}\" hostname=\"{}\" tests=\"{}\" "
      "failures=\"{}\" errors=\"{}\"{} time=\"{:.9f}\">\n"
      "    <properties>\n{}    </properties>\n{}    <system-out>{}</system-out>\n    <system-err></system-err>\n"
      "  </testsuite>\n</testsuites>\n",
      escaped(suite.name), without_zone(suite.timestamp), escaped(or_else(suite.host, "localhost")), suite.cases.size(),
      count(junit_outcome::failed), count(junit_outcome::error),
      skipped > 0 ? fmt::format(" skipped=\"{}\"", skipped) : "", seconds, properties, cases, lines_text(suite.output));
}

std::string junit_class_of(const std::string& cell) {
  const auto parts = parts_of(cell);
  return parts ? parts->workload + "." + parts->runner : "benchmark";
}

std::string junit(std::span<const reports::recording> recordings, const export_options&) {
  const reports::recording& whole = recordings.front();
  junit_suite suite{whole.path.filename().string(), whole.date, whole.host, {}, {}, {}};
  suite.name = or_else(suite.name, "benchmarks");
  const auto property = [&](const char* name, const std::string& value) {
    suite.properties.emplace_back(name, or_else(value, "unknown"));
  };
  property("cpu", whole.cpu_model);
  property("compiler", whole.compiler);
  property("build", whole.build_type);
  for (const reports::recorded_cell& cell : whole.cells) suite.cases.push_back(case_of(cell));
  return junit_document(suite);
}

}  // namespace interleave::tracking
