// Which cells get more samples than all others: those of questions that are still open, as far as the time allows.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace interleave::driver {

// How many samples the cells of an undecided entry have when it is judged again, if every cell doesn't have as many.
inline constexpr std::array default_looks{9, 13, 20, 30};

// Cells, by index, that have to be told apart; with about so many samples each they probably can be. 0: unknown.
struct open_question {
  std::vector<std::size_t> cells;
  std::size_t samples_to_decide = 0;
};

struct sampling_state {
  std::vector<int> targets;          // by cell: how many samples it is to have
  std::vector<double> seconds_each;  // by cell: what one more sample takes
  double seconds_left = 0;
};

// The targets with those cells raised to `look` samples whose questions can probably be decided soonest: questions are
// ordered by the time that they are likely to need until then, and each that still fits into the time left gets its
// samples up to the next look. A cell may belong to several questions.
std::vector<int> raised_targets(const sampling_state& now, std::span<const open_question> questions, int look);

}  // namespace interleave::driver
