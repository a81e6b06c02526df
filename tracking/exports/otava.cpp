// See the header.
#include "tracking/exports/otava.hpp"

#include "reports/sort_by.hpp"
#include "reports/words/utc_time.hpp"
#include "tracking/exports/cell_summary.hpp"
#include "tracking/exports/otava_table.hpp"

#include <cstddef>
#include <optional>
#include <set>
#include <utility>
#include <vector>

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

otava_table table_of(std::span<const reports::recording> recordings, const export_options& options) {
  const std::string metric = options.metrics.empty() ? "real_time" : options.metrics.front();
  otava_table table{names_in(recordings), {}};
  for (std::size_t i = 0; i < recordings.size(); ++i) {
    const reports::recording& measured = recordings[i];
    otava_row row{reports::utc_time(measured.date).value_or(measured.date),
                  options.commits.empty() ? "" : options.commits[i],
                  options.branch,
                  {}};
    for (const std::string& name : table.columns) {
      const reports::recorded_cell* const cell = measured.find(name);
      const auto median = cell == nullptr ? std::nullopt : median_of(*cell, metric);
      row.values.push_back(median ? median->median : otava_row::no_value);
    }
    table.rows.push_back(std::move(row));
  }
  reports::sort_by(table.rows, [](const otava_row& row) { return row.time; });
  return table;
}

}  // namespace

std::string otava(std::span<const reports::recording> recordings, const export_options& options) {
  return table_of(recordings, options).csv();
}

std::string otava_note(std::span<const reports::recording> recordings, const export_options& options) {
  return table_of(recordings, options).note();
}

}  // namespace interleave::tracking
