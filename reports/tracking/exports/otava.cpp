// See the header.
#include "reports/tracking/exports/otava.hpp"

#include "reports/sort_by.hpp"
#include "reports/tracking/exports/cell_summary.hpp"
#include "reports/tracking/utc_time.hpp"

#include <set>
#include <string_view>
#include <vector>

namespace interleave::tracking {

namespace {

// RFC 4180.
std::string field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

struct row {
  std::string date;  // UTC where the recording has a date that can be read
  std::string commit;
  const recording* measured = nullptr;
};

}  // namespace

std::string otava(std::span<const recording> recordings, const export_options& options) {
  std::vector<row> rows;
  std::vector<std::string> names;
  std::set<std::string> known;
  for (std::size_t i = 0; i < recordings.size(); ++i) {
    rows.push_back({utc_time(recordings[i].date).value_or(recordings[i].date),
                    options.commits.empty() ? "" : options.commits[i], &recordings[i]});
    for (const recorded_cell& cell : recordings[i].cells) {
      if (known.insert(cell.name).second) names.push_back(cell.name);
    }
  }
  reports::sort_by(rows, [](const row& each) { return each.date; });
  std::string text = "time,commit,branch";
  for (const std::string& name : names) text += ',' + field(name);
  text += "\r\n";
  for (const row& each : rows) {
    text += field(each.date) + ',' + field(each.commit) + ',' + field(options.branch);
    for (const std::string& name : names) {
      const recorded_cell* cell = each.measured->find(name);
      const std::vector<double> values = cell == nullptr ? std::vector<double>() : cell->values("real_time");
      text += ',';
      if (!values.empty()) text += plain_number(reports::median(values));
    }
    text += "\r\n";
  }
  return text;
}

}  // namespace interleave::tracking
