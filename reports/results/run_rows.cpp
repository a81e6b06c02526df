// See the header. In the suite's files a row that contradicts itself is an error, since only the suite writes them. In
// others, rows are pooled only if they agree in name, place and kind of row.
#include "reports/results/run_rows.hpp"

#include "reports/results/cell_names.hpp"
#include "reports/results/result_row.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace interleave::reports {

namespace {

// The fields that distinguish cells in an analysis.
using cell_identity = std::tuple<std::string, parameter_map, std::string, std::int64_t>;

cell_identity identity_of(const sample_record& sample) {
  return {sample.workload, sample.parameters, sample.runner, sample.in_flight};
}

class suite_rows {
 public:
  explicit suite_rows(run_record& run) : run_(run) {
    for (const workload_record& workload : run.workloads) workloads_.insert(workload.name);
    for (const runner_record& runner : run.runners) runners_.insert(runner.name);
  }

  void read(const json_cursor& row) {
    result_row found = read_row(row, true);
    sample_record& sample = found.sample;
    sample.cell = found.run_name;
    expect_listed(row.at("workload"), sample.workload, workloads_, "workloads");
    expect_listed(row.at("runner"), sample.runner, runners_, "runners");
    cell_identity identity = identity_of(sample);
    const auto [known, is_new] = names_.emplace(identity, sample.cell);
    if (known->second != sample.cell || (is_new && !cells_.insert(sample.cell).second)) {
      row.at("name").fail(
          fmt::format("is \"{}\", but this workload, runner, in_flight and parameters have another name, "
                      "or the name has others",
                      sample.cell));
    }
    if (!seen_.insert({std::move(identity), sample.sample}).second) {
      row.at("sample").fail(
          fmt::format("is {}, but this cell has such a sample already: it would count twice", sample.sample));
    }
    run_.samples.push_back(std::move(sample));
  }

 private:
  static void expect_listed(const json_cursor& field, const std::string& name, const std::set<std::string_view>& list,
                            std::string_view where) {
    if (!list.contains(name))
      field.fail(fmt::format("is \"{}\", which /context/interleave/{} doesn't list", name, where));
  }

  run_record& run_;
  std::set<std::string_view> workloads_;
  std::set<std::string_view> runners_;
  std::map<cell_identity, std::string> names_;
  std::set<std::string> cells_;
  std::set<std::pair<cell_identity, std::int64_t>> seen_;
};

class plain_rows {
 public:
  explicit plain_rows(run_record& run) : run_(run) {}

  void read(const json_cursor& benchmarks) {
    struct candidate {
      row_kind kind;
      std::size_t place;
      result_row row;
    };
    std::vector<candidate> rows;
    const std::vector<json_cursor> elements = benchmarks.elements();
    for (std::size_t place = 0; place < elements.size(); ++place) {
      const row_kind kind = kind_of_row(elements[place]);
      if (kind == row_kind::derived) continue;
      result_row row = read_row(elements[place], false);
      row_kind& best = best_.try_emplace(key_of(row), kind).first->second;
      best = std::max(best, kind);
      const auto [stem, count] = repeats_of(row.run_name);
      if (!count.empty() && count != row.repetitions) with_argument_.insert(stem);
      rows.push_back({kind, place, std::move(row)});
    }
    for (candidate& each : rows) {
      if (each.kind == best_.at(key_of(each.row))) add(std::move(each.row), elements[each.place]);
    }
    if (run_.samples.empty() && !elements.empty()) {
      benchmarks.fail("holds aggregates only, and no median or mean among them",
                      "Run the benchmarks without --benchmark_report_aggregates_only: single repetitions are compared");
    }
  }

  // Fills in the lists of workloads and runners that the suite's context would have, from the names.
  void make_up_lists() {
    std::set<std::string> workloads;
    std::set<std::string> runners;
    for (const sample_record& sample : run_.samples) {
      if (workloads.insert(sample.workload).second) run_.workloads.emplace_back().name = sample.workload;
      if (!runners.insert(sample.runner).second) continue;
      const bool sequential = sample.runner == "sequential";
      run_.runners.push_back(
          {sample.runner, sequential ? runner_family::sequential : runner_family::unknown, "", "", 0});
    }
  }

 private:
  // Two benchmarks may be registered under one name; the indices tell them apart.
  using benchmark_key = std::tuple<std::string, std::int64_t, std::int64_t>;

  // A cell with the identity from its first row, and the repetitions seen so far.
  struct known_cell {
    sample_record identity;
    std::set<std::int64_t> repetitions;
  };

  static benchmark_key key_of(const result_row& row) { return {row.run_name, row.family, row.instance}; }

  // The name without the number of repetitions. A "repeats" that differs from the actual number is kept: it is an
  // argument of the benchmark.
  std::string name_of(const std::string& run_name) const {
    std::string stem = repeats_of(run_name).stem;
    return with_argument_.contains(stem) ? run_name : stem;
  }

  known_cell begin_cell(const result_row& row) {
    const std::string name = name_of(row.run_name);
    known_cell cell;
    cell.identity.cell = name;
    for (std::size_t n = 2; !names_.insert(cell.identity.cell).second; ++n)
      cell.identity.cell = fmt::format("{} #{}", name, n);
    split_name(name, cell.identity);
    const std::string workload = cell.identity.workload;
    for (std::size_t n = 2; !identities_.insert(identity_of(cell.identity)).second; ++n)
      cell.identity.workload = fmt::format("{} #{}", workload, n);
    return cell;
  }

  void add(result_row row, const json_cursor& place) {
    const benchmark_key key = key_of(row);
    auto known = cells_.find(key);
    if (known == cells_.end()) known = cells_.emplace(key, begin_cell(row)).first;
    auto& [identity, repetitions] = known->second;
    sample_record& sample = row.sample;
    sample.sample = row.repetition.value_or(static_cast<std::int64_t>(repetitions.size()));
    if (!repetitions.insert(sample.sample).second) {
      place.fail(fmt::format("is repetition {} of \"{}\", which was there already: it would count twice", sample.sample,
                             identity.cell),
                 "Put files of several runs into a folder and give that; give two benchmarks two names");
    }
    sample.cell = identity.cell;
    sample.workload = identity.workload;
    sample.runner = identity.runner;
    sample.in_flight = identity.in_flight;
    sample.parameters = identity.parameters;
    run_.samples.push_back(std::move(sample));
  }

  run_record& run_;
  std::map<benchmark_key, row_kind> best_;
  std::set<std::string> with_argument_;  // benchmarks with an argument called "repeats"
  std::map<benchmark_key, known_cell> cells_;
  std::set<std::string> names_;
  std::set<cell_identity> identities_;
};

}  // namespace

void read_rows(const json_cursor& benchmarks, run_record& run) {
  if (run.plain_google_benchmark) {
    plain_rows rows(run);
    rows.read(benchmarks);
    rows.make_up_lists();
  } else {
    suite_rows rows(run);
    for (const json_cursor& row : benchmarks.elements()) rows.read(row);
  }
  if (run.samples.empty()) benchmarks.fail("holds no measurement", "Measure again");
}

}  // namespace interleave::reports
