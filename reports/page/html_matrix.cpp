// The matrix: an HTML table with a row per workload and a column per runner, at one level and for one metric. The
// scripts fill in other levels and metrics. Depth of colour repeats what the text of an entry says.
#include "reports/page/html_sections.hpp"
#include "reports/words/text.hpp"

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace interleave::reports {
namespace {

// From which closeness to the best on each depth of colour is used; the legend shows them.
constexpr std::array<double, 4> steps = {0.25, 0.5, 0.75, 0.95};

double closeness(const matrix_metric& shown, double ratio) {
  return shown.more_is_better ? ratio : 1 / ratio;
}

void write_entry(html_writer& out, const matrix_metric& shown, const matrix_entry& entry) {
  const std::string classes = matrix_class(shown, entry);
  out.leaf("td", {{"class", classes}, {"title", entry.detail}}, entry.text);
}

void write_row(html_writer& out, const page_model& page, std::size_t row) {
  const matrix_view& matrix = page.run.matrix;
  const subject& measured = page.run.subjects[matrix.subjects[row]];
  const auto line = out.open("tr");
  {
    const auto heading = out.open("th", {{"scope", "row"}, {"title", measured.summary}});
    out.breakable(measured.label);
  }
  for (const matrix_entry& entry : matrix.sheets.front()[matrix.level][row]) {
    write_entry(out, matrix.metrics.front(), entry);
  }
}

void write_body(html_writer& out, const page_model& page) {
  const matrix_view& matrix = page.run.matrix;
  const auto kind_of = [&](std::size_t row) -> const std::string& {
    return page.run.subjects[matrix.subjects[row]].kind_label;
  };
  for (std::size_t row = 0; row < matrix.subjects.size();) {
    const std::string& kind = kind_of(row);
    const auto group = out.open("tbody");
    {
      const auto line = out.open("tr", {{"class", "group"}});
      const std::string span = std::to_string(matrix.runners.size() + 1);
      out.leaf("th", {{"scope", "rowgroup"}, {"colspan", span}}, kind);
    }
    for (; row < matrix.subjects.size() && kind_of(row) == kind; ++row) write_row(out, page, row);
  }
}

void write_choice(html_writer& out, std::string_view name, std::string_view legend,
                  const std::vector<std::string>& labels, std::size_t chosen) {
  const auto fieldset = out.open("fieldset", {{"class", "segments"}});
  out.leaf("legend", legend);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const auto label = out.open("label");
    const std::string value = std::to_string(i);
    if (i == chosen) {
      out.void_element("input",
                       {{"type", "radio"}, {"name", name}, {"value", value}, {"checked", ""}, {"autocomplete", "off"}});
    } else {
      out.void_element("input", {{"type", "radio"}, {"name", name}, {"value", value}, {"autocomplete", "off"}});
    }
    out.text(labels[i]);
  }
}

void write_choices(html_writer& out, const page_model& page) {
  const auto form = out.open("form", {{"class", "controls needs-script"}, {"aria-label", "What the matrix shows"}});
  std::vector<std::string> levels;
  for (const std::int64_t level : page.run.levels) levels.push_back(std::to_string(level));
  std::vector<std::string> metrics;
  for (const matrix_metric& metric : page.run.matrix.metrics) metrics.push_back(metric.label);
  write_choice(out, "matrix-level", "In flight", levels, page.run.matrix.level);
  write_choice(out, "matrix-metric", "Show", metrics, 0);
}

void write_legend(html_writer& out) {
  const auto legend = out.open("ul", {{"class", "legend"}, {"aria-label", "Legend"}});
  out.leaf("li", "Share of the best (of a cost, the lowest over one's own):");
  constexpr std::array<std::string_view, 5> depths = {"under 25 %", "25 %", "50 %", "75 %", "95 % and more"};
  for (std::size_t depth = 0; depth < depths.size(); ++depth) {
    const auto item = out.open("li");
    const std::string classes = "swatch near-" + std::to_string(depth);
    out.leaf("span", {{"class", classes}, {"aria-hidden", "true"}}, "");
    out.text(depths.at(depth));
  }
  out.leaf("li", "can't: the model doesn't run it");
  out.leaf("li", "–: no number here");
}

}  // namespace

std::string matrix_class(const matrix_metric& shown, const matrix_entry& entry) {
  if (!entry.ratio) return "none";
  std::size_t depth = 0;
  for (const double step : steps) depth += closeness(shown, *entry.ratio) >= step ? 1U : 0U;
  return "near-" + std::to_string(depth) + (*entry.ratio == 1 ? " best" : "");
}

void write_matrix(html_writer& out, const page_model& page) {
  const matrix_view& matrix = page.run.matrix;
  if (matrix.subjects.empty()) return;
  const auto section = out.open("section", {{"id", "matrix"}, {"aria-labelledby", "matrix-heading"}});
  out.leaf("h2", {{"id", "matrix-heading"}}, "Every workload under every model");
  const auto card = out.open("div", {{"class", "card"}});
  write_choices(out, page);
  const std::string caption = caption_of(matrix.metrics.front(), in_flight_text(page.run.levels[matrix.level]));
  out.leaf("p", {{"id", "matrix-caption"}, {"aria-live", "polite"}}, caption);
  {
    const auto scroll = out.open(
        "div",
        {{"class", "scroll"}, {"role", "region"}, {"aria-label", "Matrix, scrolls sideways"}, {"tabindex", "0"}});
    constexpr std::size_t side_by_side = 8;  // as many names fit beside each other
    const bool many = matrix.runners.size() > side_by_side;
    const auto table =
        out.open("table", {{"class", many ? "matrix many" : "matrix"}, {"aria-describedby", "matrix-caption"}});
    {
      const auto head = out.open("thead");
      const auto line = out.open("tr");
      out.leaf("td", "");
      for (const std::size_t runner : matrix.runners) {
        const auto heading = out.open("th", {{"scope", "col"}, {"title", page.run.runners[runner].summary}});
        const auto name = out.open("span");
        write_marker(out, page.looks[runner]);
        out.text(page.run.runners[runner].name);
      }
    }
    write_body(out, page);
  }
  write_legend(out);
}

}  // namespace interleave::reports
