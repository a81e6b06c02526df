// The schema and the documentation must agree with the table of metrics. INTERLEAVE_WRITE_TEXTS=1 writes them from it.
#include "reports/results/metric_table.hpp"
#include "reports/results/run_results.hpp"
#include "tests/reports/test_data.hpp"

#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace interleave::reports {
namespace {

using ordered = nlohmann::ordered_json;

const std::filesystem::path source_tree = std::filesystem::path(INTERLEAVE_REPORTS_TEST_DATA) / "../../..";

void expect_same(const std::filesystem::path& path, const std::string& wanted) {
  if (std::getenv("INTERLEAVE_WRITE_TEXTS") != nullptr) std::ofstream(path) << wanted;
  EXPECT_TRUE(testing::text_of(path) == wanted)
      << path.lexically_normal() << " says something else than reports/results/metric_table.cpp. To write it anew:\n"
      << "INTERLEAVE_WRITE_TEXTS=1 build/release/tests/reports/reports_tests --gtest_filter='metric_texts.*'";
}

bool is_counter(const metric& each) {
  return each.source != metric_source::library && each.source != metric_source::sums;
}

// "Highest latency; in ns."
std::string sentence_of(const metric& each) {
  std::string text(each.description);
  text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  const bool is_plain = each.unit == metric_unit::one || each.unit == metric_unit::share ||
                        each.unit == metric_unit::share_of_bound || each.unit == metric_unit::flag;
  return is_plain ? text + "." : fmt::format("{}; in {}.", text, unit_text(each.unit));
}

ordered schema_of(const metric& each) {
  ordered found = {{"type", "number"}};
  const bool is_rate = each.name == "items_per_second";
  if (!each.may_be_negative) found["minimum"] = is_rate ? ordered(lowest_rate) : ordered(0);
  if (is_rate) found["maximum"] = highest_rate;
  if (each.unit == metric_unit::flag) found["maximum"] = 1;
  found["description"] = sentence_of(each);
  return found;
}

TEST(metric_texts, schema) {
  const std::filesystem::path path = source_tree / "reports/results/results.schema.json";
  ordered schema = ordered::parse(testing::text_of(path));
  ordered& row = schema["$defs"]["measured_row"]["properties"];
  ordered fields = ordered::object();
  // Those that are there are replaced: numbers, but for the times.
  const auto is_counter_there = [](const std::string& name, const ordered& field) {
    return field.contains("type") && field["type"] == "number" && name != "real_time" && name != "cpu_time";
  };
  for (const auto& [name, field] : row.items())
    if (!is_counter_there(name, field)) fields[name] = field;
  for (const metric& each : metrics())
    if (is_counter(each)) fields[std::string(each.name)] = schema_of(each);
  row = fields;
  expect_same(path, schema.dump(2) + "\n");
}

std::string table_of(metric_source source) {
  std::string text = "| counter | unit | better | what it is |\n|---|---|---|---|\n";
  for (const metric& each : metrics()) {
    if (each.source != source) continue;
    const std::string_view way = !each.direction ? "" : *each.direction == better::less ? "less" : "more";
    text += fmt::format("| `{}` | {} | {} | {} |\n", each.name, unit_text(each.unit), way, each.description);
  }
  return text;
}

// The text with the part between two marks replaced.
std::string with_table(const std::string& text, std::string_view name, metric_source source) {
  const std::string begin = fmt::format("<!-- metrics: {} -->\n", name);
  const std::string end = "<!-- end of metrics -->\n";
  const std::size_t from = text.find(begin);
  const std::size_t to = text.find(end, from);
  EXPECT_TRUE(from != std::string::npos && to != std::string::npos) << name;
  if (from == std::string::npos || to == std::string::npos) return text;
  return text.substr(0, from) + begin + table_of(source) + text.substr(to);
}

TEST(metric_texts, documentation) {
  const std::filesystem::path path = source_tree / "docs/results.md";
  std::string text = testing::text_of(path);
  text = with_table(text, "every cell", metric_source::every_cell);
  text = with_table(text, "workloads", metric_source::workloads);
  text = with_table(text, "shapes", metric_source::shapes);
  text = with_table(text, "driver", metric_source::driver);
  text = with_table(text, "sums", metric_source::sums);
  text = with_table(text, "library", metric_source::library);
  expect_same(path, text);
}

}  // namespace
}  // namespace interleave::reports
