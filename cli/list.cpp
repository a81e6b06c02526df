// interleave list: the available workloads, runners and parameters. In columns for people, as JSON for programs; either
// can be piped.
#include "cli/bench.hpp"
#include "cli/commands.hpp"
#include "cli/written.hpp"
#include "reports/words/json_text.hpp"
#include "reports/words/plain_text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace interleave::cli {
namespace {

using driver::json;

constexpr const char* examples = R"(Examples:
  interleave list                         workloads
  interleave list runners
  interleave list cells --full -w 'io_*'  what `interleave run --full -w 'io_*'` would measure
  interleave list parameters
  interleave list cells --json | jq -r '.[].name')";

struct list_options {
  std::string what = "workloads";
  bool as_json = false;
  selection_options selection;
};

using rows = std::vector<std::vector<std::string>>;

std::string text_of(const json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || found->is_null()) return "";
  return found->is_string() ? reports::printable(found->get<std::string>()) : found->dump();
}

// Columns are as wide as their widest entry; the last one isn't padded.
std::string in_columns(const rows& table) {
  std::vector<std::size_t> widths;
  for (const auto& row : table) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t column = 0; column < row.size(); ++column)
      widths[column] = std::max(widths[column], row[column].size());
  }
  std::string text;
  for (const auto& row : table) {
    std::string line;
    for (std::size_t column = 0; column < row.size(); ++column)
      line += fmt::format("{:<{}}  ", row[column], widths[column]);
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

rows columns_of_list(const json& items, const std::vector<const char*>& keys) {
  rows table;
  for (const json& item : items) {
    std::vector<std::string>& row = table.emplace_back();
    for (const char* key : keys) row.push_back(text_of(item, key));
  }
  return table;
}

// Every parameter with its workload, in the form that --set takes.
json parameters_in(const json& description) {
  json all = json::array();
  for (const json& workload : description.at("workloads"))
    for (const json& parameter : workload.value("parameters", json::array())) {
      json entry = parameter;
      entry["name"] = text_of(workload, "name") + "." + text_of(parameter, "name");
      all.push_back(std::move(entry));
    }
  return all;
}

rows cell_rows(const json& cells) {
  rows table;
  for (const json& cell : cells) {
    const std::string reason = text_of(cell, "unsupported");
    table.push_back({text_of(cell, "name"), reason.empty() ? "" : "unsupported: " + reason});
  }
  return table;
}

rows rows_of(const std::string& what, const json& items) {
  if (what == "workloads") return columns_of_list(items, {"name", "shape", "kind", "summary"});
  if (what == "runners") return columns_of_list(items, {"name", "family", "summary"});
  if (what == "parameters") return columns_of_list(items, {"name", "value", "help"});
  return cell_rows(items);
}

void list(const list_options& options, const program& shared) {
  const json description = describe_selection(find_bench(shared), options.selection);
  const json items = options.what == "parameters" ? parameters_in(description) : description.at(options.what);
  print_whole(options.as_json ? reports::json_text(items, 2) : in_columns(rows_of(options.what, items)));
}

}  // namespace

void add_list(CLI::App& app, program& shared) {
  const auto options = std::make_shared<list_options>();
  CLI::App* const command = app.add_subcommand("list", "Lists workloads, runners, cells or parameters");
  command->footer(examples);
  command->add_option("what", options->what, "workloads, runners, cells or parameters")
      ->type_name("WHAT")
      ->check(CLI::IsMember({"workloads", "runners", "cells", "parameters"}).description(""))
      ->capture_default_str();
  command->add_flag("--json", options->as_json, "As JSON");
  options->selection.add_to(*command);
  command->callback([options, &shared] { list(*options, shared); });
}

}  // namespace interleave::cli
