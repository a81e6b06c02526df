// What a result leaves undecided, and which cells would need more samples for it.
#pragma once

#include "reports/answer/analysis.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace interleave::reports {

struct open_question {
  std::vector<std::string> cells;     // names; those shown to be behind are left out
  std::size_t samples_to_decide = 0;  // of each, about; 0 if unknown
};

// The undecided entries of the map, and of the questions about costs.
std::vector<open_question> open_questions(const analysis& model);

}  // namespace interleave::reports
