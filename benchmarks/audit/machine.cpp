// Reads the facts, one function per group, from files documented in proc(5), sysfs and the kernel's admin guide.
#include "benchmarks/audit/machine.hpp"

#include "benchmarks/audit/activity.hpp"
#include "benchmarks/audit/resource_limits.hpp"
#include "benchmarks/audit/virtualization.hpp"
#include "runners/system/cgroup.hpp"
#include "runners/system/system_files.hpp"

#include <algorithm>

namespace interleave::audit {
namespace {

constexpr std::string_view cpu_folder = "sys/devices/system/cpu/";

std::string cpu_path(std::string_view rest) {
  return std::string(cpu_folder).append(rest);
}

std::string or_unknown(const std::string& text) {
  return text.empty() ? "unknown" : text;
}

std::set<std::uint64_t> online_cpus(const system_files& files) {
  auto online = parse_list(files.text(cpu_path("online")));
  if (!online.empty()) return online;
  const auto info = files.text("proc/cpuinfo");
  for (const auto line : lines_of(info)) {
    if (line.starts_with("processor")) online.insert(online.size());
  }
  return online;
}

std::string smt(const system_files& files) {
  const auto active = files.text(cpu_path("smt/active"));
  if (!active.empty()) return active == "1" ? "on" : "off";
  const auto siblings = parse_list(files.text(cpu_path("cpu0/topology/thread_siblings_list")));
  if (siblings.empty()) return "unknown";
  return siblings.size() > 1 ? "on" : "off";
}

std::string governors(const system_files& files, const std::set<std::uint64_t>& cpus) {
  std::set<std::string> names;
  for (const auto cpu : cpus) {
    const auto name = files.text(cpu_path("cpu" + std::to_string(cpu) + "/cpufreq/scaling_governor"));
    if (!name.empty()) names.insert(name);
  }
  std::string joined;
  for (const auto& name : names) joined += (joined.empty() ? "" : ", ") + name;
  return or_unknown(joined);
}

std::string turbo(const system_files& files) {
  if (const auto off = files.number(cpu_path("intel_pstate/no_turbo"))) return *off == 0 ? "on" : "off";
  if (const auto on = files.number(cpu_path("cpufreq/boost"))) return *on == 0 ? "off" : "on";
  return "unknown";
}

// Zones of wireless chips and batteries run hot too; only zones that name a processor count.
std::optional<double> temperature_celsius(const system_files& files) {
  std::optional<double> hottest;
  const std::string folder = "sys/class/thermal/";
  for (const auto& zone : files.entries(folder)) {
    const auto type = files.text(folder + zone + "/type");
    const auto millidegrees = files.number(folder + zone + "/temp");
    const bool of_processor = type.find("cpu") != std::string::npos || type.find("pkg") != std::string::npos;
    if (!of_processor || !millidegrees) continue;
    hottest = std::max(hottest.value_or(0), static_cast<double>(*millidegrees) / 1000.0);
  }
  return hottest;
}

std::optional<bool> on_battery(const system_files& files) {
  const std::string folder = "sys/class/power_supply/";
  std::optional<bool> answer;
  for (const auto& supply : files.entries(folder)) {
    const auto type = files.text(folder + supply + "/type");
    if (type == "Mains" && files.text(folder + supply + "/online") == "1") return false;
    // A mouse's battery, for example, has the scope "Device".
    if (type != "Battery" || files.text(folder + supply + "/scope") == "Device") continue;
    answer = answer.value_or(false) || files.text(folder + supply + "/status") == "Discharging";
  }
  return answer;
}

std::optional<pressure> read_pressure(const system_files& files) {
  const auto some = [&](std::string_view resource) -> std::optional<double> {
    // "some avg10=0.78 avg60=..."
    const auto text = files.text(std::string("proc/pressure/").append(resource));
    constexpr std::string_view key = "some avg10=";
    if (!text.starts_with(key)) return std::nullopt;
    return std::strtod(text.c_str() + key.size(), nullptr);
  };
  const auto cpu = some("cpu");
  if (!cpu) return std::nullopt;
  return pressure{*cpu, some("memory").value_or(0), some("io").value_or(0)};
}

std::uint64_t meminfo_bytes(const system_files& files, std::string_view key) {
  const auto text = files.field("proc/meminfo", key);  // "16316412 kB"
  const auto words = words_of(text);
  return words.empty() ? 0 : parse_number(words.front()).value_or(0) * 1024;
}

// "always [madvise] never"
std::string chosen(const std::string& text) {
  const auto open = text.find('[');
  const auto close = text.find(']');
  return open < close && close != std::string::npos ? text.substr(open + 1, close - open - 1) : or_unknown(text);
}

int address_randomization(const system_files& files) {
  constexpr std::uint64_t no_randomize = 0x0040000;  // ADDR_NO_RANDOMIZE, as `setarch -R` sets it
  if ((parse_number(files.text("proc/self/personality"), 16).value_or(0) & no_randomize) != 0) return 0;
  return static_cast<int>(files.number("proc/sys/kernel/randomize_va_space").value_or(2));
}

// "0.31 0.20 0.12 2/345 6789": the second half of the fourth word is the number of all threads that exist.
void read_load(const system_files& files, machine& found) {
  const auto text = files.text("proc/loadavg");
  const auto words = words_of(text);
  if (words.size() < 4) return;
  found.load_at_start = std::strtod(std::string(words[0]).c_str(), nullptr);
  found.threads_existing = parse_number(words[3].substr(words[3].find('/') + 1)).value_or(0);
}

void read_processor(const system_files& files, machine& found) {
  const auto online = online_cpus(files);
  // The kernel also lists processors here that are not present.
  const auto allowed = parse_list(files.field("proc/self/status", "Cpus_allowed_list"));
  std::uint64_t common = 0;
  for (const auto cpu : allowed) common += online.count(cpu);
  found.cores_online = std::max<std::uint64_t>(1, online.size());
  found.cores_allowed = common == 0 ? found.cores_online : common;
  // The fraction of a core cannot run a worker of its own, so a quota of 2.5 cores gives two usable ones.
  found.cores_usable = found.cores_allowed;
  if (const auto quota = found.cgroup.cpu_quota; quota && *quota < static_cast<double>(found.cores_allowed)) {
    found.cores_usable = std::max<std::uint64_t>(1, static_cast<std::uint64_t>(*quota));
  }
  found.cpu_model = cpu_model(files);
  found.smt = smt(files);
  found.governor = governors(files, online);
  found.turbo = turbo(files);
  found.temperature_celsius = temperature_celsius(files);
  found.on_battery = on_battery(files);
}

void read_memory(const system_files& files, machine& found) {
  found.memory_bytes = meminfo_bytes(files, "MemTotal");
  found.memory_available_bytes = meminfo_bytes(files, "MemAvailable");
  const auto swap_total = meminfo_bytes(files, "SwapTotal");
  found.swap_used_bytes = swap_total - std::min(swap_total, meminfo_bytes(files, "SwapFree"));
  found.transparent_huge_pages = chosen(files.text("sys/kernel/mm/transparent_hugepage/enabled"));
  if (files.number("proc/sys/vm/overcommit_memory") == 2) {
    const auto most = meminfo_bytes(files, "CommitLimit");
    found.limits.commit_left_bytes = most - std::min(most, meminfo_bytes(files, "Committed_AS"));
  }
}

void read_kernel(const system_files& files, machine& found) {
  found.host = or_unknown(files.text("proc/sys/kernel/hostname"));
  found.kernel = or_unknown(files.text("proc/sys/kernel/osrelease"));
  found.os = or_unknown(files.field("etc/os-release", "PRETTY_NAME"));
  const std::string clock = "sys/devices/system/clocksource/clocksource0/";
  found.clocksource = or_unknown(files.text(clock + "current_clocksource"));
  found.clocksources_available = files.text(clock + "available_clocksource");
  found.timer_slack_ns = files.number("proc/self/timerslack_ns").value_or(0);
  found.address_randomization = address_randomization(files);
  found.io_uring_disabled = static_cast<int>(files.number("proc/sys/kernel/io_uring_disabled").value_or(0));
}

}  // namespace

std::string cpu_model(const system_files& files) {
  for (const auto* const key : {"model name", "Model", "cpu model", "Processor"}) {
    if (auto name = files.field("proc/cpuinfo", key); !name.empty()) return name;
  }
  return or_unknown(files.text("sys/firmware/devicetree/base/model"));
}

machine read_machine(const std::filesystem::path& root, const probes& ask) {
  const system_files files(root);
  machine found;
  // The load is read first, before the audit itself adds to it.
  read_load(files, found);
  for (const std::string_view file : vital_files)
    if (files.text(file).empty()) found.unreadable.emplace(file);
  const auto before = read_activity(files);
  ask.pause();
  found.seen = activity_between(before, read_activity(files));
  found.stalls = read_pressure(files);
  found.limits = read_resource_limits(files);
  found.cgroup = read_cgroup_limits(files);
  read_kernel(files, found);
  read_processor(files, found);
  read_memory(files, found);
  found.virtualization = virtualization(files, ask.hypervisor());
  found.allocator = ask.allocator();
  found.io_uring_error = ask.io_uring_error();
  found.hardware_counters_error = ask.hardware_counters_error();
  found.room_in_cache = ask.room_in_cache();
  return found;
}

}  // namespace interleave::audit
