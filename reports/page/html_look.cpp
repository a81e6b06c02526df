// Classes and marker shapes. The colours themselves are only in the style sheet.
#include "reports/page/html_look.hpp"

#include <array>
#include <map>

namespace interleave::reports {
namespace {

std::string_view family_class(runner_family family) {
  switch (family) {
    case runner_family::sequential:
      return "sequential";
    case runner_family::threads:
      return "threads";
    case runner_family::processes:
      return "processes";
    case runner_family::event_loop:
      return "event-loop";
    case runner_family::hybrid:
      return "hybrid";
    case runner_family::unknown:
      break;
  }
  return "unknown";
}

// All of about the same area, so that none looks heavier.
constexpr std::array<std::string_view, 8> markers = {
    "M-4.4 0A4.4 4.4 0 1 1 4.4 0A4.4 4.4 0 1 1 -4.4 0Z",                                    // circle
    "M-4 -4H4V4H-4Z",                                                                       // square
    "M0 -5L5 4H-5Z",                                                                        // triangle
    "M0 -5.4L5 0L0 5.4L-5 0Z",                                                              // diamond
    "M0 5L5 -4H-5Z",                                                                        // triangle, point down
    "M-1.7 -5H1.7V-1.7H5V1.7H1.7V5H-1.7V1.7H-5V-1.7H-1.7Z",                                 // plus
    "M-2.5 -5H2.5L5 0L2.5 5H-2.5L-5 0Z",                                                    // hexagon
    "M0 -2.2L2.8 -5L5 -2.8L2.2 0L5 2.8L2.8 5L0 2.2L-2.8 5L-5 2.8L-2.2 0L-5 -2.8L-2.8 -5Z",  // cross
};

}  // namespace

std::vector<runner_look> looks_of(const std::vector<runner_view>& runners) {
  constexpr std::size_t shades = 4;
  std::map<runner_family, std::size_t> seen;
  std::vector<runner_look> looks;
  looks.reserve(runners.size());
  for (const runner_view& runner : runners) {
    const std::size_t place = seen[runner.family]++;
    looks.push_back({family_class(runner.family), place % shades, markers.at(looks.size() % markers.size())});
  }
  return looks;
}

std::string color_classes(const runner_look& look) {
  return std::string(look.family) + " shade-" + std::to_string(look.shade);
}

void write_marker(html_writer& out, const runner_look& look) {
  const auto svg = out.open(
      "svg", {{"class", "marker " + color_classes(look)}, {"viewBox", "-6 -6 12 12"}, {"aria-hidden", "true"}});
  out.leaf("path", {{"d", look.marker}}, "");
}

}  // namespace interleave::reports
