// Putting results.json together, and reading what an earlier part of the run took.
#include "benchmarks/driver/results.hpp"

#include "benchmarks/driver/clock.hpp"
#include "benchmarks/driver/files.hpp"
#include "benchmarks/driver/median.hpp"
#include "benchmarks/driver/whole_file.hpp"
#include "reports/words/json_text.hpp"

#include <algorithm>
#include <stdexcept>
#include <system_error>
#include <vector>

namespace interleave::driver {
namespace {

// Google Benchmark's own tools need a context even if no sample succeeded and wrote one.
json context_without_samples(const plan& from) {
  return {{"date", from.started},
          {"host_name", from.host},
          {"executable", "interleave-bench"},
          {"num_cpus", from.machine.value("cores_online", 1)},
          {"mhz_per_cpu", 0},
          {"cpu_scaling_enabled", false},
          {"caches", json::array()},
          {"load_avg", json::array()},
          {"library_build_type", "release"}};
}

json overhead_of(std::span<const json> rows) {
  std::vector<double> overhead_ms;
  for (const json& row : rows)
    if (row.contains("driver_overhead_s")) overhead_ms.push_back(row["driver_overhead_s"].get<double>() * 1e3);
  if (overhead_ms.empty()) return json::object();
  return {{"driver_ms_per_sample_median", median_of(overhead_ms)},
          {"driver_ms_per_sample_p90", nearest_rank(overhead_ms, 0.9)}};
}

double seconds_in(std::span<const json> rows) {
  double seconds = 0;
  for (const json& row : rows) seconds += row.value("driver_sample_s", 0.0);
  return seconds;
}

}  // namespace

earlier_parts earlier_parts_of(const plan& from, std::span<const json> rows, const std::filesystem::path& results) {
  earlier_parts found{.are_written = false, .seconds = seconds_in(rows), .finished = ""};
  std::error_code unknown;
  if (!std::filesystem::exists(results, unknown)) return found;
  try {
    const json document = parse_json(read_file(results));
    const json& state = document.at("context").at("interleave");
    if (state.at("run_id") != from.run_id) return found;
    // Rows may have been stored after it was written.
    const auto written = document.at("benchmarks").get<std::vector<json>>();
    const double since = found.seconds - seconds_in(written);
    found = {.are_written = true,
             .seconds = state.at("run_seconds").get<double>() + since,
             .finished = state.at("finished").get<std::string>()};
  } catch (const std::runtime_error&) {
    // It is written anew when the run ends.
  } catch (const json::exception&) {
    // The same.
  }
  return found;
}

json results_of(const plan& from, std::span<const json> rows, const run_state& state) {
  json task_costs = json::array();
  for (const task_cost& item : from.task_costs) task_costs.push_back(to_json(item));
  const run_settings& settings = from.settings;

  json context = from.bench_context.is_object() ? from.bench_context : context_without_samples(from);
  context["interleave"] = {{"schema_version", 1},
                           {"suite_version", from.suite_version},
                           {"run_id", from.run_id},
                           {"started", from.started},
                           {"finished", state.finished},
                           {"run_seconds", state.run_seconds},
                           {"complete", state.complete},
                           {"seed", settings.seed},
                           {"arguments", settings.arguments},
                           {"samples_per_cell", settings.samples_per_cell},
                           {"looks", std::max<std::size_t>(1, settings.looks.size())},
                           {"sample_time_s", seconds_of(settings.sample_time)},
                           {"placement", settings.placement},
                           {"timer_slack", settings.timer_slack},
                           {"profile", settings.profile},
                           {"timeout_s", seconds_of(settings.timeout)},
                           {"memory_limit_bytes", settings.memory_limit_bytes},
                           {"workloads", from.workloads},
                           {"runners", from.runners},
                           {"build", from.build},
                           {"calibration", std::move(task_costs)},
                           {"machine", from.machine},
                           {"audit", from.audit},
                           {"ceilings", from.ceilings},
                           {"overhead", overhead_of(rows)}};
  return {{"context", std::move(context)}, {"benchmarks", json(json::array_t(rows.begin(), rows.end()))}};
}

void write_results(const std::filesystem::path& path, const json& results) {
  write_file_durably(path, reports::json_text(results, 1));
}

}  // namespace interleave::driver
