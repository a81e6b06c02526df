// Which cells show what a task costs, and how their rows are evaluated.
#include "benchmarks/driver/task_costs.hpp"

#include "benchmarks/driver/median.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace interleave::driver {
namespace {

// "io_echo/coroutines/in_flight:8/delay:5ms" -> "/delay:5ms"
std::string suffix_of(const planned_cell& cell) {
  const std::string before = fmt::format("{}/{}/in_flight:{}", cell.workload, cell.runner, cell.in_flight);
  return cell.name.starts_with(before) ? cell.name.substr(before.size()) : "";
}

// `sequential` cannot run a herd, for example; the description says which workloads it can run.
bool can_be_calibrated(const plan& of, const std::string& workload) {
  const auto described = std::ranges::find_if(
      of.workloads, [&](const json& candidate) { return candidate.value("name", "") == workload; });
  return described == of.workloads.end() || described->value("can_be_calibrated", true);
}

}  // namespace

std::vector<planned_cell> cells_for_task_costs(const plan& of) {
  std::vector<planned_cell> found;
  for (const planned_cell& cell : of.cells) {
    if (!cell.unsupported.empty() || !can_be_calibrated(of, cell.workload) ||
        find_task_cost(of, cell.workload, cell.parameters) != nullptr)
      continue;
    const bool is_known = std::ranges::any_of(found, [&](const planned_cell& other) {
      return other.workload == cell.workload && other.parameters == cell.parameters;
    });
    if (!is_known)
      found.push_back({fmt::format("{}/sequential/in_flight:1{}", cell.workload, suffix_of(cell)), cell.workload,
                       "sequential", 1, cell.parameters, "", cell.declared_wait_ns});
  }
  return found;
}

task_cost task_cost_of(const planned_cell& cell, const std::vector<json>& rows) {
  std::vector<double> cpu_ns;
  std::vector<double> wait_ns;
  for (const json& row : rows) {
    cpu_ns.push_back(row.value("ideal_cpu_ns", 0.0));
    wait_ns.push_back(row.value("ideal_wait_ns", 0.0));
  }
  task_cost result{cell.workload, cell.parameters, median_of(cpu_ns), median_of(wait_ns), cell.declared_wait_ns, ""};
  result.warning = wait_warning(cell, result.wait_ns);
  return result;
}

std::string task_named(const planned_cell& cell) {
  std::string named = cell.workload;
  const std::string suffix = suffix_of(cell);
  std::string_view separator = " with ";
  for (std::size_t begin = 0; begin < suffix.size();) {
    const std::size_t end = std::min(suffix.find('/', begin + 1), suffix.size());
    named += fmt::format("{}{}", separator, suffix.substr(begin + 1, end - begin - 1));
    separator = ", ";
    begin = end;
  }
  return named;
}

std::string wait_warning(const planned_cell& cell, double measured_ns) {
  const double declared_ns = cell.declared_wait_ns;
  // Timers and wake-ups lengthen a wait; half of it plus 0.3 ms is usual. Nothing shortens a wait.
  constexpr double usual_factor = 1.5;
  constexpr double usual_addition_ns = 0.3e6;
  if (measured_ns < declared_ns)
    return fmt::format("{} declares that a task waits {:.3f} ms, but it waited only {:.3f} ms", task_named(cell),
                       declared_ns / 1e6, measured_ns / 1e6);
  if (measured_ns > declared_ns * usual_factor + usual_addition_ns)
    return fmt::format("{} declares that a task waits {:.3f} ms, but it waited {:.3f} ms: something else delays it",
                       task_named(cell), declared_ns / 1e6, measured_ns / 1e6);
  return "";
}

}  // namespace interleave::driver
