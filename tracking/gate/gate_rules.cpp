// See the header for what is computed. Shares are converted to logarithms in one place, and back in another.
#include "tracking/gate/gate_rules.hpp"

#include "reports/statistics/multiplicity.hpp"
#include "reports/statistics/signed_rank.hpp"
#include "reports/words/text.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include <boost/math/distributions/normal.hpp>
#include <fmt/format.h>

namespace interleave::tracking {

namespace {

// With fewer pairs a control cell's shift can't be told from chance: a 95 % interval needs at least six.
constexpr std::size_t least_control_pairs = 6;
// The range of CPU time / wall time of a thread that only computes: below it the thread waits, above it there are
// several threads.
constexpr double least_busy = 0.95;
constexpr double most_busy = 1.02;

constexpr std::size_t index_of(gate_step step) {
  return static_cast<std::size_t>(step);
}

// The standard deviation of a sample. Precondition: two values at least.
double deviation_of(const std::vector<double>& values) {
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

double slowdown_of(double log_ratio) {
  return std::expm1(log_ratio);
}

double log_ratio_of(const gate_pair& pair, gate_metric metric) {
  return metric == gate_metric::cpu_time ? std::log(pair.candidate.cpu_ns / pair.base.cpu_ns)
                                         : std::log(pair.candidate.real_ns / pair.base.real_ns);
}

bool name_asks_for_wall_time(std::string_view name) {
  for (const std::string_view part : {"/threads:", "/real_time", "/process_time", "/manual_time"})
    if (name.find(part) != std::string_view::npos) return true;
  return false;
}

// The pairs of one cell that count, by step.
struct kept_pairs {
  std::array<std::vector<const gate_pair*>, gate_steps.size()> steps;

  std::vector<double> differences(gate_step step, gate_metric metric) const {
    std::vector<double> result;
    result.reserve(steps[index_of(step)].size());
    for (const gate_pair* pair : steps[index_of(step)]) result.push_back(log_ratio_of(*pair, metric));
    return result;
  }
};

bool keeps_busy(const std::vector<const gate_pair*>& pairs, process_times gate_pair::* arm) {
  std::vector<double> shares;
  shares.reserve(pairs.size());
  for (const gate_pair* pair : pairs) shares.push_back((pair->*arm).cpu_ns / (pair->*arm).real_ns);
  const double share = reports::median(shares);
  return share >= least_busy && share <= most_busy;
}

gate_metric metric_of(const gate_cell& cell, const kept_pairs& pairs) {
  const auto& screen = pairs.steps[index_of(gate_step::screen)];
  // Control cells must also show disturbances that only wall time reveals, so they never use CPU time.
  if (cell.is_control() || screen.empty() || name_asks_for_wall_time(cell.name)) return gate_metric::real_time;
  return keeps_busy(screen, &gate_pair::base) && keeps_busy(screen, &gate_pair::candidate) ? gate_metric::cpu_time
                                                                                           : gate_metric::real_time;
}

// "in the screen on ci-1"
std::string place_text(gate_step step, const gate_runner& runner) {
  return fmt::format("in {} on {}", name_of(step), runner.id);
}

std::string times_text(std::size_t count) {
  return count == 1 ? "once" : fmt::format("{} times", count);
}

class judgement {
 public:
  explicit judgement(const gate_record& record) : record_(record), rules_(record.rules) {}

  gate_verdict reach() {
    sort_pairs();
    count_failures();
    begin_cells();
    count_rounds();
    take_steps();
    hold_guard();
    for (std::size_t i = 0; i < record_.cells.size(); ++i) conclude(i);
    verdict_.outcome = outcome_of_run();
    return std::move(verdict_);
  }

 private:
  step_result& step_of(std::size_t cell, gate_step step) { return verdict_.cells[cell].steps[index_of(step)]; }
  bool is_given_up(std::size_t cell) const {
    return fails_in(cell, gate_arm::base) || fails_in(cell, gate_arm::candidate);
  }
  bool fails_in(std::size_t cell, gate_arm arm) const {
    return failures_[cell][static_cast<std::size_t>(arm)] >= rules_.failures_until_given_up;
  }
  std::size_t failures_in(std::size_t cell, gate_arm arm) const {
    return all_failures_[cell][static_cast<std::size_t>(arm)];
  }

  void sort_pairs() {
    kept_.resize(record_.cells.size());
    for (const gate_pair& pair : record_.pairs) {
      const gate_round& round = record_.rounds[pair.round];
      if (is_kept(round, rules_)) kept_[pair.cell].steps[index_of(round.step)].push_back(&pair);
    }
  }

  void count_failures() {
    failures_.resize(record_.cells.size());
    all_failures_.resize(record_.cells.size());
    last_message_.resize(record_.cells.size());
    for (const gate_failure& failure : record_.failures) {
      last_message_[failure.cell][static_cast<std::size_t>(failure.arm)] = failure.message;
      ++all_failures_[failure.cell][static_cast<std::size_t>(failure.arm)];
      const bool is_disturbed = failure.round && !is_kept(record_.rounds[*failure.round], rules_);
      if (is_disturbed && failure.load_may_explain) continue;
      ++failures_[failure.cell][static_cast<std::size_t>(failure.arm)];
    }
  }

  void begin_cells() {
    verdict_.cells.resize(record_.cells.size());
    for (std::size_t i = 0; i < record_.cells.size(); ++i) {
      cell_verdict& cell = verdict_.cells[i];
      cell.name = record_.cells[i].name;
      cell.is_control = record_.cells[i].is_control();
      cell.metric = metric_of(record_.cells[i], kept_[i]);
      for (const gate_step step : gate_steps) cell.steps[index_of(step)].pairs = kept_[i].steps[index_of(step)].size();
    }
  }

  void count_rounds() {
    for (const gate_round& round : record_.rounds) {
      const bool kept = is_kept(round, rules_);
      ++verdict_.rounds;
      verdict_.rounds_dropped += kept ? 0U : 1U;
    }
  }

  // A step begins once the one before it is complete; after the last one nothing is left to measure.
  void take_steps() {
    screen();
    if (!is_complete(gate_step::screen)) return;
    if (controls_moved(gate_step::screen) || lacks_controls(gate_step::screen)) return;
    confirm();
    if (!is_complete(gate_step::confirm)) return;
    if (controls_moved(gate_step::confirm) || lacks_controls(gate_step::confirm)) return;
    replicate();
    is_complete(gate_step::replicate);
  }

  // Sets the median, and the p of "no slowdown". Returns the median of d, or nothing while the step has no pairs.
  std::optional<double> test_for_slowdown(std::size_t cell, gate_step which) {
    const std::vector<double> differences = kept_[cell].differences(which, verdict_.cells[cell].metric);
    if (differences.empty()) return std::nullopt;
    const double median = reports::median(differences);
    step_result& step = step_of(cell, which);
    step.median = slowdown_of(median);
    step.p = reports::signed_rank_p_greater(differences);
    return median;
  }

  void screen() {
    for (std::size_t i = 0; i < record_.cells.size(); ++i) {
      step_result& step = step_of(i, gate_step::screen);
      step.wanted = rules_.screen_pairs;
      const std::optional<double> median = test_for_slowdown(i, gate_step::screen);
      if (!median) continue;
      const double least_median = std::log1p(std::min(rules_.screen_median, rules_.margin));
      step.passed_on = !record_.cells[i].is_control() && !is_given_up(i) && step.pairs >= step.wanted &&
                       *step.p < rules_.screen_p && *median >= least_median;
    }
  }

  void confirm() {
    const double least_deviation = deviation_of_controls();
    std::vector<std::size_t> candidates;
    for (std::size_t i = 0; i < record_.cells.size(); ++i) {
      if (record_.cells[i].is_control() || is_given_up(i)) continue;
      const auto differences = kept_[i].differences(gate_step::screen, verdict_.cells[i].metric);
      const std::size_t pairs = confirm_pairs(std::max(deviation_of(differences), least_deviation), rules_);
      verdict_.cells[i].smallest_visible = smallest_visible_slowdown(spread_of(differences), pairs, rules_);
      step_result& step = step_of(i, gate_step::confirm);
      if (step_of(i, gate_step::screen).passed_on) {
        step.wanted = pairs;
        candidates.push_back(i);
      } else if (!is_below_bound(slowdown_in(differences))) {
        step.wanted = std::max(pairs, rules_.open_least);
      }
    }
    test_candidates(candidates);
  }

  double deviation_of_controls() const {
    std::vector<double> deviations;
    for (std::size_t i = 0; i < record_.cells.size(); ++i) {
      const auto differences = kept_[i].differences(gate_step::screen, gate_metric::real_time);
      if (record_.cells[i].is_control() && differences.size() > 1) deviations.push_back(deviation_of(differences));
    }
    return deviations.empty() ? 0 : reports::median(deviations);
  }

  reports::estimate slowdown_in(const std::vector<double>& differences) const {
    reports::estimate estimate = reports::hodges_lehmann(differences, rules_.confidence);
    estimate.median = slowdown_of(estimate.median);
    if (estimate.interval)
      estimate.interval = {slowdown_of(estimate.interval->low), slowdown_of(estimate.interval->high)};
    return estimate;
  }

  // Holm's adjustment needs the p-values of all candidates: until each has its pairs, none is passed on.
  void test_candidates(const std::vector<std::size_t>& candidates) {
    std::vector<double> p_values;
    std::vector<double> warn_p_values;
    family_is_whole_ = true;
    for (const std::size_t i : candidates) {
      step_result& step = step_of(i, gate_step::confirm);
      family_is_whole_ = family_is_whole_ && step.pairs >= step.wanted;
      const std::vector<double> differences = kept_[i].differences(gate_step::confirm, verdict_.cells[i].metric);
      p_values.push_back(reports::signed_rank_p_greater(differences, std::log1p(rules_.margin)));
      const double warn_margin = std::min(rules_.warn_margin, rules_.margin);
      warn_p_values.push_back(reports::signed_rank_p_greater(differences, std::log1p(warn_margin)));
      if (differences.empty()) continue;
      step.median = slowdown_of(reports::median(differences));
      step.p = p_values.back();
    }
    const std::vector<double> adjusted = reports::holm(p_values);
    const std::vector<double> warn_adjusted = reports::benjamini_hochberg(warn_p_values);
    for (std::size_t k = 0; k < candidates.size(); ++k) {
      step_result& step = step_of(candidates[k], gate_step::confirm);
      if (!step.p) continue;
      step.adjusted_p = adjusted[k];
      step.warn_adjusted_p = warn_adjusted[k];
      step.passed_on = family_is_whole_ && adjusted[k] < rules_.confirm_p;
    }
  }

  void replicate() {
    for (std::size_t i = 0; i < record_.cells.size(); ++i) {
      if (!step_of(i, gate_step::confirm).passed_on) continue;
      step_result& step = step_of(i, gate_step::replicate);
      step.wanted = rules_.replicate_pairs;
      const std::optional<double> median = test_for_slowdown(i, gate_step::replicate);
      if (!median) continue;
      step.passed_on = step.pairs >= step.wanted && *step.p < rules_.replicate_p && *median > std::log1p(rules_.margin);
    }
  }

  // If not, requests the missing pairs, unless the guard has ruled the step out.
  bool is_complete(gate_step step) {
    gate_wish wish{.step = step};
    std::size_t most_wanted = 0;
    for (std::size_t i = 0; i < record_.cells.size(); ++i) {
      const step_result& result = step_of(i, step);
      if (record_.cells[i].is_control() || is_given_up(i)) continue;
      most_wanted = std::max(most_wanted, result.wanted);
      if (result.pairs >= result.wanted) continue;
      wish.cells.push_back(i);
      wish.rounds = std::max(wish.rounds, result.wanted - result.pairs);
    }
    if (wish.cells.empty()) return true;
    if (can_still_be_kept(step, most_wanted)) {
      const std::size_t times = control_pairs_in(most_wanted, rules_);
      for (std::size_t i = 0; i < record_.cells.size(); ++i)
        if (record_.cells[i].is_control() && !is_given_up(i)) wish.cells.insert(wish.cells.end(), times, i);
      std::sort(wish.cells.begin(), wish.cells.end());
      verdict_.next = std::move(wish);
    }
    return false;
  }

  // Whether a large enough share of the step's rounds would be kept if no further round were dropped.
  bool can_still_be_kept(gate_step step, std::size_t wanted) const {
    std::size_t dropped = 0;
    for (const gate_round& round : record_.rounds) dropped += round.step == step && !is_kept(round, rules_) ? 1U : 0U;
    return static_cast<double>(wanted) >= rules_.kept_share * static_cast<double>(wanted + dropped);
  }

  // A control cell's effect in a step, by runner; absent where it has too few pairs.
  std::vector<std::optional<double>> control_effects(std::size_t cell, gate_step step) const {
    std::vector<std::vector<double>> differences(record_.runners.size());
    for (const gate_pair* pair : kept_[cell].steps[index_of(step)])
      differences[record_.rounds[pair->round].runner].push_back(log_ratio_of(*pair, gate_metric::real_time));
    std::vector<std::optional<double>> effects(differences.size());
    for (std::size_t runner = 0; runner < differences.size(); ++runner)
      if (differences[runner].size() >= least_control_pairs)
        effects[runner] = slowdown_of(reports::hodges_lehmann(differences[runner], rules_.confidence).median);
    return effects;
  }

  bool has_moved(double slowdown) const { return std::fabs(std::log1p(slowdown)) > std::log1p(rules_.control_moved); }

  bool controls_moved(gate_step step) const {
    for (std::size_t i = 0; i < record_.cells.size(); ++i) {
      if (!record_.cells[i].is_control()) continue;
      for (const std::optional<double>& effect : control_effects(i, step))
        if (effect && has_moved(*effect)) return true;
    }
    return false;
  }

  void hold_guard() {
    object_to_foreign_load();
    object_to_moved_controls();
    object_to_missing_controls();
  }

  void object_to_foreign_load() {
    for (std::size_t runner = 0; runner < record_.runners.size(); ++runner) {
      for (const gate_step step : gate_steps) {
        std::size_t total = 0;
        std::size_t kept = 0;
        for (const gate_round& round : record_.rounds) {
          if (round.runner != runner || round.step != step) continue;
          ++total;
          kept += is_kept(round, rules_) ? 1U : 0U;
        }
        if (static_cast<double>(kept) >= rules_.kept_share * static_cast<double>(total)) continue;
        verdict_.objections.push_back(fmt::format(
            "Others used the machine: in {} of {} rounds {} they took more than {} of its CPU time.", total - kept,
            total, place_text(step, record_.runners[runner]), reports::percent_text(rules_.foreign_share)));
      }
    }
  }

  void object_to_moved_controls() {
    for (std::size_t i = 0; i < record_.cells.size(); ++i) {
      if (!record_.cells[i].is_control()) continue;
      for (const gate_step step : gate_steps) {
        const auto effects = control_effects(i, step);
        for (std::size_t runner = 0; runner < effects.size(); ++runner) {
          if (!effects[runner] || !has_moved(*effects[runner])) continue;
          verdict_.objections.push_back(
              fmt::format("The control cell {}, the same code in both arms, moved by {:+.1f} % {}.",
                          record_.cells[i].name, 100 * *effects[runner], place_text(step, record_.runners[runner])));
        }
      }
    }
  }

  void object_to_missing_controls() {
    if (!verdict_.objections.empty()) return;  // rounds that were dropped are objected to already
    for (const gate_step step : gate_steps) {
      for (std::size_t runner = 0; runner < record_.runners.size(); ++runner) {
        if (!lacks_controls(step, runner)) continue;
        verdict_.objections.push_back(fmt::format("Only {} of at least {} control cells could be measured {}.",
                                                  measured_controls(step, runner), rules_.least_controls,
                                                  place_text(step, record_.runners[runner])));
      }
    }
  }

  bool lacks_controls(gate_step step) const {
    for (std::size_t runner = 0; runner < record_.runners.size(); ++runner)
      if (lacks_controls(step, runner)) return true;
    return false;
  }

  // Before that many rounds are kept, the missing pairs may still come.
  bool lacks_controls(gate_step step, std::size_t runner) const {
    const auto rounds = std::ranges::count_if(record_.rounds, [&](const gate_round& round) {
      return round.step == step && round.runner == runner && is_kept(round, rules_);
    });
    return static_cast<std::size_t>(rounds) >= least_control_pairs &&
           measured_controls(step, runner) < rules_.least_controls;
  }

  std::size_t measured_controls(gate_step step, std::size_t runner) const {
    std::size_t measured = 0;
    for (std::size_t i = 0; i < record_.cells.size(); ++i) {
      const auto pairs = std::ranges::count_if(kept_[i].steps[index_of(step)], [&](const gate_pair* pair) {
        return record_.rounds[pair->round].runner == runner;
      });
      if (record_.cells[i].is_control() && static_cast<std::size_t>(pairs) >= least_control_pairs) ++measured;
    }
    return measured;
  }

  void conclude(std::size_t i) {
    cell_verdict& cell = verdict_.cells[i];
    estimate_slowdown(i);
    if (fails_in(i, gate_arm::base) && fails_in(i, gate_arm::candidate)) {
      say(cell, gate_outcome::not_measured, "fails in both arms: " + message_of(i, gate_arm::candidate));
    } else if (fails_in(i, gate_arm::candidate)) {
      say_who_fails(i, gate_arm::candidate, gate_arm::base);
    } else if (fails_in(i, gate_arm::base)) {
      say_who_fails(i, gate_arm::base, gate_arm::candidate);
    } else if (!verdict_.objections.empty()) {
      say(cell, gate_outcome::inconclusive, "the run can't be trusted" + failure_so_far(i));
    } else if (step_of(i, gate_step::replicate).passed_on) {
      say(cell, gate_outcome::regression, "");
    } else if (const std::string missing = missing_pairs_text(cell); !missing.empty()) {
      say(cell, gate_outcome::inconclusive, missing + failure_so_far(i));
    } else if (!cell.slowdown || !is_below_bound(*cell.slowdown)) {
      say(cell, gate_outcome::inconclusive,
          fmt::format("a slowdown of {} can't be excluded", reports::percent_text(rules_.pass_below)));
    } else {
      const auto& warn_p = step_of(i, gate_step::confirm).warn_adjusted_p;
      say(cell, warn_p && *warn_p <= rules_.warn_share ? gate_outcome::warn : gate_outcome::pass, "");
    }
  }

  // Intermittent failures in both arms say nothing about the candidate, whichever arm reached its second failure first.
  void say_who_fails(std::size_t i, gate_arm arm, gate_arm other) {
    cell_verdict& cell = verdict_.cells[i];
    if (failures_in(i, other) == 0) {
      say(cell, gate_outcome::error, fmt::format("fails in the {} only: {}", name_of(arm), message_of(i, arm)));
    } else {
      say(cell, gate_outcome::inconclusive,
          fmt::format("failed {} in the {} and {} in the {}: {}", times_text(failures_in(i, arm)), name_of(arm),
                      times_text(failures_in(i, other)), name_of(other), message_of(i, arm)));
    }
  }

  // For a cell that isn't given up: its failures may be due to load, or each takes so long that the run ended before
  // the second.
  std::string failure_so_far(std::size_t i) const {
    for (const gate_arm arm : {gate_arm::candidate, gate_arm::base})
      if (!message_of(i, arm).empty()) return fmt::format("; failed in the {}: {}", name_of(arm), message_of(i, arm));
    return "";
  }

  static void say(cell_verdict& cell, gate_outcome outcome, std::string reason) {
    cell.outcome = outcome;
    cell.reason = std::move(reason);
  }

  const std::string& message_of(std::size_t cell, gate_arm arm) const {
    return last_message_[cell][static_cast<std::size_t>(arm)];
  }

  // The pairs of confirm and replicate, if the cell took part in them; otherwise those of the screen.
  std::vector<double> differences_behind(std::size_t i, gate_metric metric) const {
    const cell_verdict& cell = verdict_.cells[i];
    std::vector<double> differences;
    for (const gate_step step : {gate_step::confirm, gate_step::replicate}) {
      // Control cells are measured in every step, but are never candidates.
      if (cell.is_control || cell.steps[index_of(step)].wanted == 0) continue;
      const std::vector<double> fresh = kept_[i].differences(step, metric);
      differences.insert(differences.end(), fresh.begin(), fresh.end());
    }
    return differences.empty() ? kept_[i].differences(gate_step::screen, metric) : differences;
  }

  void estimate_slowdown(std::size_t i) {
    cell_verdict& cell = verdict_.cells[i];
    const std::vector<double> differences = differences_behind(i, cell.metric);
    if (differences.empty()) return;
    cell.slowdown = slowdown_in(differences);
    cell.real_slowdown = slowdown_in(differences_behind(i, gate_metric::real_time));
    cell.cpu_slowdown = slowdown_in(differences_behind(i, gate_metric::cpu_time));
    cell.pairs = differences.size();
  }

  // For a cell with unfinished steps.
  std::string missing_pairs_text(const cell_verdict& cell) const {
    if (cell.is_control) return "";
    for (const gate_step step : gate_steps) {
      const step_result& result = cell.steps[index_of(step)];
      if (result.pairs < result.wanted)
        return fmt::format("{} has {} of {} pairs", name_of(step), result.pairs, result.wanted);
    }
    const step_result& confirm = cell.steps[index_of(gate_step::confirm)];
    if (cell.steps[index_of(gate_step::screen)].passed_on && confirm.wanted == 0)
      return "a candidate that was not confirmed yet";
    if (cell.steps[index_of(gate_step::screen)].passed_on && !family_is_whole_)
      return "other candidates don't have their pairs yet";
    return "";
  }

  bool is_below_bound(const reports::estimate& slowdown) const {
    return slowdown.interval && slowdown.interval->high < rules_.pass_below;
  }

  gate_outcome outcome_of_run() const {
    bool any_measured = false;
    std::array<bool, 6> seen{};
    for (const cell_verdict& cell : verdict_.cells) {
      if (cell.is_control) continue;
      seen[static_cast<std::size_t>(cell.outcome)] = true;
      any_measured = any_measured || cell.outcome != gate_outcome::not_measured;
    }
    const auto has = [&](gate_outcome outcome) { return seen[static_cast<std::size_t>(outcome)]; };
    if (has(gate_outcome::regression)) return gate_outcome::regression;
    if (has(gate_outcome::error) || !any_measured) return gate_outcome::error;
    if (has(gate_outcome::inconclusive) || !verdict_.objections.empty()) return gate_outcome::inconclusive;
    return has(gate_outcome::warn) ? gate_outcome::warn : gate_outcome::pass;
  }

  const gate_record& record_;
  const gate_rules& rules_;
  gate_verdict verdict_;
  std::vector<kept_pairs> kept_;
  std::vector<std::array<std::size_t, 2>> failures_;      // by cell and arm, without those that load may explain
  std::vector<std::array<std::size_t, 2>> all_failures_;  // by cell and arm
  std::vector<std::array<std::string, 2>> last_message_;  // by cell and arm
  bool family_is_whole_ = false;                          // every candidate has its pairs of the confirm step
};

}  // namespace

std::string_view name_of(gate_step step) {
  constexpr std::array<std::string_view, 3> names{"screen", "confirm", "replicate"};
  return names[static_cast<std::size_t>(step)];
}

std::string_view name_of(gate_arm arm) {
  return arm == gate_arm::base ? "base" : "candidate";
}

std::string_view name_of(gate_source source) {
  constexpr std::array<std::string_view, 3> names{"compared", "base", "built_in"};
  return names[static_cast<std::size_t>(source)];
}

std::string_view name_of(gate_outcome outcome) {
  constexpr std::array<std::string_view, 6> names{"pass",         "warn",  "regression",
                                                  "inconclusive", "error", "not_measured"};
  return names[static_cast<std::size_t>(outcome)];
}

std::string_view name_of(gate_metric metric) {
  return metric == gate_metric::real_time ? "real_time" : "cpu_time";
}

gate_verdict judge(const gate_record& record) {
  return judgement(record).reach();
}

bool is_kept(const gate_round& round, const gate_rules& rules) {
  return round.foreign_share.value_or(0) + round.steal_share <= rules.foreign_share;
}

std::size_t control_pairs_in(std::size_t rounds, const gate_rules& rules) {
  return std::max(rules.control_pairs_a_round, (rules.control_pairs_a_step + rounds - 1) / rounds);
}

std::size_t confirm_pairs(double deviation, const gate_rules& rules) {
  const double ratio = deviation / rules.confirm_spread;
  const double pairs = std::ceil(static_cast<double>(rules.confirm_least) * ratio * ratio);
  if (pairs >= static_cast<double>(rules.confirm_most)) return rules.confirm_most;
  return std::max(rules.confirm_least, static_cast<std::size_t>(pairs));
}

double spread_of(const std::vector<double>& differences) {
  const double middle = reports::median(differences);
  std::vector<double> deviations;
  deviations.reserve(differences.size());
  for (const double difference : differences) deviations.push_back(std::fabs(difference - middle));
  return 1.4826 * reports::median(deviations);
}

double smallest_visible_slowdown(double spread, std::size_t pairs, const gate_rules& rules) {
  const boost::math::normal standard;
  const double power = boost::math::quantile(standard, 0.80);
  const auto mean_error = [&](double inflation, std::size_t n) {
    return spread * std::sqrt(inflation * std::numbers::pi / static_cast<double>(n));
  };
  const auto by_rank = [&](double shift, double p, std::size_t n) {
    return std::log1p(shift) + (boost::math::quantile(standard, 1 - p) + power) * mean_error(1.0 / 3, n);
  };
  const auto by_median = [&](double shift, std::size_t n) { return std::log1p(shift) + power * mean_error(0.5, n); };
  return slowdown_of(
      std::max({by_rank(0, rules.screen_p, rules.screen_pairs),
                by_median(std::min(rules.screen_median, rules.margin), rules.screen_pairs),
                by_rank(rules.margin, rules.confirm_p, pairs), by_rank(0, rules.replicate_p, rules.replicate_pairs),
                by_median(rules.margin, rules.replicate_pairs)}));
}

}  // namespace interleave::tracking
