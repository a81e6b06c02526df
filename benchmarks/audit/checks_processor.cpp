// Whether the processor runs at one speed.
#include "benchmarks/audit/checks.hpp"

#include <fmt/format.h>

namespace interleave::audit {
namespace {

// Processors begin to throttle near 100 degrees; from a few degrees below, a parallel cell reaches that.
constexpr double hot_celsius = 90;

check governor(const machine& facts) {
  constexpr subject about{"governor", "CPU governor"};
  if (facts.governor == "unknown") {
    return about.passed("This kernel shows no frequency scaling; in a virtual machine the host decides.");
  }
  if (facts.governor == "performance") return about.passed("performance: clocks do not wait for load.");
  return about.warning(
      fmt::format(
          "The governor is {}: clocks are low after every pause and climb while a sample runs. Wake-up latencies "
          "and short I/O-bound tasks come out slower and more scattered than those of a busy loop.",
          facts.governor),
      "echo performance | sudo tee /sys/devices/system/cpu/cpu*/cpufreq/scaling_governor");
}

check turbo(const machine& facts) {
  constexpr subject about{"turbo", "Turbo"};
  if (facts.turbo == "unknown") return about.passed("No turbo switch is visible here.");
  if (facts.turbo == "off") return about.passed("Off: one busy core runs as fast as all of them.");
  return about.warning(
      "Turbo is on: one busy core clocks higher than all busy cores do, so speed-up and efficiency of parallel "
      "CPU-bound "
      "cells look worse than the model is, and heat from one sample slows the next.",
      "echo 1 | sudo tee /sys/devices/system/cpu/intel_pstate/no_turbo (Intel), or echo 0 | sudo tee "
      "/sys/devices/system/cpu/cpufreq/boost");
}

check smt(const machine& facts) {
  constexpr subject about{"smt", "Simultaneous multithreading"};
  if (facts.smt == "unknown") return about.passed("It is not visible whether cores are shared.");
  if (facts.smt == "off") return about.passed("Off: each CPU is a core of its own.");
  return about.warning(
      "On: pairs of CPUs share one core. Efficiency counts each CPU as a core, so CPU-bound cells that use them all "
      "show "
      "about half of what they seem to be owed.",
      "echo off | sudo tee /sys/devices/system/cpu/smt/control (back with: echo on)");
}

check heat(const machine& facts) {
  constexpr subject about{"throttling", "Heat"};
  const std::string mend = "Let the machine cool, clear its vents, and give long runs pauses.";
  if (facts.seen.heat_events > 0) {
    return about.warning(
        "The processor slowed down because of heat while we looked: samples taken now are slower than "
        "those taken cold.",
        mend);
  }
  if (!facts.temperature_celsius) return about.passed("No sign of throttling; the temperature is not visible.");
  const auto finding = fmt::format("The processor is at {:.0f} degrees Celsius", *facts.temperature_celsius);
  if (*facts.temperature_celsius >= hot_celsius) {
    return about.warning(finding + ": parallel CPU-bound cells will make it throttle.", mend);
  }
  return about.passed(finding + " and does not throttle.");
}

check power(const machine& facts) {
  constexpr subject about{"power", "Power supply"};
  if (!facts.on_battery) return about.passed("No battery.");
  if (!*facts.on_battery) return about.passed("On mains.");
  return about.warning("Running on battery: firmware and kernel hold clocks down, and change them as it empties.",
                       "Plug the machine in.");
}

check virtualization(const machine& facts) {
  constexpr subject about{"virtualization", "Virtualization"};
  if (facts.virtualization == "none") return about.passed("None: the kernel runs on the metal.");
  if (facts.virtualization == "container") {
    return about.passed(
        "A container on the metal: nothing between a task and the processor but limits, checked below.");
  }
  return about.passed(fmt::format(
      "{}: an idle CPU is given back to the host, and waking it costs tens of microseconds where a switch on "
      "a running one costs two. Compare latencies only with those of a machine of this kind.",
      facts.virtualization));
}

check counters(const machine& facts) {
  constexpr subject about{"hardware_counters", "Hardware counters"};
  if (facts.hardware_counters_error.empty()) return about.passed("Available. No verdict rests on them.");
  return about.passed(fmt::format("Not available ({}); no verdict rests on them.", facts.hardware_counters_error));
}

}  // namespace

void check_processor(const machine& facts, std::vector<check>& found) {
  for (const auto look : {governor, turbo, smt, heat, power, virtualization, counters}) found.push_back(look(facts));
}

}  // namespace interleave::audit
