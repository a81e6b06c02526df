// Medians of recordings, and their text form: one table of fields, in one order, serves for writing and reading.
#include "tracking/history/history_run.hpp"

#include "reports/errors.hpp"
#include "reports/statistics/ranks.hpp"
#include "reports/words/utc_time.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <iterator>
#include <optional>
#include <system_error>
#include <type_traits>
#include <utility>

#include <fmt/format.h>

namespace interleave::tracking {

namespace {

using reports::input_error;

constexpr std::string_view first_line = "interleave history 1";

// Text fields of a run, each on a line of its own.
template <class Run>
auto text_fields(Run& run) {
  using field = std::pair<std::string_view, decltype(&run.host)>;
  return std::array<field, 12>{{{"commit", &run.from.commit},
                                {"branch", &run.from.branch},
                                {"time", &run.from.time},
                                {"date", &run.date},
                                {"host", &run.host},
                                {"cpu_model", &run.cpu_model},
                                {"caches", &run.caches},
                                {"compiler", &run.compiler},
                                {"build_type", &run.build_type},
                                {"settings", &run.settings},
                                {"version", &run.version},
                                {"library_version", &run.library_version}}};
}

// Tabs and newlines are separators; within names they are escaped by a backslash.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      out += text[i];
      continue;
    }
    ++i;
    out += text[i] == 'n' ? '\n' : text[i] == 't' ? '\t' : text[i];
  }
  return out;
}

// Cells of the same name but with different parameters are different cells.
std::string name_of(const reports::recorded_cell& cell) {
  return cell.parameters.empty() ? cell.name : fmt::format("{}, {}", cell.name, cell.parameters);
}

kept_metric summary_of(const reports::recording& measured, const std::string& name) {
  constexpr double mad_to_deviation = 1.4826;  // for a normal distribution
  kept_metric metric{name, {}, {}};
  for (const reports::recorded_cell& cell : measured.cells) {
    std::vector<double> values = cell.values(name);
    const double median = values.empty() ? no_value : reports::median_in_place(values);
    for (double& value : values) value = std::fabs(value - median);
    metric.medians.push_back(median);
    metric.spreads.push_back(values.size() < 2 ? no_value : mad_to_deviation * reports::median_in_place(values));
  }
  return metric;
}

bool has_values(const kept_metric& metric) {
  return !std::ranges::all_of(metric.medians, [](double median) { return std::isnan(median); });
}

template <class Number>
void write_column(std::string& out, std::string_view name, const std::vector<Number>& column, const char* format) {
  out += name;
  for (const Number number : column) {
    out += ' ';
    if (std::is_floating_point_v<Number> && std::isnan(static_cast<double>(number))) {
      out += '-';
    } else {
      fmt::format_to(std::back_inserter(out), fmt::runtime(format), number);
    }
  }
  out += '\n';
}

// Reads a text line by line; its errors name the line.
class line_reader {
 public:
  line_reader(std::string_view text, const std::string& where) : rest_(text), where_(where) {}

  std::string_view next() {
    ++number_;
    const std::size_t end = rest_.find('\n');
    if (end == std::string_view::npos) fail("the text ends here");
    const std::string_view line = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return line;
  }

  // The next `count` lines as one text.
  std::string_view block(std::size_t count) {
    const std::string_view start = rest_;
    for (std::size_t i = 0; i < count; ++i) next();
    return start.substr(0, start.size() - rest_.size());
  }

  // The rest of a line that begins with `name` and a separator.
  std::string_view field(std::string_view name, char separator) {
    const std::string_view line = next();
    if (!line.starts_with(name) || line.size() == name.size() || line[name.size()] != separator)
      fail(fmt::format("'{}' is missing", name));
    return line.substr(name.size() + 1);
  }

  bool next_begins(std::string_view word) const { return rest_.starts_with(word); }
  bool is_at_end() const { return rest_.empty(); }

  template <class Number>
  Number number(std::string_view text) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
      fail(fmt::format("'{}' is no number", text.substr(0, 40)));
    return value;
  }

  double finite(std::string_view text) {
    const auto value = number<double>(text);  // takes "inf" and "nan" too, with which nothing can be computed
    if (!std::isfinite(value)) fail(fmt::format("'{}' is no finite number", text));
    return value;
  }

  template <class Number>
  std::vector<Number> column(std::string_view name, std::size_t count) {
    std::vector<Number> numbers;
    numbers.reserve(count);
    std::string_view line = count > 0 ? field(name, ' ') : std::string_view();
    if (count == 0) next();
    while (!line.empty()) {
      const std::string_view word = line.substr(0, line.find(' '));
      line.remove_prefix(std::min(line.size(), word.size() + 1));
      if constexpr (std::is_floating_point_v<Number>) {
        numbers.push_back(word == "-" ? no_value : finite(word));
      } else {
        numbers.push_back(number<Number>(word));
      }
    }
    if (numbers.size() != count) fail(fmt::format("{} numbers for {} cells", numbers.size(), count));
    return numbers;
  }

  [[noreturn]] void fail(std::string problem) const {
    throw input_error(where_, fmt::format("line {}", number_), std::move(problem), "");
  }

 private:
  std::string_view rest_;
  const std::string& where_;
  std::size_t number_ = 0;
};

}  // namespace

const kept_metric* history_run::find(std::string_view metric) const {
  const auto found = std::ranges::find(metrics, metric, &kept_metric::name);
  return found == metrics.end() ? nullptr : &*found;
}

history_run make_history_run(const reports::recording& measured, provenance from,
                             std::span<const std::string> counters) {
  history_run run;
  run.from = std::move(from);
  run.date = reports::utc_time(measured.date).value_or(measured.date);
  run.host = measured.host;
  run.cpu_model = measured.cpu_model;
  run.caches = measured.caches;
  run.cores = measured.cores;
  run.compiler = measured.compiler;
  run.build_type = measured.build_type;
  run.settings = measured.settings;
  run.version = measured.version;
  run.library_version = measured.library_version;
  run.is_suite_result = measured.is_suite_result;
  std::vector<std::string> names;
  for (const reports::recorded_cell& cell : measured.cells) {
    names.push_back(name_of(cell));
    run.measurements.push_back(static_cast<std::uint32_t>(cell.measurements.size()));
    run.failures.push_back(static_cast<std::uint32_t>(cell.failures.size()));
  }
  run.cells = std::make_shared<const std::vector<std::string>>(std::move(names));
  // Some files have only one of the times; a counter that was asked for must exist.
  for (const char* const time : {"real_time", "cpu_time"}) {
    if (kept_metric metric = summary_of(measured, time); has_values(metric)) run.metrics.push_back(std::move(metric));
  }
  for (const std::string& counter : counters) {
    if (run.find(counter) != nullptr) continue;
    run.metrics.push_back(summary_of(measured, counter));
    if (!has_values(run.metrics.back())) {
      std::vector<const reports::recorded_cell*> cells;
      for (const reports::recorded_cell& cell : measured.cells) cells.push_back(&cell);
      throw reports::no_such_metric(cells, measured.path.string(), counter);
    }
  }
  if (run.metrics.empty()) throw input_error(measured.path.string(), "", "no cell was measured with success", "");
  return run;
}

std::shared_ptr<const std::vector<std::string>> name_pool::names(std::string_view lines) {
  auto& known = known_[std::string(lines)];
  if (!known) {
    std::vector<std::string> names;
    while (!lines.empty()) {
      const std::size_t end = lines.find('\n');
      names.push_back(unescaped(lines.substr(0, end)));
      lines.remove_prefix(end + 1);
    }
    known = std::make_shared<const std::vector<std::string>>(std::move(names));
  }
  return known;
}

std::string encode(const history_run& run) {
  std::string out = fmt::format("{}\n", first_line);
  for (const auto& [name, value] : text_fields(run)) out += fmt::format("{}\t{}\n", name, escaped(*value));
  out += fmt::format("cores\t{}\nsuite\t{}\n", run.cores, run.is_suite_result ? 1 : 0);
  for (const auto& [name, value] : run.from.labels)
    out += fmt::format("label\t{}\t{}\n", escaped(name), escaped(value));
  out += fmt::format("cells\t{}\n", run.cells->size());
  for (const std::string& name : *run.cells) out += escaped(name) + "\n";
  write_column(out, "measurements", run.measurements, "{}");
  write_column(out, "failures", run.failures, "{}");
  for (const kept_metric& metric : run.metrics) {
    out += fmt::format("metric\t{}\n", escaped(metric.name));
    write_column(out, "medians", metric.medians, "{}");
    write_column(out, "spreads", metric.spreads, "{:.4g}");
  }
  return out;
}

history_run decode(std::string_view text, const std::string& where, name_pool& pool) {
  line_reader lines(text, where);
  if (lines.next() != first_line) lines.fail(fmt::format("'{}' is missing", first_line));
  history_run run;
  for (const auto& [name, value] : text_fields(run)) *value = unescaped(lines.field(name, '\t'));
  run.cores = lines.number<std::int64_t>(lines.field("cores", '\t'));
  run.is_suite_result = lines.number<int>(lines.field("suite", '\t')) == 1;
  while (lines.next_begins("label\t")) {
    const std::string_view label = lines.field("label", '\t');
    const std::size_t tab = label.find('\t');
    if (tab == std::string_view::npos) lines.fail("a label has no value");
    run.from.labels.emplace(unescaped(label.substr(0, tab)), unescaped(label.substr(tab + 1)));
  }
  const auto count = lines.number<std::size_t>(lines.field("cells", '\t'));
  run.cells = pool.names(lines.block(count));
  run.measurements = lines.column<std::uint32_t>("measurements", count);
  run.failures = lines.column<std::uint32_t>("failures", count);
  while (!lines.is_at_end()) {
    kept_metric metric{unescaped(lines.field("metric", '\t')), {}, {}};
    metric.medians = lines.column<double>("medians", count);
    metric.spreads = lines.column<double>("spreads", count);
    run.metrics.push_back(std::move(metric));
  }
  return run;
}

}  // namespace interleave::tracking
