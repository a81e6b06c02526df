// One section for each question other than the verdict's: the answer in a sentence, the figure that the scripts draw,
// what can be concluded from it, and the table behind it, which works without scripts.
#include "reports/page/html_sections.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace interleave::reports {
namespace {

// Marks for the values of one row of a chart; the scripts draw the same marks in the same order.
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

void write_table(html_writer& out, const answer_view& answer) {
  write_table(out, answer.table, answer.question + " As a table, scrolls sideways");
}

// The question, and the answer to it in a sentence.
void write_caption(html_writer& out, const answer_view& answer) {
  {
    const auto caption = out.open("figcaption");
    out.leaf("h3", answer.question);
  }
  out.leaf("p", {{"class", "lead"}}, answer.lead.empty() ? "None of it could be measured." : answer.lead);
}

// `write_key` writes the key to the drawing, placed above it.
template <class WriteKey>
void write_drawing(html_writer& out, const answer_view& answer, const WriteKey& write_key) {
  write_key();
  const std::string sentence = answer.id + "-figure-sentence";
  out.leaf("div", {{"class", "plot needs-script"}, {"role", "img"}, {"aria-labelledby", sentence}}, "");
  out.leaf("p", {{"class", "fine needs-script"}}, answer.reading);
}

void write_sentences(html_writer& out, const answer_view& answer) {
  const auto words = out.open("div", {{"class", "message"}, {"id", answer.id + "-figure-sentence"}});
  for (const std::string& each : answer.sentences) out.leaf("p", each);
}

template <class WriteContent>
void write_section(html_writer& out, const answer_view& answer, const WriteContent& write_content) {
  const std::string heading = answer.id + "-heading";
  const auto section = out.open("section", {{"id", answer.id}, {"aria-labelledby", heading}, {"class", "answers"}});
  out.leaf("h2", {{"id", heading}}, answer.title);
  const auto figure = out.open("figure", {{"class", "card"}, {"id", answer.id + "-figure"}});
  write_caption(out, answer);
  write_content();
}

// The drawing is shown, and only the table folded.
template <class WriteKey>
void write_with_folded_table(html_writer& out, const answer_view& answer, const WriteKey& write_key) {
  write_section(out, answer, [&] {
    write_drawing(out, answer, write_key);
    write_sentences(out, answer);
    write_list(out, "Without a number", answer.left_out);
    const auto details = out.open("details");
    out.leaf("summary", "Show as table");
    write_table(out, answer);
  });
}

// Chart and table are folded where they are not what the run is about: a run of batches has its map.
void write_costs_of(html_writer& out, const cost_view& view, bool folded) {
  write_section(out, view, [&] {
    const auto details = folded ? out.open("details") : out.open("details", {{"open", ""}});
    out.leaf("summary", "Chart and table");
    if (has_values(view)) write_drawing(out, view, [&] { write_legend(out, view); });
    write_sentences(out, view);
    write_list(out, "How far each model goes", view.stops);
    write_list(out, "Without a number", view.left_out);
    if (!view.table.rows.empty()) write_table(out, view);
  });
}

}  // namespace

void write_table(html_writer& out, const text_table& table, std::string_view label) {
  const auto scroll =
      out.open("div", {{"class", "scroll"}, {"role", "region"}, {"aria-label", std::string(label)}, {"tabindex", "0"}});
  const auto rows = out.open("table");
  {
    const auto head = out.open("thead");
    const auto line = out.open("tr");
    for (const std::string& title : table.head) out.leaf("th", {{"scope", "col"}}, title);
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

void write_sweeps(html_writer& out, const page_model& page) {
  for (const sweep_view& view : page.run.sweeps)
    write_with_folded_table(out, view, [&] { write_sweep_controls(out, page, view); });
}

void write_granularities(html_writer& out, const page_model& page) {
  for (const granularity_view& view : page.run.granularities) write_with_folded_table(out, view, [] {});
}

void write_costs(html_writer& out, const page_model& page) {
  for (const cost_view& view : page.run.costs) write_costs_of(out, view, !page.run.map.empty());
}

}  // namespace interleave::reports
