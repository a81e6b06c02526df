// The sections of the page, one function each. Colours come from the style sheet, with the finding as a CSS class.
#include "tracking/compare/comparison_html.hpp"

#include "reports/page/html_page.hpp"
#include "reports/page/html_writer.hpp"
#include "reports/web/assets.hpp"
#include "reports/words/text.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace interleave::tracking {

namespace {

using nlohmann::json;
using reports::html_writer;

// Beyond a screen or two a plot is no longer readable; the table lists all cells.
constexpr std::size_t most_drawn = 60;

std::size_t drawn(const comparison& model) {
  const auto with_effect = std::count_if(model.cells.begin(), model.cells.end(),
                                         [](const compared_cell& cell) { return cell.effect.has_value(); });
  return std::min(most_drawn, static_cast<std::size_t>(with_effect));
}

// The name that style sheet and scripts use for a finding.
std::string_view kind_of(finding found) {
  if (found == finding::slower) return "slower";
  return found == finding::faster ? "faster" : "none";
}

void write_answer(html_writer& out, const comparison& model) {
  const auto section = out.open("section", {{"id", "answer"}, {"aria-labelledby", "answer-heading"}});
  out.leaf("h2", {{"id", "answer-heading"}}, "Answer");
  out.leaf("p", {{"class", "sentence"}}, model.headline);
  reports::write_cautions(out, model.cautions);
}

void write_forest(html_writer& out, const comparison& model) {
  const std::size_t count = drawn(model);
  if (count == 0) return;
  const auto section =
      out.open("section", {{"id", "changes"}, {"aria-labelledby", "changes-heading"}, {"class", "answers"}});
  out.leaf("h2", {{"id", "changes-heading"}}, "Changes");
  const auto figure = out.open("figure", {{"class", "card"}, {"id", "forest"}});
  {
    const auto caption = out.open("figcaption");
    out.leaf("h3", fmt::format("How much has {} changed?", model.metric));
  }
  std::string sentence = model.headline;
  if (count < model.cells.size())
    sentence += fmt::format(" Drawn: the first {} of {} cells.", count, model.cells.size());
  out.leaf("p", {{"class", "message"}, {"id", "forest-sentence"}}, sentence);
  out.leaf("div", {{"class", "plot needs-script"}, {"role", "img"}, {"aria-labelledby", "forest-sentence"}}, "");
  out.leaf(
      "p", {{"class", "fine needs-script"}},
      fmt::format("Slower, then faster, then the rest, in each the most certain first. A line is the 95 % interval of "
                  "the cell alone; the band is the margin of {}; triangles are verdicts over all cells together.",
                  reports::percent_text(model.margin)));
  out.leaf("p", {{"class", "without-script"}}, "The drawing is made by scripts; the table below has all of it.");
}

constexpr std::array<reports::table_column, 9> columns = {{
    {"cell", "workload, runner and parameters, or the benchmark's name", false},
    {"finding", "over all cells together", false},
    {"change", "candidate over base"},
    {"95 % interval", "of the change, for this cell alone"},
    {"would see", "the smallest change that would have been told"},
    {"base", "median"},
    {"candidate", "median"},
    {"samples", "base / candidate"},
    {"note", "reasons and remarks", false},
}};

void write_number(html_writer& out, const std::optional<double>& value, std::string_view text) {
  out.leaf("td", {{"class", "number"}, {"data-sort", value ? fmt::format("{:.6g}", *value) : std::string()}}, text);
}

void write_row(html_writer& out, const compared_cell& cell, std::size_t index) {
  const auto line = out.open("tr", {{"data-cell", std::to_string(index)}});
  {
    const auto name = out.open("th", {{"scope", "row"}});
    out.breakable(cell.name);
  }
  out.leaf("td", {{"class", fmt::format("words {}", kind_of(cell.found))}}, cell.label);
  std::optional<double> ratio;
  std::optional<double> width;
  if (cell.effect) ratio = cell.effect->median;
  if (cell.effect && cell.effect->interval) width = cell.effect->interval->high / cell.effect->interval->low;
  write_number(out, ratio, cell.effect_text);
  write_number(out, width, cell.interval_text);
  write_number(out, cell.smallest_visible, cell.visible_text);
  write_number(out, cell.base.median, cell.base.text);
  write_number(out, cell.candidate.median, cell.candidate.text);
  write_number(out, static_cast<double>(std::min(cell.base.samples, cell.candidate.samples)),
               fmt::format("{} / {}", cell.base.samples, cell.candidate.samples));
  out.leaf("td", {{"class", "words note"}}, cell.note);
}

void write_cells(html_writer& out, const comparison& model) {
  const auto section = out.open("section", {{"id", "cells"}, {"aria-labelledby", "cells-heading"}});
  out.leaf("h2", {{"id", "cells-heading"}}, "All cells");
  const auto card = out.open("div", {{"class", "card"}});
  const std::string total = reports::count_text(model.cells.size(), "cell", "cells");
  reports::write_row_controls(out, "cell, finding…", total);
  const auto scroll = out.open(
      "div",
      {{"class", "scroll tall"}, {"role", "region"}, {"aria-label", "Cells, scrolls both ways"}, {"tabindex", "0"}});
  const auto table = out.open("table", {{"id", "cell-table"}});
  out.leaf("caption", {{"class", "visually-hidden"}}, "Every cell that both have: " + total);
  reports::write_sortable_head(out, columns);
  const auto body = out.open("tbody");
  for (std::size_t i = 0; i < model.cells.size(); ++i) write_row(out, model.cells[i], i);
}

void write_list(html_writer& out, std::string_view title, const std::vector<std::string>& entries) {
  if (entries.empty()) return;
  out.leaf("h3", title);
  const auto list = out.open("ul", {{"class", "names"}});
  for (const std::string& entry : entries) out.leaf("li", entry);
}

bool has_others(const comparison& model) {
  return !model.winners.empty() || !model.base_only.empty() || !model.candidate_only.empty();
}

void write_others(html_writer& out, const comparison& model) {
  if (!has_others(model)) return;
  const auto section = out.open("section", {{"id", "others"}, {"aria-labelledby", "others-heading"}});
  out.leaf("h2", {{"id", "others-heading"}}, "Also changed");
  const auto card = out.open("div", {{"class", "card"}});
  std::vector<std::string> winners;
  for (const winner_change& change : model.winners) winners.push_back(change.sentence);
  write_list(out, "The decision map names another runner", winners);
  write_list(out, "Only in the base", model.base_only);
  write_list(out, "Only in the candidate", model.candidate_only);
}

void write_facts(html_writer& out, const comparison& model) {
  const auto section = out.open("section", {{"id", "compared"}, {"aria-labelledby", "compared-heading"}});
  out.leaf("h2", {{"id", "compared-heading"}}, "What was compared");
  const auto card = out.open("div", {{"class", "card"}});
  {
    const auto scroll = out.open("div", {{"class", "scroll"},
                                         {"role", "region"},
                                         {"aria-label", "What was compared, scrolls sideways"},
                                         {"tabindex", "0"}});
    const auto table = out.open("table");
    {
      const auto head = out.open("thead");
      const auto line = out.open("tr");
      for (const std::string_view title : {"", "base", "candidate"}) {
        if (title.empty()) {
          out.leaf("td", "");
        } else {
          out.leaf("th", {{"scope", "col"}}, title);
        }
      }
    }
    const auto body = out.open("tbody");
    for (const compared_fact& fact : model.facts) {
      const auto line = out.open("tr");
      out.leaf("th", {{"scope", "row"}}, fact.name);
      out.leaf("td", fact.base);
      out.leaf("td", fact.candidate);
    }
  }
  for (const std::string& sentence : model.reading) out.leaf("p", {{"class", "fine"}}, sentence);
}

double rounded(double value) {
  return std::stod(fmt::format("{:.6g}", value));
}

json number(const std::optional<double>& value) {
  return value ? json(rounded(*value)) : json(nullptr);
}

json cell_data(const compared_cell& cell) {
  json effect = nullptr;
  if (cell.effect) {
    effect = json::array({rounded(cell.effect->median), nullptr, nullptr});
    if (cell.effect->interval) {
      effect[1] = rounded(cell.effect->interval->low);
      effect[2] = rounded(cell.effect->interval->high);
    }
  }
  return {{"name", cell.name},
          {"kind", kind_of(cell.found)},
          {"label", cell.label},
          {"effect", effect},
          {"text", cell.effect_text},
          {"interval", cell.interval_text},
          {"visible", number(cell.smallest_visible)},
          {"p", number(cell.p)},
          {"base", number(cell.base.median)},
          {"candidate", number(cell.candidate.median)},
          {"samples", json::array({cell.base.samples, cell.candidate.samples})},
          {"note", cell.note}};
}

std::string data_of(const comparison& model) {
  json data = {{"margin", model.margin}, {"shown", drawn(model)}, {"cells", json::array()}};
  for (const compared_cell& cell : model.cells) data["cells"].push_back(cell_data(cell));
  return reports::escape_json_for_script(data.dump(-1, ' ', false, json::error_handler_t::replace));
}

}  // namespace

std::string comparison_html(const comparison& model) {
  reports::page_frame frame{.title = model.title,
                            .subtitle = "Two results, cell by cell",
                            .skip_words = "Skip to the answer",
                            .links = {{"#answer", "Answer"}},
                            .script = reports::assets::comparison_script(),
                            .data = data_of(model)};
  if (drawn(model) > 0) frame.links.push_back({"#changes", "Changes"});
  frame.links.push_back({"#cells", "All cells"});
  if (has_others(model)) frame.links.push_back({"#others", "Also changed"});
  frame.links.push_back({"#compared", "What was compared"});
  return reports::html_page(frame, [&](html_writer& out) {
    write_answer(out, model);
    write_forest(out, model);
    write_cells(out, model);
    write_others(out, model);
    write_facts(out, model);
  });
}

}  // namespace interleave::tracking
