// See the header.
#include "reports/results/metric_table.hpp"

#include "reports/results/run_results.hpp"

#include <unordered_map>
#include <vector>

namespace interleave::reports {

namespace {

using enum metric_unit;
using enum metric_source;

constexpr auto less = better::less;
constexpr auto more = better::more;
constexpr std::nullopt_t neither = std::nullopt;

std::optional<double> cpu_of(const measurement& from) {
  const auto user = from.counter("cpu_user_ns_per_task");
  const auto system = from.counter("cpu_system_ns_per_task");
  return user && system ? std::optional(*user + *system) : std::nullopt;
}

std::optional<double> memory_of(const measurement& from) {
  for (const char* const name :
       {"memory_peak_bytes_proportional", "memory_peak_bytes_sum", "memory_peak_bytes_largest"})
    if (const auto peak = from.counter(name)) return peak;
  return std::nullopt;
}

constexpr metric table[] = {
    {"real_time", nanoseconds, less, library, "wall time per iteration, which is a task"},
    {"cpu_time", nanoseconds, less, library, "CPU time per iteration as Google Benchmark sees it: without children"},
    {"bytes_per_second", metric_unit::bytes_per_second, more, library,
     "bytes processed, where a benchmark counts them"},
    {"max_bytes_used", bytes, less, library, "peak heap, where a memory manager counts it"},
    {"total_allocated_bytes", bytes, less, library, "all that was allocated, where a memory manager counts it"},
    {"net_heap_growth", bytes, less, library, "what was not given back, where a memory manager counts it", true},
    {"allocs_per_iter", one, less, library, "allocations per iteration, where a memory manager counts them"},

    {"items_per_second", per_second, more, every_cell, "throughput over the batch, ramp-up and drain included"},
    {"efficiency", share_of_bound, more, every_cell, "throughput / `ideal_per_second`; 1 is the bound", false, "ideal",
     7},
    {"ideal_per_second", per_second, neither, every_cell,
     "`min(in_flight / (wait + cpu), cores / cpu)`; with `efficiency` and the two below left out where "
     "`sequential` cannot run the workload"},
    {"ideal_cpu_ns", nanoseconds, neither, every_cell, "the `cpu` of one task alone, from the sequential runner"},
    {"ideal_wait_ns", nanoseconds, neither, every_cell, "the `wait` of one task alone, from the sequential runner"},
    {"latency_ns_p50", nanoseconds, less, every_cell,
     "median latency of a task; percentiles are nearest-rank, over all tasks, and left out where fewer than 10 tasks "
     "lie beyond",
     false, "p50", 5},
    {"latency_ns_p90", nanoseconds, less, every_cell, "90th percentile of the latency"},
    {"latency_ns_p99", nanoseconds, less, every_cell, "99th percentile of the latency", false, "p99", 6},
    {"latency_ns_p99_9", nanoseconds, less, every_cell, "99.9th percentile of the latency", false, "p99.9", 1},
    {"latency_ns_max", nanoseconds, less, every_cell, "highest latency"},
    {"latency_ns_mean", nanoseconds, less, every_cell, "mean latency"},
    {"cpu_user_ns_per_task", nanoseconds, less, every_cell,
     "CPU time in user mode, of all threads and all child processes; the peer's apart"},
    {"cpu_system_ns_per_task", nanoseconds, less, every_cell,
     "CPU time in the kernel, of all threads and all child processes; the peer's apart"},
    {"cpu_ns_per_task", nanoseconds, less, sums, "user and system time, children included", false, "CPU/task", 3,
     &cpu_of},
    {"cores_busy", one, neither, every_cell, "CPU time / wall time"},
    {"switches_voluntary_per_task", one, less, every_cell, "voluntary context switches, children included"},
    {"switches_involuntary_per_task", one, less, every_cell, "involuntary context switches, children included"},
    {"faults_minor_per_task", one, less, every_cell, "minor page faults, children included"},
    {"faults_major_per_task", one, less, every_cell, "major page faults, children included"},
    {"memory_peak_bytes_proportional", bytes, less, every_cell,
     "peak memory of all processes that stood at once, with pages that they share divided among them: the figure that "
     "is "
     "compared"},
    {"memory_peak_bytes_largest", bytes, less, every_cell, "peak resident set of the largest process"},
    {"memory_peak_bytes_sum", bytes, less, every_cell,
     "peak resident sets of all that stood at once; pages that processes share count in each, so that the sum is "
     "many times what the machine gave"},
    {"memory_peak_bytes", bytes, less, sums,
     "peak of all processes, shared pages once; files of earlier versions have a sum of resident sets, or only the "
     "largest",
     false, "memory", 2, &memory_of},
    {"suite_memory_bytes", bytes, neither, every_cell,
     "what the suite's own records occupy of the peak; not subtracted"},
    {"peer_cpu_ns_per_task", nanoseconds, neither, every_cell,
     "the CPU time of the process that answers requests; absent without one"},
    {"peer_cores_busy", one, neither, every_cell, "the peer's CPU time over wall time"},
    {"peer_bound", flag, less, every_cell,
     "1 where the peer was busy for more than 90 % of the time: it set the pace, not the model"},
    {"foreign_cpu_share", share, less, every_cell,
     "CPU time that was neither idle nor ours nor the peer's, of all CPUs'; below 0 by the accounts' resolution only",
     true},
    {"foreign_cpu_threshold", share, neither, every_cell,
     "from which share on other work counts: 5 %, or, of a short sample, the 10 ms that the kernel's accounts resolve: "
     "14 % of 35 ms on two CPUs; absent in older files"},
    {"contaminated", flag, less, every_cell, "1 where `foreign_cpu_share` was above `foreign_cpu_threshold`"},
    {"tasks", one, neither, every_cell, "tasks done, every one with the right digest"},
    {"slots", one, neither, every_cell,
     "tasks that could be outstanding: in_flight, but 1 where tasks run one after the other"},
    {"workers", one, neither, every_cell, "threads or processes that execute tasks"},
    {"cores", one, neither, every_cell, "cores that could be used"},
    {"ramp_share", share, neither, every_cell,
     "`slots` / `tasks`: the share of tasks that were started or finished while not all slots were busy"},
    {"timer_slack_ns", nanoseconds, neither, every_cell, "by how much the kernel may delay this process's timers"},
    {"setup_s", seconds, less, every_cell, "before the clock: peer, workers and clients are made"},
    {"warm_up_s", seconds, neither, every_cell, "before the clock: tasks run through the same path"},
    {"warm_up_tasks", one, neither, every_cell, "tasks run through the same path before the clock started"},
    {"measured_s", seconds, neither, every_cell, "under the clock"},
    {"teardown_s", seconds, less, every_cell,
     "after the clock: workers, clients and peer ended, and their memory given back"},

    {"units_per_task", one, neither, shapes,
     "all but batch: forks, items, hops, values or waiting tasks that were really made, per task"},
    {"units_per_second", per_second, more, shapes,
     "all but batch: units over wall time; the inverse is the cost of a unit"},
    {"ideal_sequential_ns", nanoseconds, neither, shapes, "pipeline that waits: its waits one after the other"},
    {"ideal_overlapped_ns", nanoseconds, neither, shapes,
     "pipeline that waits: its schedule if nothing but they took time"},
    {"create_ns_per_task", nanoseconds, less, shapes, "herd: from the first waiting task's making until all wait"},
    {"finish_ns_per_task", nanoseconds, less, shapes,
     "herd: from letting them go until all have ended, joined or reaped"},
    {"memory_user_bytes_per_task", bytes, less, shapes,
     "herd: by how much the proportional set size of all processes grew with the second half of the herd, by its "
     "tasks: "
     "what does not grow with the herd falls out; below 0 by noise only",
     true},
    {"memory_kernel_bytes_per_task", bytes, less, shapes,
     "herd: the growth of `KernelStack`, `Slab` and `PageTables` of `/proc/meminfo`. The kernel keeps these for the "
     "whole "
     "machine only, and settles them now and then, so they are noisy, and can be negative where a task costs less than "
     "whatever else happens",
     true},

    {"steps_per_task", one, neither, workloads,
     "equal steps that a task of a known size consists of; `interleave metg` sweeps them"},
    {"lock_wait_ns_p50", nanoseconds, less, workloads,
     "`gil_threads`: median wait for the lock, over all times that a thread took it; finding it free is a wait of 0"},
    {"lock_waits_per_task", one, less, workloads, "`gil_threads`: times a thread found the lock taken"},
    {"lock_hand_overs_per_task", one, neither, workloads,
     "`gil_threads`: times the holder gave it up at a checkpoint because a waiter had asked"},
    {"timeouts", one, neither, workloads, "`timeouts`: requests given up"},
    {"timeouts_by_noise", one, less, workloads,
     "`timeouts`: requests given up that were to be answered in time and were asked again"},
    {"timeout_overshoot_ns_p50", nanoseconds, less, workloads,
     "`timeouts`: how long after its deadline a request had been cancelled; percentiles as for latencies"},
    {"timeout_overshoot_ns_p90", nanoseconds, less, workloads, "`timeouts`: 90th percentile of the overshoot"},
    {"timeout_overshoot_ns_p99", nanoseconds, less, workloads, "`timeouts`: 99th percentile of the overshoot"},
    {"timeout_overshoot_ns_mean", nanoseconds, less, workloads, "`timeouts`: mean overshoot"},
    {"timeout_overshoot_ns_max", nanoseconds, less, workloads, "`timeouts`: longest overshoot"},
    {"heartbeats", one, neither, workloads, "`loop_heartbeat`: beats of the heart; the other tasks computed"},
    {"heartbeat_late_ns_p50", nanoseconds, less, workloads,
     "batches with a heartbeat: how long after it was due each beat came; percentiles as for latencies"},
    {"heartbeat_late_ns_p90", nanoseconds, less, workloads,
     "batches with a heartbeat: 90th percentile of the lateness"},
    {"heartbeat_late_ns_p99", nanoseconds, less, workloads,
     "batches with a heartbeat: 99th percentile of the lateness"},
    {"heartbeat_late_ns_mean", nanoseconds, less, workloads, "batches with a heartbeat: mean lateness"},
    {"heartbeat_late_ns_max", nanoseconds, less, workloads, "batches with a heartbeat: greatest lateness"},

    {"driver_sample_s", seconds, neither, driver, "the whole sample, seen from the driver"},
    {"driver_overhead_s", seconds, neither, driver,
     "of the whole sample, what is beyond set-up, warm-up, measuring and tearing down"},
};

}  // namespace

std::span<const metric> metrics() {
  return table;
}

std::span<const metric* const> column_metrics() {
  static const std::vector<const metric*> columns = [] {
    std::vector<const metric*> found;
    for (const metric& each : table)
      if (!each.heading.empty()) found.push_back(&each);
    return found;
  }();
  return columns;
}

const metric* find_metric(std::string_view name) {
  static const std::unordered_map<std::string_view, const metric*> places = [] {
    std::unordered_map<std::string_view, const metric*> found;
    for (const metric& each : table) found.emplace(each.name, &each);
    return found;
  }();
  const auto found = places.find(name);
  return found == places.end() ? nullptr : found->second;
}

std::string_view unit_text(metric_unit unit) {
  switch (unit) {
    case one:
    case share:
    case share_of_bound:
      return "1";
    case nanoseconds:
      return "ns";
    case seconds:
      return "s";
    case bytes:
      return "bytes";
    case per_second:
      return "1/s";
    case metric_unit::bytes_per_second:
      return "bytes/s";
    case flag:
      return "0/1";
  }
  return "";
}

}  // namespace interleave::reports
