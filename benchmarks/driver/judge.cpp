// The order of the questions matters: what we did to the process explains its signal, and its signal explains the
// missing file.
#include "benchmarks/driver/judge.hpp"

#include "benchmarks/driver/rows.hpp"
#include "workloads/parameters.hpp"

#include <algorithm>
#include <csignal>
#include <cstring>

#include <fmt/format.h>

namespace interleave::driver {
namespace {

std::string tail_of(std::string_view output) {
  constexpr std::size_t most_bytes = 2000;
  constexpr int most_lines = 10;
  while (!output.empty() && (output.back() == '\n' || output.back() == ' ')) output.remove_suffix(1);
  std::size_t start = output.size();
  for (int lines = 0; start > 0 && output.size() - start < most_bytes; --start)
    if (output[start - 1] == '\n' && ++lines == most_lines) break;
  return std::string(output.substr(start));
}

std::string mebibytes(std::uint64_t bytes) {
  return fmt::format("{} MiB", bytes >> 20U);
}

std::string kill_message(const process_end& end) {
  // Nobody but the kernel kills our samples, and it does so for one reason.
  if (end.code == SIGKILL)
    return fmt::format("killed by SIGKILL, perhaps because memory ran out (largest process: {})",
                       mebibytes(end.memory_peak_bytes));
  return "killed by " + signal_name(end.code);
}

}  // namespace

std::string_view name_of(failure kind) {
  switch (kind) {
    case failure::none:
      return "none";
    case failure::crash:
      return "crash";
    case failure::exit:
      return "exit";
    case failure::timeout:
      return "timeout";
    case failure::memory:
      return "memory";
    case failure::error:
      return "error";
    case failure::wrong_digest:
      return "wrong_digest";
    case failure::left_processes:
      return "left_processes";
    case failure::unsupported:
      return "unsupported";
  }
  return "";
}

std::string signal_name(int number) {
  const char* abbreviation = ::sigabbrev_np(number);
  return abbreviation == nullptr ? fmt::format("signal {}", number) : fmt::format("SIG{}", abbreviation);
}

sample_outcome judge(const process_end& end, const sample_limits& limits, std::string_view document,
                     std::string_view output) {
  const auto failed = [&](failure kind, std::string message) {
    return sample_outcome{kind, std::move(message), tail_of(output), {}};
  };
  switch (end.stopped_for) {
    case overrun::time:
      return failed(failure::timeout, fmt::format("no result within {}", format_value(limits.time, kinds::duration)));
    case overrun::memory:
      return failed(failure::memory, fmt::format("used {} of memory, more than the limit of {}",
                                                 mebibytes(end.memory_used_bytes), mebibytes(limits.memory_bytes)));
    case overrun::output:
      return failed(failure::error, fmt::format("printed more than {}", mebibytes(limits.output_bytes)));
    case overrun::none:
      break;
  }
  if (end.signalled) return failed(failure::crash, kill_message(end));

  json parsed = json::parse(document, nullptr, false);
  const json* row = only_row(parsed);
  if (row != nullptr && row->value("error_occurred", false)) {
    const std::string message = row->value("error_message", "failed without saying why");
    const bool wrong = message.find("wrong digest") != std::string::npos;
    // It has said what it had to say; what it printed is only the table around it.
    return {wrong ? failure::wrong_digest : failure::error, message, "", {}};
  }
  if (end.code != 0) return failed(failure::exit, fmt::format("exited with status {}", end.code));
  if (row == nullptr) return failed(failure::exit, "exited with status 0, but wrote no result");
  if (end.processes_left > 0)
    return failed(failure::left_processes,
                  fmt::format("left {} process{} behind", end.processes_left, end.processes_left == 1 ? "" : "es"));
  return {failure::none, "", "", std::move(parsed)};
}

}  // namespace interleave::driver
