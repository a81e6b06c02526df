// Whether other programs are using the machine, and whether it is short of memory.
#include "benchmarks/audit/checks.hpp"

#include <fmt/format.h>

namespace interleave::audit {
namespace {

// Above the first share a sample is marked contaminated; with half of the machine in use by others, nothing can be
// measured.
constexpr double foreign_warning = 0.05;
constexpr double foreign_invalid = 0.50;
// Stolen time stops a processor without the guest's kernel knowing when, so a much smaller share does harm.
constexpr double steal_warning = 0.01;
constexpr double steal_invalid = 0.10;
// The load average lags by a minute and also counts tasks waiting for disks. So it is only a hint, and the share of
// other processes decides: a build that has just ended leaves a high load but takes no more CPU time.
constexpr double load_per_core_warning = 0.25;
// Shares of the last ten seconds in which some task waited. Memory stalls stop whole processes at once.
constexpr double cpu_stall_percent = 10;
constexpr double memory_stall_percent = 1;
constexpr double io_stall_percent = 10;
// A sample that touches a swapped-out page waits for a disk read; a few old pages of sleeping services do not matter.
constexpr std::uint64_t swap_in_use_bytes = 64ULL << 20U;
// The peak of the largest cells: the 64 MiB file in the page cache, thousands of stacks, and a margin to avoid reclaim.
constexpr std::uint64_t memory_wanted_bytes = 512ULL << 20U;
constexpr std::uint64_t memory_needed_bytes = 128ULL << 20U;

check load(const machine& facts) {
  constexpr subject about{"load", "Load at start"};
  const auto finding =
      fmt::format("The load average of the last minute is {:.2f} on {} cores", facts.load_at_start, facts.cores_online);
  if (facts.load_at_start <= load_per_core_warning * static_cast<double>(facts.cores_online)) {
    return about.passed(finding + ".");
  }
  if (facts.seen.foreign_share <= foreign_warning) {
    return about.passed(finding + ", the trace of something that has ended.");
  }
  return about.warning(finding +
                           ": something keeps the machine busy. Every number is at risk, those of parallel runners "
                           "most.",
                       "Wait until it has ended; find it with: top -b -n 1 | head -20");
}

check foreign(const machine& facts) {
  constexpr subject about{"foreign_cpu", "Other processes"};
  const auto share = facts.seen.foreign_share;
  const auto finding = fmt::format("Other processes take {} of all CPU time", percent(share));
  const std::string mend = "End what you do not need; find it with: top -b -n 1 | head -20";
  if (share > foreign_invalid) {
    return about.invalid(finding + ": what is left of the machine is not the machine that the report would describe.",
                         mend);
  }
  if (share > foreign_warning) {
    return about.warning(finding +
                             ": throughput of CPU-bound cells and all latencies suffer, and samples will be "
                             "marked contaminated.",
                         mend);
  }
  return about.passed(finding + ".");
}

check steal(const machine& facts) {
  constexpr subject about{"steal", "Stolen time"};
  const auto share = facts.seen.steal_share;
  const auto finding = fmt::format("The hypervisor gave {} of the CPU time to other guests", percent(share));
  const std::string mend =
      "Run when the host is quieter, or on a machine with dedicated cores; nothing inside the guest can mend it.";
  if (share > steal_invalid) return about.invalid(finding + ": no wall-clock number can be trusted.", mend);
  if (share > steal_warning) {
    return about.warning(finding +
                             ": latencies from p99 on, and whatever needs all cores at once, are worse than this "
                             "machine can do.",
                         mend);
  }
  return about.passed(finding + ".");
}

check pressure_stalls(const machine& facts) {
  constexpr subject about{"pressure", "Pressure stalls"};
  if (!facts.stalls) return about.passed("This kernel does not report pressure stalls; nothing can be said.");
  const auto& [cpu, memory, io] = *facts.stalls;
  const auto finding = fmt::format(
      "In the last ten seconds tasks waited {:.1f} % of the time for a CPU, {:.1f} % for memory, {:.1f} % "
      "for a disk",
      cpu, memory, io);
  if (cpu <= cpu_stall_percent && memory <= memory_stall_percent && io <= io_stall_percent) {
    return about.passed(finding + ".");
  }
  return about.warning(finding +
                           ": latencies rise with each of them; disk stalls touch io_file_read, memory stalls "
                           "everything.",
                       "Let builds, backups and updates finish, then look again: cat /proc/pressure/*");
}

check memory(const machine& facts) {
  constexpr subject about{"memory", "Memory available"};
  if (facts.memory_bytes == 0) return about.passed("It is not visible how much there is.");
  auto available = facts.memory_available_bytes;
  std::string of_whom = "are available";
  if (const auto left = facts.cgroup.memory_left_bytes; left && *left < available) {
    available = *left;
    of_whom = "are left in this control group";
  }
  const auto finding = fmt::format("{} {}", in_bytes(available), of_whom);
  const std::string mend = "Close what holds memory, or give the machine or container more.";
  if (available < memory_needed_bytes) {
    return about.invalid(finding + ": the suite's file of 64 MiB does not stay in memory beside its processes.", mend);
  }
  if (available < memory_wanted_bytes) {
    return about.warning(finding + ": cells with many threads or processes may be killed or run into reclaim.", mend);
  }
  return about.passed(finding + ".");
}

check swap(const machine& facts) {
  constexpr subject about{"swap", "Swap"};
  if (facts.seen.swapped_pages > 0) {
    return about.warning(
        fmt::format("The machine is swapping ({} pages while we looked): any task may wait for a disk, "
                    "and latencies measure that.",
                    facts.seen.swapped_pages),
        "Free memory, then bring pages back with: sudo swapoff -a && sudo swapon -a");
  }
  const auto finding = fmt::format("{} of swap are in use", in_bytes(facts.swap_used_bytes));
  if (facts.swap_used_bytes > swap_in_use_bytes) {
    return about.warning(finding + ": memory was short before, and pages of ours may be pushed out again.",
                         "Free memory, then bring pages back with: sudo swapoff -a && sudo swapon -a");
  }
  return about.passed(facts.swap_used_bytes == 0 ? "None in use." : finding + ", and nothing moves.");
}

}  // namespace

void check_activity(const machine& facts, std::vector<check>& found) {
  for (const auto look : {load, foreign, steal, pressure_stalls, memory, swap}) found.push_back(look(facts));
}

}  // namespace interleave::audit
