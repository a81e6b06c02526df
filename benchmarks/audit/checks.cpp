// Runs the checks in order, and formats their numbers.
#include "benchmarks/audit/checks.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

namespace interleave::audit {

check subject::passed(std::string finding) const {
  return {std::string(name), std::string(title), status::passed, std::move(finding), {}};
}

check subject::warning(std::string finding, std::string mend) const {
  return {std::string(name), std::string(title), status::warning, std::move(finding), std::move(mend)};
}

check subject::unknown(std::string_view file) const {
  return warning(fmt::format("Unknown: /{} can't be read.", file),
                 "Let this process read it: a container or sandbox hides it, or /proc is not mounted.");
}

check subject::invalid(std::string finding, std::string mend) const {
  return {std::string(name), std::string(title), status::invalid, std::move(finding), std::move(mend)};
}

std::string percent(double share) {
  return fmt::format("{:.1f} %", share * 100);
}

std::string in_bytes(std::uint64_t bytes) {
  constexpr std::array<const char*, 5> units{"B", "KiB", "MiB", "GiB", "TiB"};
  auto amount = static_cast<double>(bytes);
  std::size_t unit = 0;
  for (; amount >= 1024 && unit + 1 < units.size(); ++unit) amount /= 1024;
  return fmt::format("{:.{}f} {}", amount, unit == 0 ? 0 : 1, units[unit]);
}

std::string grouped(std::uint64_t number) {
  auto digits = std::to_string(number);
  for (auto place = digits.size(); place > 3; place -= 3) digits.insert(place - 3, 1, ',');
  return digits;
}

namespace {

// Where the fact comes from that a check judges. What lies in the control groups is found by way of /proc/self.
struct origin {
  std::string_view check;
  std::string_view file;
};

constexpr std::array<origin, 21> origins{{{"load", "proc/loadavg"},
                                          {"foreign_cpu", "proc/stat"},
                                          {"steal", "proc/stat"},
                                          {"memory", "proc/meminfo"},
                                          {"swap", "proc/meminfo"},
                                          {"affinity", "proc/self/status"},
                                          {"single_core", "proc/self/status"},
                                          {"cpu_quota", "proc/self/stat"},
                                          {"cgroup_tasks", "proc/self/stat"},
                                          {"aslr", "proc/sys/kernel/randomize_va_space"},
                                          {"open_files", "proc/self/limits"},
                                          {"processes", "proc/self/limits"},
                                          {"address_space", "proc/self/limits"},
                                          {"data_segment", "proc/self/limits"},
                                          {"file_size", "proc/self/limits"},
                                          {"cpu_seconds", "proc/self/limits"},
                                          {"pid_max", "proc/sys/kernel/pid_max"},
                                          {"threads_max", "proc/sys/kernel/threads-max"},
                                          {"map_count", "proc/sys/vm/max_map_count"},
                                          {"overcommit", "proc/sys/vm/overcommit_memory"},
                                          {"port_range", "proc/sys/net/ipv4/ip_local_port_range"}}};

check check_of_proc(const machine& facts) {
  constexpr subject about{"proc", "The kernel's files"};
  if (facts.shows("proc/self/stat")) return about.passed("/proc can be read.");
  return about.invalid(
      "/proc can't be read: neither the machine's state nor what a sample costs is known, and whether others use the "
      "machine can't be told.",
      "mount -t proc proc /proc (in a chroot or sandbox: bind the host's /proc)");
}

}  // namespace

std::vector<check> run_checks(const machine& facts, const sources& from) {
  std::vector<check> found;
  check_build(from, found);
  found.push_back(check_of_proc(facts));
  check_activity(facts, found);
  check_processor(facts, found);
  check_cores(facts, found);
  check_kernel(facts, found);
  check_limits(facts, from, found);
  for (check& each : found) {
    const auto* const from_file = std::ranges::find(origins, each.name, &origin::check);
    if (from_file != origins.end() && !facts.shows(from_file->file))
      each = subject{each.name, each.title}.unknown(from_file->file);
  }
  return found;
}

}  // namespace interleave::audit
