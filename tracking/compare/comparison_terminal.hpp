// The comparison for a terminal. Presents what compare() says and adds nothing.
#pragma once

#include "reports/text/terminal.hpp"
#include "tracking/compare/comparison.hpp"

#include <string>

namespace interleave::tracking {

std::string comparison_terminal(const comparison& model, const reports::terminal_options& options = {});

}  // namespace interleave::tracking
