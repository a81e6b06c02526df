// How a runner looks throughout the page, and in every other report: hue by family, shade, dash and marker by its name,
// never by what else was measured. Foreign runners may look alike by chance, so the name is always shown as well.
#pragma once

#include "reports/answer/analysis.hpp"
#include "reports/page/html_writer.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace interleave::reports {

struct runner_look {
  std::string_view family;  // a class name of the style sheet: "threads"
  std::size_t shade = 0;    // 0 to 3
  std::string_view marker;  // SVG path data in a box from -5 to 5
};

runner_look look_of(std::string_view name, runner_family family);

// "threads shade-1": for anything that takes the runner's colour from the style sheet.
std::string color_classes(const runner_look& look);

void write_marker(html_writer& out, const runner_look& look);

}  // namespace interleave::reports
