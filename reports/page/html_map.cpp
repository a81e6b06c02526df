// The decision map: an HTML table with a row per workload and a column per in_flight; each cell shows the winner and
// its lead. Hue means the winner's family, depth of colour the lead, hatching equality; the text says the same without
// colour.
#include "reports/page/html_sections.hpp"

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace interleave::reports {
namespace {

// Smallest lead of each depth of colour; the legend shows them.
constexpr std::array<double, 4> lead_steps = {1.1, 1.25, 1.5, 2.0};

std::string lead_class(const decision& entry) {
  std::size_t depth = 0;
  if (!entry.rivals.empty()) {
    for (const double step : lead_steps) depth += entry.rivals.front().lead.median >= step ? 1U : 0U;
  }
  return "lead-" + std::to_string(depth);
}

std::string entry_class(const page_model& page, const decision& entry) {
  if (!entry.runner) return "blank";
  const std::string color = color_classes(page.looks[*entry.runner]);
  switch (entry.outcome) {
    case outcome_kind::win:
      return "win " + lead_class(entry) + " " + color;
    case outcome_kind::equal:
      return "equal " + color;
    default:
      return "blank " + color;
  }
}

std::string_view without_label(outcome_kind outcome) {
  switch (outcome) {
    case outcome_kind::alone:
      return "only runner";
    case outcome_kind::undecided:
      return "undecided";
    default:
      return "no data";
  }
}

// `entry`: a decision, or a level of a kind.
void write_words(html_writer& out, const page_model& page, const auto& entry) {
  if (entry.runner) {
    write_marker(out, page.looks[*entry.runner]);
    const auto name = out.open("strong");
    out.breakable(page.run.runners[*entry.runner].name);
  }
  out.leaf("span", entry.short_label.empty() ? without_label(entry.outcome) : std::string_view(entry.short_label));
}

void write_entry(html_writer& out, const page_model& page, const decision& entry, const std::string& fragment) {
  const auto cell = out.open("td", {{"class", entry_class(page, entry)}});
  if (fragment.empty() || entry.outcome == outcome_kind::no_data) {
    const auto words = out.open("span", {{"class", "entry"}, {"title", entry.sentence}});
    write_words(out, page, entry);
  } else {
    const auto link = out.open("a", {{"class", "entry"}, {"href", "#" + fragment}, {"title", entry.sentence}});
    write_words(out, page, entry);
  }
}

void write_kind_level(html_writer& out, const page_model& page, const kind_level& level) {
  const std::string_view look = level.outcome == outcome_kind::win ? "win lead-0 " : "equal ";
  const std::string classes =
      level.runner ? std::string(look) + color_classes(page.looks[*level.runner]) : std::string("blank");
  const auto cell = out.open("td", {{"class", classes}});
  const auto words = out.open("span", {{"class", "entry"}, {"title", level.sentence}});
  write_words(out, page, level);
}

void write_row(html_writer& out, const page_model& page, const map_row& row) {
  const subject& measured = page.run.subjects[row.subject];
  const auto line = out.open("tr");
  {
    const auto heading = out.open("th", {{"scope", "row"}, {"title", measured.summary}});
    const auto name = out.open("span", {{"class", "name"}});
    out.breakable(measured.label);
  }
  for (const decision& entry : row.decisions) write_entry(out, page, entry, selection(measured, entry.in_flight));
}

// The row of a kind: which runner is among the best in most of its workloads, level by level.
void write_kind_row(html_writer& out, const page_model& page, const kind_verdict& verdict) {
  const auto line = out.open("tr", {{"class", "overall"}});
  {
    const auto heading = out.open("th", {{"scope", "row"}});
    out.leaf("span", {{"class", "name"}}, std::to_string(verdict.subjects.size()) + " workloads together");
  }
  for (const kind_level& level : verdict.levels) write_kind_level(out, page, level);
}

void write_group(html_writer& out, const page_model& page, std::size_t& next) {
  const work_kind kind = page.run.subjects[page.run.map[next].subject].kind;
  const auto group = out.open("tbody");
  {
    const auto line = out.open("tr", {{"class", "group"}});
    out.leaf("th", {{"scope", "rowgroup"}, {"colspan", std::to_string(page.run.levels.size() + 1)}},
             page.run.subjects[page.run.map[next].subject].kind_label);
  }
  for (; next < page.run.map.size() && page.run.subjects[page.run.map[next].subject].kind == kind; ++next) {
    write_row(out, page, page.run.map[next]);
  }
  for (const kind_verdict& verdict : page.run.verdict.kinds) {
    if (verdict.kind == kind && verdict.subjects.size() > 1) write_kind_row(out, page, verdict);
  }
}

void write_legend(html_writer& out) {
  const auto legend = out.open("ul", {{"class", "legend"}, {"aria-label", "Legend"}});
  constexpr std::array<std::string_view, 5> depths = {"under 1.1×", "1.1×", "1.25×", "1.5×", "2× and more"};
  out.leaf("li", "Hue: the named runner's family.");
  out.leaf("li", "Depth: its lead over the next best,");
  for (std::size_t depth = 0; depth < depths.size(); ++depth) {
    const auto item = out.open("li");
    out.leaf("span", {{"class", "swatch win unknown lead-" + std::to_string(depth)}, {"aria-hidden", "true"}}, "");
    out.text(depths.at(depth));
  }
  const auto item = out.open("li");
  out.leaf("span", {{"class", "swatch equal unknown"}, {"aria-hidden", "true"}}, "");
  out.text("= equal within 10 %; the cheapest is named");
}

}  // namespace

std::string selection(const subject& subject, std::int64_t in_flight) {
  return "w=" + subject.id + "&c=" + std::to_string(in_flight);
}

void write_map(html_writer& out, const page_model& page) {
  const auto section = out.open("section", {{"id", "map"}, {"aria-labelledby", "map-heading"}});
  out.leaf("h2", {{"id", "map-heading"}}, "Decision map");
  if (page.run.map.empty()) {
    out.leaf("p", "No batch was measured; the map is of batches, independent tasks of which several are in flight.");
    return;
  }
  const auto card = out.open("div", {{"class", "card"}});
  out.leaf("p", {{"class", "fine"}},
           "The answer for each workload and number of tasks in flight; select an entry for its evidence.");
  {
    const auto scroll = out.open(
        "div", {{"class", "scroll"}, {"role", "region"}, {"aria-label", "Map, scrolls sideways"}, {"tabindex", "0"}});
    const auto table = out.open("table", {{"class", "map"}});
    out.leaf("caption", {{"class", "visually-hidden"}}, "Winner and lead by workload and tasks in flight");
    {
      const auto head = out.open("thead");
      const auto line = out.open("tr");
      out.leaf("th", {{"scope", "col"}}, "in flight →");
      for (const std::int64_t level : page.run.levels) out.leaf("th", {{"scope", "col"}}, std::to_string(level));
    }
    for (std::size_t next = 0; next < page.run.map.size();) write_group(out, page, next);
  }
  write_legend(out);
}

}  // namespace interleave::reports
