// Affinity by sched_setaffinity.
#include "runners/placement.hpp"

#include "runners/system/cgroup.hpp"

#include <algorithm>
#include <cerrno>
#include <system_error>

#include <sched.h>

namespace interleave {
namespace {

std::vector<int> usable_cpus() {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof set, &set) != 0)
    throw std::system_error(errno, std::generic_category(), "sched_getaffinity");
  std::vector<int> cpus;
  for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu)
    if (CPU_ISSET(static_cast<std::size_t>(cpu), &set)) cpus.push_back(cpu);
  return cpus;
}

void pin(pid_t who, const std::vector<int>& cpus) {
  cpu_set_t set;
  CPU_ZERO(&set);
  for (const int cpu : cpus) CPU_SET(static_cast<std::size_t>(cpu), &set);
  if (sched_setaffinity(who, sizeof set, &set) != 0)
    throw std::system_error(errno, std::generic_category(), "sched_setaffinity");
}

// Whole CPUs that the control groups' quota allows, at least one.
int cpus_by_quota(int otherwise) {
  const auto quota = read_cgroup_limits(system_files("/")).cpu_quota;
  return quota ? std::max(1, static_cast<int>(*quota)) : otherwise;
}

}  // namespace

std::string_view name_of(placement_policy policy) {
  switch (policy) {
    case placement_policy::free:
      return "free";
    case placement_policy::one_cpu:
      return "one-cpu";
    case placement_policy::spread:
      return "spread";
    case placement_policy::apart:
      return "apart";
  }
  return "";
}

std::optional<placement_policy> placement_named(std::string_view name) {
  for (const auto policy :
       {placement_policy::free, placement_policy::one_cpu, placement_policy::spread, placement_policy::apart})
    if (name == name_of(policy)) return policy;
  return std::nullopt;
}

placement::placement(placement_policy policy) : policy_(policy), cpus_(usable_cpus()), cores_(1) {
  const int available = static_cast<int>(cpus_.size());
  if (policy == placement_policy::one_cpu) {
    pin(0, {cpus_.front()});
    return;
  }
  cores_ = std::min(available, cpus_by_quota(available));
  if (policy != placement_policy::apart || available < 2) return;
  pin(0, {cpus_.begin(), cpus_.end() - 1});
  cores_ = std::min(cores_, available - 1);
}

placement::~placement() {
  if (policy_ != placement_policy::free) {
    cpu_set_t set;
    CPU_ZERO(&set);
    for (const int cpu : cpus_) CPU_SET(static_cast<std::size_t>(cpu), &set);
    sched_setaffinity(0, sizeof set, &set);
  }
}

void placement::pin_worker(int index) const {
  pin(0, {cpus_[static_cast<std::size_t>(index) % cpus_.size()]});
}

void placement::place_submitter() const {
  if (policy_ == placement_policy::spread) pin(0, {cpus_.back()});
}

void placement::place_peer(pid_t peer) const {
  const bool is_placed = policy_ == placement_policy::spread || policy_ == placement_policy::apart;
  if (is_placed) pin(peer, {cpus_.back()});
}

}  // namespace interleave
