// Two readings of the kernel's counters, and what happened between them.
#include "benchmarks/audit/activity.hpp"

#include "runners/system/cgroup.hpp"

#include <algorithm>
#include <array>

namespace interleave::audit {
namespace {

// proc(5): user nice system idle iowait irq softirq steal; guest time is part of user, so it is not added again.
void read_processor_time(const system_files& files, activity_counters& counters) {
  const auto text = files.text("proc/stat");
  const auto lines = lines_of(text);
  if (lines.empty()) return;
  const auto words = words_of(lines.front());
  std::array<std::uint64_t, 8> ticks{};
  for (std::size_t i = 0; i < ticks.size() && i + 1 < words.size(); ++i) {
    ticks[i] = parse_number(words[i + 1]).value_or(0);
  }
  for (const auto part : ticks) counters.total_ticks += part;
  counters.steal_ticks = ticks[7];
  counters.busy_ticks = ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6];
}

// The name in parentheses may hold anything, so fields are counted from the last ')': utime, stime and the children's.
std::uint64_t own_processor_time(const system_files& files) {
  const auto text = files.text("proc/self/stat");
  const auto words = words_of(std::string_view(text).substr(std::min(text.rfind(')'), text.size())));
  std::uint64_t ticks = 0;
  for (std::size_t i = 12; i < 16 && i < words.size(); ++i) ticks += parse_number(words[i]).value_or(0);
  return ticks;
}

std::uint64_t swapped_pages(const system_files& files) {
  std::uint64_t pages = 0;
  const auto text = files.text("proc/vmstat");
  for (const auto line : lines_of(text)) {
    if (line.starts_with("pswpin ")) pages += parse_number(line.substr(7)).value_or(0);
    if (line.starts_with("pswpout ")) pages += parse_number(line.substr(8)).value_or(0);
  }
  return pages;
}

std::uint64_t heat_events(const system_files& files) {
  std::uint64_t events = 0;
  for (const auto cpu : parse_list(files.text("sys/devices/system/cpu/online"))) {
    const auto folder = "sys/devices/system/cpu/cpu" + std::to_string(cpu) + "/thermal_throttle";
    events += files.number(folder + "/core_throttle_count").value_or(0);
    events += files.number(folder + "/package_throttle_count").value_or(0);
  }
  return events;
}

// The kernel's counters are not read in one instant, and some run backwards by a tick.
std::uint64_t growth(std::uint64_t before, std::uint64_t after) {
  return after > before ? after - before : 0;
}

}  // namespace

activity_counters read_activity(const system_files& files) {
  activity_counters counters;
  read_processor_time(files, counters);
  counters.own_ticks = own_processor_time(files);
  counters.swapped_pages = swapped_pages(files);
  counters.throttled_periods = read_cgroup_limits(files).throttled_periods;
  counters.heat_events = heat_events(files);
  return counters;
}

activity activity_between(const activity_counters& before, const activity_counters& after) {
  activity seen;
  if (const auto total = static_cast<double>(growth(before.total_ticks, after.total_ticks)); total > 0) {
    const auto own = growth(before.own_ticks, after.own_ticks);
    seen.foreign_share = static_cast<double>(growth(own, growth(before.busy_ticks, after.busy_ticks))) / total;
    seen.steal_share = static_cast<double>(growth(before.steal_ticks, after.steal_ticks)) / total;
  }
  seen.swapped_pages = growth(before.swapped_pages, after.swapped_pages);
  seen.throttled_periods = growth(before.throttled_periods, after.throttled_periods);
  seen.heat_events = growth(before.heat_events, after.heat_events);
  return seen;
}

}  // namespace interleave::audit
