// One cell at a time: its samples, medians and intervals, its failures, and what makes its numbers doubtful.
#include "reports/answer/analysis_parts.hpp"
#include "reports/answer/cell_samples.hpp"
#include "reports/results/metric_table.hpp"
#include "reports/sort_by.hpp"
#include "reports/statistics/modes.hpp"
#include "reports/words/text.hpp"

#include <algorithm>
#include <array>
#include <span>

#include <fmt/format.h>

namespace interleave::reports {

namespace {

// With an interval wider than this share of the median, the differences of a few per cent that verdicts rest on can't
// be seen.
constexpr double noisy_width = 0.10;

// Groups of samples closer together than this are no regimes that anybody would have to know of.
constexpr double least_factor_of_regimes = 1.25;

struct sample_group {
  std::vector<const sample_record*> good;
  std::vector<const sample_record*> bad;
};

class cell_builder {
 public:
  cell_builder(cell_view& cell, const sample_group& samples) : cell_(cell), bad_(samples.bad), samples_(samples.good) {}

  void build(std::optional<std::vector<double>>& log_throughput) {
    cell_.samples_good = samples_.good().size();
    cell_.samples_failed = bad_.size();
    set_state();
    if (cell_.state == cell_state::failed || cell_.state == cell_state::unsupported) return;
    set_throughput(log_throughput);
    set_medians();
    cell_.competes = log_throughput.has_value();
  }

 private:
  void set_state() {
    std::map<std::string, std::size_t> reasons;
    bool wrong = false;
    bool unsupported = false;
    bool skipped = false;
    for (const sample_record* sample : bad_) {
      ++reasons[sample->failure == failure_kind::none ? "no usable time or rate" : sample->failure_message];
      // One wrong answer or failed task invalidates the whole cell, however many samples passed.
      wrong = wrong || sample->failure == failure_kind::wrong_digest || sample->failure == failure_kind::error;
      unsupported = unsupported || sample->failure == failure_kind::unsupported;
      skipped = skipped || sample->failure == failure_kind::skipped;
    }
    for (auto& [reason, count] : reasons) cell_.failures.push_back({reason, count});
    const std::size_t most = bad_.size();
    sort_by(cell_.failures, [&](const failure_count& failure) { return most - failure.samples; });
    if (unsupported || (skipped && cell_.samples_good == 0 && !wrong)) {
      cell_.state = cell_state::unsupported;
      cell_.state_label = unsupported ? "unsupported" : "skipped";
      cell_.samples_failed = 0;  // nothing was tried
    } else if (wrong || cell_.samples_good == 0) {
      cell_.state = cell_state::failed;
      cell_.state_label = "failed";
    } else if (cell_.samples_failed > 0) {
      cell_.state = cell_state::partly_failed;
      cell_.state_label = "partly failed";
    } else {
      cell_.state = cell_state::measured;
      cell_.state_label = "measured";
    }
  }

  void set_throughput(std::optional<std::vector<double>>& log_throughput) {
    const std::vector<double> rates = samples_.values([](const sample_record& sample) { return sample.rate(); });
    cell_.throughput_per_s = samples_.estimate_of(rates);
    if (!cell_.throughput_per_s) return;
    if (const auto& interval = cell_.throughput_per_s->interval) {
      cell_.noisy = interval->high - interval->low > noisy_width * cell_.throughput_per_s->median;
    }
    if (cell_.state != cell_state::measured) return;
    log_throughput = logarithms(rates);
    set_regimes(rates, *log_throughput);
  }

  void set_regimes(std::vector<double> rates, const std::vector<double>& log_rates) {
    const auto lower = lower_mode(log_rates);
    if (!lower) return;
    std::ranges::sort(rates);
    const std::span<const double> all(rates);
    const std::array groups{all.first(*lower), all.subspan(*lower)};
    if (median(groups[1]) < least_factor_of_regimes * median(groups[0])) return;
    for (const auto group : groups) {
      cell_.regimes.push_back({group.size(), cell_samples::enough(group.size())
                                                 ? median_estimate(group)
                                                 : estimate{median(group), std::nullopt}});
    }
  }

  void set_medians() {
    const auto& good = samples_.good();
    for (const metric* each : column_metrics()) {
      cell_.columns.push_back(samples_.estimate_of(samples_.values(each->name)));
      if (each->name == "efficiency") cell_.efficiency = cell_.columns.back();
      if (each->name == "cpu_ns_per_task") cell_.cpu_ns_per_task = cell_.columns.back();
      if (each->name == "memory_peak_bytes") cell_.memory_peak_bytes = cell_.columns.back();
    }
    cell_.units_per_task = samples_.median("units_per_task");
    cell_.unit_ns = samples_.estimate_of(samples_.values(unit_ns));
    for (const auto& [q, counter] : {std::pair{0.5, "latency_ns_p50"}, std::pair{0.9, "latency_ns_p90"},
                                     std::pair{0.99, "latency_ns_p99"}, std::pair{0.999, "latency_ns_p99_9"}}) {
      if (const auto ns = samples_.estimate_of(samples_.values(counter))) {
        cell_.latency.push_back({q, ns->median, ns->interval});
      }
    }
    cell_.latency_max_ns = samples_.median("latency_ns_max");
    cell_.ideal_per_s = samples_.median("ideal_per_second");
    if (cell_.ideal_per_s && *cell_.ideal_per_s <= 0) cell_.ideal_per_s.reset();
    cell_.cores_busy = samples_.median("cores_busy");
    cell_.label = good.front()->label;
    const auto flagged = [&](std::string_view counter) {
      return static_cast<std::size_t>(std::count_if(good.begin(), good.end(), [&](const sample_record* sample) {
        return sample->counter(counter).value_or(0) > 0;
      }));
    };
    cell_.samples_contaminated = flagged("contaminated");
    cell_.samples_retaken = static_cast<std::size_t>(
        std::ranges::count_if(good, [](const sample_record* sample) { return sample->attempt > 1; }));
    cell_.peer_bound = 2 * flagged("peer_bound") > good.size();
  }

  cell_view& cell_;
  const std::vector<const sample_record*>& bad_;
  cell_samples samples_;
};

}  // namespace

std::string regimes_text(const cell_view& cell) {
  const auto part = [](const regime_view& regime) {
    return fmt::format("{} in {}", rate_with_interval(regime.throughput_per_s),
                       count_text(regime.samples, "sample", "samples"));
  };
  return fmt::format("two regimes: {} and {}", part(cell.regimes[0]), part(cell.regimes[1]));
}

namespace {

std::string note_of(const cell_view& cell) {
  std::vector<std::string> parts;
  std::vector<std::string> reasons;
  for (const failure_count& failure : cell.failures) {
    const bool counted = cell.state != cell_state::unsupported && cell.samples_good + cell.samples_failed > 1;
    reasons.push_back(counted ? fmt::format("{} ({} of {} samples)", failure.reason, failure.samples,
                                            cell.samples_good + cell.samples_failed)
                              : failure.reason);
  }
  if (!reasons.empty()) parts.push_back(list_text(reasons, 4));
  if (cell.state == cell_state::measured || cell.state == cell_state::partly_failed) {
    if (cell.samples_good < least_for_median_interval)
      parts.push_back(fmt::format("only {}", count_text(cell.samples_good, "sample", "samples")));
    if (cell.noisy) parts.push_back("noisy");
    if (!cell.regimes.empty()) parts.push_back(regimes_text(cell));
    if (cell.samples_contaminated > 0) {
      parts.push_back(
          fmt::format("{} of {} samples contaminated by other work", cell.samples_contaminated, cell.samples_good));
    }
    if (cell.samples_retaken > 0)
      parts.push_back(fmt::format("{} of {} samples failed at first, by circumstances, and were taken again",
                                  cell.samples_retaken, cell.samples_good));
    if (cell.peer_bound) parts.push_back("the peer was the bottleneck: a lower bound");
  }
  std::string note;
  for (const std::string& part : parts) note += (note.empty() ? "" : "; ") + part;
  return note;
}

// The coverage that every interval of a median reaches: 95 % is asked for, but five samples give slightly less.
std::string median_interval_words(const workbench& bench) {
  double coverage = 0.95;
  for (const cell_view& cell : bench.model.cells) {
    if (cell.throughput_per_s && cell.throughput_per_s->interval)
      coverage = std::min(coverage, median_coverage(cell.samples_good));
  }
  return fmt::format("{:.4g} % interval", 100 * coverage);
}

void set_speed_up(workbench& bench, std::size_t index) {
  cell_view& cell = bench.model.cells[index];
  if (!bench.model.reference || !cell.throughput_per_s) return;
  const auto base = bench.cell_at(cell.subject, *bench.model.reference, cell.in_flight);
  if (!base || !bench.model.cells[*base].throughput_per_s) return;
  const double base_rate = bench.model.cells[*base].throughput_per_s->median;
  if (cell.ideal_per_s) cell.ideal_speed_up = *cell.ideal_per_s / base_rate;
  const auto& mine = bench.log_throughput[index];
  const auto& theirs = bench.log_throughput[*base];
  if (index != *base && mine && theirs) {
    cell.speed_up = ratio_between({*mine, *theirs});
  } else {
    cell.speed_up = estimate{cell.throughput_per_s->median / base_rate, std::nullopt};
  }
}

}  // namespace

std::span<const double> workbench::throughput_of(std::size_t cell) const {
  return log_throughput[cell] ? std::span<const double>(*log_throughput[cell]) : std::span<const double>();
}

std::optional<std::size_t> workbench::cell_at(std::size_t subject, std::size_t runner, std::int64_t in_flight) const {
  auto found = cell_index.find({subject, runner, in_flight});
  if (found == cell_index.end() && model.reference == runner) found = cell_index.find({subject, runner, 1});
  return found == cell_index.end() ? std::nullopt : std::optional(found->second);
}

void measure_cells(workbench& bench) {
  std::map<std::tuple<std::size_t, std::int64_t, std::size_t>, sample_group> groups;  // subject, in_flight, runner
  std::map<std::tuple<std::size_t, std::int64_t, std::size_t>, std::string> names;
  for (std::size_t i = 0; i < bench.results.runs.size(); ++i) {
    for (const sample_record& sample : bench.results.runs[i].samples) {
      const std::tuple key{bench.subject_of(i, sample), sample.in_flight, bench.runner_index.at(sample.runner)};
      sample_group& group = groups[key];
      (sample.rate() ? group.good : group.bad).push_back(&sample);
      names.try_emplace(key, sample.cell);
      const bool was_tried = sample.failure != failure_kind::unsupported && sample.failure != failure_kind::skipped;
      if (was_tried) ++bench.model.samples_total;
    }
  }
  bench.log_throughput.resize(groups.size());
  bench.good_samples.reserve(groups.size());
  bench.model.cells.reserve(groups.size());
  for (const auto& [key, group] : groups) {
    const auto& [subject, in_flight, runner] = key;
    const std::size_t index = bench.model.cells.size();
    cell_view& cell = bench.model.cells.emplace_back();
    cell.name = names.at(key);
    cell.subject = subject;
    cell.runner = runner;
    cell.in_flight = in_flight;
    cell_builder(cell, group).build(bench.log_throughput[index]);
    cell.note = note_of(cell);
    bench.cell_index[{subject, runner, in_flight}] = index;
    bench.good_samples.push_back(group.good);
  }
  for (std::size_t i = 0; i < bench.model.cells.size(); ++i) set_speed_up(bench, i);
  bench.model.median_interval = median_interval_words(bench);
}

}  // namespace interleave::reports
