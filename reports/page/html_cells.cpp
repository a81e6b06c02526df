// The environment, and every cell as a table row, including failed and unsupported ones. `data-sort` holds the plain
// number behind a formatted one. The scripts add sorting, filtering and copying; without them the table is still
// complete.
#include "reports/page/html_page.hpp"
#include "reports/page/html_sections.hpp"
#include "reports/results/metric.hpp"
#include "reports/words/text.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace interleave::reports {
namespace {

std::vector<table_column> columns_of(const analysis& run) {
  std::vector<table_column> found = {
      {"workload", "its parameters where not the defaults, and its shape where not a batch", false},
      {"runner", "the concurrency model", false},
      {"in flight", "tasks outstanding at most"},
      {"state", "whether there is a number", false},
      {"throughput", "tasks per second, median over samples"},
      {run.median_interval, "of the throughput"},
      {"× seq", "throughput over that of sequential"},
  };
  for (const metric* each : column_metrics()) found.push_back({each->heading, each->description});
  found.push_back({"note", "reasons and remarks", false});
  return found;
}

// A missing number is an empty cell that sorts below all others.
template <class Format>
void write_number(html_writer& out, std::optional<double> value, const Format& format) {
  if (value) {
    out.leaf("td", {{"class", "number"}, {"data-sort", fmt::format("{:.5g}", *value)}}, format(*value));
  } else {
    out.leaf("td", {{"class", "number"}, {"data-sort", ""}}, "");
  }
}

template <class Format>
void write_number(html_writer& out, const std::optional<estimate>& value, const Format& format) {
  write_number(out, value ? std::optional(value->median) : std::nullopt, format);
}

// "12.3k" of "12.3k/s": the column beside says the unit.
std::string bare(const std::string& rate) {
  return rate.substr(0, rate.find('/'));
}

// Sorts by the width of the interval relative to the median, so that the noisiest cells come together.
void write_interval(html_writer& out, const std::optional<estimate>& value) {
  if (!value || !value->interval) {
    out.leaf("td", {{"class", "number"}, {"data-sort", ""}}, "");
    return;
  }
  const confidence_interval& interval = *value->interval;
  const double width = value->median > 0 ? (interval.high - interval.low) / value->median : 0;
  out.leaf("td", {{"class", "number"}, {"data-sort", fmt::format("{:.3g}", width)}},
           bare(rate_text(interval.low)) + " – " + bare(rate_text(interval.high)));
}

std::string_view state_class(cell_state state) {
  return state == cell_state::measured ? "words" : state == cell_state::unsupported ? "words muted" : "words stopped";
}

void write_numbers(html_writer& out, const cell_view& cell) {
  write_number(out, cell.throughput_per_s, rate_text);
  write_interval(out, cell.throughput_per_s);
  write_number(out, cell.speed_up, [](double factor) { return factor_text(factor); });
  for (std::size_t i = 0; i < cell.columns.size(); ++i)
    write_number(out, cell.columns[i], [&](double value) { return column_text(*column_metrics()[i], value); });
  out.leaf("td", {{"class", "words note"}}, cell.note);
}

void write_cell(html_writer& out, const page_model& page, std::size_t index, const std::string& id) {
  const cell_view& cell = page.run.cells[index];
  const std::string number = std::to_string(index);
  const auto line =
      id.empty() ? out.open("tr", {{"data-cell", number}}) : out.open("tr", {{"data-cell", number}, {"id", id}});
  {
    const subject& measured = page.run.subjects[cell.subject];
    const auto name = out.open("th", {{"scope", "row"}});
    out.breakable(measured.label);
    if (measured.shape != work_shape::batch) out.leaf("span", {{"class", "shape"}}, " · " + measured.shape_label);
  }
  {
    const auto name = out.open("td", {{"class", "words runner"}});
    write_marker(out, page.looks[cell.runner]);
    out.breakable(page.run.runners[cell.runner].name);
  }
  write_number(out, static_cast<double>(cell.in_flight), [&](double) { return std::to_string(cell.in_flight); });
  out.leaf("td", {{"class", state_class(cell.state)}}, cell.state_label);
  if (cell.throughput_per_s) {
    write_numbers(out, cell);
  } else {
    // The reason takes the place of the numbers and sorts like a missing number.
    const std::string span = std::to_string(columns_of(page.run).size() - 4);
    out.leaf("td", {{"class", "words note"}, {"colspan", span}, {"data-sort", ""}}, cell.note);
  }
}

}  // namespace

void write_cells(html_writer& out, const page_model& page) {
  const auto section = out.open("section", {{"id", "cells"}, {"aria-labelledby", "cells-heading"}});
  out.leaf("h2", {{"id", "cells-heading"}}, "All cells");
  out.leaf("p", "Every cell of the run, with what it cost, or why it has no number.");
  const auto card = out.open("div", {{"class", "card"}});
  const std::string total = count_text(page.run.cells.size(), "cell", "cells");
  write_row_controls(out, "workload, runner, state…", total);
  const auto scroll = out.open(
      "div",
      {{"class", "scroll tall"}, {"role", "region"}, {"aria-label", "Cells, scrolls both ways"}, {"tabindex", "0"}});
  const auto table = out.open("table", {{"id", "cell-table"}});
  out.leaf("caption", {{"class", "visually-hidden"}}, "Every cell of the run: " + total);
  write_sortable_head(out, columns_of(page.run));
  const auto body = out.open("tbody");
  for (std::size_t index = 0; index < page.run.cells.size(); ++index) {
    const cell_view& cell = page.run.cells[index];
    const bool first = index == 0 || page.run.cells[index - 1].subject != cell.subject ||
                       page.run.cells[index - 1].in_flight != cell.in_flight;
    write_cell(out, page, index, first ? selection(page.run.subjects[cell.subject], cell.in_flight) : "");
  }
}

void write_environment(html_writer& out, const page_model& page) {
  const auto section = out.open("section", {{"id", "environment"}, {"aria-labelledby", "environment-heading"}});
  out.leaf("h2", {{"id", "environment-heading"}}, "Environment");
  out.leaf("p", "What it was measured on, and how.");
  const auto groups = out.open("div", {{"class", "environment"}});
  for (const environment_group& group : page.run.environment) {
    const auto card = out.open("div", {{"class", "card"}});
    out.leaf("h3", group.title);
    const auto list = out.open("dl");
    for (const auto& [name, value] : group.pairs) {
      const auto pair = out.open("div");
      out.leaf("dt", name);
      out.leaf("dd", value);
    }
  }
}

}  // namespace interleave::reports
