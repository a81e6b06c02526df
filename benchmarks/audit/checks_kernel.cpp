// Kernel settings that affect measurements: clock, timers, address layout, io_uring.
#include "benchmarks/audit/checks.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace interleave::audit {
namespace {

// The kernel's default timer slack.
constexpr std::uint64_t usual_slack_ns = 50'000;

check clocksource(const machine& facts) {
  constexpr subject about{"clocksource", "Clock source"};
  // The clocks that the C library reads without entering the kernel, in tens of nanoseconds.
  constexpr std::array<std::string_view, 5> quick{"tsc", "kvm-clock", "hyperv_clocksource_tsc_page", "arch_sys_counter",
                                                  "riscv_clocksource"};
  const auto& name = facts.clocksource;
  if (name == "unknown") return about.passed("The kernel does not show which it uses.");
  if (std::find(quick.begin(), quick.end(), name) != quick.end()) {
    return about.passed(fmt::format("{}: reading the clock costs tens of nanoseconds.", name));
  }
  const std::string mend = facts.clocksources_available.find("tsc") != std::string::npos
                               ? "echo tsc | sudo tee /sys/devices/system/clocksource/clocksource0/current_clocksource"
                               : "Look why the kernel gave up a better one: sudo dmesg | grep -i clocksource";
  if (name == "jiffies" || name == "refined-jiffies") {
    return about.invalid(
        fmt::format("{}: the clock moves in steps of milliseconds, so no latency can be measured.", name), mend);
  }
  return about.warning(
      fmt::format("{}: reading the clock enters the kernel and costs up to microseconds, twice a task. "
                  "noop, short tasks and their latencies measure the clock.",
                  name),
      mend);
}

check timer_slack(const machine& facts) {
  constexpr subject about{"timer_slack", "Timer slack"};
  if (facts.timer_slack_ns == 0) return about.passed("Not visible, or none.");
  const auto finding = fmt::format("A sleep may end {:.0f} us late", static_cast<double>(facts.timer_slack_ns) / 1000);
  if (facts.timer_slack_ns <= usual_slack_ns) {
    return about.passed(finding + "; io_sleep reports by how much it did.");
  }
  return about.warning(finding + ", more than the usual 50 us: io_sleep and every timed wait of a thread measure it.",
                       "Start the suite from a shell of your own rather than a service with TimerSlackNSec or batch "
                       "scheduling.");
}

check address_layout(const machine& facts) {
  constexpr subject about{"aslr", "Address layout"};
  if (facts.address_randomization != 0) {
    return about.passed("Random in each process: the luck of one layout averages out over the samples.");
  }
  return about.warning(
      "The address layout is not random: all samples share the luck of one layout, so intervals are narrower than the "
      "truth and two builds may differ by layout alone.",
      "sudo sysctl kernel.randomize_va_space=2, and start the suite without setarch -R");
}

check io_uring(const machine& facts) {
  constexpr subject about{"io_uring", "io_uring"};
  if (facts.io_uring_error.empty()) return about.passed("Works: event loops read files through it.");
  const auto consequence = fmt::format(
      "io_uring does not work here ({}): event loops hand file reads to a pool of threads, and io_file_read "
      "measures that.",
      facts.io_uring_error);
  if (facts.io_uring_disabled != 0) {
    return about.warning(consequence, "sudo sysctl kernel.io_uring_disabled=0");
  }
  return about.warning(consequence,
                       facts.virtualization.find("container") != std::string::npos
                           ? "Let the container's seccomp profile allow io_uring_setup, io_uring_enter and "
                             "io_uring_register."
                           : "Use a kernel from 5.6 on, and look at ulimit -l.");
}

}  // namespace

void check_kernel(const machine& facts, std::vector<check>& found) {
  for (const auto look : {clocksource, timer_slack, address_layout, io_uring}) found.push_back(look(facts));
}

}  // namespace interleave::audit
