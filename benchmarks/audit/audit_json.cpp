// The audit as JSON, with the keys of the result schema. A limit that is unlimited is null, and so is what is not
// known.
#include "benchmarks/audit/audit.hpp"

#include <string_view>

#include <nlohmann/json.hpp>

namespace interleave::audit {
namespace {

using nlohmann::json;

template <class Value>
json or_null(const std::optional<Value>& value) {
  return value ? json(*value) : json(nullptr);
}

template <class Value>
json if_shown(const machine& facts, std::string_view file, const Value& value) {
  return facts.shows(file) ? json(value) : json(nullptr);
}

json limits_json(const machine& facts) {
  const auto& limits = facts.limits;
  return {{"open_files", or_null(limits.open_files)},
          {"open_files_hard", or_null(limits.open_files_hard)},
          {"processes", or_null(limits.processes)},
          {"address_space_bytes", or_null(limits.address_space)},
          {"data_segment_bytes", or_null(limits.data_segment)},
          {"file_size_bytes", or_null(limits.file_size)},
          {"cpu_seconds", or_null(limits.cpu_seconds)},
          {"stack_bytes", or_null(limits.stack)},
          {"map_count", or_null(limits.map_count)},
          {"pid_max", or_null(limits.pid_max)},
          {"threads_max", or_null(limits.threads_max)},
          {"commit_left_bytes", or_null(limits.commit_left_bytes)},
          {"ephemeral_ports", if_shown(facts, "proc/sys/net/ipv4/ip_local_port_range", limits.ephemeral_ports)},
          {"cgroup_memory_left_bytes", or_null(facts.cgroup.memory_left_bytes)},
          {"cgroup_tasks_left", or_null(facts.cgroup.tasks_left)}};
}

// Names of hosts and processors may hold anything, and JSON rejects bytes that are not UTF-8.
json with_valid_text(const json& made) {
  return json::parse(made.dump(-1, ' ', false, json::error_handler_t::replace));
}

json pressure_json(const machine& facts) {
  if (!facts.stalls) return nullptr;
  return {
      {"cpu_percent", facts.stalls->cpu}, {"memory_percent", facts.stalls->memory}, {"io_percent", facts.stalls->io}};
}

}  // namespace

json machine_json(const report& from) {
  const auto& facts = from.machine;
  return with_valid_text(
      {{"host", facts.host},
       {"cpu_model", facts.cpu_model},
       {"cores_usable", facts.cores_usable},
       {"cores_allowed", facts.cores_allowed},
       {"cores_online", facts.cores_online},
       {"smt", facts.smt},
       {"governor", facts.governor},
       {"turbo", facts.turbo},
       {"temperature_celsius", or_null(facts.temperature_celsius)},
       {"on_battery", or_null(facts.on_battery)},
       {"load_at_start", if_shown(facts, "proc/loadavg", facts.load_at_start)},
       {"foreign_cpu_share", if_shown(facts, "proc/stat", facts.seen.foreign_share)},
       {"steal_share", if_shown(facts, "proc/stat", facts.seen.steal_share)},
       {"pressure", pressure_json(facts)},
       {"kernel", facts.kernel},
       {"os", facts.os},
       {"virtualization", facts.virtualization},
       {"memory_bytes", if_shown(facts, "proc/meminfo", facts.memory_bytes)},
       {"memory_available_bytes", if_shown(facts, "proc/meminfo", facts.memory_available_bytes)},
       {"swap_used_bytes", if_shown(facts, "proc/meminfo", facts.swap_used_bytes)},
       {"transparent_huge_pages", facts.transparent_huge_pages},
       {"clocksource", facts.clocksource},
       {"allocator", facts.allocator},
       {"timer_slack_ns", if_shown(facts, "proc/self/stat", facts.timer_slack_ns)},
       {"address_randomization", if_shown(facts, "proc/sys/kernel/randomize_va_space", facts.address_randomization)},
       {"io_uring", facts.io_uring_error.empty() ? "available" : facts.io_uring_error},
       {"hardware_counters", facts.hardware_counters_error.empty() ? "available" : facts.hardware_counters_error},
       {"limits", limits_json(facts)},
       {"cgroup_cpu_quota", or_null(facts.cgroup.cpu_quota)}});
}

json checks_json(const report& from) {
  auto list = json::array();
  for (const auto& check : from.checks) {
    list.push_back({{"check", check.name},
                    {"title", check.title},
                    {"status", to_string(check.verdict)},
                    {"finding", check.finding},
                    {"mend", check.mend}});
  }
  return list;
}

json ceilings_json(const report& from) {
  auto list = json::array();
  for (const auto& ceiling : from.ceilings) {
    list.push_back(
        {{"model", ceiling.model}, {"count", ceiling.count}, {"limit", ceiling.limit}, {"reason", ceiling.reason}});
  }
  return list;
}

}  // namespace interleave::audit
