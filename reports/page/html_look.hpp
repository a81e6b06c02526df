// How a runner looks throughout the page: hue by family, shade and dash by place within the family, marker shape by
// place among all runners. Up to four runners of a family are distinct, and the name is always shown as well.
#pragma once

#include "reports/answer/analysis.hpp"
#include "reports/page/html_writer.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace interleave::reports {

struct runner_look {
  std::string_view family;  // a class name of the style sheet: "threads"
  std::size_t shade = 0;    // 0 to 3, within the family
  std::string_view marker;  // SVG path data in a box from -5 to 5
};

std::vector<runner_look> looks_of(const std::vector<runner_view>& runners);

// "threads shade-1": for anything that takes the runner's colour from the style sheet.
std::string color_classes(const runner_look& look);

void write_marker(html_writer& out, const runner_look& look);

}  // namespace interleave::reports
