// What the questions about costs share: a series of values per runner, comparison within a group by the same rule as
// the verdict's, a table of every cell, and the runners left out. Internal to the analysis.
#pragma once

#include "reports/answer/analysis_parts.hpp"

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace interleave::reports {

using sample_value = std::function<std::optional<double>(const sample_record&)>;
sample_value counter_named(std::string name);

// A workload at one level.
struct cost_place {
  std::size_t subject = 0;
  std::int64_t in_flight = 1;
};

// Where the values of a series come from: workload, level, and how to compute the value from a sample.
struct series_source {
  std::string label;
  cost_place place;
  sample_value value;
};

struct cost_column {
  std::string title;
  quantity unit = quantity::duration;
  sample_value value;
};

std::string words_for(quantity unit, double value);
std::string words_for(quantity unit, const std::optional<estimate>& value);  // with its interval

// Why a cell has no number, without its leading state word.
std::string reason_of(const cell_view& cell);
bool has_number(const cell_view& cell);

class cost_bench {
 public:
  explicit cost_bench(workbench& bench) : bench_(bench), model_(bench.model) {}

  const workbench& bench() const { return bench_; }
  const analysis& model() const { return model_; }
  const std::string& name(std::size_t runner) const { return model_.runners[runner].name; }
  void add(cost_view view) { model_.costs.push_back(std::move(view)); }

  std::vector<std::size_t> subjects_where(const std::function<bool(const subject&)>& matches) const;
  // All places (workload and level) at which a measurement of these subjects was tried, ordered by subject.
  std::vector<cost_place> places_of(const std::vector<std::size_t>& subjects) const;
  bool any_sample_has(std::size_t subject, std::string_view counter) const;
  // Looks at all samples of every runner that competes here, including the reference at its own level.
  bool all_samples_have(const cost_place& place, std::string_view counter) const;
  std::optional<estimate> value_in(std::size_t cell, const sample_value& value) const;

  cost_group group_of(std::string label, const std::vector<series_source>& sources, quantity unit) const;
  // "A fork costs from 67.2 ns (tbb_tasks) to 21.0 µs (thread_per_task)" for "A fork costs", over rows for which
  // `counts` is true.
  std::string range_text(const std::string& what, const cost_group& group, std::size_t series, quantity unit,
                         const std::function<bool(const cost_row&)>& counts) const;

  // Leaves out the runners in `apart`.
  decision decide_by_throughput(const cost_place& place, std::vector<std::size_t> apart) const;
  // For a figure of which less is better. `words` names a duration; memory needs none.
  decision decide_by(compared_by by, const cost_place& place, const sample_value& value, std::string words = {}) const;

  // Every cell of these subjects that was tried: place, runner, the columns with any value, and a note.
  text_table table_of(const std::vector<std::size_t>& subjects, const std::vector<cost_column>& columns) const;
  // Runners without any number for a workload: each reason once, with the workloads unless it holds for all of them.
  std::vector<std::string> left_out(const std::vector<std::size_t>& subjects) const;

 private:
  // The reference, which runs one task at a time, is compared with the others at every level.
  bool stands_at(const cost_place& place, const cell_view& cell) const;
  std::string shared_reason(const cell_view& cell) const;

  workbench& bench_;
  analysis& model_;
};

// The note for a cell's row in such a table; empty where the cell was simply measured.
std::string note_in_table(const cell_view& cell);
// Adds one series of a group's rows to `all`, over which range_text() can then tell a range.
void collect(cost_group& all, const cost_group& group, std::size_t series);
// Drops columns between runner and note that are empty in every row.
void drop_empty_columns(text_table& table);

// One function for each group of questions.
void find_unit_costs(cost_bench& bench);      // trees, pipelines, rings, streams, and unknown shapes
void find_waiting_costs(cost_bench& bench);   // herds
void find_responsiveness(cost_bench& bench);  // heartbeats of batches
void find_placements(cost_bench& bench);      // one CPU against several, where both were measured

}  // namespace interleave::reports
