// The order of the checks matters: a signal may be our own doing, and a signal explains a missing file.
#include "benchmarks/driver/judge.hpp"

#include "benchmarks/driver/last_words.hpp"
#include "benchmarks/driver/rows.hpp"
#include "workloads/parameters.hpp"
#include "workloads/signal_origin.hpp"

#include <csignal>
#include <cstring>
#include <sstream>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace interleave::driver {
namespace {

// What the sample itself printed, without the start of Google Benchmark's document, which goes to stdout as well.
std::string own_words(const printed_text& printed) {
  std::string words = printed.output;
  const std::size_t begin = words.find("{\n  \"context\": {");
  constexpr std::string_view end_mark = "\"benchmarks\": [";
  if (begin != std::string::npos) {
    const std::size_t end = words.find(end_mark, begin);
    words.erase(begin, end == std::string::npos ? end : end + end_mark.size() - begin);
  }
  return words + printed.errors;
}

std::string memory_text(std::uint64_t bytes) {
  if (bytes >> 20U == 0) return fmt::format("{} bytes", bytes);
  return fmt::format("{} MiB", bytes >> 20U);
}

std::string kill_message(const process_end& end) {
  // The kernel sends SIGKILL when memory runs out; otherwise another process or the user did.
  if (end.code == SIGKILL)
    return fmt::format("killed by SIGKILL, perhaps because memory ran out (largest process: {})",
                       memory_text(end.memory_peak_bytes));
  return "killed by " + signal_name(end.code);
}

// A row of Google Benchmark has no field for the kind of failure, so a failed row's label holds it as one of its words,
// "failure=wrong_digest". An unsupported cell would have been recognised before it was started; here it is an error.
failure kind_of(const json& row) {
  std::istringstream label(row.value("label", ""));
  for (std::string word; label >> word;)
    for (const failure kind : {failure::wrong_digest, failure::killed, failure::refused})
      if (word == fmt::format("failure={}", name_of(kind))) return kind;
  return failure::error;
}

std::string words_on_stopped(const std::set<std::string>& names) {
  if (names.empty()) return {};
  return fmt::format(": {} {} stopped (SIGSTOP)", fmt::join(names, ", "), names.size() == 1 ? "was" : "were");
}

}  // namespace

std::string_view name_of(failure kind) {
  switch (kind) {
    case failure::none:
      return "none";
    case failure::crash:
      return "crash";
    case failure::killed:
      return "killed";
    case failure::exit:
      return "exit";
    case failure::timeout:
      return "timeout";
    case failure::memory:
      return "memory";
    case failure::error:
      return "error";
    case failure::refused:
      return "refused";
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
                     const printed_text& printed) {
  const auto failed = [&](failure kind, std::string message) {
    return sample_outcome{kind, std::move(message), last_lines(own_words(printed)), {}};
  };
  // The last line of stderr is the most likely one to name the cause.
  const auto ended = [&](failure kind, std::string how) {
    const std::string cause = last_line(printed.errors);
    return failed(kind, cause.empty() ? std::move(how) : fmt::format("{}: {}", how, cause));
  };
  switch (end.stopped_for) {
    case overrun::time:
      return failed(failure::timeout, fmt::format("no result within {}{}", format_value(limits.time, kinds::duration),
                                                  words_on_stopped(end.stopped)));
    case overrun::memory:
      return failed(failure::memory, fmt::format("used {} of memory, more than the limit of {}",
                                                 memory_text(end.memory_used_bytes), memory_text(limits.memory_bytes)));
    case overrun::output:
      return failed(failure::error, fmt::format("printed more than {}", memory_text(limits.output_bytes)));
    case overrun::none:
      break;
  }
  if (end.signalled) return ended(is_of_its_own_making(end.code) ? failure::crash : failure::killed, kill_message(end));

  json parsed = parse_json_or_discard(document);
  const json* row = only_row(parsed);
  if (row != nullptr && row->value("error_occurred", false)) {
    // The sample has reported its own failure; all else that it printed is the table around it.
    return {kind_of(*row), without_controls(row->value("error_message", "failed without saying why")), "", {}};
  }
  if (end.code != 0) return ended(failure::exit, fmt::format("exited with status {}", end.code));
  if (row == nullptr) return ended(failure::exit, "exited with status 0, but wrote no result");
  if (end.processes_left > 0)
    return failed(failure::left_processes,
                  fmt::format("left {} process{} behind", end.processes_left, end.processes_left == 1 ? "" : "es"));
  return {failure::none, "", "", std::move(parsed)};
}

}  // namespace interleave::driver
