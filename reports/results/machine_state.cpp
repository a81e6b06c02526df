// Reads the machine's state from a file's context and describes it.
#include "reports/results/machine_state.hpp"

#include "reports/results/json_cursor.hpp"
#include "reports/words/text.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

namespace interleave::reports {

namespace {

// The clock that a CPU reports always varies a little; only a larger factor is reported.
constexpr double other_clock = 1.02;
// The same threshold as in the suite's audit.
constexpr double busy_load_per_core = 0.25;

std::string text_in(const json_cursor& object, std::string_view key) {
  const auto field = object.find(key);
  return field && field->is_text() ? field->text() : std::string();
}

std::optional<double> number_in(const json_cursor& object, std::string_view key) {
  const auto field = object.find(key);
  return field && field->is_number() ? std::optional(field->unchecked_number()) : std::nullopt;
}

bool is_flag(const json_cursor& value) {
  return !value.is_object() && !value.is_array() && !value.is_text() && !value.is_number();
}

void read_library(const json_cursor& context, machine_state& into) {
  into.mhz = std::max(0.0, number_in(context, "mhz_per_cpu").value_or(0));
  if (const auto scaling = context.find("cpu_scaling_enabled"); scaling && is_flag(*scaling))
    into.scales = scaling->boolean();
  const auto loads = context.find("load_avg");
  if (!loads || !loads->is_array()) return;
  const std::vector<json_cursor> averages = loads->elements();
  if (!averages.empty() && averages.front().is_number()) into.load = averages.front().unchecked_number();
}

void read_suite(const json_cursor& machine, machine_state& into) {
  if (const std::string host = text_in(machine, "host"); !host.empty()) into.host = host;
  if (const auto cores = number_in(machine, "cores_online")) into.cores = static_cast<std::int64_t>(*cores);
  if (const std::string governor = text_in(machine, "governor"); !governor.empty() && governor != "unknown")
    into.scales = governor != "performance";
  into.load = number_in(machine, "load_at_start");
}

struct range {
  double low = 0;
  double high = 0;
};

template <typename Value>
std::optional<range> range_of(std::span<const machine_state> machines, Value value) {
  std::optional<range> found;
  for (const machine_state& machine : machines) {
    const std::optional<double> one = value(machine);
    if (!one) continue;
    if (!found) found = range{*one, *one};
    found = range{std::min(found->low, *one), std::max(found->high, *one)};
  }
  return found;
}

std::optional<range> clocks(std::span<const machine_state> machines) {
  return range_of(machines, [](const machine_state& machine) {
    return machine.mhz > 0 ? std::optional(machine.mhz) : std::nullopt;
  });
}

std::optional<range> loads(std::span<const machine_state> machines) {
  return range_of(machines, [](const machine_state& machine) { return machine.load; });
}

std::vector<std::string> hosts(std::span<const machine_state> machines) {
  std::vector<std::string> names;
  for (const machine_state& machine : machines) {
    if (!machine.host.empty() && std::ranges::find(names, machine.host) == names.end()) names.push_back(machine.host);
  }
  return names;
}

std::string range_text(const std::optional<range>& values, std::string_view format, std::string_view unit) {
  if (!values) return "";
  const auto text = [&](double value) { return fmt::format(fmt::runtime(format), value); };
  const std::string low = text(values->low);
  const std::string high = text(values->high);
  return (low == high ? low : low + " to " + high) + std::string(unit);
}

std::string name_of(const machine_state& machine) {
  return machine.host.empty() ? "The machine" : machine.host;
}

}  // namespace

machine_state machine_state_in(const json_cursor& context) {
  machine_state found;
  found.host = text_in(context, "host_name");
  if (const auto cores = number_in(context, "num_cpus")) found.cores = static_cast<std::int64_t>(*cores);
  const auto suite = context.find("interleave");
  const auto machine = suite && suite->is_object() ? suite->find("machine") : std::nullopt;
  // In the suite's files, the fields of Google Benchmark hold what tools that read them need, not measured values.
  if (machine && machine->is_object()) {
    read_suite(*machine, found);
  } else if (!suite || !suite->is_object()) {
    read_library(context, found);
  }
  return found;
}

std::string hosts_text(std::span<const machine_state> machines) {
  std::string text;
  for (const std::string& name : hosts(machines)) text += (text.empty() ? "" : ", ") + name;
  return text;
}

std::string clock_text(std::span<const machine_state> machines) {
  return range_text(clocks(machines), "{:.0f}", " MHz");
}

std::string scaling_text(std::span<const machine_state> machines) {
  const auto on = std::ranges::count(machines, std::optional(true), &machine_state::scales);
  const auto off = std::ranges::count(machines, std::optional(false), &machine_state::scales);
  if (on + off == 0) return "";
  if (on == 0) return "off";
  return off == 0 ? "on" : fmt::format("on in {} of {} files", on, on + off);
}

std::string load_text(std::span<const machine_state> machines) {
  return range_text(loads(machines), "{:.2f}", "");
}

std::vector<std::string> machine_cautions(std::span<const machine_state> machines) {
  std::vector<std::string> cautions;
  if (const std::vector<std::string> names = hosts(machines); names.size() > 1)
    cautions.push_back(fmt::format("Measured on {} hosts, {}: what differs between these is in the numbers.",
                                   names.size(), list_text(names, 8)));
  if (const auto clock = clocks(machines); clock && clock->high > other_clock * clock->low)
    cautions.push_back(
        fmt::format("The clocks differ, {}: so do times, whatever the programs do.", clock_text(machines)));
  if (std::ranges::count(machines, std::optional(true), &machine_state::scales) > 0)
    cautions.push_back(fmt::format("Frequency scaling was {}: the clock may have changed while it was measured.",
                                   scaling_text(machines)));
  const auto load_per_core = [](const machine_state& machine) {
    return machine.cores > 0 ? machine.load.value_or(0) / static_cast<double>(machine.cores) : 0;
  };
  const auto busiest = std::ranges::max_element(machines, {}, load_per_core);
  if (busiest != machines.end() && load_per_core(*busiest) > busy_load_per_core)
    cautions.push_back(fmt::format("{} was busy when it began to measure: a load of {:.2f} on {}.", name_of(*busiest),
                                   *busiest->load,
                                   count_text(static_cast<std::uint64_t>(busiest->cores), "core", "cores")));
  return cautions;
}

}  // namespace interleave::reports
