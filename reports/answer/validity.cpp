// Can this run be trusted? The machine audit that came with it, and what the rows themselves say.
#include "reports/answer/analysis_parts.hpp"
#include "reports/sort_by.hpp"
#include "reports/words/text.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace interleave::reports {

namespace {

constexpr double contaminated_warning = 0.05;  // share of the samples
constexpr double contaminated_invalid = 0.20;

// The share from which other processes' CPU use counts; short samples resolve it less finely. 0: the file doesn't say.
std::string foreign_share_text(double lowest, double highest) {
  if (lowest <= 0) return "a share that could be noticed";
  if (lowest < 1 && percent_text(lowest) == percent_text(highest)) return "more than " + percent_text(lowest);
  // Of a sample as short as the kernel's tick, all of the CPU may have gone to others unseen.
  if (lowest >= 1) return "more than could be told of samples this short";
  if (highest >= 1)
    return fmt::format("more than {} (of the shortest samples nothing can be told)", percent_text(lowest));
  return fmt::format("more than {} (in the shortest samples {}, for less can't be told of them)", percent_text(lowest),
                     percent_text(highest));
}

class checklist {
 public:
  explicit checklist(workbench& bench) : bench_(bench), model_(bench.model) {}

  void fill() {
    audits();
    environments();
    machine();
    completeness();
    build();
    answers();
    failures();
    samples();
    contamination();
    noise();
    regimes();
    peers();
    calibration();
    bound();
    baseline();
    sort_by(model_.checks, [](const validity_check& c) { return -static_cast<int>(c.status); });
    summarise();
  }

 private:
  void add(std::string id, check_status status, std::string title, std::string finding, std::string mend = "") {
    const char* label = status == check_status::invalid   ? "invalid"
                        : status == check_status::warning ? "warning"
                                                          : "passed";
    model_.checks.push_back({std::move(id), status, label, std::move(title), std::move(finding), std::move(mend)});
  }

  void audits() {
    std::set<std::tuple<std::string, check_status, std::string>> seen;
    for (std::size_t i = 0; i < bench_.results.runs.size(); ++i) {
      const std::string& set = model_.sets[bench_.set_of_run[i]].label;
      for (const audit_record& audit : bench_.results.runs[i].audit) {
        const std::string title = audit.title.empty() ? audit.check : audit.title;
        const std::string shown = set.empty() ? title : set + ": " + title;
        if (seen.insert({shown, audit.status, audit.finding}).second) {
          add(audit.check, audit.status, shown, audit.finding, audit.mend);
        }
      }
    }
  }

  void environments() {
    if (bench_.results.runs.size() < 2) return;
    if (model_.comparable) {
      add("environments", check_status::passed, "One environment",
          fmt::format("{} files agree in CPU, placement and build; their samples of a cell are pooled.",
                      bench_.results.runs.size()));
    } else {
      add("environments", check_status::invalid, "Different environments",
          fmt::format("The files differ in {}. They stand side by side; there is no verdict over them.",
                      list_text(bench_.differences)),
          "Report them one by one, or measure again with the same machine and build.");
    }
    if (!bench_.apart.empty())
      add("values_apart", check_status::warning, "Values from different files",
          fmt::format(
              "Values of the parameters of {} come from different files: what differs between them includes what "
              "changed between the runs.",
              list_text(bench_.apart)),
          fmt::format("To compare values, measure them side by side: interleave run --set {}.PARAMETER=VALUE,VALUE,...",
                      bench_.apart.front()));
  }

  // The suite's own results come with an audit that has looked at this.
  void machine() {
    std::vector<machine_state> machines;
    for (const run_record& run : bench_.results.runs) {
      if (run.plain_google_benchmark) machines.push_back(run.machine_then);
    }
    for (const std::string& caution : machine_cautions(machines))
      add("machine", check_status::warning, "Machine", caution, "Measure on one quiet machine with a fixed clock.");
  }

  void completeness() {
    const bool complete = std::all_of(bench_.results.runs.begin(), bench_.results.runs.end(),
                                      [](const run_record& run) { return run.complete; });
    if (complete) {
      add("complete", check_status::passed, "Complete run", "Every planned sample was tried.");
    } else {
      add("complete", check_status::invalid, "Incomplete run",
          "The run was interrupted before every planned sample was tried.", remeasure_command(bench_));
    }
  }

  // The audit looks at the build too; this is for results whose audit didn't, or was left out.
  void build() {
    const bool audited = std::all_of(bench_.results.runs.begin(), bench_.results.runs.end(), [](const run_record& run) {
      return std::any_of(run.audit.begin(), run.audit.end(), [](const audit_record& a) { return a.check == "build"; });
    });
    if (audited) return;
    for (const run_record& run : bench_.results.runs) {
      const auto type = run_record::value(run.build, "build_type");
      const auto sanitizer = run_record::value(run.build, "sanitizer");
      // An empty type is a build without optimisation flags. In plain Google Benchmark files the type can't be relied
      // on: Debian's library reports "debug".
      const bool optimised = type == "Release" || type == "RelWithDebInfo" || type == "MinSizeRel";
      if (run.plain_google_benchmark || (optimised && sanitizer.empty())) continue;
      add("build", check_status::invalid, "Build",
          fmt::format("Measured with {}: its numbers say nothing about the models.",
                      sanitizer.empty() ? fmt::format("a build of type \"{}\"", type)
                                        : fmt::format("the sanitizer \"{}\"", sanitizer)),
          "cmake --preset release");
      return;
    }
    const bool known = std::any_of(bench_.results.runs.begin(), bench_.results.runs.end(),
                                   [](const run_record& run) { return !run.plain_google_benchmark; });
    if (known) add("build", check_status::passed, "Build", "Optimised, without sanitizers.");
  }

  // "a/b/in_flight:1, c/d/in_flight:8 and 3 more"
  std::string cells_where(bool (*matches)(const cell_view&)) const {
    std::vector<std::string> names;
    for (const cell_view& cell : model_.cells) {
      if (matches(cell)) {
        names.push_back(fmt::format("{} / {} / {}", model_.subjects[cell.subject].label,
                                    model_.runners[cell.runner].name, cell.in_flight));
      }
    }
    return list_text(names, 5);
  }

  std::size_t count_where(bool (*matches)(const cell_view&)) const {
    return static_cast<std::size_t>(std::count_if(model_.cells.begin(), model_.cells.end(), matches));
  }

  void answers() {
    std::set<std::string> wrong;
    for (const run_record& run : bench_.results.runs) {
      for (const sample_record& sample : run.samples) {
        if (sample.failure == failure_kind::wrong_digest) wrong.insert(sample.cell);
      }
    }
    if (wrong.empty()) {
      add("answers", check_status::passed, "Answers", "No cell gave a wrong answer.");
    } else {
      const std::vector<std::string> names(wrong.begin(), wrong.end());
      add("answers", check_status::invalid, "Wrong answers",
          fmt::format("{} computed a wrong result and {} no number: {}.", count_text(wrong.size(), "cell", "cells"),
                      wrong.size() == 1 ? "has" : "have", list_text(names, 5)),
          "This is a defect of the suite or of the machine's memory: report it.");
    }
  }

  void failures() {
    const auto failed = [](const cell_view& cell) {
      return cell.state == cell_state::failed || cell.state == cell_state::partly_failed;
    };
    const std::size_t count = count_where(failed);
    if (count == 0) {
      add("failures", check_status::passed, "Failed cells", "No sample failed.");
    } else {
      add("failures", check_status::warning, "Failed cells",
          fmt::format("{} of {} failed at least once and {} not compete: {}.", count,
                      count_text(model_.cells.size(), "cell", "cells"), count == 1 ? "does" : "do",
                      cells_where(failed)),
          "The reasons stand in the list of cells.");
    }
  }

  void samples() {
    std::size_t few = 0;
    std::size_t measured = 0;
    for (const cell_view& cell : model_.cells) {
      if (cell.state != cell_state::measured) continue;
      ++measured;
      if (cell.too_few) ++few;
    }
    if (measured == 0) {
      add("samples", check_status::invalid, "Samples", "No cell has a number.", remeasure_command(bench_));
    } else if (few == 0) {
      add("samples", check_status::passed, "Samples",
          fmt::format("Every cell that a statement rests on has at least {} samples.",
                      bench_.options.rule.least_samples));
    } else {
      add("samples", few == measured ? check_status::invalid : check_status::warning, "Too few samples",
          fmt::format("{} of {} measured cells {} fewer than {} samples: no statement can rest on them.", few, measured,
                      few == 1 ? "has" : "have", bench_.options.rule.least_samples),
          remeasure_command(bench_));
    }
  }

  void contamination() {
    std::size_t contaminated = 0;
    std::size_t good = 0;
    bool known = false;
    double lowest_threshold = 1;
    double highest_threshold = 0;
    for (const run_record& run : bench_.results.runs) {
      for (const sample_record& sample : run.samples) {
        if (sample.failure != failure_kind::none) continue;
        const auto flag = sample.counter("contaminated");
        known = known || flag;
        ++good;
        if (flag.value_or(0) > 0) ++contaminated;
        const double threshold = sample.counter("foreign_cpu_threshold").value_or(0);  // older files don't say
        lowest_threshold = std::min(lowest_threshold, threshold);
        highest_threshold = std::max(highest_threshold, threshold);
      }
    }
    if (!known) return;
    const double share = static_cast<double>(contaminated) / static_cast<double>(good);
    const check_status status = share > contaminated_invalid   ? check_status::invalid
                                : share > contaminated_warning ? check_status::warning
                                                               : check_status::passed;
    add("contamination", status, "Other work on the machine",
        fmt::format("Other processes took {} of the CPU during {} of {} samples ({}). They are kept: "
                    "dropping samples by the load around them would favour some models over others.",
                    foreign_share_text(lowest_threshold, highest_threshold), contaminated, good, percent_text(share)),
        status == check_status::passed ? "" : "Stop other work on this machine and run again.");
  }

  void noise() {
    const auto noisy = [](const cell_view& cell) { return cell.noisy; };
    const std::size_t count = count_where(noisy);
    if (count == 0) {
      add("noise", check_status::passed, "Noise", "No cell's interval is wider than 10 % of its median.");
    } else {
      add("noise", check_status::warning, "Noisy cells",
          fmt::format("{} of {} cells: the interval is wider than 10 % of the median, so they need more samples for a "
                      "decision than quieter cells: {}.",
                      count, model_.cells.size(), cells_where(noisy)),
          "Take more or longer samples: --samples 15, --time-per-sample 0.5s.");
    }
  }

  // `sentence` has a place for how many cells there are, and one for which.
  template <class Condition>
  void warn_of(const char* id, const char* title, const Condition& condition,
               fmt::format_string<std::string, std::string> sentence, const char* mend) {
    if (const std::size_t count = count_where(condition); count > 0)
      add(id, check_status::warning, title,
          fmt::format(sentence, count_text(count, "cell", "cells"), cells_where(condition)), mend);
  }

  void regimes() {
    warn_of(
        "regimes", "Two regimes", [](const cell_view& cell) { return !cell.regimes.empty(); },
        "In {} the samples fall into two groups, and the median stands for neither: {}. Their notes have the figures "
        "of "
        "both.",
        "Where threads run is often what differs: of cells that the kernel places, compare --placement one-cpu and "
        "--placement spread. Else look at what runs beside them, and at the CPU's clock.");
  }

  void peers() {
    warn_of(
        "peer", "Peer was the bottleneck", [](const cell_view& cell) { return cell.peer_bound; },
        "In {} the other end of the connection was busier than the model under test, whose throughput is only a lower "
        "bound: {}.",
        "Compare such cells by CPU time per task instead.");
  }

  void calibration() {
    std::set<std::string> seen;
    bool calibrated = false;
    for (const run_record& run : bench_.results.runs) {
      for (const calibration_record& record : run.calibration) {
        calibrated = true;
        if (record.warning.empty() || !seen.insert(record.workload + record.warning).second) continue;
        add("calibration", check_status::warning, "Calibration of " + record.workload, record.warning,
            "Read this workload's share of the ideal bound with care.");
      }
    }
    if (calibrated && seen.empty()) {
      add("calibration", check_status::passed, "Calibration",
          "Every workload waits and computes for as long as it declares.");
    }
  }

  // A bound exceeded by more than noise is wrong. Other texts still cap the share at 100 %.
  void bound() {
    constexpr double noise = 1.05;
    const auto beyond = [](const cell_view& cell) { return cell.efficiency && cell.efficiency->median > noise; };
    const std::size_t count = count_where(beyond);
    if (count == 0) return;
    add("bound", check_status::warning, "Ideal bound exceeded",
        fmt::format(
            "{} more than {} of what the ideal bound allows: {}. A task alone was timed too slow, or part of its "
            "work is done elsewhere.",
            count_text(count, "cell does", "cells do"), percent_text(noise), cells_where(beyond)),
        "Don't read their share of the ideal bound; their throughput stands.");
  }

  const cell_view* baseline_of(std::size_t subject) const {
    if (!model_.reference) return nullptr;
    const auto cell = bench_.cell_at(subject, *model_.reference, 1);
    return cell ? &model_.cells[*cell] : nullptr;
  }

  void baseline() {
    std::vector<std::string> without;
    std::size_t judged = 0;
    std::size_t failed = 0;
    for (std::size_t i = 0; i < model_.subjects.size(); ++i) {
      // A herd can't run sequentially, so it needs no baseline.
      if (model_.subjects[i].shape == work_shape::herd) continue;
      const cell_view* const cell = baseline_of(i);
      if (cell != nullptr && cell->state == cell_state::unsupported) continue;
      ++judged;
      if (cell != nullptr && cell->throughput_per_s) continue;
      without.push_back(model_.subjects[i].label);
      if (cell != nullptr) ++failed;
    }
    if (judged == 0) {
      model_.reference_sentence = "Nothing in this run can be done sequentially, so there is no speed-up.";
      return;
    }
    if (without.empty()) {
      model_.reference_sentence = fmt::format(
          "Speed-ups are over {}, which runs one task at a time; its one measurement competes at every level.",
          model_.runners[*model_.reference].name);
      add("baseline", check_status::passed, "Sequential baseline", "Every workload that can have one has it.");
      return;
    }
    const bool none = without.size() == judged;
    const bool all_failed = failed == without.size();
    model_.reference_sentence =
        none && all_failed ? "The sequential baseline failed: ratios are between runners, and there is no speed-up."
        : none ? "There is no sequential baseline in this run: ratios are between runners, and there is no speed-up."
               : fmt::format("Speed-ups are over sequential; there is none for {}.", list_text(without, 5));
    add("baseline", check_status::warning, "Sequential baseline", model_.reference_sentence,
        all_failed ? "See why sequential failed, mend that, and measure again."
                   : "Include the runner: --runner sequential, or no --runner at all.");
  }

  void summarise() {
    std::size_t count[3] = {};
    for (const validity_check& c : model_.checks) ++count[static_cast<std::size_t>(c.status)];
    model_.checks_summary =
        fmt::format("{}, {}, {} passed.", count_text(count[2], "problem", "problems"),
                    count_text(count[1], "warning", "warnings"), count_text(count[0], "check", "checks"));
  }

  workbench& bench_;
  analysis& model_;
};

}  // namespace

void check_validity(workbench& bench) {
  checklist(bench).fill();
}

}  // namespace interleave::reports
