// The verdict on one kind of work: geometric means over its workloads.
#include "reports/answer/analysis_parts.hpp"
#include "reports/words/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace interleave::reports {

namespace {

class kind_judge {
 public:
  kind_judge(const workbench& bench, kind_verdict& kind) : bench_(bench), model_(bench.model), kind_(kind) {}

  void judge() {
    decide_levels();
    const std::optional<std::size_t> level = best_level();
    if (!level) {
      kind_.headline = "No verdict";
      kind_.evidence_text = reason_for_none();
      return;
    }
    recommend(*level);
    say(*level);
    find_exceptions();
  }

 private:
  // Runners that compete in every workload of the kind at this level: means over different sets of workloads would
  // compare different work.
  std::vector<contender> contenders_at(std::int64_t in_flight) const {
    std::vector<contender> all;
    for (std::size_t runner = 0; runner < model_.runners.size(); ++runner) {
      contender who{runner, {}};
      for (const std::size_t subject : kind_.subjects) {
        const auto index = bench_.cell_at(subject, runner, in_flight);
        if (index && bench_.log_throughput[*index]) who.groups.push_back(bench_.throughput_of(*index));
      }
      if (who.groups.size() == kind_.subjects.size()) all.push_back(std::move(who));
    }
    return all;
  }

  void decide_levels() {
    for (std::size_t l = 0; l < model_.levels.size(); ++l) {
      const std::int64_t in_flight = model_.levels[l];
      bool undecided = false;
      bool missing = false;
      for (const std::size_t subject : kind_.subjects) {
        const decision& entry = model_.map[subject].decisions[l];
        undecided = undecided || entry.outcome == outcome_kind::undecided;
        missing = missing || entry.outcome == outcome_kind::no_data;
      }
      std::vector<contender> all = missing ? std::vector<contender>{} : contenders_at(in_flight);
      decision found = decide(undecided ? std::vector<contender>{} : all, in_flight, bench_.options.margin);
      if (undecided) found.outcome = outcome_kind::undecided;
      if (found.outcome == outcome_kind::win) found.short_label = factor_text(found.rivals.front().lead.median);
      if (found.outcome == outcome_kind::tie) found.short_label = fmt::format("≈ of {}", found.tied.size());
      found.sentence = sentence_of(found);
      kind_.decisions.push_back(std::move(found));
      contenders_.push_back(std::move(all));
    }
  }

  std::string sentence_of(const decision& found) const {
    const std::string place = fmt::format("{} work at {}", kind_.kind_label, in_flight_text(found.in_flight));
    switch (found.outcome) {
      case outcome_kind::win:
        return fmt::format("{} wins {}: {} the throughput of {}{}, the geometric mean over {}.", name(*found.runner),
                           place, factor_text(found.rivals.front().lead), name(found.rivals.front().runner),
                           interval_after(found.rivals.front().lead),
                           count_text(kind_.subjects.size(), "workload", "workloads"));
      case outcome_kind::tie:
        return fmt::format("{} tie for {}; the simplest of them is {}.", names(found.tied), place, name(*found.runner));
      case outcome_kind::alone:
        return fmt::format("Only {} competes for {}.", name(*found.runner), place);
      case outcome_kind::undecided:
        return fmt::format("No decision for {}: too few samples.", place);
      case outcome_kind::no_data:
        break;
    }
    return fmt::format("Not every workload was measured for {}.", place);
  }

  static bool is_decided(const decision& entry) {
    return entry.outcome == outcome_kind::win || entry.outcome == outcome_kind::tie;
  }

  const contender& who(std::size_t level, std::size_t runner) const {
    return *std::find_if(contenders_[level].begin(), contenders_[level].end(),
                         [&](const contender& c) { return c.runner == runner; });
  }

  // The lowest level whose fastest runner can't be told from the fastest at any level: more in flight would cost memory
  // and latency without a measurable gain.
  std::optional<std::size_t> best_level() const {
    std::optional<std::size_t> best;
    for (std::size_t l = 0; l < kind_.decisions.size(); ++l) {
      if (!is_decided(kind_.decisions[l])) continue;
      if (!best || ratio_of(fastest(l), fastest(*best)).median > 1) best = l;
    }
    for (std::size_t l = 0; best && l < *best; ++l) {
      if (!is_decided(kind_.decisions[l])) continue;
      if (ratio_of(fastest(*best), fastest(l)).interval->low <= bench_.options.margin) return l;
    }
    return best;
  }

  const contender& fastest(std::size_t level) const { return who(level, *kind_.decisions[level].fastest); }

  std::string reason_for_none() const {
    const auto any = [&](outcome_kind outcome) {
      return std::find_if(kind_.decisions.begin(), kind_.decisions.end(),
                          [&](const decision& entry) { return entry.outcome == outcome; });
    };
    if (any(outcome_kind::undecided) != kind_.decisions.end()) {
      return fmt::format("There are fewer than {} samples a cell, so there are no intervals.",
                         bench_.options.minimum_samples);
    }
    if (const auto alone = any(outcome_kind::alone); alone != kind_.decisions.end()) {
      return fmt::format("Only {} has numbers for every workload of this kind: there is nothing to compare it with.",
                         name(*alone->runner));
    }
    return "At no value of in_flight does every workload of this kind have a number.";
  }

  void recommend(std::size_t level) {
    const decision& best = kind_.decisions[level];
    kind_.decided = true;
    kind_.tie = best.outcome == outcome_kind::tie;
    kind_.runner = best.runner;
    kind_.tied = best.tied;
    kind_.in_flight = best.in_flight;
    const contender& mine = who(level, *best.runner);
    if (model_.reference) {
      const auto base = std::find_if(contenders_[level].begin(), contenders_[level].end(),
                                     [&](const contender& c) { return c.runner == *model_.reference; });
      if (base != contenders_[level].end() && base->runner != mine.runner) kind_.speed_up = ratio_of(mine, *base);
    }
    kind_.efficiency = efficiency_of(*best.runner, best.in_flight);
    for (const rival& other : best.rivals) {
      if (other.tied || other.runner == *best.runner) continue;
      kind_.next_best = other.runner;
      kind_.lead = ratio_of(mine, who(level, other.runner));
      break;
    }
    std::size_t from = level;
    std::size_t to = level;
    while (from > 0 && names_same(from - 1)) --from;
    while (to + 1 < kind_.decisions.size() && names_same(to + 1)) ++to;
    kind_.holds_from = model_.levels[from];
    kind_.holds_to = model_.levels[to];
  }

  bool names_same(std::size_t level) const {
    return is_decided(kind_.decisions[level]) && kind_.decisions[level].runner == kind_.runner;
  }

  // Relative to the ideal bound at this level. For the reference that is not the bound of its own cell, which ran at
  // in_flight 1.
  std::optional<double> efficiency_of(std::size_t runner, std::int64_t in_flight) const {
    std::vector<double> shares;
    for (const std::size_t subject : kind_.subjects) {
      const cell_view& cell = model_.cells[*bench_.cell_at(subject, runner, in_flight)];
      std::optional<double> ideal;
      for (const cell_view& other : model_.cells) {
        if (other.subject == subject && other.in_flight == in_flight && other.ideal_per_s) ideal = other.ideal_per_s;
      }
      if (!ideal) return std::nullopt;
      shares.push_back(cell.throughput_per_s->median / *ideal);
    }
    return geometric_mean(shares);
  }

  void say(std::size_t level) {
    const std::string runner = name(*kind_.runner);
    kind_.headline = kind_.tie ? fmt::format("Use {}, the simplest of {} that tie", runner, kind_.tied.size())
                               : fmt::format("Use {}", runner);
    const std::string place = in_flight_text(kind_.in_flight);
    if (kind_.speed_up) {
      kind_.speed_up_text =
          fmt::format("{} sequential{} at {}", factor_text(*kind_.speed_up), interval_after(*kind_.speed_up), place);
    } else if (kind_.runner == model_.reference) {
      kind_.speed_up_text = fmt::format("Nothing that was measured is reliably faster at {}", place);
    }
    if (kind_.efficiency)
      kind_.efficiency_text = fmt::format("{} of the ideal bound", share_of_bound_text(*kind_.efficiency));
    kind_.holds_text = holds_text();
    if (kind_.tie) {
      std::vector<std::size_t> others;
      for (const std::size_t tied : kind_.tied) {
        if (tied != *kind_.runner) others.push_back(tied);
      }
      kind_.next_best_text = fmt::format("Tied with {}", names(others));
      const std::size_t best = *kind_.decisions[level].fastest;
      if (best != *kind_.runner) {
        // How large a difference the tie may hide: small where the runners are alike, large where the run was noisy.
        const estimate hidden = ratio_of(fastest(level), who(level, *kind_.runner));
        kind_.next_best_text += fmt::format("; the fastest, {}, has {} the throughput of {}{}", name(best),
                                            factor_text(hidden), runner, interval_after(hidden));
      }
      kind_.next_best_text += ".";
    }
    if (kind_.next_best) {
      // The simplest of the tied may be slower than a rival outside the tie; then there is no lead to state.
      if (kind_.lead->median > 1) {
        kind_.next_best_text +=
            fmt::format("{}Next best: {}; {} has {} its throughput{}.", kind_.next_best_text.empty() ? "" : " ",
                        name(*kind_.next_best), runner, factor_text(*kind_.lead), interval_after(*kind_.lead));
      }
    }
    std::vector<std::string> labels;
    std::size_t fewest = 0;
    for (const std::size_t subject : kind_.subjects) {
      labels.push_back(model_.subjects[subject].label);
      const cell_view& cell = model_.cells[*bench_.cell_at(subject, *kind_.runner, model_.levels[level])];
      if (fewest == 0 || cell.samples_good < fewest) fewest = cell.samples_good;
    }
    kind_.evidence_text = fmt::format("From {}: {}; at least {} a cell; intervals cover 95 % or more.",
                                      count_text(labels.size(), "workload", "workloads"), list_text(labels),
                                      count_text(fewest, "sample", "samples"));
    const std::vector<std::string> absent = left_out(level);
    if (!absent.empty()) {
      kind_.evidence_text +=
          fmt::format(" Left out at {}, since not every workload gave a number: {}.", place, list_text(absent));
    }
  }

  // Runners tried at this level that don't compete: the sentence about a win has to name them.
  std::vector<std::string> left_out(std::size_t level) const {
    std::vector<std::string> absent;
    for (std::size_t runner = 0; runner < model_.runners.size(); ++runner) {
      for (const std::size_t subject : kind_.subjects) {
        const auto index = bench_.cell_at(subject, runner, model_.levels[level]);
        if (!index || model_.cells[*index].competes) continue;
        absent.push_back(fmt::format("{} ({} on {})", name(runner), model_.cells[*index].state_label,
                                     model_.subjects[subject].label));
        break;
      }
    }
    return absent;
  }

  static std::string range_text(std::int64_t from, std::int64_t to) {
    return from == to ? fmt::format("at {}", in_flight_text(from)) : fmt::format("from {} to {} in flight", from, to);
  }

  // The levels at which the recommendation holds, and what to use at the others.
  std::string holds_text() const {
    std::string text = fmt::format("Holds {}", range_text(kind_.holds_from, kind_.holds_to));
    for (std::size_t l = 0; l < kind_.decisions.size();) {
      const auto same = [&](std::size_t other) {
        return kind_.decisions[l].outcome == kind_.decisions[other].outcome &&
               kind_.decisions[l].runner == kind_.decisions[other].runner;
      };
      std::size_t last = l;
      while (last + 1 < kind_.decisions.size() && same(last + 1)) ++last;
      const std::string range = range_text(model_.levels[l], model_.levels[last]);
      const decision& entry = kind_.decisions[l];
      const bool inside = entry.in_flight >= kind_.holds_from && entry.in_flight <= kind_.holds_to;
      if (!inside && entry.outcome == outcome_kind::win) text += fmt::format("; {}: {}", range, name(*entry.runner));
      if (!inside && entry.outcome == outcome_kind::tie) {
        text += fmt::format("; {}: a tie, {} is the simplest", range, name(*entry.runner));
      }
      if (entry.outcome == outcome_kind::undecided) text += fmt::format("; {}: too few samples", range);
      l = last + 1;
    }
    return text + ".";
  }

  // Workloads of this kind for which, within those levels, another runner wins or a tie excludes the recommended one.
  void find_exceptions() {
    if (kind_.subjects.size() < 2) return;
    for (const std::size_t subject : kind_.subjects) {
      const auto& entries = model_.map[subject].decisions;
      for (std::size_t l = 0; l < entries.size();) {
        std::size_t last = l;
        if (contradicts(entries[l])) {
          while (last + 1 < entries.size() && contradicts(entries[last + 1]) &&
                 entries[last + 1].runner == entries[l].runner && entries[last + 1].outcome == entries[l].outcome) {
            ++last;
          }
          kind_.exceptions.push_back(exception_text(subject, l, last));
        }
        l = last + 1;
      }
    }
  }

  bool contradicts(const decision& entry) const {
    if (entry.in_flight < kind_.holds_from || entry.in_flight > kind_.holds_to || !is_decided(entry)) return false;
    if (entry.runner == kind_.runner) return false;
    return std::find(entry.tied.begin(), entry.tied.end(), *kind_.runner) == entry.tied.end();
  }

  std::string exception_text(std::size_t subject, std::size_t first, std::size_t last) const {
    const auto& entries = model_.map[subject].decisions;
    const std::string range = range_text(model_.levels[first], model_.levels[last]);
    const std::string& label = model_.subjects[subject].label;
    // How far the recommended runner lies behind there: the cost of following the recommendation.
    double lowest = 0;
    double highest = 0;
    for (std::size_t l = first; l <= last; ++l) {
      for (const rival& other : entries[l].rivals) {
        if (other.runner != *kind_.runner) continue;
        lowest = lowest == 0 ? other.lead.median : std::min(lowest, other.lead.median);
        highest = std::max(highest, other.lead.median);
      }
    }
    std::string cost;
    if (highest > 0) {
      cost = factor_text(lowest) == factor_text(highest)
                 ? fmt::format(", {} the throughput of {}", factor_text(highest), name(*kind_.runner))
                 : fmt::format(", {} to {} the throughput of {}", factor_text(lowest), factor_text(highest),
                               name(*kind_.runner));
    }
    if (entries[first].outcome == outcome_kind::win) {
      return fmt::format("{}: {} wins {}{}.", label, name(*entries[first].runner), range, cost);
    }
    return fmt::format("{}: {} isn't among those that tie {}; the simplest of these is {}{}.", label,
                       name(*kind_.runner), range, name(*entries[first].runner), cost);
  }

  const std::string& name(std::size_t runner) const { return model_.runners[runner].name; }
  std::string names(const std::vector<std::size_t>& runners) const {
    std::vector<std::string> all;
    for (const std::size_t runner : runners) all.push_back(name(runner));
    return list_text(all);
  }

  const workbench& bench_;
  const analysis& model_;
  kind_verdict& kind_;
  std::vector<std::vector<contender>> contenders_ = {};  // parallel to levels
};

}  // namespace

void judge_kind(const workbench& bench, kind_verdict& kind) {
  kind_judge(bench, kind).judge();
}

}  // namespace interleave::reports
