// How small may a task be? For a workload measured with tasks of several sizes (samples say how many steps a task has),
// finds the size from which each runner keeps half of the machine's peak.
//
// Peak: the highest rate of steps per second that any runner reaches at the largest size, where a model's overhead is
// negligible. Size: how long the task takes alone, so that all curves share one axis. Between two sizes, efficiency is
// interpolated linearly over the logarithm of the size.
#include "reports/answer/cost_parts.hpp"
#include "reports/sort_by.hpp"
#include "reports/words/text.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <tuple>

#include <fmt/format.h>

namespace interleave::reports {

namespace {

constexpr double half = 0.5;

// One task size of a sweep.
struct task_size {
  std::size_t subject = 0;
  double steps = 0;
};

double low_end(const estimate& value) {
  return value.interval ? value.interval->low : value.median;
}
double high_end(const estimate& value) {
  return value.interval ? value.interval->high : value.median;
}

// The size from which `of` the efficiency stays at half or above; nothing if it is there at the smallest size already.
std::optional<double> crossing(const std::vector<granularity_point>& points, double (*of)(const estimate&)) {
  for (std::size_t i = points.size(); i-- > 0;) {
    const double below = of(points[i].efficiency);
    if (below >= half) continue;
    if (i + 1 == points.size()) return points[i].task_ns;  // an interval may lie wholly above or below its median
    const double above = of(points[i + 1].efficiency);
    const double share = (half - below) / (above - below);
    return points[i].task_ns * std::pow(points[i + 1].task_ns / points[i].task_ns, share);
  }
  return std::nullopt;
}

void find_smallest(granularity_curve& curve, double margin) {
  if (curve.points.size() < 2) return;
  const estimate& largest = curve.points.back().efficiency;
  const bool certain = largest.interval.has_value();
  if (high_end(largest) < (certain ? half / margin : half)) {
    curve.outcome = granularity::never;
  } else if (low_end(largest) < (certain ? half * margin : half)) {
    curve.outcome = granularity::unclear;
  } else if (const auto at = crossing(curve.points, [](const estimate& value) { return value.median; })) {
    curve.outcome = granularity::crosses;
    curve.smallest_ns = estimate{*at, std::nullopt};
    const double first = curve.points.front().task_ns;
    if (certain)
      curve.smallest_ns->interval = {crossing(curve.points, high_end).value_or(first),
                                     crossing(curve.points, low_end).value_or(first)};
  } else {
    curve.outcome = granularity::always;
  }
}

const estimate& best_of(const granularity_curve& curve) {
  return std::max_element(curve.points.begin(), curve.points.end(),
                          [](const auto& a, const auto& b) { return a.efficiency.median < b.efficiency.median; })
      ->efficiency;
}

class sweep {
 public:
  sweep(workbench& bench, const cost_bench& costs, std::vector<task_size> sizes, std::int64_t in_flight)
      : bench_(bench), model_(bench.model), costs_(costs), sizes_(std::move(sizes)), in_flight_(in_flight) {
    sort_by(sizes_, [](const task_size& size) { return size.steps; });
  }

  void find() {
    if (!find_peak()) return;
    find_step();
    for (std::size_t runner = 0; runner < model_.runners.size(); ++runner) add_curve(runner);
    sort_by(view_.curves, [](const granularity_curve& curve) {
      const double place = curve.smallest_ns ? curve.smallest_ns->median : 0;
      constexpr int order[] = {1, 0, 3, 2, 4};  // crosses, always, never, unclear, unknown
      return std::pair(order[static_cast<std::size_t>(curve.outcome)], place);
    });
    const std::size_t count = model_.granularities.size();
    view_.id = count == 0 ? "granularity" : fmt::format("granularity-{}", count + 1);
    view_.title = "Granularity";
    view_.question = "How small may a task be?";
    view_.reading =
        "Share of the machine's peak that is useful work, over what a task takes alone, on a logarithmic axis. Bands: "
        "95 % intervals. Dashed: half of the peak.";
    say();
    make_table();
    std::vector<std::size_t> subjects;
    for (const task_size& size : sizes_) subjects.push_back(size.subject);
    view_.left_out = costs_.left_out(subjects);
    model_.granularities.push_back(std::move(view_));
  }

 private:
  bool find_peak() {
    const std::size_t largest = sizes_.back().subject;
    for (std::size_t i = 0; i < model_.cells.size(); ++i) {
      const cell_view& cell = model_.cells[i];
      if (cell.subject != largest || !cell.throughput_per_s) continue;
      if (peak_ && cell.throughput_per_s->median <= model_.cells[*peak_].throughput_per_s->median) continue;
      peak_ = i;
    }
    return peak_.has_value();
  }

  // Nanoseconds of one core per step: from a task timed alone or, failing that, from the cores in use at the peak.
  void find_step() {
    const task_size& largest = sizes_.back();
    const double peak_rate = model_.cells[*peak_].throughput_per_s->median * largest.steps;
    const auto cores = costs_.value_in(*peak_, counter_named("cores"));
    step_ns_ = (cores ? cores->median : 1) * 1e9 / peak_rate;
    const auto alone = model_.subjects[largest.subject].ideal_cpu_ns;
    if (alone.value_or(0) > 0) step_ns_ = *alone / largest.steps;
  }

  void add_curve(std::size_t runner) {
    granularity_curve curve;
    curve.runner = runner;
    for (const task_size& size : sizes_) {
      const auto index = bench_.cell_at(size.subject, runner, in_flight_);
      if (!index || !model_.cells[*index].throughput_per_s) continue;
      curve.points.push_back({size.steps * step_ns_, efficiency_of(*index, size.steps)});
    }
    if (curve.points.empty()) return;
    find_smallest(curve, bench_.options.rule.win);
    view_.curves.push_back(std::move(curve));
  }

  estimate efficiency_of(std::size_t cell, double steps) const {
    if (cell == *peak_) return {1, confidence_interval{1, 1}};
    const double work = steps / sizes_.back().steps;
    const auto& mine = bench_.log_throughput[cell];
    const auto& peak = bench_.log_throughput[*peak_];
    if (!mine || !peak) {
      return {work * model_.cells[cell].throughput_per_s->median / model_.cells[*peak_].throughput_per_s->median,
              std::nullopt};
    }
    estimate found = ratio_between({*mine, *peak});
    found.median *= work;
    found.interval->low *= work;
    found.interval->high *= work;
    return found;
  }

  // ---- words ----

  std::vector<std::string> names_where(granularity outcome,
                                       const std::function<std::string(const granularity_curve&)>& detail) const {
    std::vector<std::string> names;
    for (const granularity_curve& curve : view_.curves) {
      if (curve.outcome == outcome) names.push_back(costs_.name(curve.runner) + detail(curve));
    }
    return names;
  }

  // Of several that keep half at every size, the order of the curves decides.
  std::string lead() const {
    const granularity_curve& best = view_.curves.front();
    switch (best.outcome) {
      case granularity::always:
        return fmt::format("{} keeps half of the machine's peak even in tasks of {}.", costs_.name(best.runner),
                           duration_text(best.points.front().task_ns));
      case granularity::crosses:
        return fmt::format("The shortest task that keeps half of the machine's peak takes {}, under {}.",
                           duration_text(best.smallest_ns->median), costs_.name(best.runner));
      default:
        return "No model was shown to keep half of the machine's peak at these sizes.";
    }
  }

  void say() {
    view_.lead = lead();
    const cell_view& peak = model_.cells[*peak_];
    const double rate = peak.throughput_per_s->median * sizes_.back().steps;
    std::string rate_words = rate_text(rate);
    rate_words.erase(rate_words.find('/'));
    view_.sentences.push_back(fmt::format("The machine's peak is {} steps a second, of {} with {}, in tasks of {}.",
                                          rate_words, costs_.name(peak.runner), in_flight_text(in_flight_),
                                          duration_text(sizes_.back().steps * step_ns_)));
    const auto alone = [](const granularity_curve&) { return std::string(); };
    if (const auto always = names_where(granularity::always, alone); !always.empty()) {
      view_.sentences.push_back(fmt::format("{} {} half of it at every size, from {} on.", list_text(always, 64),
                                            always.size() == 1 ? "keeps" : "keep",
                                            duration_text(sizes_.front().steps * step_ns_)));
    }
    const auto from = [](const granularity_curve& curve) {
      return " from " + words_for(quantity::duration, curve.smallest_ns) + " on";
    };
    if (const auto crossing_names = names_where(granularity::crosses, from); !crossing_names.empty()) {
      std::string sentence = fmt::format("Half of it is kept by {}.", list_text(crossing_names, 64));
      const std::vector<std::string> alike = names_like_the_first();
      if (alike.size() > 1) sentence += fmt::format(" {} can't be told apart.", list_text(alike, 64));
      view_.sentences.push_back(std::move(sentence));
    }
    const auto at_best = [](const granularity_curve& curve) {
      return fmt::format(" ({} at best)", share_of_bound_text(best_of(curve).median));
    };
    if (const auto never = names_where(granularity::never, at_best); !never.empty()) {
      view_.sentences.push_back(
          fmt::format("{} never {} half of it.", list_text(never, 64), never.size() == 1 ? "reaches" : "reach"));
    }
    if (const auto unclear = names_where(granularity::unclear, at_best); !unclear.empty()) {
      view_.sentences.push_back(fmt::format("It is unclear for {}: even with the largest task {} too close to half.",
                                            list_text(unclear, 64), unclear.size() == 1 ? "it stays" : "they stay"));
    }
  }

  // Runners whose interval overlaps that of the first in the order: their order is not significant.
  std::vector<std::string> names_like_the_first() const {
    std::vector<std::string> names;
    const estimate* first = nullptr;
    for (const granularity_curve& curve : view_.curves) {
      if (!curve.smallest_ns) continue;
      if (first == nullptr) first = &*curve.smallest_ns;
      if (low_end(*curve.smallest_ns) <= high_end(*first)) names.push_back(costs_.name(curve.runner));
    }
    return names;
  }

  static std::string outcome_words(const granularity_curve& curve) {
    switch (curve.outcome) {
      case granularity::crosses:
        return words_for(quantity::duration, curve.smallest_ns);
      case granularity::always:
        return fmt::format("below {}", duration_text(curve.points.front().task_ns));
      case granularity::never:
        return "never";
      case granularity::unclear:
        return "can't be told";
      case granularity::unknown:
        break;
    }
    return "one size only";
  }

  void make_table() {
    view_.table.head = {"workload", "runner", "smallest task at 50 % (95 % interval)", "at best"};
    for (const task_size& size : sizes_) view_.table.head.push_back(duration_text(size.steps * step_ns_));
    view_.table.head.emplace_back("note");
    const subject& measured = model_.subjects[sizes_.back().subject];
    const std::string place = fmt::format("{} at {}", measured.workload, in_flight_text(in_flight_));
    for (const granularity_curve& curve : view_.curves) {
      std::vector<std::string> row = {place, costs_.name(curve.runner), outcome_words(curve),
                                      share_of_bound_text(best_of(curve).median)};
      for (const task_size& size : sizes_) {
        const auto at = std::find_if(curve.points.begin(), curve.points.end(), [&](const granularity_point& point) {
          return point.task_ns == size.steps * step_ns_;
        });
        row.push_back(at == curve.points.end() ? "" : share_of_bound_text(at->efficiency.median));
      }
      row.emplace_back();
      view_.table.rows.push_back(std::move(row));
    }
  }

  workbench& bench_;
  analysis& model_;
  const cost_bench& costs_;
  std::vector<task_size> sizes_;
  std::int64_t in_flight_;
  std::optional<std::size_t> peak_ = {};  // index of a cell
  double step_ns_ = 1;
  granularity_view view_ = {};
};

std::optional<double> steps_of(const workbench& bench, std::size_t subject) {
  for (std::size_t i = 0; i < bench.model.cells.size(); ++i) {
    if (bench.model.cells[i].subject != subject) continue;
    for (const sample_record* sample : bench.good_samples[i]) {
      if (const auto steps = sample->counter(steps_counter); steps.value_or(0) > 0) return steps;
    }
  }
  return std::nullopt;
}

}  // namespace

void find_granularity(workbench& bench) {
  const cost_bench costs(bench);
  std::map<std::pair<std::size_t, std::string>, std::vector<task_size>> sweeps;  // by set and workload
  for (std::size_t s = 0; s < bench.model.subjects.size(); ++s) {
    const subject& measured = bench.model.subjects[s];
    if (const auto steps = steps_of(bench, s)) sweeps[{measured.set, measured.workload}].push_back({s, *steps});
  }
  for (const auto& [key, sizes] : sweeps) {
    if (sizes.size() < 2) continue;
    std::set<std::int64_t> levels;
    for (const task_size& size : sizes) {
      for (const cell_view& cell : bench.model.cells) {
        const bool is_tried = cell.subject == size.subject && cell.state != cell_state::unsupported;
        if (is_tried && cell.runner != bench.model.reference) levels.insert(cell.in_flight);
      }
    }
    if (levels.empty()) levels = {1};  // only the reference ran
    for (const std::int64_t level : levels) sweep(bench, costs, sizes, level).find();
  }
}

}  // namespace interleave::reports
