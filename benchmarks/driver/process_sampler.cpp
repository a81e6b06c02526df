// One sample from its command to its outcome.
#include "benchmarks/driver/process_sampler.hpp"

#include "benchmarks/driver/child_process.hpp"
#include "benchmarks/driver/files.hpp"
#include "benchmarks/driver/orphans.hpp"
#include "benchmarks/driver/supervised_child.hpp"
#include "workloads/parameters.hpp"

#include <stdexcept>

#include <fmt/format.h>
#include <unistd.h>

namespace interleave::driver {
namespace {

// How often a running sample is checked. It can allocate about 0.1 GB in between, and a check costs 0.1 % of a core.
constexpr std::chrono::milliseconds look_interval(50);

}  // namespace

std::vector<std::string> sample_command(const std::filesystem::path& bench, const run_settings& settings,
                                        const planned_cell& cell, const std::optional<task_cost>& known,
                                        const std::string& document) {
  // The cell's name holds its parameters.
  std::vector<std::string> command{bench.string(),
                                   "--cell",
                                   cell.name,
                                   "--sample-time",
                                   format_value(settings.sample_time, kinds::duration),
                                   "--placement",
                                   settings.placement,
                                   "--timer-slack",
                                   settings.timer_slack};
  if (known) {
    command.emplace_back("--calibration");
    command.push_back(fmt::format("cpu_ns:{:.3f},wait_ns:{:.3f}", known->cpu_ns, known->wait_ns));
  }
  // The other formats print a preamble to stderr, where a failed sample's error message is looked for.
  command.insert(command.end(),
                 {"--benchmark_out=" + document, "--benchmark_out_format=json", "--benchmark_format=json"});
  return command;
}

process_sampler::process_sampler(watched_program bench, const run_settings& settings, stop_signals& signals,
                                 const run_guard& guard)
    : bench_(std::move(bench)), settings_(settings), signals_(signals), guard_(guard) {
  limits_.time = settings.timeout;
  limits_.memory_bytes = settings.memory_limit_bytes;
  become_subreaper();
}

sample_outcome process_sampler::run(const planned_cell& cell, const std::optional<task_cost>& known,
                                    const layout& lengths) {
  const descriptor document = anonymous_file("sample");
  const descriptor output = anonymous_file("output");
  const descriptor errors = anonymous_file("errors");
  // Opened by a path through our own /proc entry, the document leaves no descriptor to be inherited by the sample's
  // children.
  const std::string document_path = result_path(::getpid(), document.get(), lengths);
  const process_end end = supervise({.command = sample_command(bench_.path(), settings_, cell, known, document_path),
                                     .environment = {padding_variable(lengths)},
                                     .output = output.get(),
                                     .errors = errors.get()},
                                    {limits_, look_interval, signals_, guard_});
  if (bench_.has_changed())
    throw std::runtime_error(
        fmt::format("{} has changed since this run began, and samples of two builds cannot be mixed: put it back as it "
                    "was, or start a new run",
                    bench_.path().string()));

  return judge(
      end, limits_, read_from_start(document.get(), "the sample's result"),
      {read_from_start(output.get(), "the sample's output"), read_from_start(errors.get(), "the sample's errors")});
}

}  // namespace interleave::driver
