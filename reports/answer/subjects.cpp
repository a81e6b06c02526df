// The subjects of a report: each workload with its parameters and, where it was measured in two, its placement.
#include "reports/answer/analysis_parts.hpp"
#include "reports/results/parameter_value.hpp"
#include "reports/sort_by.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include <fmt/format.h>

namespace interleave::reports {

namespace {

std::string slug(const std::string& label, std::set<std::string>& taken) {
  std::string base;
  for (const char c : label.substr(0, 80)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    const bool upper = c >= 'A' && c <= 'Z';
    if (plain || upper) {
      base += upper ? static_cast<char>(c - 'A' + 'a') : c;
    } else if (!base.empty() && base.back() != '-') {
      base += '-';
    }
  }
  while (!base.empty() && base.back() == '-') base.pop_back();
  if (base.empty()) base = "workload";
  std::string id = base;
  for (std::size_t n = 2; !taken.insert(id).second; ++n) id = fmt::format("{}-{}", base, n);
  return id;
}

// "spread", "apart" or "one-cpu", as the suite writes them; empty for anything else, which is a parameter like others.
std::string_view placement_of(const parameter_map& parameters) {
  constexpr std::array<std::string_view, 3> of_the_suite{"spread", "apart", "one-cpu"};
  const auto found = parameters.find(placement_parameter);
  return found != parameters.end() && std::ranges::find(of_the_suite, found->second) != of_the_suite.end()
             ? std::string_view(found->second)
             : std::string_view();
}

// By the workload's own parameters; of the same ones, those on one CPU after the others.
struct on_one_cpu_last {
  bool operator()(const parameter_map& a, const parameter_map& b) const {
    const auto is_on_one = [](const parameter_map& parameters) { return placement_of(parameters) == "one-cpu"; };
    const parameter_map left = without_placement(a);
    const parameter_map right = without_placement(b);
    if (left != right) return by_value()(left, right);
    return is_on_one(a) == is_on_one(b) ? a < b : is_on_one(b);
  }
};
using measured_parameters = std::set<parameter_map, on_one_cpu_last>;

// Whether some measurement of this run set the parameter to something other than its default.
bool is_special(const workload_record& workload, const measured_parameters& all, const std::string& name) {
  const auto standard = workload.defaults.find(name);
  return standard == workload.defaults.end() || std::any_of(all.begin(), all.end(), [&](const parameter_map& each) {
           const auto value = each.find(name);
           return value != each.end() && value->second != standard->second;
         });
}

// `where`: "on one CPU" and the like, or empty.
std::string label_of(const workload_record& workload, const parameter_map& parameters, const measured_parameters& all,
                     const std::string& where, const std::string& set) {
  std::string special;
  for (const auto& [name, value] : without_placement(parameters)) {
    if (!is_special(workload, all, name)) continue;
    special += (special.empty() ? "" : ", ") + name + " " + value;
  }
  if (!where.empty()) special += (special.empty() ? "" : ", ") + where;
  return (set.empty() ? "" : set + ": ") + workload.name + (special.empty() ? "" : " (" + special + ")");
}

int place_of(work_kind kind) {
  constexpr std::array order = {work_kind::floor,   work_kind::cpu,   work_kind::io,
                                work_kind::network, work_kind::timer, work_kind::file,
                                work_kind::mixed,   work_kind::probe, work_kind::unknown};
  return static_cast<int>(std::find(order.begin(), order.end(), kind) - order.begin());
}

// What a task costs alone, under the same placement if that is known.
void add_ideal(const workbench& bench, subject& to, const run_record& run) {
  bool is_exact = false;
  for (const calibration_record& calibration : run.calibration) {
    if (calibration.workload != to.workload || is_exact) continue;
    is_exact = calibration.parameters == to.parameters;
    const bool is_close = calibration.parameters.empty() ||
                          bench.subject_parameters(to.set, to.workload, calibration.parameters) == to.parameters;
    if (!is_exact && !is_close) continue;
    to.ideal_cpu_ns = calibration.cpu_ns;
    to.ideal_wait_ns = calibration.wait_ns;
  }
}

// What the samples of a subject have in common.
struct samples_of_subject {
  std::map<std::int64_t, std::string> placements;  // by in_flight, of cells that have one
  bool is_across = true;                           // all of them were
};

// Programs that were given both, or files of selections that placed a cell differently: pooled, they would be a
// mixture.
void find_placed_variously(workbench& bench) {
  using cell = std::tuple<std::size_t, std::string, parameter_map, std::string, std::int64_t>;
  std::map<cell, std::string_view> placements;
  for (std::size_t i = 0; i < bench.results.runs.size(); ++i) {
    for (const sample_record& sample : bench.results.runs[i].samples) {
      const std::string_view placement = placement_of(sample.parameters);
      if (placement == "one-cpu") continue;
      const cell here(bench.set_of_run[i], sample.workload, without_placement(sample.parameters), sample.runner,
                      sample.in_flight);
      if (placements.try_emplace(here, placement).first->second != placement)
        bench.placed_variously.emplace(std::get<0>(here), std::get<1>(here), std::get<2>(here));
    }
  }
}

// Of all runs: which of them is read first must not decide what a subject is called.
std::map<std::tuple<std::size_t, std::string, parameter_map>, samples_of_subject> samples_by_subject(
    const workbench& bench) {
  std::map<std::tuple<std::size_t, std::string, parameter_map>, samples_of_subject> together;
  for (std::size_t i = 0; i < bench.results.runs.size(); ++i) {
    const std::size_t set = bench.set_of_run[i];
    for (const sample_record& sample : bench.results.runs[i].samples) {
      samples_of_subject& its =
          together[{set, sample.workload, bench.subject_parameters(set, sample.workload, sample.parameters)}];
      const std::string_view placement = placement_of(sample.parameters);
      if (!placement.empty()) its.placements.try_emplace(sample.in_flight, placement);
      its.is_across = its.is_across && placement == "spread";
    }
  }
  return together;
}

void find_subjects(workbench& bench) {
  std::vector<subject>& subjects = bench.model.subjects;
  const auto together = samples_by_subject(bench);
  std::set<std::tuple<std::size_t, std::string, parameter_map>> known;
  for (std::size_t i = 0; i < bench.results.runs.size(); ++i) {
    const run_record& run = bench.results.runs[i];
    const std::size_t set = bench.set_of_run[i];
    std::map<std::string, measured_parameters> measured;
    for (const sample_record& sample : run.samples)
      measured[sample.workload].insert(bench.subject_parameters(set, sample.workload, sample.parameters));
    for (const workload_record& workload : run.workloads) {
      for (const parameter_map& parameters : measured[workload.name]) {
        if (!known.insert({set, workload.name, parameters}).second) continue;
        const samples_of_subject& its = together.at({set, workload.name, parameters});
        subject found;
        found.on_one_cpu = placement_of(parameters) == "one-cpu";
        const bool is_apart = placement_of(parameters) == "apart";
        const std::string where = its.is_across      ? "across CPUs"
                                  : is_apart         ? "with a CPU for the server"
                                  : found.on_one_cpu ? "on one CPU"
                                                     : "";
        found.placements = its.placements;
        found.label_says_where = !where.empty();
        const std::string& label = bench.model.sets[set].label;
        found.label = label_of(workload, parameters, measured[workload.name], where, label);
        found.name = label_of(workload, parameters, measured[workload.name], "", label);
        found.workload = workload.name;
        found.kind = workload.kind;
        found.kind_label = kind_label(workload.kind);
        found.shape = workload.shape;
        found.shape_label = workload.shape_word;
        found.summary = workload.summary;
        found.parameters = parameters;
        found.set = set;
        add_ideal(bench, found, run);
        subjects.push_back(std::move(found));
      }
    }
  }
  sort_by(subjects,
          [](const subject& s) { return std::tuple(s.shape != work_shape::batch, s.set, s.shape, place_of(s.kind)); });
  std::set<std::string> ids;
  std::set<std::string> labels;
  for (std::size_t i = 0; i < subjects.size(); ++i) {
    // Crafted names can produce the same label ("a (b c)" with and without parameters).
    const std::string base = subjects[i].label;
    for (std::size_t n = 2; !labels.insert(subjects[i].label).second; ++n) {
      subjects[i].label = fmt::format("{} #{}", base, n);
    }
    subjects[i].id = slug(subjects[i].label, ids);
    bench.subject_index[{subjects[i].set, subjects[i].workload, subjects[i].parameters}] = i;
  }
}

bool has_defaults(const workbench& bench, const subject& measured) {
  return std::ranges::any_of(bench.results.runs, [&](const run_record& run) {
    const auto known = std::ranges::find(run.workloads, measured.workload, &workload_record::name);
    return known != run.workloads.end() && known->defaults == measured.parameters;
  });
}

void choose_who_stands_for_workloads(workbench& bench) {
  std::map<std::pair<std::size_t, std::string>, std::map<parameter_map, subject*, by_value>> measured;
  for (subject& each : bench.model.subjects) {
    each.stands_for_workload = false;
    if (placement_of(each.parameters).empty()) measured[{each.set, each.workload}].emplace(each.parameters, &each);
  }
  for (const auto& [key, values] : measured) {
    const auto usual =
        std::ranges::find_if(values, [&](const auto& value) { return has_defaults(bench, *value.second); });
    const auto middle = std::next(values.begin(), static_cast<std::ptrdiff_t>((values.size() - 1) / 2));
    (usual != values.end() ? usual : middle)->second->stands_for_workload = true;
  }
}

}  // namespace

parameter_map workbench::subject_parameters(std::size_t set, const std::string& workload,
                                            parameter_map of_sample) const {
  const std::string_view placement = placement_of(of_sample);
  if (placement.empty() || placement == "one-cpu") return of_sample;
  parameter_map plain = without_placement(of_sample);
  return placed_variously.contains({set, workload, plain}) ? of_sample : plain;
}

parameter_map without_placement(parameter_map of_sample) {
  if (!placement_of(of_sample).empty()) of_sample.erase(placement_parameter);
  return of_sample;
}

std::string_view placement_at(const subject& measured, std::int64_t in_flight) {
  const auto found = measured.placements.find(in_flight);
  return found == measured.placements.end() ? std::string_view() : found->second;
}

std::size_t workbench::subject_of(std::size_t run, const sample_record& sample) const {
  const std::size_t set = set_of_run[run];
  return subject_index.at({set, sample.workload, subject_parameters(set, sample.workload, sample.parameters)});
}

void list_subjects(workbench& bench) {
  find_placed_variously(bench);
  find_subjects(bench);
  choose_who_stands_for_workloads(bench);
}

}  // namespace interleave::reports
