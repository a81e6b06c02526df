// See the header.
#include "tracking/exports/otava.hpp"

#include "reports/sort_by.hpp"
#include "reports/words/text.hpp"
#include "reports/words/utc_time.hpp"
#include "tracking/exports/cell_summary.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace interleave::tracking {

namespace {

std::vector<std::string> names_in(std::span<const reports::recording> recordings) {
  std::vector<std::string> names;
  std::set<std::string> known;
  for (const reports::recording& each : recordings)
    for (const reports::recorded_cell& cell : each.cells)
      if (known.insert(cell.name).second) names.push_back(cell.name);
  return names;
}

std::vector<double> values_of(const reports::recording& measured, const std::string& name, const std::string& metric) {
  const reports::recorded_cell* const cell = measured.find(name);
  return cell == nullptr ? std::vector<double>() : cell->values(metric);
}

struct row {
  std::string date;  // in UTC if it could be parsed
  std::string commit;
  const reports::recording* measured = nullptr;
};

}  // namespace

std::string otava(std::span<const reports::recording> recordings, const export_options& options) {
  std::vector<row> rows;
  for (std::size_t i = 0; i < recordings.size(); ++i)
    rows.push_back({reports::utc_time(recordings[i].date).value_or(recordings[i].date),
                    options.commits.empty() ? "" : options.commits[i], &recordings[i]});
  const std::vector<std::string> names = names_in(recordings);
  reports::sort_by(rows, [](const row& each) { return each.date; });
  std::string text = "time,commit,branch";
  for (const std::string& name : names) text += ',' + reports::csv_field(name);
  text += "\r\n";
  for (const row& each : rows) {
    text += reports::csv_field(each.date) + ',' + reports::csv_field(each.commit) + ',' +
            reports::csv_field(options.branch);
    for (const std::string& name : names) {
      const std::vector<double> values = values_of(*each.measured, name, options.metrics.front());
      text += ',';
      if (!values.empty()) text += plain_number(reports::median(values));
    }
    text += "\r\n";
  }
  return text;
}

std::string otava_note(std::span<const reports::recording> recordings, const export_options& options) {
  const std::string metric = options.metrics.empty() ? "real_time" : options.metrics.front();
  std::vector<std::string> columns = names_in(recordings);
  std::erase_if(columns, [&](const std::string& name) {
    return std::ranges::none_of(recordings,
                                [&](const reports::recording& each) { return values_of(each, name, metric).empty(); });
  });
  return note_on_gaps(columns);
}

std::string note_on_gaps(std::span<const std::string> columns) {
  constexpr std::size_t most_named = 5;
  if (columns.empty()) return "";
  return fmt::format("{} empty fields, and Otava refuses a test that names such a column: {}",
                     reports::count_text(columns.size(), "column has", "columns have"),
                     reports::list_text(columns, most_named));
}

}  // namespace interleave::tracking
