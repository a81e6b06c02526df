// The answer for programs: the verdict, the map with its costs and the matrix, as JSON. docs/answer.schema.json
// describes it. It holds what the page is made of, and nothing that the page doesn't say.
#pragma once

#include "reports/answer/analysis.hpp"

#include <string>

namespace interleave::reports {

// Indented, and valid UTF-8 whatever names the results hold. Ends in a newline.
std::string answer_json(const analysis& model);

}  // namespace interleave::reports
