// How many of the machine's cores this process can really use.
#include "benchmarks/audit/checks.hpp"

#include <fmt/format.h>

namespace interleave::audit {
namespace {

check affinity(const machine& facts) {
  constexpr subject about{"affinity", "CPU affinity"};
  if (facts.cores_allowed >= facts.cores_online) {
    return about.passed(fmt::format("All {} CPUs may be used.", facts.cores_online));
  }
  return about.warning(fmt::format("This process may use {} of {} CPUs: the report speaks of that part of the machine, "
                                   "and neighbours on the rest share its caches and memory.",
                                   facts.cores_allowed, facts.cores_online),
                       fmt::format("taskset -c 0-{} interleave run, unless the part is what you mean to measure",
                                   facts.cores_online - 1));
}

check quota(const machine& facts) {
  constexpr subject about{"cpu_quota", "CPU quota"};
  const auto cores = facts.cgroup.cpu_quota;
  if (!cores || *cores >= static_cast<double>(facts.cores_allowed)) {
    return about.passed(cores ? fmt::format("The control group may use {:.1f} cores, no fewer than there are.", *cores)
                              : "The control group sets none.");
  }
  const auto throttled = facts.seen.throttled_periods > 0 ? " It was stopped while we looked." : std::string_view{};
  return about.warning(
      fmt::format(
          "The control group may use {:.1f} of {} cores: when that is spent, all of it stops until the next "
          "period of 100 ms or so. Latencies from p90 on, and every parallel CPU-bound cell, measure the quota.{}",
          *cores, facts.cores_allowed, throttled),
      "Run without a quota (docker run without --cpus; no CPU limit in Kubernetes), or bind to whole cores with "
      "--cpuset-cpus.");
}

check single_core(const machine& facts) {
  constexpr subject about{"single_core", "Usable cores"};
  if (facts.cores_usable > 1) return about.passed(fmt::format("{} cores can be used.", facts.cores_usable));
  return about.warning(
      "One core can be used: no runner can be parallel, and a peer of an I/O workload competes with what it serves. "
      "What "
      "threads or processes gain for CPU-bound work cannot be seen here.",
      "Use a machine, or a share of it, with at least two cores.");
}

}  // namespace

void check_cores(const machine& facts, std::vector<check>& found) {
  for (const auto look : {affinity, quota, single_core}) found.push_back(look(facts));
}

}  // namespace interleave::audit
