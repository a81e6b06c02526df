// Names, selection and limits of cells.
#include "benchmarks/cell.hpp"

#include "benchmarks/assignments.hpp"
#include "runners/system/address_space.hpp"
#include "workloads/errors.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <fnmatch.h>

namespace interleave {
namespace {

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (true) {
    const std::size_t end = text.find(separator);
    parts.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

template <class Descriptor>
const Descriptor& find(std::span<const Descriptor* const> all, std::string_view name, std::string_view kind) {
  const auto found = std::ranges::find(all, name, [](const Descriptor* d) { return d->name; });
  if (found != all.end()) return **found;
  std::vector<std::string_view> known;
  for (const Descriptor* d : all) known.push_back(d->name);
  throw usage_error(fmt::format("no {} is called '{}'; there are {}", kind, name, fmt::join(known, ", ")));
}

template <class Descriptor>
std::vector<const Descriptor*> matching(std::span<const Descriptor* const> all, const std::string& patterns,
                                        std::string_view kind) {
  const std::vector<std::string> wanted = split(patterns.empty() ? "*" : patterns, ',');
  const auto matches = [](const std::string& pattern, const Descriptor* d) {
    return fnmatch(pattern.c_str(), std::string(d->name).c_str(), 0) == 0;
  };
  for (const std::string& pattern : wanted)
    if (std::ranges::none_of(all, [&](const Descriptor* d) { return matches(pattern, d); })) find(all, pattern, kind);
  std::vector<const Descriptor*> found;
  for (const Descriptor* d : all)
    if (std::ranges::any_of(wanted, [&](const std::string& pattern) { return matches(pattern, d); }))
      found.push_back(d);
  return found;
}

// Few runners support shapes other than a batch, so all that do are included where such a workload is chosen.
bool in_quick_profile(const workload_descriptor& work, const runner_descriptor& runner) {
  if (work.shape != work_shape::batch && !runner.cannot_run(work)) return true;
  return runner.quick == quick_profile::all || (runner.quick == quick_profile::computing && !work.waits);
}

// A tree, a pipeline or a ring has its size as a parameter, and only one runs at a time.
bool has_levels(const workload_descriptor& work) {
  return work.shape == work_shape::batch || work.shape == work_shape::herd;
}

// The default levels of in_flight. A task that only computes occupies a core, so with more of them than cores only the
// queues get longer, and with one only the hand-over can be seen, which noop shows.
std::vector<int> levels_of(const workload_descriptor& work, const runner_descriptor& runner, const selection& wanted) {
  if (!has_levels(work)) return {1};
  if (!wanted.in_flight.empty()) {
    const std::set<int> rising(wanted.in_flight.begin(), wanted.in_flight.end());
    return {rising.begin(), rising.end()};
  }
  if (work.shape == work_shape::herd)
    return wanted.full ? std::vector{1'000, 10'000, 100'000, 1'000'000} : std::vector{1'000};
  // With 255 computing tasks beside it, a probe's heartbeat waits for all of them: a batch takes a third of a second
  // and shows nothing new.
  if (work.kind == workload_kind::probe) return wanted.quick ? std::vector{8} : std::vector{1, 8, 64};
  if (work.by_the_thousand) {
    std::vector<int> levels =
        wanted.full ? std::vector{1, 8, 64, 256, 1024, 4096, 16'384, 65'536} : std::vector{1, 8, 64, 1024};
    // Connections by the thousand take half a second to make.
    if (!wanted.full && work.waits_for == awaited::timer) levels.push_back(8192);
    std::erase_if(levels, [&](int level) { return runner.waits_by_default != 0 && level > runner.waits_by_default; });
    return levels;
  }
  if (wanted.full) return work.waits ? std::vector{1, 8, 64, 256} : std::vector{1, 2, 8, 64};
  if (wanted.quick && work.kind == workload_kind::cpu) return {8};
  if (wanted.quick && !work.waits) return {1, 8};
  return {1, 8, 64};
}

// In a pipeline, a stream or a ring, members hand over to each other; a client and its server do too, unless the server
// takes its time.
bool hands_over(const workload_descriptor& work, const parameter_values& values) {
  return work.shape == work_shape::pipeline || work.shape == work_shape::stream || work.shape == work_shape::ring ||
         (work.waits_for == awaited::network && work.declared_wait(values).count() == 0);
}

// Where a cell of this workload is measured, apart from each other.
std::vector<placement_policy> placements_of(const workload_descriptor& work, const parameter_values& values, int level,
                                            const selection& wanted) {
  const int cores = wanted.stratified_for_cores;
  if (cores < 2) return {placement_policy::free};
  const bool hand_over = hands_over(work, values);
  const bool leaves_cores_idle = level < cores && (work.shape == work_shape::batch || hand_over);
  // A server would take a core from workers that cannot get out of its way, or that the kernel may not move in time.
  if (!leaves_cores_idle) return {hand_over ? placement_policy::apart : placement_policy::free};
  // The quick profile has time for the second only where most depends on it.
  if (!wanted.full && !hand_over) return {placement_policy::spread};
  return {placement_policy::spread, placement_policy::one_cpu};
}

// Those of one workload with these values of its parameters.
void add_cells(std::vector<cell>& to, const registry& known, const selection& wanted, const workload_descriptor& work,
               const parameter_values& values) {
  for (const runner_descriptor* runner : matching(known.runners, wanted.runners, "runner")) {
    if (wanted.quick && wanted.runners.empty() && !in_quick_profile(work, *runner)) continue;
    std::map<int, std::set<placement_policy>> wanted_at;
    // A runner that cannot use more tasks in flight is measured once, at its most, under each of the placements of
    // those that it is compared with.
    for (const int level : levels_of(work, *runner, wanted))
      for (const placement_policy placed : placements_of(work, values, level, wanted))
        wanted_at[runner->in_flight_most != 0 ? runner->in_flight_most : level].insert(placed);
    for (auto& [level, placements] : wanted_at) {
      // One figure stands for all levels.
      if (placements.contains(placement_policy::spread)) {
        placements.erase(placement_policy::free);
        placements.erase(placement_policy::apart);
      }
      for (const placement_policy placed : placements) to.push_back({&work, values, runner, level, placed});
    }
  }
}

}  // namespace

std::string cell::name() const {
  const std::string where =
      placed == placement_policy::free ? "" : fmt::format("/{}:{}", placement_parameter, name_of(placed));
  return fmt::format("{}/{}/in_flight:{}{}{}", work->name, runner->name, in_flight, where, parameters.name_suffix());
}

cell cell_named(const registry& known, std::string_view name) {
  const std::vector<std::string> parts = split(name, '/');
  constexpr std::string_view level = "in_flight:";
  if (parts.size() < 3 || !parts[2].starts_with(level))
    throw usage_error(fmt::format(
        "'{}' is no cell; write workload/runner/in_flight:N[/placement:one-cpu][/parameter:value...]", name));
  const workload_descriptor& work = find(known.workloads, parts[0], "workload");
  const runner_descriptor& runner = find(known.runners, parts[1], "runner");
  parameter_values values = work.defaults();
  placement_policy placed = placement_policy::free;
  std::set<std::string> given;
  for (std::size_t i = 3; i < parts.size(); ++i) {
    const std::size_t colon = parts[i].find(':');
    if (colon == std::string::npos)
      throw usage_error(fmt::format("'{}' in cell '{}' is no parameter:value", parts[i], name));
    const std::string parameter = parts[i].substr(0, colon);
    const std::string value = parts[i].substr(colon + 1);
    if (!given.insert(parameter).second)
      throw usage_error(fmt::format("cell '{}' names {} twice; name it once", name, parameter));
    if (parameter != placement_parameter) {
      values.set(parameter, value);
      continue;
    }
    const auto policy = placement_named(value);
    if (!policy || *policy == placement_policy::free)
      throw usage_error(fmt::format("placement '{}' in cell '{}' is none of one-cpu, spread, apart", value, name));
    placed = *policy;
  }
  const int in_flight = parse_in_flight(std::string_view(parts[2]).substr(level.size()));
  if (in_flight != 1 && !has_levels(work))
    throw usage_error(
        fmt::format("'{}' is no cell: of a {} only one runs at a time; write in_flight:1", name, name_of(work.shape)));
  return {&work, std::move(values), &runner, in_flight, placed};
}

std::optional<std::string> unsupported(const cell& c, const system_limits& limits, int cores_of_machine) {
  const int cores = c.placed == placement_policy::one_cpu ? 1
                    : c.placed == placement_policy::apart ? std::max(1, cores_of_machine - 1)
                                                          : cores_of_machine;
  if (auto reason = c.runner->cannot_run(*c.work)) return reason;
  if (auto reason = c.work->unavailable(c.parameters)) return reason;
  if (c.runner->in_flight_most != 0 && c.in_flight > c.runner->in_flight_most)
    return fmt::format("{} runs at most {} task at a time", c.runner->name, c.runner->in_flight_most);
  const std::int64_t concurrency = c.work->concurrency(c.parameters, c.in_flight);
  const demand needed =
      c.runner->demands({.shape = c.work->shape, .waits = c.work->waits, .concurrency = concurrency, .cores = cores});
  const auto files = static_cast<std::uint64_t>(std::int64_t{c.in_flight} * c.work->descriptors_per_slot +
                                                concurrency * c.work->descriptors_per_member + needed.open_files);
  constexpr std::uint64_t spare_files = 64;
  if (files > 0 && files + spare_files > limits.open_files)
    return fmt::format("needs {} open files, the limit is {} (ulimit -Hn)", files + spare_files, limits.open_files);
  const auto tasks = static_cast<std::uint64_t>(needed.threads + needed.processes);
  if (tasks > limits.tasks)
    return fmt::format("needs {} threads or processes, the system allows {} more ({})", tasks, limits.tasks,
                       limits.tasks_by);
  const auto mappings = static_cast<std::uint64_t>(needed.mappings + mappings_per_thread * needed.threads);
  if (mappings > limits.mappings)
    return fmt::format("needs {} mappings of memory, the system allows a process {} more (vm.max_map_count)", mappings,
                       limits.mappings);
  if (limits.stack_space == 0)
    return fmt::format("a sample needs {} MiB of address space before its first task, the limit is lower ({})",
                       reserved_by_a_sample >> 20U, limits.stack_space_by);
  if (const auto stacks = static_cast<std::uint64_t>(needed.threads) * limits.stack_bytes; stacks > limits.stack_space)
    return fmt::format("needs {} MiB of address space for stacks of threads, the limit leaves {} ({})", stacks >> 20U,
                       limits.stack_space >> 20U, limits.stack_space_by);
  return std::nullopt;
}

int parse_in_flight(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < 1 || value > 1'000'000)
    throw usage_error(fmt::format("in_flight: '{}' is no number of tasks; give 1 to 1000000", text));
  return value;
}

std::vector<cell> select_cells(const registry& known, const selection& wanted) {
  for (const int level : wanted.in_flight) parse_in_flight(std::to_string(level));
  // Checked even where the selection leaves the workload out: a typo must not pass silently.
  for (const std::string& assignment : wanted.assignments)
    parameters_of(find(known.workloads, workload_in(assignment), "workload"), wanted.assignments);
  std::vector<cell> cells;
  for (const workload_descriptor* work : matching(known.workloads, wanted.workloads, "workload")) {
    if (wanted.workloads.empty() && (work->on_request || (wanted.quick && work->shape != work_shape::batch))) continue;
    for (const parameter_values& values : parameters_of(*work, wanted.assignments))
      add_cells(cells, known, wanted, *work, values);
  }
  return cells;
}

}  // namespace interleave
