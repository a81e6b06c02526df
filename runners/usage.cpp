// Reading resource usage from the kernel.
#include "runners/usage.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

#include <sys/resource.h>
#include <unistd.h>

namespace interleave {
namespace {

std::uint64_t ns_of(const timeval& t) {
  return static_cast<std::uint64_t>(t.tv_sec) * 1'000'000'000U + static_cast<std::uint64_t>(t.tv_usec) * 1'000U;
}

resource_usage usage_of(int who) {
  rusage r{};
  getrusage(who, &r);
  return {.cpu_user_ns = ns_of(r.ru_utime),
          .cpu_system_ns = ns_of(r.ru_stime),
          .switches_voluntary = static_cast<std::uint64_t>(r.ru_nvcsw),
          .switches_involuntary = static_cast<std::uint64_t>(r.ru_nivcsw),
          .faults_minor = static_cast<std::uint64_t>(r.ru_minflt),
          .faults_major = static_cast<std::uint64_t>(r.ru_majflt)};
}

// "Pss:                 172 kB"
std::optional<std::uint64_t> bytes_of(const std::string& smaps, std::string_view field) {
  const std::size_t at = smaps.find(field);
  if (at == std::string::npos) return std::nullopt;
  return std::stoull(smaps.substr(at + field.size())) * 1024;
}

std::string smaps_of(pid_t process) {
  std::ostringstream text;
  text << '\n' << std::ifstream("/proc/" + std::to_string(process) + "/smaps_rollup").rdbuf();
  return text.str();
}

std::uint64_t peak_memory_in(const std::string& path) {
  std::ifstream status(path);
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmHWM:")) return std::stoull(line.substr(6)) * 1024;
  return 0;
}

}  // namespace

resource_usage& resource_usage::operator+=(const resource_usage& other) {
  cpu_user_ns += other.cpu_user_ns;
  cpu_system_ns += other.cpu_system_ns;
  switches_voluntary += other.switches_voluntary;
  switches_involuntary += other.switches_involuntary;
  faults_minor += other.faults_minor;
  faults_major += other.faults_major;
  return *this;
}

resource_usage operator-(resource_usage later, const resource_usage& earlier) {
  later.cpu_user_ns -= earlier.cpu_user_ns;
  later.cpu_system_ns -= earlier.cpu_system_ns;
  later.switches_voluntary -= earlier.switches_voluntary;
  later.switches_involuntary -= earlier.switches_involuntary;
  later.faults_minor -= earlier.faults_minor;
  later.faults_major -= earlier.faults_major;
  return later;
}

resource_usage usage_of_self() {
  return usage_of(RUSAGE_SELF);
}
resource_usage usage_of_ended_children() {
  return usage_of(RUSAGE_CHILDREN);
}

std::uint64_t peak_memory_of_self() {
  return peak_memory_in("/proc/self/status");
}
std::uint64_t peak_memory_of(pid_t process) {
  return peak_memory_in("/proc/" + std::to_string(process) + "/status");
}

void reset_peak_memory_of_self() {
  std::ofstream("/proc/self/clear_refs") << 5;
}

memory_peaks& memory_peaks::operator+=(const memory_peaks& others) {
  largest = std::max(largest, others.largest);
  sum += others.sum;
  if (proportional && others.proportional)
    *proportional += *others.proportional;
  else
    proportional.reset();
  return *this;
}

memory_peaks peaks_of(pid_t process) {
  const std::uint64_t peak = peak_memory_of(process);
  const std::string smaps = smaps_of(process);
  const auto resident = bytes_of(smaps, "\nRss:");
  const auto proportional = bytes_of(smaps, "\nPss:");
  memory_peaks found{.largest = peak, .sum = peak, .proportional = std::nullopt};
  if (resident && proportional) found.proportional = peak - std::min(peak, *resident - *proportional);
  return found;
}

void private_memory::note_self() {
  const std::string smaps = smaps_of(getpid());
  const std::uint64_t own =
      bytes_of(smaps, "\nPrivate_Clean:").value_or(0) + bytes_of(smaps, "\nPrivate_Dirty:").value_or(0);
  std::uint64_t known = largest_[0];
  while (own > known && !largest_[0].compare_exchange_weak(known, own)) {
  }
}

std::uint64_t peak_memory_of_ended_children() {
  rusage r{};
  getrusage(RUSAGE_CHILDREN, &r);
  return static_cast<std::uint64_t>(r.ru_maxrss) * 1024;
}

}  // namespace interleave
