// The verdict on one kind of work: the runner that is among the best in most of its workloads, level by level. It makes
// no statement beyond those of the map, whose error rate it therefore shares.
#include "reports/answer/analysis_parts.hpp"
#include "reports/words/text.hpp"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

namespace interleave::reports {

namespace {

bool is_decided(const decision& entry) {
  return entry.outcome == outcome_kind::win || entry.outcome == outcome_kind::equal;
}

// Shown to be the fastest, or within what counts as equal of it.
bool is_best(const decision& entry, std::size_t runner) {
  return entry.outcome == outcome_kind::win ? entry.runner == runner
                                            : std::ranges::find(entry.equal, runner) != entry.equal.end();
}

class kind_judge {
 public:
  kind_judge(const workbench& bench, kind_verdict& kind) : bench_(bench), model_(bench.model), kind_(kind) {}

  void judge() {
    for (std::size_t level = 0; level < model_.levels.size(); ++level) kind_.levels.push_back(judged_level(level));
    const std::optional<std::pair<std::size_t, std::size_t>> range = longest_range();
    if (!range) {
      kind_.headline = "No verdict";
      kind_.evidence_text = reason_for_none();
      show_costs_without_a_decision();
      return;
    }
    recommend(range->first, range->second);
    say();
    find_exceptions();
  }

 private:
  const decision& entry_of(std::size_t subject, std::size_t level) const {
    return model_.map[subject].decisions[level];
  }

  kind_level judged_level(std::size_t level) const {
    kind_level found;
    found.in_flight = model_.levels[level];
    std::vector<std::size_t> decided;
    for (const std::size_t subject : kind_.subjects) {
      const decision& entry = entry_of(subject, level);
      if (is_decided(entry)) decided.push_back(subject);
      if (entry.outcome == outcome_kind::undecided) found.undecided.push_back(subject);
    }
    if (decided.empty()) {
      if (!found.undecided.empty()) found.outcome = outcome_kind::undecided;
      found.sentence = sentence_of(found);
      return found;
    }
    const bool too_much_is_open = choose(decided, level, found);
    found.sentence = too_much_is_open
                         ? fmt::format("{} work at {}: decided in {} only; undecided: {}.", kind_.kind_label,
                                       in_flight_text(found.in_flight), labels(decided), labels(found.undecided))
                         : sentence_of(found);
    return found;
  }

  // Of the runners that are among the best in most workloads, the one most often recommended; of these the simplest.
  // Returns whether what is undecided could still turn that round: then nobody is chosen.
  bool choose(const std::vector<std::size_t>& decided, std::size_t level, kind_level& found) const {
    std::vector<std::size_t> best_in(model_.runners.size());
    std::vector<std::size_t> recommended(model_.runners.size());
    for (const std::size_t subject : decided) {
      const decision& entry = entry_of(subject, level);
      for (std::size_t runner = 0; runner < model_.runners.size(); ++runner) best_in[runner] += is_best(entry, runner);
      ++recommended[*entry.runner];
    }
    const auto rank = [&](std::size_t runner) { return std::pair(best_in[runner], recommended[runner]); };
    std::size_t chosen = 0;
    for (std::size_t runner = 1; runner < model_.runners.size(); ++runner) {
      if (rank(runner) > rank(chosen)) chosen = runner;
    }
    const bool is_best_in_most = 2 * best_in[chosen] > decided.size();
    const bool is_best_in_half_of_all = 2 * best_in[chosen] >= decided.size() + found.undecided.size();
    if (!is_best_in_most || !is_best_in_half_of_all) {
      found.outcome = outcome_kind::undecided;
      found.not_best = decided;
      return is_best_in_most;
    }
    found.runner = chosen;
    bool wins_all = true;
    for (const std::size_t subject : decided) {
      const decision& entry = entry_of(subject, level);
      (is_best(entry, chosen) ? found.best_in : found.not_best).push_back(subject);
      wins_all = wins_all && entry.outcome == outcome_kind::win;
    }
    found.outcome = wins_all ? outcome_kind::win : outcome_kind::equal;
    for (std::size_t runner = 0; !wins_all && runner < model_.runners.size(); ++runner) {
      const bool as_good = std::ranges::all_of(
          found.best_in, [&](std::size_t subject) { return is_best(entry_of(subject, level), runner); });
      if (as_good) found.equal.push_back(runner);
    }
    found.short_label = decided.size() == 1 ? entry_of(decided.front(), level).short_label
                                            : fmt::format("best in {} of {}", found.best_in.size(), decided.size());
    return false;
  }

  std::string sentence_of(const kind_level& level) const {
    const std::string where = fmt::format("{} work at {}", kind_.kind_label, in_flight_text(level.in_flight));
    switch (level.outcome) {
      case outcome_kind::win:
      case outcome_kind::equal: {
        std::string text = fmt::format("{}: {} is among the best in {} of {}", where, name(*level.runner),
                                       level.best_in.size(), decided_text(level));
        if (!level.undecided.empty()) text += fmt::format("; undecided: {}", labels(level.undecided));
        return text + ".";
      }
      case outcome_kind::undecided:
        if (!level.not_best.empty())
          return fmt::format("{}: no runner is among the best in more than half of {}.", where, labels(level.not_best));
        return fmt::format("{}: undecided in every workload ({}).", where, labels(level.undecided));
      default:
        return fmt::format("{}: nothing to compare.", where);
    }
  }

  static std::string decided_text(const kind_level& level) {
    return count_text(level.best_in.size() + level.not_best.size(), "decided workload", "decided workloads");
  }

  // First and last of the most levels in a row at which one runner is recommended; of equally many, the highest, where
  // models differ most.
  std::optional<std::pair<std::size_t, std::size_t>> longest_range() const {
    std::optional<std::pair<std::size_t, std::size_t>> longest;
    for (std::size_t first = 0; first < kind_.levels.size();) {
      std::size_t last = first;
      if (kind_.levels[first].runner) {
        while (last + 1 < kind_.levels.size() && kind_.levels[last + 1].runner == kind_.levels[first].runner) ++last;
        if (!longest || last - first >= longest->second - longest->first) longest = {first, last};
      }
      first = last + 1;
    }
    return longest;
  }

  std::string reason_for_none() const {
    const auto any = [&](outcome_kind outcome) {
      return std::ranges::any_of(kind_.subjects, [&](std::size_t subject) {
        return std::ranges::any_of(model_.map[subject].decisions,
                                   [&](const decision& entry) { return entry.outcome == outcome; });
      });
    };
    for (const kind_level& level : kind_.levels) {
      if (!level.not_best.empty()) return level.sentence;
    }
    if (any(outcome_kind::undecided))
      return "In no workload of this kind is a winner or equality shown. " + nearest_to_a_decision().sentence;
    if (any(outcome_kind::alone)) return "Nowhere were two runners measured: there is nothing to compare.";
    return "No workload of this kind has a number.";
  }

  // The undecided entry that the fewest samples would probably decide. Precondition: there is one.
  const decision& nearest_to_a_decision() const {
    const auto needs = [](const decision& entry) {
      constexpr std::size_t unknown = std::numeric_limits<std::size_t>::max();
      return entry.samples_to_decide == 0 ? unknown : entry.samples_to_decide;
    };
    const decision* nearest = nullptr;
    for (const std::size_t subject : kind_.subjects) {
      for (const decision& entry : model_.map[subject].decisions) {
        if (entry.outcome != outcome_kind::undecided) continue;
        if (nearest == nullptr || needs(entry) < needs(*nearest)) nearest = &entry;
      }
    }
    return *nearest;
  }

  void recommend(std::size_t first, std::size_t last) {
    kind_.decided = true;
    kind_.runner = kind_.levels[first].runner;
    kind_.holds_from = model_.levels[first];
    kind_.holds_to = model_.levels[last];
    const std::size_t level = level_of_best(first, last);
    kind_.in_flight = model_.levels[level];
    kind_.equal = kind_.levels[level].equal;
    const std::vector<std::size_t>& subjects = kind_.levels[level].best_in;
    kind_.efficiency = efficiency_at(subjects);
    if (!model_.reference || kind_.runner == model_.reference) return;
    std::vector<log_groups> ratios;
    for (const std::size_t subject : subjects) {
      const auto base = bench_.cell_at(subject, *model_.reference, kind_.in_flight);
      if (!base || bench_.throughput_of(*base).empty()) return;
      ratios.push_back({bench_.throughput_of(cell_of(subject)), bench_.throughput_of(*base)});
    }
    kind_.speed_up = mean_ratio(ratios);
  }

  // The lowest level of the range at which the recommended runner's throughput is within what counts as equal of its
  // highest: more in flight would only queue.
  std::size_t level_of_best(std::size_t first, std::size_t last) const {
    const auto gain = [&](std::size_t level) {
      std::vector<double> rates;
      for (const std::size_t subject : kind_.levels[level].best_in) {
        const double here = rate_at(subject, level);
        double highest = here;
        for (std::size_t other = first; other <= last; ++other) highest = std::max(highest, rate_at(subject, other));
        rates.push_back(here / highest);
      }
      return geometric_mean(rates);
    };
    std::size_t level = first;
    while (level < last && gain(level) * bench_.options.rule.equal < 1) ++level;
    return level;
  }

  double rate_at(std::size_t subject, std::size_t level) const {
    const auto cell = bench_.cell_at(subject, *kind_.runner, model_.levels[level]);
    return cell && model_.cells[*cell].throughput_per_s ? model_.cells[*cell].throughput_per_s->median : 0;
  }

  std::size_t cell_of(std::size_t subject) const { return *bench_.cell_at(subject, *kind_.runner, kind_.in_flight); }

  // Relative to the ideal bound at this level. For the reference that is not the bound of its own cell, which ran at
  // in_flight 1.
  std::optional<double> efficiency_at(const std::vector<std::size_t>& subjects) const {
    std::vector<double> shares;
    for (const std::size_t subject : subjects) {
      std::optional<double> ideal;
      for (const cell_view& other : model_.cells) {
        if (other.subject == subject && other.in_flight == kind_.in_flight && other.ideal_per_s)
          ideal = other.ideal_per_s;
      }
      if (!ideal) return std::nullopt;
      shares.push_back(model_.cells[cell_of(subject)].throughput_per_s->median / *ideal);
    }
    return geometric_mean(shares);
  }

  void say() {
    const std::string runner = name(*kind_.runner);
    const std::string where = in_flight_text(kind_.in_flight);
    kind_.holds_one_at_a_time_only =
        kind_.holds_to == 1 && std::ranges::any_of(kind_.levels, [](const kind_level& level) {
          return level.in_flight > 1 && level.outcome == outcome_kind::undecided;
        });
    kind_.headline = fmt::format("Use {}{}", runner, kind_.holds_one_at_a_time_only ? " at 1 in flight" : "");
    if (kind_.speed_up) {
      kind_.speed_up_text =
          fmt::format("{} sequential{} at {}", factor_text(*kind_.speed_up), interval_after(*kind_.speed_up), where);
    } else if (kind_.runner == model_.reference) {
      kind_.speed_up_text = fmt::format("Nothing that was measured is shown to be faster at {}", where);
    }
    if (kind_.efficiency)
      kind_.efficiency_text = fmt::format("{} of the ideal bound", share_of_bound_text(*kind_.efficiency));
    kind_.holds_text = holds_text();
    kind_.reason_text = reason_text();
    show_costs();
    std::size_t fewest = 0;
    for (const std::size_t subject : kind_.subjects) {
      const auto cell = bench_.cell_at(subject, *kind_.runner, kind_.in_flight);
      const std::size_t samples = cell ? model_.cells[*cell].samples_good : 0;
      if (samples > 0 && (fewest == 0 || samples < fewest)) fewest = samples;
    }
    kind_.evidence_text = fmt::format("From {}: {}; at least {} of {} in each.",
                                      count_text(kind_.subjects.size(), "workload", "workloads"),
                                      labels(kind_.subjects), count_text(fewest, "sample", "samples"), runner);
    const std::vector<std::size_t>& open = chosen_level().undecided;
    if (!open.empty()) kind_.evidence_text += fmt::format(" Undecided at {}: {}.", where, labels(open));
    const std::vector<std::string> absent = left_out();
    if (!absent.empty())
      kind_.evidence_text +=
          fmt::format(" Left out at {}, since not every workload gave a number: {}.", where, list_text(absent));
  }

  const kind_level& chosen_level() const {
    return *std::ranges::find(kind_.levels, kind_.in_flight, &kind_level::in_flight);
  }

  // Why this one: its lead over the next best where it wins, or what makes it the choice among equals.
  std::string reason_text() const {
    std::vector<std::string> texts;
    for (const std::size_t subject : chosen_level().best_in) {
      const auto level = static_cast<std::size_t>(&chosen_level() - kind_.levels.data());
      const decision& entry = entry_of(subject, level);
      if (texts.size() < 2) texts.push_back(entry.sentence);
    }
    std::string all;
    for (const std::string& text : texts) all += (all.empty() ? "" : " ") + text;
    return all;
  }

  // The entry whose runners differ most, of these workloads at this level. `subjects` is not empty.
  const decision* widest_of(const std::vector<std::size_t>& subjects, std::size_t level) const {
    const decision* widest = nullptr;
    const auto width = [](const decision& entry) { return entry.rivals.empty() ? 1 : entry.rivals.back().lead.median; };
    for (const std::size_t subject : subjects) {
      const decision& entry = entry_of(subject, level);
      if (widest == nullptr || width(entry) > width(*widest)) widest = &entry;
    }
    return widest;
  }

  void show_costs_of(const decision& entry) {
    kind_.costs = entry.costs;
    kind_.costs_title = place_text(model_.subjects[entry.subject], entry.in_flight);
  }

  // At the highest level, where models differ most: figures are worth having without a decision too.
  void show_costs_without_a_decision() {
    for (std::size_t level = kind_.levels.size(); level-- > 0;) {
      if (kind_.levels[level].undecided.empty()) continue;
      return show_costs_of(*widest_of(kind_.levels[level].undecided, level));
    }
  }

  void show_costs() {
    const auto level = static_cast<std::size_t>(&chosen_level() - kind_.levels.data());
    const decision* const widest = widest_of(chosen_level().best_in, level);
    show_costs_of(*widest);
    if (const auto full = full_from(bench_, widest->subject, *kind_.runner))
      kind_.full_text = fmt::format("{} under {} is full from about {:.0f} in flight: more only queue.",
                                    model_.subjects[widest->subject].label, name(*kind_.runner), *full);
  }

  // Runners tried at this level that don't compete in every workload.
  std::vector<std::string> left_out() const {
    std::vector<std::string> absent;
    for (std::size_t runner = 0; runner < model_.runners.size(); ++runner) {
      for (const std::size_t subject : kind_.subjects) {
        const auto index = bench_.cell_at(subject, runner, kind_.in_flight);
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
    for (std::size_t l = 0; l < kind_.levels.size();) {
      const auto same = [&](std::size_t other) {
        return kind_.levels[l].runner == kind_.levels[other].runner &&
               (kind_.levels[l].runner || kind_.levels[l].outcome == kind_.levels[other].outcome);
      };
      std::size_t last = l;
      while (last + 1 < kind_.levels.size() && same(last + 1)) ++last;
      const kind_level& level = kind_.levels[l];
      const bool inside = level.in_flight >= kind_.holds_from && level.in_flight <= kind_.holds_to;
      const std::string range = range_text(model_.levels[l], model_.levels[last]);
      if (!inside && level.runner) text += fmt::format("; {}: {}", range, name(*level.runner));
      if (level.outcome == outcome_kind::undecided) text += fmt::format("; {}: undecided", range);
      l = last + 1;
    }
    return text + ".";
  }

  // Workloads of this kind for which, within those levels, the recommended runner is not among the best.
  void find_exceptions() {
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
    return entry.in_flight >= kind_.holds_from && entry.in_flight <= kind_.holds_to && is_decided(entry) &&
           !is_best(entry, *kind_.runner);
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
    const char* const verb = entries[first].outcome == outcome_kind::win ? "wins" : "is among the best";
    return fmt::format("{}: {} {} {}{}.", label, name(*entries[first].runner), verb, range, cost);
  }

  const std::string& name(std::size_t runner) const { return model_.runners[runner].name; }
  std::string labels(const std::vector<std::size_t>& subjects) const {
    std::vector<std::string> all;
    for (const std::size_t subject : subjects) all.push_back(model_.subjects[subject].label);
    return list_text(all);
  }

  const workbench& bench_;
  const analysis& model_;
  kind_verdict& kind_;
};

}  // namespace

void judge_kind(const workbench& bench, kind_verdict& kind) {
  kind_judge(bench, kind).judge();
}

}  // namespace interleave::reports
