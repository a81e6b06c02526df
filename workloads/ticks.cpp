// Choosing the clock and finding its rate.
#include "workloads/ticks.hpp"

#include <fstream>
#include <string>

namespace interleave {
namespace {

bool kernel_uses_tsc() {
  std::ifstream file("/sys/devices/system/clocksource/clocksource0/current_clocksource");
  std::string name;
  return file >> name && name == "tsc";
}

struct both_clocks {
  std::uint64_t ticks;
  std::uint64_t ns;
};

// Of several tries the one in which the two readings were closest together.
both_clocks read_both() {
  both_clocks best{};
  std::uint64_t closest = ~std::uint64_t{0};
  for (int i = 0; i < 5; ++i) {
    const std::uint64_t before = ticks();
    const std::uint64_t ns = now_ns();
    const std::uint64_t after = ticks();
    if (after - before < closest) {
      closest = after - before;
      best = {before + (after - before) / 2, ns};
    }
  }
  return best;
}

}  // namespace

const bool tsc_keeps_time = kernel_uses_tsc();

namespace {
const both_clocks at_start = read_both();
}

double ns_per_tick() {
  if (!tsc_keeps_time) return 1;
  both_clocks now = read_both();
  while (now.ns - at_start.ns < 5'000'000) now = read_both();
  return static_cast<double>(now.ns - at_start.ns) / static_cast<double>(now.ticks - at_start.ticks);
}

}  // namespace interleave
