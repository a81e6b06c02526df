// See the header.
#include "reports/results/result_row.hpp"

#include "reports/results/metric_table.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace interleave::reports {

namespace {

constexpr std::int64_t most_in_flight = 1'000'000'000;
constexpr std::int64_t most_samples = 10'000'000;
constexpr std::int64_t most_counted = std::numeric_limits<std::int32_t>::max();
constexpr std::size_t most_parameters = 32;
constexpr std::size_t longest_parameter = 64;  // bytes, of a name or a value
// Admits 64-bit hashes and byte counts, while products and ratios of two counters stay far from overflow.
constexpr double largest_counter = 1e30;

std::int64_t count_or_nothing(const json_cursor& object, std::string_view key) {
  const auto field = object.find(key);
  return field ? field->integer(0, most_counted) : 0;
}

// Numeric fields that aren't counters.
bool is_bookkeeping(std::string_view name, bool is_suite) {
  constexpr std::array<std::string_view, 8> names = {"family_index", "per_family_instance_index",
                                                     "repetitions",  "repetition_index",
                                                     "threads",      "iterations",
                                                     "real_time",    "cpu_time"};
  constexpr std::array<std::string_view, 4> names_of_the_suite = {"in_flight", "sample", "round", "attempt"};
  return std::ranges::find(names, name) != names.end() ||
         (is_suite && std::ranges::find(names_of_the_suite, name) != names_of_the_suite.end());
}

failure_kind failure_named(std::string_view word) {
  static const std::map<std::string_view, failure_kind> kinds = {{"crash", failure_kind::crash},
                                                                 {"killed", failure_kind::killed},
                                                                 {"exit", failure_kind::exit},
                                                                 {"timeout", failure_kind::timeout},
                                                                 {"memory", failure_kind::memory},
                                                                 {"refused", failure_kind::refused},
                                                                 {"error", failure_kind::error},
                                                                 {"wrong_digest", failure_kind::wrong_digest},
                                                                 {"left_processes", failure_kind::left_processes},
                                                                 {"unsupported", failure_kind::unsupported}};
  const auto found = kinds.find(word);
  return found == kinds.end() ? failure_kind::other : found->second;
}

// Of a failed row's label, where the program is interleave-bench: "wrong_digest" of "failure=wrong_digest".
std::string failure_in(std::string_view label) {
  constexpr std::string_view key = "failure=";
  while (!label.empty()) {
    const std::string_view word = label.substr(0, label.find(' '));
    if (word.starts_with(key)) return std::string(word.substr(key.size()));
    label.remove_prefix(std::min(word.size() + 1, label.size()));
  }
  return "";
}

// Since 1.8 a row has "skipped": a boolean, or, in builds between the releases, one of "error", "message" and
// "not_skipped".
bool is_skipped(const json_cursor& field) {
  if (field.is_text()) return field.text() != "not_skipped";
  return !field.is_number() && field.boolean();
}

// Sets failure and message for a row without numbers; the times in such a row are all 0 and mean nothing.
void read_failure(const json_cursor& row, bool is_suite, sample_record& sample) {
  const auto error = row.find("error_occurred");
  const auto skip = row.find("skipped");
  const bool failed = error && (is_suite || !error->is_number()) && error->boolean();
  const bool skipped = skip && is_skipped(*skip);
  if (!failed && !skipped) return;
  for (const char* const key : {"error_message", "skip_message"}) {
    const auto message = row.find(key);
    if (message && message->is_text() && sample.failure_message.empty()) sample.failure_message = message->text();
  }
  if (sample.failure_message.empty())
    sample.failure_message = failed ? "failed without a message" : "skipped without a message";
  const bool was_error = failed || (skip->is_text() && skip->text() == "error");
  sample.failure = was_error ? failure_kind::error : failure_kind::skipped;
  const auto word = row.find("failure");
  const std::string named = word && word->is_text() ? word->text() : failure_in(sample.label);
  if (!named.empty()) sample.failure = failure_named(named);
}

double ns_per_unit(const json_cursor& row) {
  const auto field = row.find("time_unit");
  const std::string unit = field ? field->text() : "ns";
  if (unit == "ns") return 1;
  if (unit == "us") return 1e3;
  if (unit == "ms") return 1e6;
  if (unit == "s") return 1e9;
  field->fail(fmt::format("is '{}', but must be one of ns, us, ms, s", unit));
}

// 0 if the time is unusable: a broken clock, NaN, or a manual time that was never set.
double time_of(const json_cursor& row, std::string_view key, double ns, bool is_suite) {
  const auto field = row.find(key);
  if (!field) return 0;
  if (!field->is_number()) field->fail("must be a number");
  const double time = field->unchecked_number() * ns;
  if (is_suite && time < 0) field->fail(fmt::format("is {}, but must be at least 0", time));
  return time >= shortest_time_ns && time <= longest_time_ns ? time : 0;
}

void read_numbers(const json_cursor& row, bool is_suite, sample_record& sample) {
  const double ns = ns_per_unit(row);
  sample.real_ns = time_of(row, "real_time", ns, is_suite);
  sample.cpu_ns = time_of(row, "cpu_time", ns, is_suite);
  sample.iterations = 0;
  if (const auto iterations = row.find("iterations"))
    sample.iterations = iterations->integer(0, std::int64_t{1'000'000'000'000'000'000});
  for (const auto& [name, value] : row.members()) {
    if (is_bookkeeping(name, is_suite) || value.is_null()) continue;
    if (const metric* const known = is_suite ? find_metric(name) : nullptr) {
      sample.counters.emplace(name, known->may_be_negative ? value.number() : value.number_from(0));
    } else if (value.is_number()) {
      // Another program's counter may be anything; one that can't be worked with is left out.
      const double number = value.unchecked_number();
      if (std::fabs(number) <= largest_counter) sample.counters.emplace(name, number);
    }
  }
}

void read_suite_identity(const json_cursor& row, sample_record& sample) {
  sample.workload = row.at("workload").name();
  sample.runner = row.at("runner").name();
  sample.in_flight = row.at("in_flight").integer(1, most_in_flight);
  sample.sample = row.at("sample").integer(0, most_samples);
  if (const auto attempt = row.find("attempt")) sample.attempt = attempt->integer(2, most_samples);
  if (const auto parameters = row.find("parameters")) sample.parameters = read_parameters(*parameters);
}

}  // namespace

row_kind kind_of_row(const json_cursor& row) {
  const auto type = row.find("run_type");
  const bool is_repetition =
      type ? type->text() == "iteration" : !row.find("aggregate_name") && !row.find("big_o") && !row.find("rms");
  if (is_repetition) return row_kind::repetition;
  const auto aggregate = row.find("aggregate_name");
  if (!aggregate || !aggregate->is_text()) return row_kind::derived;
  if (aggregate->text() == "median") return row_kind::median;
  return aggregate->text() == "mean" ? row_kind::mean : row_kind::derived;
}

result_row read_row(const json_cursor& row, bool is_suite) {
  result_row found;
  const auto run_name = row.find("run_name");
  found.run_name = (run_name && !is_suite ? *run_name : row.at("name")).name_of_cell();
  if (const auto repetitions = row.find("repetitions")) found.repetitions = repetitions->scalar_text();
  found.family = count_or_nothing(row, "family_index");
  found.instance = count_or_nothing(row, "per_family_instance_index");
  if (const auto index = row.find("repetition_index")) found.repetition = index->integer(0, most_counted);
  sample_record& sample = found.sample;
  if (is_suite) read_suite_identity(row, sample);
  if (const auto label = row.find("label"); label && (is_suite || label->is_text())) sample.label = label->text();
  read_failure(row, is_suite, sample);
  if (sample.failure != failure_kind::none) return found;
  read_numbers(row, is_suite, sample);
  if (is_suite) {
    const json_cursor rate = row.at("items_per_second");
    if (!sample.rate()) rate.fail(fmt::format("is {}, which is no rate of tasks", rate.number()));
  } else if (sample.real_ns == 0 && sample.cpu_ns == 0 && sample.counters.empty()) {
    sample.failure = failure_kind::other;
    sample.failure_message = "no usable time or counter";
  }
  return found;
}

parameter_map read_parameters(const json_cursor& object) {
  const auto members = object.members();
  if (members.size() > most_parameters) object.fail(fmt::format("has more than {} members", most_parameters));
  parameter_map parameters;
  for (const auto& [name, value] : members) {
    parameters[shortened(name, longest_parameter)] = shortened(value.scalar_text(), longest_parameter);
  }
  return parameters;
}

}  // namespace interleave::reports
