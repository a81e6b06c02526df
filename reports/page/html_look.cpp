// Classes and marker shapes. The colours themselves are only in the style sheet.
#include "reports/page/html_look.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>

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

enum marker : std::size_t {
  circle,
  square,
  triangle,
  diamond,
  triangle_down,
  plus,
  hexagon,
  cross,
  triangle_left,
  triangle_right,
  star,
  hourglass,
  marker_count
};

// All of about the same area, so that none looks heavier.
constexpr std::array<std::string_view, marker_count> markers = {
    "M-4.4 0A4.4 4.4 0 1 1 4.4 0A4.4 4.4 0 1 1 -4.4 0Z",
    "M-4 -4H4V4H-4Z",
    "M0 -5L5 4H-5Z",
    "M0 -5.4L5 0L0 5.4L-5 0Z",
    "M0 5L5 -4H-5Z",
    "M-1.7 -5H1.7V-1.7H5V1.7H1.7V5H-1.7V1.7H-5V-1.7H-1.7Z",
    "M-2.5 -5H2.5L5 0L2.5 5H-2.5L-5 0Z",
    "M0 -2.2L2.8 -5L5 -2.8L2.2 0L5 2.8L2.8 5L0 2.2L-2.8 5L-5 2.8L-2.2 0L-5 -2.8L-2.8 -5Z",
    "M-5 0L4 -5V5Z",
    "M5 0L-4 -5V5Z",
    "M0 -5.6L1.5 -2L5.3 -1.7L2.4 0.8L3.3 4.5L0 2.5L-3.3 4.5L-2.4 0.8L-5.3 -1.7L-1.5 -2Z",
    "M-4.8 -4.8H4.8L1.2 0L4.8 4.8H-4.8L-1.2 0Z",
};

constexpr std::size_t shades = 4;

struct own_look {
  std::string_view runner;
  marker shape;
  std::size_t shade;
};

// The suite's own runners. No pair of marker and shade is used twice, so that a drawing without hues tells them apart
// as well. Changing a row would make old and new reports look different.
constexpr own_look own_looks[] = {
    {"sequential", circle, 0},
    {"thread_per_task", triangle_down, 1},
    {"futures", triangle_left, 2},
    {"thread_pool", diamond, 0},
    {"thread_pool_outside", hourglass, 1},
    {"openmp_for", square, 2},
    {"openmp_tasks", hexagon, 3},
    {"parallel_algorithm", star, 1},
    {"tbb_tasks", triangle, 2},
    {"gil_threads", triangle_right, 3},
    {"coroutines", plus, 0},
    {"callbacks", circle, 3},
    {"coroutine_per_task", diamond, 2},
    {"fibers", star, 3},
    {"loop_per_core", cross, 1},
    {"coroutines_multi_thread", hexagon, 2},
    {"coroutines_offload", plus, 2},
    {"process_claim", triangle, 1},
    {"process_pool", square, 0},
    {"process_per_task", triangle_down, 2},
    {"prefork_loops", triangle, 0},
    {"hybrid", diamond, 1},
};

// FNV-1a, 32 bits (RFC 9923): the same on every machine and for every build, which std::hash isn't.
std::uint32_t hash_of(std::string_view name) {
  std::uint32_t hash = 2166136261U;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  return hash;
}

}  // namespace

runner_look look_of(std::string_view name, runner_family family) {
  const auto* const own = std::ranges::find(own_looks, name, &own_look::runner);
  if (own != std::end(own_looks)) return {family_class(family), own->shade, markers.at(own->shape)};
  const std::uint32_t hash = hash_of(name);
  return {family_class(family), hash / marker_count % shades, markers.at(hash % marker_count)};
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
