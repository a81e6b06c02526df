// What a file says of the machine and its state: name, clock, frequency scaling and load. Unlike what makes results
// comparable, these may differ between the files of a folder, but the reader is told.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace interleave::reports {

class json_cursor;

struct machine_state {
  std::string host;            // empty if the file doesn't say; likewise for the fields below
  double mhz = 0;              // 0: unknown
  std::optional<bool> scales;  // whether the clock follows the load
  std::optional<double> load;  // 1-minute load average when the measurement began
  std::int64_t cores = 0;      // 0: unknown

  bool operator==(const machine_state&) const = default;
};

// Reads Google Benchmark's context or, in a file of the suite, the suite's own part of it. Never throws.
machine_state machine_state_in(const json_cursor& context);

// Each property that differs or is unknown somewhere, as text: "lab-7, lab-8", "2100 to 3800 MHz", "on in 1 of 2
// files", "0.08 to 7.90"; empty where no file has it.
std::string hosts_text(std::span<const machine_state> machines);
std::string clock_text(std::span<const machine_state> machines);
std::string scaling_text(std::span<const machine_state> machines);
std::string load_text(std::span<const machine_state> machines);

// Sentences of warning, for states that don't look like one quiet machine.
std::vector<std::string> machine_cautions(std::span<const machine_state> machines);

}  // namespace interleave::reports
