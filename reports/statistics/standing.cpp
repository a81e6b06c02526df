// See the header. On logarithms factors are distances, and a ratio of groups is a shift between them.
#include "reports/statistics/standing.hpp"

#include "reports/statistics/rank_sum.hpp"
#include "reports/statistics/ratio.hpp"
#include "reports/statistics/two_groups.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <boost/math/distributions/normal.hpp>

namespace interleave::reports {

namespace {

double normal_quantile(double probability) {
  return boost::math::quantile(boost::math::normal(), probability);
}

class ranking {
 public:
  ranking(std::span<const std::span<const double>> groups, const standing_rule& rule)
      : groups_(groups), rule_(rule), confidence_(1 - rule.error) {
    std::vector<double> medians;
    for (const std::span<const double> group : groups) medians.push_back(median(group));
    found_.leader = static_cast<std::size_t>(std::ranges::max_element(medians) - medians.begin());
    leading_median_ = medians[found_.leader];
    found_.groups.resize(groups.size());
  }

  standings find() && {
    for (std::size_t i = 0; i < groups_.size(); ++i) compare_with_leader(i);
    const auto is_at = [](position where) { return [=](const group_standing& group) { return group.at == where; }; };
    if (std::ranges::any_of(found_.groups, is_at(position::too_few))) {
      found_.samples_to_decide = enough_for_a_test();
      return std::move(found_);
    }
    const auto rivals = static_cast<std::ptrdiff_t>(groups_.size()) - 1;
    if (std::ranges::count_if(found_.groups, [](const group_standing& group) {
          return group.at == position::behind || group.at == position::far_behind;
        }) == rivals) {
      found_.outcome = standing::win;
      return std::move(found_);
    }
    std::vector<std::size_t> equal;
    for (std::size_t i = 0; i < groups_.size(); ++i) {
      if (takes_part(i) && is_equal_to_the_largest(i)) equal.push_back(i);
    }
    if (equal.size() >= 2) {
      found_.outcome = standing::equal;
      for (const std::size_t i : equal) found_.groups[i].at = position::equal;
    } else {
      const std::size_t needed = std::min(enough_for_a_win(), enough_for_equality());
      found_.samples_to_decide = needed == never ? 0 : std::max({enough_for_a_test(), needed, fewest() + 1});
    }
    return std::move(found_);
  }

 private:
  static constexpr std::size_t never = std::numeric_limits<std::size_t>::max();

  void compare_with_leader(std::size_t i) {
    group_standing& group = found_.groups[i];
    group.lead = ratio_between({groups_[found_.leader], groups_[i]});
    const std::size_t count = groups_[i].size();
    if (count >= rule_.least_samples_far && std::ranges::max(groups_[i]) < leading_median_ - std::log(rule_.far)) {
      group.at = position::far_behind;
    } else if (count < rule_.least_samples) {
      group.at = position::too_few;
    } else if (i == found_.leader) {
      group.at = position::leads;
    } else {
      const bool is_behind = shift_is_above(groups_[i], groups_[found_.leader], std::log(rule_.win), confidence_);
      group.at = is_behind ? position::behind : position::open;
    }
  }

  [[nodiscard]] bool takes_part(std::size_t i) const { return found_.groups[i].at != position::far_behind; }

  [[nodiscard]] bool is_equal_to_the_largest(std::size_t i) const {
    for (std::size_t j = 0; j < groups_.size(); ++j) {
      if (i == j || !takes_part(j)) continue;
      if (!shift_is_above(groups_[j], groups_[i], -std::log(rule_.equal), confidence_)) return false;
    }
    return true;
  }

  // Samples of a group that takes part.
  [[nodiscard]] std::size_t fewest() const {
    std::size_t least = never;
    for (std::size_t i = 0; i < groups_.size(); ++i) {
      if (takes_part(i) && found_.groups[i].at != position::behind) least = std::min(least, groups_[i].size());
    }
    return least;
  }

  // How many samples a group must have for two groups of that size to be told apart at all.
  [[nodiscard]] std::size_t enough_for_a_test() const {
    return std::max(rule_.least_samples, least_size_of_two_groups(rule_.error));
  }

  // The number of samples at which a bound as far from its shift as this interval's would be only `distance` away from
  // it: widths fall with the root of the number of samples.
  [[nodiscard]] std::size_t enough_for(const estimate& shift, double reach, double distance, std::size_t count) const {
    if (distance <= 0 || !shift.interval) return never;
    const double wider = normal_quantile(1 - rule_.error / 2) / normal_quantile(0.975);
    const double factor = reach * wider / distance;
    const double needed = std::ceil(static_cast<double>(count) * factor * factor);
    return needed < 1e6 ? static_cast<std::size_t>(needed) : never;
  }

  [[nodiscard]] std::size_t enough_for_a_win() const {
    std::size_t most = 0;
    const std::span<const double> leading = groups_[found_.leader];
    for (std::size_t i = 0; i < groups_.size(); ++i) {
      if (i == found_.leader || !takes_part(i) || found_.groups[i].at == position::behind) continue;
      const estimate shift = shift_between(groups_[i], leading);
      const double reach = shift.interval ? shift.median - shift.interval->low : 0;
      most = std::max(most, enough_for(shift, reach, shift.median - std::log(rule_.win),
                                       std::min(groups_[i].size(), leading.size())));
    }
    return most;
  }

  // Two of the groups have to be shown equal: the two that need the fewest samples.
  [[nodiscard]] std::size_t enough_for_equality() const {
    std::vector<std::size_t> needs;
    for (std::size_t i = 0; i < groups_.size(); ++i) {
      if (!takes_part(i)) continue;
      std::size_t most = 0;
      for (std::size_t j = 0; j < groups_.size(); ++j) {
        if (i == j || !takes_part(j)) continue;
        const estimate shift = shift_between(groups_[i], groups_[j]);
        const double reach = shift.interval ? shift.interval->high - shift.median : 0;
        most = std::max(most, enough_for(shift, reach, std::log(rule_.equal) - shift.median,
                                         std::min(groups_[i].size(), groups_[j].size())));
      }
      needs.push_back(most);
    }
    std::ranges::sort(needs);
    return needs.size() < 2 ? never : needs[1];
  }

  std::span<const std::span<const double>> groups_;
  const standing_rule& rule_;
  double confidence_;
  double leading_median_ = 0;
  standings found_;
};

}  // namespace

standings rank_groups(std::span<const std::span<const double>> logarithms, const standing_rule& rule) {
  return ranking(logarithms, rule).find();
}

}  // namespace interleave::reports
