// /proc/stat: "cpuN user nice system idle iowait irq softirq steal ...", in clock ticks (proc(5)).
#include "benchmarks/machine_time.hpp"

#include "workloads/batch.hpp"

#include <algorithm>
#include <fstream>
#include <string>

#include <unistd.h>

namespace interleave {

machine_time machine_time_now() {
  static const double tick_seconds = 1.0 / static_cast<double>(sysconf(_SC_CLK_TCK));
  machine_time t;
  t.cpus = 0;
  std::ifstream stat("/proc/stat");
  std::string name;
  for (std::string line; stat >> name && name.starts_with("cpu"); std::getline(stat, line)) {
    if (name == "cpu") continue;
    double user = 0, nice = 0, system = 0, idle = 0, waiting_for_io = 0;
    stat >> user >> nice >> system >> idle >> waiting_for_io;
    t.idle_seconds += (idle + waiting_for_io) * tick_seconds;
    ++t.cpus;
  }
  t.cpus = std::max(t.cpus, 1);
  t.wall_ns = now_ns();
  return t;
}

foreign_cpu foreign_cpu_between(const machine_time& before, const machine_time& after, double known_seconds) {
  constexpr double contaminated_above = 0.05;
  constexpr double resolution_seconds = 0.01;
  const double all = static_cast<double>(after.wall_ns - before.wall_ns) * 1e-9 * after.cpus;
  if (all <= 0) return {};
  const double foreign = std::max(0.0, all - (after.idle_seconds - before.idle_seconds) - known_seconds);
  return {.share = foreign / all,
          .contaminates = foreign > contaminated_above * all && foreign > resolution_seconds * after.cpus};
}

}  // namespace interleave
