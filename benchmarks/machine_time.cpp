// /proc/stat: "cpu user nice system idle iowait irq softirq steal ...", in clock ticks, then the same for "cpu0" and so
// on (proc(5)). The kernel adds up all CPUs in nanoseconds before it rounds the first line to ticks, so its rounding
// error is that of a single number, however many CPUs there are.
#include "benchmarks/machine_time.hpp"

#include "workloads/batch.hpp"

#include <algorithm>
#include <fstream>
#include <string>

#include <unistd.h>

namespace interleave {
namespace {

double tick_seconds() {
  static const double seconds = 1.0 / static_cast<double>(sysconf(_SC_CLK_TCK));
  return seconds;
}

}  // namespace

machine_time machine_time_now() {
  machine_time t;
  t.cpus = 0;
  std::ifstream stat("/proc/stat");
  std::string name;
  for (std::string line; stat >> name && name.starts_with("cpu"); std::getline(stat, line)) {
    if (name != "cpu") {
      ++t.cpus;
      continue;
    }
    double user = 0, nice = 0, system = 0, idle = 0, waiting_for_io = 0;
    stat >> user >> nice >> system >> idle >> waiting_for_io;
    t.idle_seconds = (idle + waiting_for_io) * tick_seconds();
  }
  t.cpus = std::max(t.cpus, 1);
  t.wall_ns = now_ns();
  return t;
}

foreign_cpu foreign_cpu_between(const machine_time& before, const machine_time& after, double known_seconds) {
  foreign_cpu found;
  const double all = static_cast<double>(after.wall_ns - before.wall_ns) * 1e-9 * after.cpus;
  if (all <= 0) return found;
  found.share = (all - (after.idle_seconds - before.idle_seconds) - known_seconds) / all;
  found.threshold = std::max(found.threshold, tick_seconds() / all);
  return found;
}

}  // namespace interleave
