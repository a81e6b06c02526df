// The Explore section: selection lists, runner chips and three figures that the scripts fill. Without scripts, a
// sentence says where to find the numbers. The sentences under the charts come from the analysis.
#include "reports/page/html_page.hpp"
#include "reports/page/html_sections.hpp"

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace interleave::reports {
namespace {

void write_chips(html_writer& out, const page_model& page) {
  const auto fieldset = out.open("fieldset", {{"class", "chips"}});
  out.leaf("legend", "Runners");
  for (std::size_t index = 0; index < page.run.runners.size(); ++index) {
    const runner_view& runner = page.run.runners[index];
    const auto chip = out.open("label", {{"class", "chip"}, {"title", runner.summary}});
    out.void_element("input", {{"type", "checkbox"},
                               {"name", "runner"},
                               {"value", std::to_string(index)},
                               {"checked", ""},
                               {"autocomplete", "off"}});
    write_marker(out, page.looks[index]);
    out.breakable(runner.name);
  }
  out.leaf("button", {{"type", "button"}, {"id", "all-runners"}}, "All");
  out.leaf("button", {{"type", "button"}, {"id", "no-runners"}}, "None");
}

// Where most runners have a number; of several such places the last.
map_place fullest(const analysis& run) {
  map_place place;
  std::size_t most = 0;
  for (std::size_t row = 0; row < run.map.size(); ++row) {
    for (std::size_t level = 0; level < run.levels.size(); ++level) {
      const std::size_t here = run.map[row].decisions[level].competitors;
      if (here < most) continue;
      most = here;
      place = {row, level};
    }
  }
  return place;
}

// The charts open where they have most to show.
select_option first_choice(const page_model& page) {
  const map_place place = page.run.widest ? *page.run.widest : fullest(page.run);
  return {page.run.subjects[page.run.map[place.row].subject].id, std::to_string(page.run.levels[place.level])};
}

void write_controls(html_writer& out, const page_model& page) {
  std::vector<select_option> subjects;
  for (const map_row& row : page.run.map) {
    const subject& batch = page.run.subjects[row.subject];
    subjects.emplace_back(batch.id, batch.label);
  }
  std::vector<select_option> levels;
  for (const std::int64_t level : page.run.levels) levels.emplace_back(std::to_string(level), std::to_string(level));
  const auto [subject_chosen, level_chosen] = first_choice(page);
  const auto form = out.open("form", {{"class", "controls needs-script"}, {"aria-label", "What the charts show"}});
  write_select(out, "choose-workload", "Workload", subjects, subject_chosen);
  write_select(out, "choose-level", "Tasks in flight", levels, level_chosen);
  write_select(out, "choose-metric", "Scaling chart shows",
               {{"efficiency", "% of ideal bound"},
                {"throughput", "throughput"},
                {"cpu", "CPU time per task"},
                {"memory", "peak memory"}},
               "efficiency");
  write_chips(out, page);
}

// `id` names the figure, its sentence and its plot, for the scripts.
void write_figure(html_writer& out, const std::string& id, std::string_view title, std::string_view reading) {
  const auto figure = out.open("figure", {{"class", "card needs-script"}, {"id", id}});
  {
    const auto caption = out.open("figcaption");
    const auto heading = out.open("h3");
    out.text(title);
    out.text(" ");
    out.leaf("span", {{"class", "shown"}}, "");
  }
  out.leaf("p", {{"class", "message"}, {"id", id + "-sentence"}}, "");
  out.leaf("div", {{"class", "plot"}, {"role", "img"}, {"aria-labelledby", id + "-sentence"}}, "");
  out.leaf("p", {{"class", "fine"}}, reading);
  const auto details = out.open("details");
  out.leaf("summary", "Show as table");
  out.leaf("div",
           {{"class", "scroll"},
            {"role", "region"},
            {"aria-label", std::string(title) + " As a table, scrolls sideways"},
            {"tabindex", "0"}},
           "");
}

}  // namespace

void write_explore(html_writer& out, const page_model& page) {
  const auto section = out.open("section", {{"id", "explore"}, {"aria-labelledby", "explore-heading"}});
  out.leaf("h2", {{"id", "explore-heading"}}, "Explore");
  {
    // Not <noscript>: this must also show where scripts are enabled but ours was blocked.
    const auto paragraph = out.open("p", {{"class", "without-script"}});
    out.text("The charts are drawn by scripts, which are off. Every number they show is in the table ");
    out.leaf("a", {{"href", "#cells"}}, "All cells");
    out.text(".");
  }
  if (page.run.map.empty()) {
    out.leaf("p", "No batch was measured, so there is nothing to explore.");
    return;
  }
  out.leaf("p", {{"class", "needs-script"}},
           "One workload at a time; point at a mark, or use the arrow keys in a chart, for its values.");
  write_controls(out, page);
  const auto figures = out.open("div", {{"class", "figures"}});
  write_figure(out, "speed-up", "How much faster than sequential?",
               "Bars start at 1×, on a logarithmic axis. Whiskers: 95 % interval of the ratio. Dashed: the ideal bound "
               "min(in_flight / (wait + cpu), cores / cpu).");
  write_figure(out, "scaling", "Does it scale?",
               fmt::format("Tasks in flight on a binary logarithmic axis. Bands: {}s. Dashed: all of the ideal bound.",
                           page.run.median_interval));
  write_figure(out, "latency", "What does the tail cost?",
               "Percentiles at equal steps of 1 / (1 − p), logarithmic time. Closed loop: a stall delays the tasks "
               "behind it too. Only percentiles with at least 10 tasks beyond them.");
}

}  // namespace interleave::reports
