// One process from fork to times. As in the driver, we wait for the process itself, not for its pipes to close: a child
// of it may keep them open.
#include "tracking/gate/process_measurer.hpp"

#include "benchmarks/driver/child_process.hpp"
#include "benchmarks/driver/files.hpp"
#include "benchmarks/driver/orphans.hpp"
#include "tracking/gate/program.hpp"
#include "workloads/errors.hpp"

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdint>
#include <string>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

namespace interleave::gate {
namespace {

using steady = std::chrono::steady_clock;
using tracking::process_result;

// How often a running process is checked, and how much it may have written to standard error by then.
constexpr std::chrono::milliseconds look_interval(200);
constexpr std::uint64_t most_error_bytes = 16ULL << 20U;
// Child processes told to end along with their parent may still be ending when it exits.
constexpr std::chrono::milliseconds orphan_grace(200);
constexpr std::size_t most_tail_bytes = 300;

// The end of what a failed process wrote, on one line.
std::string tail_of(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  if (text.size() > most_tail_bytes) text.erase(0, text.size() - most_tail_bytes);
  std::ranges::replace(text, '\n', ' ');
  return text;
}

process_result failed(std::string what, bool load_may_explain, const driver::unique_fd& errors) {
  const std::string tail = tail_of(driver::read_from_start(errors.get()));
  return {{}, tail.empty() ? std::move(what) : fmt::format("{}: {}", what, tail), load_may_explain};
}

}  // namespace

process_measurer::process_measurer(const tracking::gate_head& head, std::chrono::nanoseconds timeout,
                                   driver::stop_signals& signals, const driver::run_guard& guard)
    : base_(head.base),
      candidate_(head.candidate),
      control_(head.control),
      min_time_(head.min_time_s),
      timeout_(timeout),
      signals_(signals),
      guard_(guard),
      seed_(head.runner.seed) {
  for (const tracking::gate_program* program : {&base_, &candidate_, &control_})
    watched_.emplace_back(program->path, program->digest);
  driver::become_subreaper();
}

const tracking::gate_program& process_measurer::program_of(const tracking::gate_cell& cell,
                                                           tracking::gate_arm arm) const {
  if (cell.source == tracking::gate_source::built_in) return control_;
  const bool candidate = cell.source == tracking::gate_source::compared && arm == tracking::gate_arm::candidate;
  return candidate ? candidate_ : base_;
}

std::optional<process_measurer::objection> process_measurer::supervise(const driver::child_process& child,
                                                                       int errors) const {
  const auto deadline = steady::now() + timeout_;
  for (;;) {
    const auto wait = std::min<steady::duration>(look_interval, deadline - steady::now());
    const auto wait_ms = std::max<std::int64_t>(0, std::chrono::ceil<std::chrono::milliseconds>(wait).count());
    std::array<pollfd, 2> watched{{{child.pidfd(), POLLIN, 0}, {signals_.fd(), POLLIN, 0}}};
    ::poll(watched.data(), watched.size(), static_cast<int>(wait_ms));
    if (watched[0].revents != 0 || watched[1].revents != 0) return std::nullopt;
    if (driver::size_of(errors) > most_error_bytes)
      return objection{fmt::format("it wrote more than {} MiB to standard error", most_error_bytes >> 20U), false};
    if (steady::now() >= deadline)
      return objection{fmt::format("no result within {:.0f} s", std::chrono::duration<double>(timeout_).count()), true};
  }
}

void process_measurer::begin_pair() {
  lengths_ = driver::drawn_layout(seed_, {pair_++});
}

process_result process_measurer::run(const tracking::gate_cell& cell, tracking::gate_arm arm) {
  const driver::unique_fd document = driver::anonymous_file("sample");
  const driver::unique_fd output(::open("/dev/null", O_WRONLY | O_CLOEXEC));  // nobody reads it, and it may be endless
  const driver::unique_fd errors = driver::anonymous_file("errors");
  const std::string document_path = driver::result_path(::getpid(), document.get(), lengths_);
  driver::child_process child({.command = sample_command(program_of(cell, arm), cell.name, min_time_, document_path),
                               .environment = {guard_.mark(), driver::padding_variable(lengths_)},
                               .output = output.get(),
                               .errors = errors.get(),
                               .signal_mask = signals_.mask_before()});

  const std::optional<objection> stopped_for = supervise(child, errors.get());
  const bool cut_short = stopped_for.has_value() || signals_.received().has_value();
  if (cut_short) child.kill_group();
  const int status = child.reap().status;
  driver::end_orphans(guard_.pid(), cut_short ? std::chrono::nanoseconds(0) : orphan_grace);

  if (stopped_for) return failed(stopped_for->sentence, stopped_for->load_may_explain, errors);
  if (WIFSIGNALED(status)) {
    const char* const name = ::sigabbrev_np(WTERMSIG(status));
    const bool perhaps_for_memory = WTERMSIG(status) == SIGKILL;
    return failed(fmt::format("killed by SIG{}", name == nullptr ? "?" : name), perhaps_for_memory, errors);
  }
  if (WEXITSTATUS(status) != 0)
    return failed(fmt::format("it ended with status {}", WEXITSTATUS(status)), false, errors);
  return tracking::read_process_document(driver::read_from_start(document.get()), cell.name);
}

void process_measurer::begin_round() {
  before_ = audit::read_activity(files_);
}

// A rebuild during the gate would mix two builds in one verdict.
void process_measurer::refuse_changed() {
  for (driver::watched_program& watched : watched_)
    if (watched.has_changed())
      throw usage_error(
          fmt::format("{} has changed since this gate began: begin a new one, and leave the executables alone",
                      watched.path().string()));
}

machine_use process_measurer::end_round() {
  refuse_changed();
  const audit::activity_counters after = audit::read_activity(files_);
  const audit::activity seen = audit::activity_between(before_, after);
  if (after.total_ticks == 0) return {std::nullopt, 0};
  return {seen.foreign_share, seen.steal_share};
}

}  // namespace interleave::gate
