// One sample from fork to outcome. We wait for the process itself (pidfd), never for the end of a pipe, which a
// forgotten grandchild could hold open for ever.
#include "benchmarks/driver/process_sampler.hpp"

#include "benchmarks/driver/child_process.hpp"
#include "benchmarks/driver/files.hpp"
#include "benchmarks/driver/memory_watch.hpp"
#include "benchmarks/driver/orphans.hpp"
#include "workloads/parameters.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include <fmt/format.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

namespace interleave::driver {
namespace {

using steady = std::chrono::steady_clock;

// How often a running sample is checked. It can allocate about 0.1 GB in between, and a check costs 0.1 % of a core.
constexpr std::chrono::milliseconds look_interval(50);
// Helper processes told to end with the sample may still be ending when it exits.
constexpr std::chrono::milliseconds orphan_grace(200);

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
                                   settings.placement};
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

process_sampler::stop process_sampler::supervise(const child_process& child, int output, int errors) {
  const memory_watch memory(limits_.memory_bytes, guard_.pid());
  const auto deadline = steady::now() + limits_.time;
  for (;;) {
    const auto wait = std::min<steady::duration>(look_interval, deadline - steady::now());
    const auto wait_ms = std::max<std::int64_t>(0, std::chrono::ceil<std::chrono::milliseconds>(wait).count());
    std::array<pollfd, 2> watched{{{child.pidfd(), POLLIN, 0}, {signals_.fd(), POLLIN, 0}}};
    ::poll(watched.data(), watched.size(), static_cast<int>(wait_ms));
    if (watched[0].revents != 0 || watched[1].revents != 0) return {};
    if (const std::uint64_t used = memory.excess_bytes(); used != 0) return {overrun::memory, used};
    if (size_of(output) + size_of(errors) > limits_.output_bytes) return {overrun::output, 0};
    if (steady::now() >= deadline) return {overrun::time, 0};
  }
}

sample_outcome process_sampler::run(const planned_cell& cell, const std::optional<task_cost>& known,
                                    const layout& lengths) {
  const unique_fd document = anonymous_file("sample");
  const unique_fd output = anonymous_file("output");
  const unique_fd errors = anonymous_file("errors");
  // Opened by a path through our own /proc entry, the document leaves no descriptor to be inherited by the sample's
  // children.
  const std::string document_path = result_path(::getpid(), document.get(), lengths);
  child_process child({.command = sample_command(bench_.path(), settings_, cell, known, document_path),
                       .environment = {guard_.mark(), padding_variable(lengths)},
                       .output = output.get(),
                       .errors = errors.get(),
                       .signal_mask = signals_.mask_before()});

  const stop stopped = supervise(child, output.get(), errors.get());
  const bool cut_short = stopped.reason != overrun::none || signals_.received().has_value();
  if (cut_short) child.kill_group();
  const child_process::ending ending = child.reap();
  const int left = end_orphans(guard_.pid(), cut_short ? std::chrono::nanoseconds(0) : orphan_grace);
  if (bench_.has_changed())
    throw std::runtime_error(
        fmt::format("{} has changed since this run began, and samples of two builds cannot be mixed: put it back as it "
                    "was, or start a new run",
                    bench_.path().string()));

  process_end end;
  end.signalled = WIFSIGNALED(ending.status);
  end.code = end.signalled ? WTERMSIG(ending.status) : WEXITSTATUS(ending.status);
  end.stopped_for = stopped.reason;
  end.memory_used_bytes = stopped.memory_used_bytes;
  end.memory_peak_bytes = static_cast<std::uint64_t>(ending.usage.ru_maxrss) << 10U;
  end.processes_left = left;
  return judge(end, limits_, read_from_start(document.get()),
               {read_from_start(output.get()), read_from_start(errors.get())});
}

}  // namespace interleave::driver
