// The least number of tasks of a sample, times what they cost.
#include "benchmarks/driver/forecast.hpp"

#include "benchmarks/batch_size.hpp"
#include "benchmarks/driver/clock.hpp"
#include "benchmarks/driver/progress.hpp"
#include "workloads/parameters.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace interleave::driver {
namespace {

bool is_batch(const plan& of, const std::string& workload) {
  const auto described = std::ranges::find_if(
      of.workloads, [&](const json& candidate) { return candidate.value("name", "") == workload; });
  return described == of.workloads.end() || described->value("shape", "batch") == "batch";
}

// A cell's placement, or that of the run, may leave it fewer than the machine has.
double cores_for(const plan& of, const planned_cell& cell) {
  const std::string placement = cell.parameters.value("placement", of.settings.placement);
  const double cores = of.machine.value("cores_usable", 1.0);
  return std::max(1.0, placement == "one-cpu" ? 1.0 : placement == "apart" ? cores - 1 : cores);
}

}  // namespace

double sample_seconds(const plan& of, const planned_cell& cell) {
  const double asked = seconds_of(of.settings.sample_time);
  const task_cost* const alone = find_task_cost(of, cell.workload, cell.parameters);
  if (alone == nullptr) return asked;
  if (!is_batch(of, cell.workload)) return std::max(asked, (alone->cpu_ns + alone->wait_ns) * 1e-9);
  const double cores = cores_for(of, cell);
  const auto in_flight = static_cast<double>(cell.in_flight);
  // Tasks that only compute occupy a core each, so no more of them run at once than there are cores.
  const double slots = alone->wait_ns > 0 ? in_flight : std::min(in_flight, cores);
  const double task_ns = std::max(alone->cpu_ns / std::min(cores, in_flight), (alone->cpu_ns + alone->wait_ns) / slots);
  return std::max(asked, least_tasks(slots) * task_ns * 1e-9);
}

forecast forecast_of(const plan& of, const std::vector<std::size_t>& samples, double around_s) {
  const double asked = seconds_of(of.settings.sample_time);
  forecast found;
  for (std::size_t i = 0; i < of.cells.size(); ++i) {
    if (samples[i] == 0) continue;
    const double each = sample_seconds(of, of.cells[i]);
    found.seconds += static_cast<double>(samples[i]) * (each + around_s);
    if (each < 2 * asked) continue;
    ++found.long_cells;
    found.longest_sample_s = std::max(found.longest_sample_s, each);
    if (is_batch(of, of.cells[i].workload))
      found.most_in_flight = std::max(found.most_in_flight, of.cells[i].in_flight);
  }
  return found;
}

std::vector<std::string> sentences_of(const forecast& what, const plan& of, std::size_t samples) {
  const std::string asked = format_value(of.settings.sample_time, kinds::duration);
  std::vector<std::string> lines{
      fmt::format("{} samples of {}: about {}", samples, asked, rough_duration(what.seconds))};
  if (what.long_cells > 0)
    lines.push_back(fmt::format(
        "{} of the cells {} longer than {} a sample, up to {} or more: {}", what.long_cells,
        what.long_cells == 1 ? "takes" : "take", asked, length_of_sample(what.longest_sample_s),
        what.most_in_flight > 1
            ? fmt::format("a sample has at least 5 tasks for each of up to {} in flight", what.most_in_flight)
            : std::string("one task alone does")));
  return lines;
}

}  // namespace interleave::driver
