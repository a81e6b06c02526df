// What was measured: which files belong together, the runners by simplicity, the subjects, the levels.
#include "reports/answer/analysis_parts.hpp"
#include "reports/results/parameter_value.hpp"
#include "reports/sort_by.hpp"
#include "reports/words/text.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <set>

#include <fmt/format.h>

namespace interleave::reports {

namespace {

// What must agree before the samples of two files can be pooled, each with a description. The host's name isn't
// included: in a container it is random.
using identity = std::vector<std::pair<std::string, std::string>>;

identity identity_of(const run_record& run) {
  identity facts;
  const auto machine = [&](const char* key, const char* words) {
    facts.emplace_back(words, run_record::value(run.machine, key));
  };
  const auto build = [&](const char* key, const char* words) {
    facts.emplace_back(words, run_record::value(run.build, key));
  };
  machine("cpu_model", "CPU");
  machine("cores_usable", "usable cores");
  machine("mhz_per_cpu", "clock");
  machine("kernel", "kernel");
  machine("virtualization", "virtualization");
  facts.emplace_back("placement", run.placement);
  facts.emplace_back("timer slack", run.timer_slack == "least" ? "least" : "");
  facts.emplace_back("time per sample", run.sample_time_s ? number_text(*run.sample_time_s) + " s" : "");
  facts.emplace_back("suite version", run.suite_version);
  build("compiler", "compiler");
  build("build_type", "build type");
  build("library_build_type", "build type");
  build("flags", "compiler flags");
  build("sanitizer", "sanitizer");
  build("backend", "backend");
  facts.emplace_back("format", run.plain_google_benchmark ? "Google Benchmark" : "interleave");
  return facts;
}

std::string set_label(std::size_t index) {
  std::string label;
  for (std::size_t rest = index + 1; rest > 0; rest = (rest - 1) / 26) {
    label.insert(label.begin(), static_cast<char>('A' + (rest - 1) % 26));
  }
  return label;
}

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) {
    if (!part.empty()) text += (text.empty() ? "" : " · ") + part;
  }
  return text;
}

std::string describe(const run_record& run) {
  const auto fact = [](const named_values& values, const char* key) {
    return std::string(run_record::value(values, key));
  };
  const std::string cores = fact(run.machine, "cores_usable");
  const std::string build = fact(run.build, "compiler") + " " + fact(run.build, "build_type");
  return joined({fact(run.machine, "host"), fact(run.machine, "cpu_model"), cores.empty() ? "" : cores + " cores",
                 run.placement.empty() ? "" : run.placement + " placement",
                 run.timer_slack == "least" ? "least timer slack" : "", build == " " ? "" : build});
}

void find_sets(workbench& bench) {
  std::vector<identity> known;
  for (std::size_t i = 0; i < bench.results.runs.size(); ++i) {
    const run_record& run = bench.results.runs[i];
    const identity facts = identity_of(run);
    const auto same = std::find(known.begin(), known.end(), facts);
    const auto set = static_cast<std::size_t>(same - known.begin());
    if (same == known.end()) {
      known.push_back(facts);
      bench.model.sets.push_back({"", describe(run), {}});
      for (std::size_t f = 0; f < facts.size(); ++f) {
        if (facts[f] == known.front()[f]) continue;
        const auto shown = [](const std::string& value) { return value.empty() ? "unknown" : value; };
        bench.differences.push_back(
            fmt::format("{} ({} / {})", facts[f].first, shown(known.front()[f].second), shown(facts[f].second)));
      }
    }
    bench.model.sets[set].runs.push_back(i);
    bench.set_of_run.push_back(set);
  }
  if (known.size() > 1) {
    for (std::size_t s = 0; s < known.size(); ++s) bench.model.sets[s].label = set_label(s);
  }
}

// Files of one set that measured a workload with different values of a parameter: they weren't measured side by side.
void find_values_apart(workbench& bench) {
  std::map<std::pair<std::size_t, std::string>, std::set<parameter_map>> first;
  std::set<std::string> apart;
  for (std::size_t i = 0; i < bench.results.runs.size(); ++i) {
    std::map<std::string, std::set<parameter_map>> here;
    for (const sample_record& sample : bench.results.runs[i].samples)
      here[sample.workload].insert(without_placement(sample.parameters));
    for (const auto& [workload, parameters] : here) {
      const auto [place, is_new] = first.try_emplace({bench.set_of_run[i], workload}, parameters);
      if (!is_new && place->second != parameters) apart.insert(workload);
    }
  }
  bench.apart.assign(apart.begin(), apart.end());
}

void find_runners(workbench& bench) {
  std::set<std::string> with_rows;
  for (const run_record& run : bench.results.runs) {
    for (const sample_record& sample : run.samples) with_rows.insert(sample.runner);
  }
  std::vector<runner_view>& runners = bench.model.runners;
  std::set<std::string> known;
  for (const run_record& run : bench.results.runs) {
    for (const runner_record& record : run.runners) {
      if (!with_rows.contains(record.name) || !known.insert(record.name).second) continue;
      runners.push_back({record.name, record.family, family_label(record.family), record.summary, record.idiom,
                         record.simplicity, record.family == runner_family::sequential});
    }
  }
  // Names given by the user come first, in their order; then the ranks of the file; a runner without a rank comes last.
  const std::vector<std::string>& order = bench.options.simplicity_order;
  const auto rank = [&](const runner_view& runner) {
    const auto place = std::find(order.begin(), order.end(), runner.name) - order.begin();
    return std::tuple(place, runner.simplicity == 0 ? std::numeric_limits<int>::max() : runner.simplicity,
                      runner.is_reference ? 0 : 1);
  };
  sort_by(runners, rank);
  for (std::size_t i = 0; i < runners.size(); ++i) {
    runners[i].simplicity = static_cast<int>(i) + 1;
    bench.runner_index[runners[i].name] = i;
    if (runners[i].is_reference && !bench.model.reference) bench.model.reference = i;
  }
  for (runner_view& runner : runners) {
    runner.is_reference = bench.model.reference && &runner == &runners[*bench.model.reference];
  }
}

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

using measured_parameters = std::set<parameter_map, by_value>;

// Whether some measurement of this run set the parameter to something other than its default.
bool is_special(const workload_record& workload, const measured_parameters& all, const std::string& name) {
  const auto standard = workload.defaults.find(name);
  return standard == workload.defaults.end() || std::any_of(all.begin(), all.end(), [&](const parameter_map& each) {
           const auto value = each.find(name);
           return value != each.end() && value->second != standard->second;
         });
}

// `where`: "on one CPU", or empty.
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
  std::set<std::int64_t> across;  // levels of cells that were spread over the CPUs
  bool is_across = true;          // all of them were
};

std::string_view placement_of(const parameter_map& parameters) {
  const auto found = parameters.find(placement_parameter);
  return found == parameters.end() ? std::string_view() : found->second;
}

// A program that was given both, or files of selections that placed a cell differently: pooled, they would be a
// mixture.
void find_placed_and_free(workbench& bench) {
  using cell = std::tuple<std::size_t, std::string, parameter_map, std::string, std::int64_t>;
  std::set<cell> free;
  std::set<cell> across;
  for (std::size_t i = 0; i < bench.results.runs.size(); ++i) {
    for (const sample_record& sample : bench.results.runs[i].samples) {
      const std::string_view placement = placement_of(sample.parameters);
      if (!placement.empty() && placement != "spread") continue;
      (placement.empty() ? free : across)
          .emplace(bench.set_of_run[i], sample.workload, without_placement(sample.parameters), sample.runner,
                   sample.in_flight);
    }
  }
  for (const cell& each : across) {
    if (free.contains(each)) bench.placed_and_free.emplace(std::get<0>(each), std::get<1>(each), std::get<2>(each));
  }
}

void find_subjects(workbench& bench) {
  std::vector<subject>& subjects = bench.model.subjects;
  std::set<std::tuple<std::size_t, std::string, parameter_map>> known;
  for (std::size_t i = 0; i < bench.results.runs.size(); ++i) {
    const run_record& run = bench.results.runs[i];
    const std::size_t set = bench.set_of_run[i];
    std::map<std::string, measured_parameters> measured;
    std::map<std::pair<std::string, parameter_map>, samples_of_subject> together;
    for (const sample_record& sample : run.samples) {
      const parameter_map parameters = bench.subject_parameters(set, sample.workload, sample.parameters);
      measured[sample.workload].insert(parameters);
      samples_of_subject& its = together[{sample.workload, parameters}];
      const bool is_across = placement_of(sample.parameters) == "spread";
      if (is_across) its.across.insert(sample.in_flight);
      its.is_across = its.is_across && is_across;
    }
    for (const workload_record& workload : run.workloads) {
      for (const parameter_map& parameters : measured[workload.name]) {
        if (!known.insert({set, workload.name, parameters}).second) continue;
        const samples_of_subject& its = together[{workload.name, parameters}];
        subject found;
        found.on_one_cpu = placement_of(parameters) == "one-cpu";
        const char* const where = found.on_one_cpu ? "on one CPU" : its.is_across ? "across CPUs" : "";
        found.across_levels.assign(its.across.begin(), its.across.end());
        found.all_across = its.is_across;
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
  if (placement_of(of_sample) != "spread") return of_sample;
  parameter_map plain = without_placement(of_sample);
  return placed_and_free.contains({set, workload, plain}) ? of_sample : plain;
}

parameter_map without_placement(parameter_map of_sample) {
  of_sample.erase(placement_parameter);
  return of_sample;
}

std::string_view placement_at(const subject& measured, std::int64_t in_flight) {
  if (measured.on_one_cpu) return "one-cpu";
  return std::ranges::binary_search(measured.across_levels, in_flight) ? "spread" : "";
}

std::size_t workbench::subject_of(std::size_t run, const sample_record& sample) const {
  const std::size_t set = set_of_run[run];
  return subject_index.at({set, sample.workload, subject_parameters(set, sample.workload, sample.parameters)});
}

void list_what_was_measured(workbench& bench) {
  find_sets(bench);
  find_values_apart(bench);
  bench.model.comparable = bench.differences.empty();
  find_runners(bench);
  find_placed_and_free(bench);
  find_subjects(bench);
  choose_who_stands_for_workloads(bench);
  std::set<std::int64_t> levels;
  for (std::size_t i = 0; i < bench.results.runs.size(); ++i) {
    for (const sample_record& sample : bench.results.runs[i].samples) {
      const std::size_t subject = bench.subject_of(i, sample);
      if (bench.model.subjects[subject].shape == work_shape::batch) levels.insert(sample.in_flight);
    }
  }
  bench.model.levels.assign(levels.begin(), levels.end());
}

}  // namespace interleave::reports
