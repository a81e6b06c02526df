// What was measured: which files belong together, the runners by simplicity, the subjects, the levels.
#include "reports/answer/analysis_parts.hpp"
#include "reports/sort_by.hpp"
#include "reports/words/text.hpp"

#include <algorithm>
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

}  // namespace

void list_what_was_measured(workbench& bench) {
  find_sets(bench);
  find_values_apart(bench);
  bench.model.comparable = bench.differences.empty();
  find_runners(bench);
  list_subjects(bench);
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
