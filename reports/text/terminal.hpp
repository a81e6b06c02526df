// The report for a terminal: verdict, checks, decision map, cells. Lays out what analyse() says and adds nothing.
#pragma once

#include "reports/answer/analysis.hpp"

#include <cstddef>
#include <string>

namespace interleave::reports {

struct terminal_options {
  std::size_t width = 100;  // in characters; tables drop columns instead of wrapping, prose wraps
  bool colour = false;      // the caller checks NO_COLOR and whether this is a terminal
  bool unicode = true;      // false: ASCII only
  bool cells = true;        // the table of all cells
};

std::string terminal(const analysis& model, const terminal_options& options = {});

}  // namespace interleave::reports
