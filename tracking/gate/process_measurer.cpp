// One process from its command to its times.
#include "tracking/gate/process_measurer.hpp"

#include "benchmarks/driver/files.hpp"
#include "benchmarks/driver/last_words.hpp"
#include "benchmarks/driver/orphans.hpp"
#include "benchmarks/driver/supervised_child.hpp"
#include "tracking/gate/program.hpp"
#include "workloads/errors.hpp"
#include "workloads/parameters.hpp"

#include <csignal>
#include <string>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace interleave::gate {
namespace {

using tracking::process_result;

// How often a running process is checked.
constexpr std::chrono::milliseconds look_interval(200);

// The last line of what it wrote is the most likely one to name the cause.
process_result failed(std::string what, bool load_may_explain, const descriptor& errors) {
  const std::string cause = driver::last_line(driver::read_from_start(errors.get(), "its errors"));
  return {{}, cause.empty() ? std::move(what) : fmt::format("{}: {}", what, cause), load_may_explain};
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

void process_measurer::begin_pair() {
  lengths_ = driver::drawn_layout(seed_, {pair_++});
}

process_result process_measurer::run(const tracking::gate_cell& cell, tracking::gate_arm arm) {
  const descriptor document = driver::anonymous_file("sample");
  const descriptor output(::open("/dev/null", O_WRONLY | O_CLOEXEC));  // nobody reads it, and it may be endless
  const descriptor errors = driver::anonymous_file("errors");
  const std::string document_path = driver::result_path(::getpid(), document.get(), lengths_);
  const driver::sample_limits limits{.time = timeout_};
  const driver::process_end end =
      driver::supervise({.command = sample_command(program_of(cell, arm), cell.name, min_time_, document_path),
                         .environment = {driver::padding_variable(lengths_)},
                         .output = output.get(),
                         .errors = errors.get()},
                        {limits, look_interval, signals_, guard_});

  if (end.stopped_for == driver::overrun::output)
    return failed(fmt::format("it wrote more than {} MiB to standard error", limits.output_bytes >> 20U), false,
                  errors);
  if (end.stopped_for == driver::overrun::time)
    return failed(fmt::format("no result within {}", format_value(timeout_, kinds::duration)), true, errors);
  if (end.signalled) {
    const bool perhaps_for_memory = end.code == SIGKILL;
    return failed("killed by " + driver::signal_name(end.code), perhaps_for_memory, errors);
  }
  if (end.code != 0) return failed(fmt::format("it ended with status {}", end.code), false, errors);
  return tracking::read_process_document(driver::read_from_start(document.get(), "its result"), cell.name);
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
