// What a placement changes, where it was stratified: two regimes, each measured apart. Left to the kernel, a cell would
// be in one or the other by chance, and its samples would have two modes.
#include "reports/answer/cell_samples.hpp"
#include "reports/answer/cost_parts.hpp"
#include "reports/statistics/ratio.hpp"
#include "reports/words/text.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace interleave::reports {

namespace {

// Below this, a placement is one influence among others, and nothing that a sentence would have to be about.
constexpr double least_factor = 1.25;

// Per unit where a task has units: hops, items.
std::optional<double> time_of(const sample_record& sample) {
  if (const auto unit = unit_ns(sample)) return unit;
  const auto rate = sample.rate();
  return rate ? std::optional(1e9 / *rate) : std::nullopt;
}

struct regimes {
  std::size_t across = 0;  // cells
  std::size_t on_one = 0;
  estimate ratio;  // throughput on one CPU over that across CPUs
};

// How far from no difference, whichever way.
double factor_of(const regimes& both) {
  return std::abs(std::log(both.ratio.median));
}

bool differs(const regimes& both) {
  const auto& interval = both.ratio.interval;
  return interval && (interval->low > least_factor || interval->high < 1 / least_factor);
}

class placement_question {
 public:
  explicit placement_question(cost_bench& bench) : bench_(bench), model_(bench.model()) {}

  void find() {
    const std::vector<std::size_t> subjects =
        bench_.subjects_where([](const subject& each) { return each.on_one_cpu; });
    view_.table.head = {"workload",   "runner", fmt::format("across CPUs ({})", model_.median_interval),
                        "on one CPU", "ratio",  "note"};
    for (const cost_place& place : bench_.places_of(subjects)) {
      if (const auto across = partner_of(place.subject, place.in_flight)) compare({*across, place.in_flight}, place);
    }
    if (view_.groups.empty()) return;
    view_.id = "placement";
    view_.title = "Placement";
    view_.question = "Does it matter on which CPUs it runs?";
    view_.axis = "time per task, hop or item";
    view_.reading = fmt::format(
        "What leaves cores idle was measured with all threads, processes and peers on one CPU, and with each worker "
        "bound to the next CPU in turn, and who hands tasks to them to the last. On a logarithmic axis: less is "
        "better. Whiskers: {}; ratios: 95 % each, not of all together.",
        model_.median_interval);
    view_.lead = lead();
    if (view_.sentences.empty()) view_.sentences.push_back(view_.lead);
    bench_.add(std::move(view_));
  }

 private:
  // The subject that has the same cells of this level across CPUs.
  std::optional<std::size_t> partner_of(std::size_t on_one, std::int64_t in_flight) const {
    const subject& mine = model_.subjects[on_one];
    const auto found = bench_.subjects_where([&](const subject& each) {
      return !each.on_one_cpu && each.set == mine.set && each.workload == mine.workload &&
             without_placement(each.parameters) == without_placement(mine.parameters) &&
             placement_at(each, in_flight) == "spread";
    });
    return found.empty() ? std::nullopt : std::optional(found.front());
  }

  void compare(const cost_place& across, const cost_place& on_one) {
    const std::string where = place_without_cpus(across);
    std::vector<regimes> found;
    for (std::size_t runner = 0; runner < model_.runners.size(); ++runner) {
      if (const auto both = regimes_of(runner, across, on_one)) found.push_back(*both);
    }
    if (found.empty()) return;
    view_.groups.push_back(bench_.group_of(where, {{"across CPUs", across, time_of}, {"on one CPU", on_one, time_of}},
                                           quantity::duration));
    for (const regimes& both : found) add_row(where, both);
    all_.insert(all_.end(), found.begin(), found.end());
    std::erase_if(found, [](const regimes& both) { return !differs(both); });
    if (found.empty()) return;
    const regimes& widest = *std::ranges::max_element(found, {}, factor_of);
    const cell_view& one = model_.cells[widest.on_one];
    std::string text =
        fmt::format("{} has two regimes: {} does {} across CPUs and {} on one, {}{}", where, bench_.name(one.runner),
                    rate_of(widest.across), rate_of(widest.on_one), ratio_words(widest), interval_after(widest.ratio));
    const std::size_t others = found.size() - 1;
    text += others == 0 ? "."
                        : fmt::format("; so {} {}.", others == 1 ? "does" : "do",
                                      count_text(others, "other runner", "other runners"));
    view_.sentences.push_back(text);
  }

  // Of the runner's two cells here, where both have figures that can be compared.
  std::optional<regimes> regimes_of(std::size_t runner, const cost_place& across, const cost_place& on_one) const {
    const workbench& bench = bench_.bench();
    const auto first = bench.cell_at(across.subject, runner, across.in_flight);
    const auto second = bench.cell_at(on_one.subject, runner, on_one.in_flight);
    if (!first || !second) return std::nullopt;
    const auto rate_across = bench.throughput_of(*first);
    const auto rate_on_one = bench.throughput_of(*second);
    // The reference's only cell stands for other levels too, where there is nothing to compare it with.
    if (rate_across.empty() || rate_on_one.empty() || model_.cells[*first].in_flight != across.in_flight)
      return std::nullopt;
    return regimes{*first, *second, ratio_between({rate_on_one, rate_across})};
  }

  std::string place_without_cpus(const cost_place& place) const {
    subject named = model_.subjects[place.subject];
    named.label = named.name;
    named.placements.clear();
    return place_text(named, place.in_flight);
  }

  std::string rate_of(std::size_t cell) const { return rate_with_interval(*model_.cells[cell].throughput_per_s); }

  static std::string ratio_words(const regimes& both) { return fmt::format("{} as many", factor_text(both.ratio)); }

  void add_row(const std::string& where, const regimes& both) {
    const cell_view& one = model_.cells[both.on_one];
    view_.table.rows.push_back({where, bench_.name(one.runner), rate_of(both.across), rate_of(both.on_one),
                                factor_text(both.ratio) + interval_after(both.ratio), note_in_table(one)});
  }

  std::string lead() const {
    const auto different = std::ranges::count_if(all_, differs);
    if (different == 0) return "No runner is shown to be faster on one CPU or across CPUs by a quarter or more.";
    const regimes& widest =
        *std::ranges::max_element(all_, {}, [](const regimes& both) { return differs(both) ? factor_of(both) : 0; });
    const cell_view& one = model_.cells[widest.on_one];
    return fmt::format("It does in {} of {} cases; most for {} under {}, which does {} on one CPU.", different,
                       all_.size(), model_.subjects[one.subject].workload, bench_.name(one.runner),
                       ratio_words(widest));
  }

  cost_bench& bench_;
  const analysis& model_;
  cost_view view_ = {};
  std::vector<regimes> all_ = {};
};

}  // namespace

void find_placements(cost_bench& bench) {
  placement_question(bench).find();
}

}  // namespace interleave::reports
