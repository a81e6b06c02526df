// What a file says of the machine that it was measured on, beyond what must agree between results that are compared:
// its name, clock, frequency scaling and load. They may differ between the files of a folder, and the reader is told.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace interleave::reports {

class json_cursor;

struct machine_state {
  std::string host;            // empty where the file doesn't say, like all below
  double mhz = 0;              // 0: not said
  std::optional<bool> scales;  // whether the clock follows the load
  std::optional<double> load;  // of the last minute, when it began to measure
  std::int64_t cores = 0;      // 0: not said

  bool operator==(const machine_state&) const = default;
};

// Of the context of Google Benchmark, or where the suite has written its own into it, of that. Never throws.
machine_state machine_state_in(const json_cursor& context);

// In words, each thing that is not the same, or that is unknown, in one text: "lab-7, lab-8", "2100 to 3800 MHz",
// "on in 1 of 2 files", "0.08 to 7.90"; empty where no file says it.
std::string hosts_text(std::span<const machine_state> machines);
std::string clock_text(std::span<const machine_state> machines);
std::string scaling_text(std::span<const machine_state> machines);
std::string load_text(std::span<const machine_state> machines);

// What to know before samples of these are taken for samples of one quiet machine, each a sentence.
std::vector<std::string> machine_cautions(std::span<const machine_state> machines);

}  // namespace interleave::reports
