// A section for each question about costs: what was found in words, the figure that the scripts draw, and the table
// behind it, which needs no scripts.
#include "reports/html_sections.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace interleave::reports {
namespace {

// How the chart tells the values of one row apart; the scripts have the same in the same order.
constexpr std::string_view marks[] = {"● ", "○ ", "❘ "};

void write_legend(html_writer& out, const cost_view& view) {
  std::vector<std::pair<std::size_t, std::string>> entries;
  for (const cost_group& group : view.groups) {
    if (group.series.size() < 2) continue;
    for (std::size_t i = 0; i < group.series.size(); ++i) {
      const std::pair entry{i % std::size(marks), group.series[i]};
      if (std::ranges::find(entries, entry) == entries.end()) entries.push_back(entry);
    }
  }
  if (entries.empty()) return;
  const auto legend = out.open("ul", {{"class", "legend"}, {"aria-label", "Legend"}});
  for (const auto& [mark, name] : entries) {
    const auto item = out.open("li");
    out.leaf("span", {{"aria-hidden", "true"}}, marks[mark]);
    out.text(name);
  }
}

bool has_values(const cost_view& view) {
  return std::ranges::any_of(view.groups, [](const cost_group& group) {
    return std::ranges::any_of(group.rows, [](const cost_row& row) {
      return std::ranges::any_of(row.values, [](const auto& value) { return value && value->median > 0; });
    });
  });
}

void write_list(html_writer& out, std::string_view title, const std::vector<std::string>& entries) {
  if (entries.empty()) return;
  out.leaf("h4", title);
  const auto list = out.open("ul", {{"class", "fine"}});
  for (const std::string& entry : entries) out.leaf("li", entry);
}

void write_view(html_writer& out, const cost_view& view) {
  const std::string heading = view.id + "-heading";
  const auto section = out.open("section", {{"id", view.id}, {"aria-labelledby", heading}, {"class", "costs"}});
  out.leaf("h2", {{"id", heading}}, view.title);
  const auto figure = out.open("figure", {{"class", "card"}, {"id", view.id + "-figure"}});
  {
    const auto caption = out.open("figcaption");
    out.leaf("h3", view.question);
  }
  const std::string sentence = view.id + "-figure-sentence";
  {
    const auto words = out.open("div", {{"class", "message"}, {"id", sentence}});
    if (view.groups.empty()) out.leaf("p", "Nothing of it could be measured.");
    for (const cost_group& group : view.groups) {
      for (const std::string& each : group.sentences) out.leaf("p", each);
    }
  }
  if (has_values(view)) {
    write_legend(out, view);
    out.leaf("div", {{"class", "plot needs-script"}, {"role", "img"}, {"aria-labelledby", sentence}}, "");
    out.leaf("p", {{"class", "fine needs-script"}}, view.reading);
  }
  write_list(out, "How far each model goes", view.stops);
  write_list(out, "Without a number", view.left_out);
  write_table(out, view.question, view.table);
}

}  // namespace

void write_table(html_writer& out, std::string_view title, const text_table& table) {
  const auto details = out.open("details");
  out.leaf("summary", "Show as table");
  const auto scroll = out.open("div", {{"class", "scroll"},
                                       {"role", "region"},
                                       {"aria-label", std::string(title) + " As a table, scrolls sideways"},
                                       {"tabindex", "0"}});
  const auto rows = out.open("table");
  {
    const auto head = out.open("thead");
    const auto line = out.open("tr");
    for (const std::string& title_of_column : table.head) out.leaf("th", {{"scope", "col"}}, title_of_column);
  }
  const auto body = out.open("tbody");
  for (const auto& texts : table.rows) {
    const auto line = out.open("tr");
    for (std::size_t column = 0; column < texts.size(); ++column) {
      if (column == 0) {
        out.leaf("th", {{"scope", "row"}}, texts[column]);
      } else {
        out.leaf("td", texts[column]);
      }
    }
  }
}

void write_costs(html_writer& out, const page_model& page) {
  for (const cost_view& view : page.run.costs) write_view(out, view);
}

}  // namespace interleave::reports
