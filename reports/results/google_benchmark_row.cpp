// See the header.
#include "reports/results/google_benchmark_row.hpp"

#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace interleave::tracking {

namespace {

using reports::json_cursor;

// A number is a counter of that name.
bool is_skipped(const json_cursor& field) {
  if (field.is_text()) return field.text() != "not_skipped";
  return !field.is_number() && field.boolean();
}

}  // namespace

bool is_measurement(const json_cursor& row) {
  const auto type = row.find("run_type");
  if (type) return type->text() == "iteration";
  return !row.find("aggregate_name") && !row.find("big_o") && !row.find("rms");
}

std::optional<row_failure> failure_of(const json_cursor& row) {
  const auto error = row.find("error_occurred");
  const auto skip = row.find("skipped");
  const bool failed = error && !error->is_number() && error->boolean();
  const bool skipped = skip && is_skipped(*skip);
  if (!failed && !skipped) return std::nullopt;
  std::string message = text_or_nothing(row, "error_message");
  if (message.empty()) message = text_or_nothing(row, "skip_message");
  if (message.empty()) message = failed ? "failed without a message" : "skipped without a message";
  const bool unsupported = text_or_nothing(row, "failure") == "unsupported";
  const bool was_error = failed || (skip && skip->is_text() && skip->text() == "error");
  return row_failure{std::move(message), unsupported || !was_error};
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

std::string text_or_nothing(const json_cursor& object, std::string_view key) {
  const auto field = object.find(key);
  return field ? field->scalar_text() : std::string();
}

}  // namespace interleave::tracking
