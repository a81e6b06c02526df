// Which of several groups of samples is the largest, and which are as large. One statement about all of them, false
// with no more than a given probability:
//
// - win: the leader is shown to be more than `win` times every other group;
// - equal: two or more groups are shown to be at least 1 / `equal` of the largest, whichever that is;
// - undecided: neither is shown.
//
// Every test is the rank-sum test of a ratio (ratio.hpp), at `error / 2` one-sided. A win must pass the test against
// each rival, and a group is equal only if no rival's ratio to it can exceed `equal`: both are intersection-union
// tests, which need no correction for the number of rivals (Schuirmann, J. Pharmacokinet. Biopharm. 15, 1987; Berger
// and Hsu, Statistical Science 11, 1996). Several groups may be called equal; what that adds is in docs/calibration.md.
//
// A group whose largest sample is below 1 / `far` of the leader's median is far behind and takes no part in the tests,
// so a few samples of it are enough: all of them would have to be outliers.
#pragma once

#include "reports/statistics/statistics.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace interleave::reports {

struct standing_rule {
  double error = 0.05;  // probability of a false statement
  double win = 1.03;
  double equal = 1.10;
  double far = 1.5;
  std::size_t least_samples = 6;      // of every group that a statement rests on
  std::size_t least_samples_far = 3;  // of a group that is far behind
};

enum class standing { win, equal, undecided };

// `open`: neither shown equal nor shown to be smaller than the leader by more than `win`. `too_few`: samples, and not
// far behind.
enum class position { leads, equal, behind, far_behind, open, too_few };

struct group_standing {
  estimate
      lead;  // the leader over this group, with its 95 % interval, absent with too few samples for it; 1 for itself
  position at = position::open;
};

struct standings {
  standing outcome = standing::undecided;
  std::size_t leader = 0;
  std::vector<group_standing> groups;  // parallel to the input
  // With about this many samples of each group that is not behind the outcome would be win or equal, if medians and
  // spreads stay as they are; 0 where it is decided, and where no number of samples would.
  std::size_t samples_to_decide = 0;
};

// `logarithms`: natural logarithms, one span a group. The leader is the group with the largest median, of equals the
// first. Precondition: two groups or more, none empty, all values finite.
standings rank_groups(std::span<const std::span<const double>> logarithms, const standing_rule& rule);

}  // namespace interleave::reports
