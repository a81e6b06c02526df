// See the header.
#include "reports/answer/matrix.hpp"

#include "reports/answer/analysis_parts.hpp"
#include "reports/results/metric.hpp"
#include "reports/words/text.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

namespace interleave::reports {

namespace {

struct figure {
  matrix_metric shown;
  std::string_view name;      // in the table of metrics
  bool at_own_level = false;  // the reference's figure stands for no level but its own
};

// Memory and latency grow with what is outstanding, so those of the reference, which has one task outstanding at every
// level, compare only there.
const std::array<figure, 4>& figures() {
  static const std::array<figure, 4> all = {{
      {{"speed", "speed", "Throughput as a share of the row's best", true}, "items_per_second"},
      {{"cpu", "CPU time a task", "CPU time a task as a multiple of the row's lowest"}, "cpu_ns_per_task"},
      {{"memory", "peak memory", "Peak memory, shared pages once, as a multiple of the row's lowest"},
       "memory_peak_bytes",
       true},
      {{"p99", "p99", "99th percentile of latency as a multiple of the row's lowest"}, "latency_ns_p99", true},
  }};
  return all;
}

std::optional<estimate> value_in(const cell_view& cell, std::string_view name) {
  if (name == "items_per_second") return cell.throughput_per_s;
  const auto columns = column_metrics();
  const auto place = std::ranges::find(columns, name, &metric::name) - columns.begin();
  const auto index = static_cast<std::size_t>(place);
  return index < cell.columns.size() ? cell.columns[index] : std::nullopt;
}

std::string share_text(double share) {
  constexpr double least = 0.01;
  return share < least ? "<1 %" : percent_text(share);
}

class row_builder {
 public:
  row_builder(const workbench& bench, const figure& asked, std::size_t subject, std::int64_t in_flight)
      : bench_(bench), asked_(asked), subject_(subject), in_flight_(in_flight) {}

  matrix_row build() const {
    matrix_row row;
    for (const std::size_t runner : bench_.model.matrix.runners) row.push_back(entry_of(runner));
    relate(row);
    return row;
  }

 private:
  matrix_entry entry_of(std::size_t runner) const {
    const std::string& name = bench_.model.runners[runner].name;
    matrix_entry entry;
    entry.text = "–";
    entry.cell = tried() ? bench_.cell_at(subject_, runner, in_flight_) : std::nullopt;
    if (!entry.cell) {
      entry.detail = fmt::format("{}: not measured at {}", name, in_flight_text(in_flight_));
      return entry;
    }
    const cell_view& cell = bench_.model.cells[*entry.cell];
    const std::string note = cell.note.empty() ? "" : "; " + cell.note;
    if (cell.state != cell_state::measured) {
      entry.text = cell.state == cell_state::unsupported ? "can't" : "failed";
      entry.detail = fmt::format("{}: {}{}", name, cell.state_label, note);
    } else if (asked_.at_own_level && cell.in_flight != in_flight_) {
      entry.detail = fmt::format("{}: has one task in flight, which does not compare", name);
    } else if (const auto found = value_in(cell, asked_.name); !found || found->median <= 0) {
      entry.detail = fmt::format("{}: no {} was recorded{}", name, asked_.shown.label, note);
    } else {
      entry.value = found->median;
      entry.detail = fmt::format("{}: {}, {}{}", name, words_for(*found),
                                 count_text(cell.samples_good, "sample", "samples"), note);
    }
    return entry;
  }

  // The reference's one cell stands for a level only beside other runners' cells of that level.
  bool tried() const {
    return std::ranges::any_of(bench_.model.matrix.runners, [&](std::size_t runner) {
      const auto cell = bench_.cell_at(subject_, runner, in_flight_);
      return cell && bench_.model.cells[*cell].in_flight == in_flight_;
    });
  }

  std::string words_for(const estimate& found) const {
    const metric& known = *find_metric(asked_.name);
    std::string words = column_text(known, found.median);
    if (found.interval) {
      words +=
          fmt::format(" ({} – {})", column_text(known, found.interval->low), column_text(known, found.interval->high));
    }
    return words;
  }

  void relate(matrix_row& row) const {
    std::vector<double> values;
    for (const matrix_entry& entry : row) {
      if (entry.value) values.push_back(*entry.value);
    }
    if (values.empty()) return;
    const double best = asked_.shown.more_is_better ? std::ranges::max(values) : std::ranges::min(values);
    for (matrix_entry& entry : row) {
      if (!entry.value) continue;
      if (values.size() == 1) {
        entry.text = "alone";
        continue;
      }
      entry.ratio = *entry.value / best;
      entry.text = asked_.shown.more_is_better ? share_text(*entry.ratio) : factor_text(*entry.ratio);
    }
  }

  const workbench& bench_;
  const figure& asked_;
  std::size_t subject_;
  std::int64_t in_flight_;
};

std::size_t first_level(const matrix_levels& levels) {
  const auto compared = [](const matrix_sheet& sheet) {
    return std::ranges::count_if(sheet, [](const matrix_row& row) {
      return std::ranges::any_of(row, [](const matrix_entry& entry) { return entry.ratio.has_value(); });
    });
  };
  std::size_t found = 0;
  for (std::size_t level = 0; level < levels.size(); ++level) {
    if (compared(levels[level]) >= compared(levels[found])) found = level;
  }
  return found;
}

}  // namespace

std::string caption_of(const matrix_metric& shown, const std::string& place) {
  return fmt::format("{}, at {}.", shown.reading, place);
}

void fill_matrix(workbench& bench) {
  const analysis& model = bench.model;
  matrix_view& matrix = bench.model.matrix;
  std::vector<bool> takes_part(model.runners.size());
  for (const cell_view& cell : model.cells) {
    if (model.subjects[cell.subject].shape == work_shape::batch) takes_part[cell.runner] = true;
  }
  for (std::size_t runner = 0; runner < takes_part.size(); ++runner) {
    if (takes_part[runner]) matrix.runners.push_back(runner);
  }
  for (std::size_t subject = 0; subject < model.subjects.size(); ++subject) {
    const reports::subject& each = model.subjects[subject];
    if (each.shape == work_shape::batch && !each.on_one_cpu) matrix.subjects.push_back(subject);
  }
  if (matrix.subjects.empty()) return;
  for (const figure& asked : figures()) {
    matrix_levels levels;
    for (const std::int64_t in_flight : model.levels) {
      matrix_sheet sheet;
      for (const std::size_t subject : matrix.subjects) {
        sheet.push_back(row_builder(bench, asked, subject, in_flight).build());
      }
      levels.push_back(std::move(sheet));
    }
    matrix.metrics.push_back(asked.shown);
    matrix.sheets.push_back(std::move(levels));
  }
  matrix.level = first_level(matrix.sheets.front());
}

}  // namespace interleave::reports
