// Titles, and the facts about machine, build and run as pairs for a table.
#include "reports/answer/analysis_parts.hpp"
#include "reports/words/text.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace interleave::reports {

namespace {

// "cpu_model" -> "CPU model": makes the file's keys readable.
std::string readable(std::string key) {
  std::replace(key.begin(), key.end(), '_', ' ');
  if (key.starts_with("cpu ")) key.replace(0, 3, "CPU");
  if (key == "smt" || key == "os") {
    std::transform(key.begin(), key.end(), key.begin(), [](char c) { return static_cast<char>(c - 'a' + 'A'); });
  } else if (!key.empty() && key[0] >= 'a' && key[0] <= 'z') {
    key[0] = static_cast<char>(key[0] - 'a' + 'A');
  }
  return key;
}

std::string readable_value(std::string_view key, const std::string& value) {
  if (value.empty()) return "unknown";
  if (!key.ends_with("_bytes")) return value;
  double bytes = 0;
  const auto parsed = std::from_chars(value.data(), value.data() + value.size(), bytes);
  return parsed.ec == std::errc() && parsed.ptr == value.data() + value.size() ? bytes_text(bytes) : value;
}

class facts {
 public:
  facts(const workbench& bench, std::size_t run_index)
      : run_(bench.results.runs[run_index]), set_(bench.model.sets[bench.set_of_run[run_index]].label) {}

  void into(std::vector<environment_group>& groups) const {
    add(groups, "Run", run_pairs());
    named_values limits;
    named_values machine;
    for (const auto& [key, value] : run_.machine) {
      constexpr std::string_view prefix = "limits.";
      const bool is_limit = key.starts_with(prefix);
      const std::string name = is_limit ? key.substr(prefix.size()) : key;
      (is_limit ? limits : machine).emplace_back(readable(name), readable_value(name, value));
    }
    add(groups, "Machine", std::move(machine));
    named_values build;
    for (const auto& [key, value] : run_.build) {
      constexpr std::string_view prefix = "versions.";
      if (key == "sanitizer" && value.empty()) {
        build.emplace_back("Sanitizer", "none");
      } else {
        build.emplace_back(key.starts_with(prefix) ? key.substr(prefix.size()) : readable(key),
                           readable_value(key, value));
      }
    }
    add(groups, "Build", std::move(build));
    add(groups, "Limits", std::move(limits));
    named_values ceilings;
    for (const ceiling_record& ceiling : run_.ceilings) {
      ceilings.emplace_back(ceiling.model, fmt::format("{:.0f}{}", ceiling.count,
                                                       ceiling.limit.empty() ? "" : " (" + ceiling.limit + ")"));
    }
    add(groups, "Ceilings (most tasks in flight)", std::move(ceilings));
  }

 private:
  void add(std::vector<environment_group>& groups, const std::string& title, named_values pairs) const {
    if (!pairs.empty()) groups.push_back({set_.empty() ? title : set_ + ": " + title, std::move(pairs)});
  }

  named_values run_pairs() const {
    named_values pairs;
    const auto text = [&](const char* name, const std::string& value) {
      if (!value.empty()) pairs.emplace_back(name, value);
    };
    text("File", run_.path.string());
    text("Run", run_.run_id);
    text("Started", run_.started);
    text("Finished", run_.finished);
    if (run_.run_seconds) text("Duration", duration_text(*run_.run_seconds * 1e9));
    std::string command;
    for (const std::string& word : run_.arguments) command.append(1, ' ').append(shell_word(word));
    if (!command.empty()) text("Command", "interleave" + command);
    text("Profile", run_.profile);
    text("Placement", run_.placement);
    text("Timer slack", run_.timer_slack);
    if (run_.samples_per_cell) text("Samples per cell", std::to_string(*run_.samples_per_cell));
    if (run_.sample_time_s) text("Time per sample", duration_text(*run_.sample_time_s * 1e9));
    if (run_.seed) text("Seed", std::to_string(*run_.seed));
    text("Suite version", run_.suite_version);
    if (run_.overhead_ms_median)
      text("Driver's overhead per sample, median", duration_text(*run_.overhead_ms_median * 1e6));
    if (run_.overhead_ms_p90) text("Driver's overhead per sample, p90", duration_text(*run_.overhead_ms_p90 * 1e6));
    text("Format", run_.plain_google_benchmark ? "Google Benchmark, without the suite's context" : "");
    return pairs;
  }

  const run_record& run_;
  const std::string& set_;
};

}  // namespace

void describe_environment(workbench& bench) {
  analysis& model = bench.model;
  const run_record& first = bench.results.runs.front();
  model.run_id = first.run_id;
  std::vector<std::string> hosts;
  for (const run_record& run : bench.results.runs) {
    std::string host(run_record::value(run.machine, "host"));
    if (host.empty()) host = "an unknown machine";
    if (std::find(hosts.begin(), hosts.end(), host) == hosts.end()) hosts.push_back(std::move(host));
  }
  model.title = "Concurrency models on " + list_text(hosts, 4);

  std::vector<std::string> parts;
  const auto machine = [&](const char* key) { return std::string(run_record::value(first.machine, key)); };
  if (model.sets.size() == 1) {
    if (!machine("cpu_model").empty()) parts.push_back(machine("cpu_model"));
    if (!machine("cores_usable").empty()) parts.push_back(machine("cores_usable") + " cores");
    if (!machine("kernel").empty()) parts.push_back(machine("kernel"));
  } else {
    parts.push_back(fmt::format("{} environments side by side", model.sets.size()));
  }
  // The same work on one CPU is no other workload.
  const auto workloads =
      model.subjects.size() - static_cast<std::size_t>(std::ranges::count_if(model.subjects, &subject::on_one_cpu));
  parts.push_back(fmt::format("{} × {}", count_text(std::max<std::size_t>(1, workloads), "workload", "workloads"),
                              count_text(model.runners.size(), "runner", "runners")));
  parts.push_back(fmt::format("{}, {}", count_text(model.cells.size(), "cell", "cells"),
                              count_text(model.samples_total, "sample", "samples")));
  const std::size_t runs = bench.results.runs.size();
  if (runs > 1) {
    parts.push_back(fmt::format("{} runs", runs));
  } else if (!first.run_id.empty()) {
    parts.push_back("run " + first.run_id);
  }
  for (const std::string& part : parts) model.subtitle += (model.subtitle.empty() ? "" : " · ") + part;

  // The facts of many pooled files would swamp the page, so each set shows those of its first file in full.
  for (const machine_set& set : model.sets) {
    for (std::size_t i = 0; i < set.runs.size() && i < 4; ++i) {
      if (i == 0) {
        facts(bench, set.runs[i]).into(model.environment);
      } else {
        const run_record& run = bench.results.runs[set.runs[i]];
        model.environment.push_back({(set.label.empty() ? "" : set.label + ": ") + "Pooled with",
                                     {{"File", run.path.string()}, {"Run", run.run_id}, {"Started", run.started}}});
      }
    }
  }
}

}  // namespace interleave::reports
