// From the end of a sample's process to its outcome: what counts as a result, and how each failure is classified.
#pragma once

#include "benchmarks/driver/sampler.hpp"

#include <cstdint>
#include <set>
#include <string>
#include <string_view>

namespace interleave::driver {

// Why we ended a sample ourselves.
enum class overrun { none, time, memory, output };

struct process_end {
  bool signalled = false;
  int code = 0;  // exit status, or the signal's number
  overrun stopped_for = overrun::none;
  std::uint64_t memory_used_bytes = 0;  // stopped_for memory: total of its processes
  std::uint64_t memory_peak_bytes = 0;  // of the largest process, as the kernel counted it
  int processes_left = 0;               // processes that outlived the sample
  std::set<std::string> stopped{};      // stopped_for time: names of processes that somebody had stopped (SIGSTOP)
};

// The limits set for a sample.
struct sample_limits {
  std::chrono::nanoseconds time = std::chrono::seconds(30);
  std::uint64_t memory_bytes = 0;             // 0: as much as there is
  std::uint64_t output_bytes = 16ULL << 20U;  // printed text; more than any working sample prints
};

struct printed_text {
  std::string output{};
  std::string errors{};
};

// `document` is the file the sample wrote (empty: none).
sample_outcome judge(const process_end& end, const sample_limits& limits, std::string_view document,
                     const printed_text& printed);

// "SIGSEGV"
std::string signal_name(int number);

}  // namespace interleave::driver
