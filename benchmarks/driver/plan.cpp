// Plans: made from the bench's description, written to run.json and read back.
#include "benchmarks/driver/plan.hpp"

#include "benchmarks/driver/files.hpp"
#include "benchmarks/driver/json_place.hpp"
#include "benchmarks/driver/whole_file.hpp"
#include "reports/words/json_text.hpp"
#include "workloads/errors.hpp"

#include <algorithm>
#include <ctime>
#include <limits>
#include <set>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

namespace interleave::driver {
namespace {

// Of run.json; raise it with every change after which an older file can't be resumed.
constexpr int schema_version = 2;
// Of the bench executable's description.
constexpr int description_version = 1;

planned_cell cell_from(const json_place& from) {
  planned_cell cell;
  cell.name = from.at("name").text();
  cell.workload = from.at("workload").text();
  cell.runner = from.at("runner").text();
  cell.in_flight = from.at("in_flight").count(1);
  cell.parameters = from.at("parameters").object();
  cell.unsupported = from.at("unsupported").text_or_nothing();
  cell.declared_wait_ns = from.at("declared_wait_ns").number();
  return cell;
}

json to_json(const planned_cell& from) {
  return {{"name", from.name},
          {"workload", from.workload},
          {"runner", from.runner},
          {"in_flight", from.in_flight},
          {"parameters", from.parameters},
          {"unsupported", from.unsupported.empty() ? json(nullptr) : json(from.unsupported)},
          {"declared_wait_ns", from.declared_wait_ns}};
}

task_cost task_cost_from(const json_place& from) {
  return {.workload = from.at("workload").text(),
          .parameters = from.at("parameters").object(),
          .cpu_ns = from.at("cpu_ns").number(),
          .wait_ns = from.at("wait_ns").number(),
          .declared_wait_ns = from.at("declared_wait_ns").number(),
          .warning = from.at("warning").text_or_nothing()};
}

std::chrono::nanoseconds duration_from(const json_place& from) {
  return std::chrono::nanoseconds(from.count(1, std::numeric_limits<std::int64_t>::max()));
}

// Ascending: after a look, no cell has fewer samples than before it.
std::vector<int> looks_from(const json_place& from) {
  std::vector<int> looks;
  for (const json_place& look : from.elements()) {
    const std::uint64_t least = looks.empty() ? 1 : std::uint64_t{1} + static_cast<std::uint64_t>(looks.back());
    looks.push_back(static_cast<int>(look.count(least, std::numeric_limits<int>::max())));
  }
  return looks;
}

run_settings settings_from(const json_place& from) {
  constexpr std::array<std::string_view, 4> profiles{"quick", "full", "custom", "metg"};
  constexpr std::array<std::string_view, 2> timer_slacks{"default", "least"};
  return {.profile = from.at("profile").word(profiles),
          .samples_per_cell = static_cast<int>(from.at("samples_per_cell").count(1, std::numeric_limits<int>::max())),
          .looks = looks_from(from.at("looks")),
          .budget = std::chrono::nanoseconds(from.at("budget_ns").count(0, std::numeric_limits<std::int64_t>::max())),
          .sample_time = duration_from(from.at("sample_time_ns")),
          .seed = from.at("seed").count(),
          .timeout = duration_from(from.at("timeout_ns")),
          .memory_limit_bytes = from.at("memory_limit_bytes").count(),
          .placement = from.at("placement").word(known_placements),
          .timer_slack = from.at("timer_slack").word(timer_slacks),
          .arguments = from.at("arguments").texts()};
}

json to_json(const run_settings& from) {
  return {{"profile", from.profile},
          {"samples_per_cell", from.samples_per_cell},
          {"looks", from.looks},
          {"budget_ns", from.budget.count()},
          {"sample_time_ns", from.sample_time.count()},
          {"seed", from.seed},
          {"timeout_ns", from.timeout.count()},
          {"memory_limit_bytes", from.memory_limit_bytes},
          {"placement", from.placement},
          {"timer_slack", from.timer_slack},
          {"arguments", from.arguments}};
}

plan plan_from(const json_place& from) {
  plan result;
  result.run_id = from.at("run_id").text();
  result.started = from.at("started").text();
  result.host = from.at("host").text();
  result.suite_version = from.at("suite_version").text();
  result.bench_digest = from.at("bench_digest").text();
  result.settings = settings_from(from.at("settings"));
  for (const json_place& cell : from.at("cells").elements()) result.cells.push_back(cell_from(cell));
  result.workloads = from.at("workloads").array();
  result.runners = from.at("runners").array();
  result.build = from.at("build").object();
  result.machine = from.at("machine").object();
  result.audit = from.at("audit").array();
  result.ceilings = from.at("ceilings").array();
  for (const json_place& item : from.at("calibration").elements()) result.task_costs.push_back(task_cost_from(item));
  if (const json_place context = from.at("bench_context"); !context.any().is_null())
    result.bench_context = context.object();
  return result;
}

std::string text_of(const plan& from) {
  return reports::json_text(to_json(from), 2);
}

std::tm utc_calendar(std::chrono::system_clock::time_point now) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
  std::tm calendar{};
  ::gmtime_r(&seconds, &calendar);
  return calendar;
}

}  // namespace

void apply_description(plan& to, const json& description) {
  try {
    const json_place from(description);
    if (from.at("schema_version").any() != description_version)
      throw std::runtime_error("it is of another version than this interleave");
    to.suite_version = from.at("suite_version").text();
    to.workloads = from.at("workloads").array();
    to.runners = from.at("runners").array();
    to.build = from.at("build").object();
    to.cells.clear();
    for (const json_place& cell : from.at("cells").elements()) to.cells.push_back(cell_from(cell));
  } catch (const std::exception& error) {
    throw std::runtime_error(fmt::format("the bench executable's description cannot be used: {}", error.what()));
  }
  if (to.cells.empty()) throw usage_error("no cell matches; see `interleave list cells` for those there are");
}

std::uint64_t largest_in_flight(const json& description) {
  std::set<std::string> herds;
  for (const json& workload : description.value("workloads", json::array()))
    if (workload.value("shape", "") == "herd") herds.insert(workload.value("name", ""));
  std::uint64_t largest = 1;
  for (const json& cell : description.value("cells", json::array()))
    if (!herds.contains(cell.value("workload", ""))) largest = std::max(largest, cell.value("in_flight", largest));
  return largest;
}

std::string host_name() {
  std::string name(256, '\0');
  if (::gethostname(name.data(), name.size() - 1) != 0) return "unknown";
  name.resize(name.find('\0'));
  return name;
}

std::string run_id_of(std::chrono::system_clock::time_point now, std::string_view host) {
  std::string safe(host);
  for (char& c : safe)
    if (c == '/' || c == ' ' || static_cast<unsigned char>(c) < ' ') c = '_';
  return fmt::format("{:%Y-%m-%dT%H-%M-%SZ}-{}", utc_calendar(now), safe);
}

std::string iso_8601(std::chrono::system_clock::time_point now) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", utc_calendar(now));
}

json to_json(const task_cost& from) {
  return {{"workload", from.workload},
          {"parameters", from.parameters},
          {"cpu_ns", from.cpu_ns},
          {"wait_ns", from.wait_ns},
          {"declared_wait_ns", from.declared_wait_ns},
          {"warning", from.warning.empty() ? json(nullptr) : json(from.warning)}};
}

json to_json(const plan& from) {
  json cells = json::array();
  for (const planned_cell& cell : from.cells) cells.push_back(to_json(cell));
  json task_costs = json::array();
  for (const task_cost& item : from.task_costs) task_costs.push_back(to_json(item));
  return {{"schema_version", schema_version},
          {"suite_version", from.suite_version},
          {"bench_digest", from.bench_digest},
          {"run_id", from.run_id},
          {"started", from.started},
          {"host", from.host},
          {"settings", to_json(from.settings)},
          {"cells", std::move(cells)},
          {"workloads", from.workloads},
          {"runners", from.runners},
          {"build", from.build},
          {"machine", from.machine},
          {"audit", from.audit},
          {"ceilings", from.ceilings},
          {"calibration", std::move(task_costs)},
          {"bench_context", from.bench_context}};
}

plan plan_from_file(const std::filesystem::path& path) {
  if (!std::filesystem::exists(path))
    throw usage_error(fmt::format("{} is not there: {} holds no run to resume", path.filename().string(),
                                  path.parent_path().string()));
  constexpr std::string_view remedy = "put it back as it was, or start a new run";
  const std::string text = read_file(path);
  try {
    const json document = parse_json(text);
    const json_place from(document);
    if (from.at("schema_version").any() != schema_version)
      throw usage_error(fmt::format(
          "{} was begun by another version of interleave: resume it with that one, or start a new run", path.string()));
    return plan_from(from);
  } catch (const json::parse_error& error) {
    const auto until = text.begin() + static_cast<std::ptrdiff_t>(std::min(error.byte, text.size()));
    throw usage_error(fmt::format("{}, line {}: this is not JSON; {}", path.string(),
                                  1 + std::count(text.begin(), until, '\n'), remedy));
  } catch (const usage_error&) {
    throw;
  } catch (const std::exception& error) {
    throw usage_error(fmt::format("{} is no plan of a run: {}; {}", path.string(), error.what(), remedy));
  }
}

void write_plan(const plan& from, const std::filesystem::path& path) {
  write_file_durably(path, text_of(from));
}

bool create_plan(const plan& from, const std::filesystem::path& path) {
  return create_file_durably(path, text_of(from));
}

const task_cost* find_task_cost(const plan& in, const std::string& workload, const json& parameters) {
  const auto found = std::ranges::find_if(
      in.task_costs, [&](const task_cost& item) { return item.workload == workload && item.parameters == parameters; });
  return found == in.task_costs.end() ? nullptr : &*found;
}

int most_samples_per_cell(const run_settings& settings) {
  return settings.looks.empty() ? settings.samples_per_cell
                                : std::max(settings.samples_per_cell, std::ranges::max(settings.looks));
}

}  // namespace interleave::driver
