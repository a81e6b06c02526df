// The choices above the drawing of a sweep; the scripts draw what they say.
#include "reports/page/html_page.hpp"
#include "reports/page/html_sections.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace interleave::reports {
namespace {

using figure = std::optional<estimate> cell_view::*;

// Named as in the data that the scripts draw; the first that the cells have is chosen. Throughput often spans decades
// over a parameter's values, and then runners that differ by a third are one line.
constexpr std::array<std::pair<const char*, std::pair<const char*, figure>>, 5> figures{
    {{"unit", {"time per unit", &cell_view::unit_ns}},
     {"efficiency", {"% of ideal bound", &cell_view::efficiency}},
     {"throughput", {"throughput", &cell_view::throughput_per_s}},
     {"cpu", {"CPU time per task", &cell_view::cpu_ns_per_task}},
     {"memory", {"peak memory", &cell_view::memory_peak_bytes}}}};

bool any_cell_has(const page_model& page, const sweep_view& view, figure which) {
  return std::ranges::any_of(page.run.cells, [&](const cell_view& cell) {
    return (cell.*which) && std::ranges::any_of(view.slices, [&](const sweep_slice& slice) {
             return std::ranges::find(slice.values, cell.subject, &sweep_value::subject) != slice.values.end();
           });
  });
}

}  // namespace

void write_sweep_controls(html_writer& out, const page_model& page, const sweep_view& view) {
  const auto form =
      out.open("form", {{"class", "controls needs-script"}, {"aria-label", "What the chart of this section shows"}});
  std::vector<select_option> levels;
  for (std::size_t i = 0; i < view.levels.size(); ++i)
    levels.emplace_back(std::to_string(i), std::to_string(view.levels[i]));
  write_select(out, view.id + "-level", "Tasks in flight", levels, levels.back().first);
  if (view.slices.size() > 1) {
    std::vector<select_option> slices;
    for (std::size_t i = 0; i < view.slices.size(); ++i) slices.emplace_back(std::to_string(i), view.slices[i].label);
    write_select(out, view.id + "-slice", "With", slices, "0");
  }
  std::vector<select_option> offered;
  for (const auto& [name, entry] : figures)
    if (any_cell_has(page, view, entry.second)) offered.emplace_back(name, entry.first);
  write_select(out, view.id + "-metric", "Chart shows", offered, offered.empty() ? "" : offered.front().first);
}

}  // namespace interleave::reports
