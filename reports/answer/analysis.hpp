// What a run means: the complete model of the report. Every number and every sentence that any output shows is made by
// analyse(); HTML, Markdown and the terminal only lay it out, so they cannot disagree.
//
// Names come from files and may be hostile, so each renderer escapes whole strings. Sentences are plain text without
// markup and end in a full stop. Indices (`subject`, `runner`, `cell`) index the vectors of `analysis`.
// Units: _ns nanoseconds, _bytes bytes, _per_s per second; ratios and efficiencies are plain factors (1.0 = 100 %).
#pragma once

#include "reports/answer/matrix.hpp"
#include "reports/results/run_results.hpp"
#include "reports/statistics/standing.hpp"
#include "reports/statistics/statistics.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace interleave::reports {

struct analysis_options {
  // How the map is decided. Its `error` is that of all statements of the map together.
  standing_rule rule = {};
  // Runner names, simplest first. For the runners named, this order replaces the ranks given in the file.
  std::vector<std::string> simplicity_order;
};

// ---- who took part ----

struct runner_view {
  std::string name;
  runner_family family = runner_family::unknown;
  std::string family_label;  // "threads", "event loop"
  std::string summary;
  std::string idiom;
  int simplicity = 0;         // 1 = simplest; runners of `analysis` are sorted by it
  bool is_reference = false;  // `sequential`
};

// One environment: runs of the same CPU, placement and build are one set; their samples of equal cells are pooled.
struct machine_set {
  std::string label;              // "A", "B"; empty when there is only one
  std::string description;        // "lab-7 · AMD Ryzen 7 7700 · 8 cores · free placement · g++ 12.2.0 Release"
  std::vector<std::size_t> runs;  // indices into run_results.runs
};

// Workload x parameters x set. Each batch has a row in the decision map and an entry in the workload chooser. Cells
// that were measured on one CPU as well as across CPUs belong to two subjects: those on one CPU to one of their own,
// the others to that of the levels for which there is no such choice.
struct subject {
  std::string id;     // unique, [a-z0-9_-]+, stable for the same input: for deep links and element ids
  std::string label;  // "io_echo", "io_echo (delay 5ms)", "io_echo (on one CPU)", "B: io_echo"; unique
  std::string name;   // the same without a placement
  std::string workload;
  work_kind kind = work_kind::unknown;
  std::string kind_label;  // "I/O-bound", "network", "CPU-bound", "mixed", "floor", "unknown kind"
  work_shape shape = work_shape::batch;
  std::string shape_label;  // "batch", "tree"; as written in the file
  std::string summary;
  parameter_map parameters;  // as measured
  std::size_t set = 0;
  bool on_one_cpu = false;                         // its cells, but not its run as a whole
  std::map<std::int64_t, std::string> placements;  // by in_flight, of cells that have one of their own
  bool label_says_where = false;                   // it is the same for all of them
  // Takes part in the verdict on its kind. Of a workload that was measured with several values of its parameters one
  // subject does, so that each workload counts once: that of the defaults or, failing that, the middle one.
  bool stands_for_workload = true;
  // Inputs of the ideal bound min(in_flight / (wait + cpu), cores / cpu); absent when not calibrated.
  std::optional<double> ideal_cpu_ns;
  std::optional<double> ideal_wait_ns;
  // Text alternative of this subject's scaling chart (for role=img), one to three sentences.
  std::string scaling_sentence;
};

// ---- cells ----

// `measured`: every sample is good. `partly_failed`: some samples failed; the numbers of the rest are shown but don't
// compete. `failed`: no number at all; one wrong digest is enough, whatever the other samples gave.
enum class cell_state { measured, partly_failed, failed, unsupported };

struct failure_count {
  std::string reason;  // "killed by SIGSEGV", "unsupported: ..."
  std::size_t samples = 0;
};

// Samples of a cell that are apart from its other samples.
struct regime_view {
  std::size_t samples = 0;
  estimate throughput_per_s;  // tasks per second; without an interval below least_for_median_interval samples
};

struct latency_point {
  double quantile = 0;  // 0.5, 0.9, 0.99, 0.999; only where samples had at least 10 tasks beyond it
  double ns = 0;        // median over samples
  std::optional<confidence_interval> interval = {};
};

struct cell_view {
  std::string name;
  std::size_t subject = 0;
  std::size_t runner = 0;
  std::int64_t in_flight = 1;
  cell_state state = cell_state::measured;
  std::string state_label;  // "measured", "partly failed", "failed", "unsupported"

  std::size_t samples_good = 0;
  std::size_t samples_failed = 0;
  std::size_t samples_retaken = 0;       // good samples whose earlier attempt failed for external reasons
  std::size_t samples_contaminated = 0;  // good samples whose foreign CPU share exceeded its threshold
  std::vector<failure_count> failures;   // empty when measured
  // State, failures, noise, contamination and a limiting peer in words; empty when there is nothing to say.
  std::string note;

  // Medians over samples; `estimate::interval` only with at least least_for_median_interval good ones.
  std::optional<estimate> throughput_per_s;      // tasks per second
  std::vector<std::optional<estimate>> columns;  // parallel to column_metrics(); empty without any number
  // Those of the columns that are used outside tables as well.
  std::optional<estimate> efficiency;       // of the ideal bound; may exceed 1 by noise
  std::optional<estimate> cpu_ns_per_task;  // user + system, children included
  // Over all processes, with shared pages counted once. Results of earlier versions have the sum of the resident sets,
  // or only the largest of them.
  std::optional<estimate> memory_peak_bytes;
  std::optional<estimate> speed_up;      // throughput over that of sequential at in_flight 1, same subject
  std::optional<double> ideal_speed_up;  // ideal_per_s over the throughput of sequential
  std::optional<double> ideal_per_s;

  std::optional<double> units_per_task;  // forks, items, hops; absent for batches
  std::optional<estimate> unit_ns;       // wall time per unit

  std::vector<latency_point> latency;  // ascending quantile
  std::optional<double> latency_max_ns;
  std::optional<double> cores_busy;
  std::string label;  // the row's own label ("backend=io_uring"), from the first good sample

  std::vector<regime_view> regimes;  // two, the slower one first, where samples fall into two groups; else none

  bool noisy = false;       // interval of the throughput wider than 10 % of its median
  bool peer_bound = false;  // in most samples the workload's peer was the bottleneck: throughput is a lower bound
  bool competes = false;    // takes part in map and verdict: every sample is good
  bool too_few = false;     // some statement would need more samples of it
};

// ---- decisions ----

// `alone`: only one runner, so no ratio. `undecided`: neither a win nor equality is shown; `sentence` says what is
// known and what would decide. `no_data`: nothing ran here.
enum class outcome_kind { win, equal, alone, undecided, no_data };

// What singles out one of several runners that are equal in speed. `simplicity`: none is shown to be cheaper.
enum class cost_kind { cpu, memory, tail_latency, simplicity };

struct rival {
  std::size_t runner = 0;
  estimate lead;  // throughput of `fastest` over this rival's; the interval is the usual one of 95 %
  position at = position::open;
};

// Why one of several equal runners is recommended.
struct cost_reason {
  cost_kind kind = cost_kind::simplicity;
  // What the next of the equal runners needs, as a multiple of what the recommended one does; absent for simplicity.
  std::optional<std::size_t> next;
  std::optional<estimate> ratio;
  std::vector<std::size_t> not_dearer;  // others that are not shown to cost more, simplest first
};

// What one runner of an entry costs; its medians are those of the cell.
struct entry_cost {
  std::size_t runner = 0;
  std::size_t cell = 0;
  double share_of_best = 0;  // of the throughput
  std::string standing;      // "wins", "equal, recommended", "slower"
};

// One entry of the map.
struct decision {
  std::size_t subject = 0;
  std::int64_t in_flight = 1;
  outcome_kind outcome = outcome_kind::no_data;
  std::optional<std::size_t> runner;   // winner, or the cheapest of the equal, or the only one
  std::optional<std::size_t> fastest;  // the largest median: equals `runner` for a win
  std::vector<std::size_t> equal;      // every runner shown equal to the fastest, including `runner`, simplest first
  cost_reason reason;                  // of an `equal` outcome
  std::size_t competitors = 0;         // runners with a number here, sequential included
  std::vector<rival> rivals;           // of `fastest`, nearest first
  bool leader_has_too_few = false;     // samples: no statement can rest on `fastest`
  std::size_t samples_to_decide = 0;   // undecided: about so many of each that isn't behind; 0 if unknown
  std::optional<std::size_t> mixed;    // undecided: a runner that is not behind and has two regimes
  std::optional<std::size_t> cell;     // of `runner` (sequential: its in_flight 1 cell)
  std::string short_label;             // "1.40×" for a win, "= of 4" where four are equal, "" otherwise
  std::string sentence;                // the same in a sentence
  std::string latency_sentence;        // text alternative of the latency chart
  std::vector<entry_cost> costs;       // of those that the statement is about, the recommended one first
};

struct map_row {
  std::size_t subject = 0;
  std::vector<decision> decisions;  // parallel to analysis::levels
};

// An entry of analysis::map.
struct map_place {
  std::size_t row = 0;
  std::size_t level = 0;  // an index into analysis::levels
};

// ---- costs: what a fork, an item, a waiting task costs ----

// One runner in a chart of costs.
struct cost_row {
  std::size_t runner = 0;
  std::vector<std::optional<estimate>> values;  // parallel to the group's series
  std::string text;                             // the values in words: "67.2 ns", "312 B / 1.20 KiB"
  std::string remark;                           // "0.55× plain recursion"; may be empty
  std::string state;                            // "failed"; empty where there is a value
};

// Runners that are compared with each other: on one workload, or on a herd of one size.
struct cost_group {
  std::string label;                // "fib"
  std::vector<std::string> series;  // what the values of each row are: "time per fork"; "user", "kernel"
  std::vector<cost_row> rows;       // by their first value, ascending; runners that don't run it are left out
  std::vector<decision> decisions;
};

// A table of texts. The first column says what the row is about, the last one is a note.
struct text_table {
  std::vector<std::string> head;
  std::vector<std::vector<std::string>> rows;
};

// A question other than the verdict's, and its answer. The derived types below add the data of its chart.
struct answer_view {
  std::string id;        // for links and element ids: [a-z0-9-]+, unique
  std::string title;     // "Trees"
  std::string question;  // "What does a fork cost?"
  std::string lead;      // the answer in one sentence of at most 25 words; empty if there is none
  std::vector<std::string> sentences;
  std::string reading;                // how the chart is read
  std::vector<std::string> stops;     // how far each model goes, and why no further; herds only
  std::vector<std::string> left_out;  // runners without a number, and why
  text_table table;
};

enum class quantity { duration, bytes };

// For shapes other than batches, or for what batches measure besides their tasks.
struct cost_view : answer_view {
  quantity unit = quantity::duration;
  std::string axis;  // "time per fork"
  std::vector<cost_group> groups;
};

// ---- granularity: how small a task may be ----

struct granularity_point {
  double task_ns = 0;   // how long the task takes when run alone
  estimate efficiency;  // of the machine's peak
};

// `crosses`: keeps half of the peak from some size on. `always`: at the smallest size too. `unclear`: even at the
// largest size its efficiency can't be told from half. `unknown`: too few sizes were measured.
enum class granularity { crosses, always, never, unclear, unknown };

struct granularity_curve {
  std::size_t runner = 0;
  std::vector<granularity_point> points;  // ascending
  granularity outcome = granularity::unknown;
  // For `crosses`: the smallest task at which half of the peak is kept. Interval ends are cut off at the smallest and
  // largest size measured.
  std::optional<estimate> smallest_ns;
};

// "How small may a task be?": efficiency (useful work per time, as a share of the machine's peak) by task size. Like
// METG of Task Bench (Slaughter et al., SC20), except that the size of a task is the time that it takes alone.
struct granularity_view : answer_view {
  std::vector<granularity_curve> curves;  // smallest crossing first, then the unclear, then those that never cross
};

// ---- sweeps: what changes with a parameter ----

// Where the values of a parameter stand on the axis: by their number, by its logarithm (of more than a decade), or at
// equal steps in their order.
enum class sweep_axis { linear, logarithmic, steps };

struct sweep_value {
  std::string text;  // "5ms"
  double place = 0;  // on the axis: the number, in the smallest unit; with equal steps the index in sweep_view::values
  std::size_t subject = 0;
};

// The subjects that differ only in the swept parameter: one drawing for each level.
struct sweep_slice {
  std::string label;                   // the other swept parameters: "size 64KiB"; empty if there are none
  std::vector<sweep_value> values;     // ascending, two at least
  std::vector<std::string> sentences;  // parallel to sweep_view::levels: the text alternatives of the drawings
};

// A workload that was measured with several values of a parameter: its runners' figures by value. None is made of a
// workload with more than 128 combinations of values, or several values of more than 8 parameters.
struct sweep_view : answer_view {
  std::string parameter;  // "delay"
  sweep_axis axis = sweep_axis::linear;
  std::vector<std::string> values;  // of all slices, ascending
  std::vector<sweep_slice> slices;
  std::vector<std::int64_t> levels;  // in_flight, ascending
  bool has_units = false;            // forks, items, hops: time per unit says more than throughput
};

// ---- verdict ----

// What to use for a kind of work at one level.
struct kind_level {
  std::int64_t in_flight = 1;
  // `win`: one runner wins every decided workload. `equal`: it is in all of them among those that are equal, or wins.
  // `undecided`: no workload is decided, or no runner is among the best in more than half of those that are.
  outcome_kind outcome = outcome_kind::no_data;
  std::optional<std::size_t> runner;
  std::vector<std::size_t> equal;      // with `runner`, simplest first: among the best wherever that one is
  std::vector<std::size_t> best_in;    // subjects in which `runner` is among the best
  std::vector<std::size_t> not_best;   // decided subjects in which it isn't
  std::vector<std::size_t> undecided;  // subjects without a decision
  std::string short_label;             // as in `decision`
  std::string sentence;
};

struct kind_verdict {
  work_kind kind = work_kind::unknown;
  std::string kind_label;             // "I/O-bound"
  std::vector<std::size_t> subjects;  // the subjects that it is based on: one for each workload
  bool decided = false;               // if false, only `headline` (the reason) and `evidence_text` are set
  std::optional<std::size_t> runner;  // the recommendation
  std::vector<std::size_t> equal;     // with `runner`, simplest first; empty for a win
  std::int64_t in_flight = 0;        // lowest level, of those where it is recommended, that reaches its best throughput
  std::optional<estimate> speed_up;  // over sequential, geometric mean over subjects
  std::optional<double> efficiency;  // of the ideal bound, geometric mean over subjects
  std::int64_t holds_from = 0;       // first and last level of the run of levels at which it is named
  std::int64_t holds_to = 0;
  // With more tasks in flight nobody could be named: what is best where nothing overlaps says nothing of that.
  bool holds_one_at_a_time_only = false;
  std::vector<kind_level> levels;  // parallel to analysis::levels
  std::string headline;            // "Use coroutines"; "No verdict"
  std::string speed_up_text;       // "12.3× sequential (11.8–12.9) at 64 in flight"; empty when absent
  std::string efficiency_text;     // "74 % of the ideal bound"; empty when absent
  std::string holds_text;          // "Holds from 8 to 64 in flight; at 1 in flight: sequential."
  std::string reason_text;         // "Equal in speed to thread_pool; it needs the least CPU: 9.8× less."
  // What the choice costs, in one of its workloads at `in_flight`.
  std::string costs_title;
  std::vector<entry_cost> costs;
  std::string full_text;      // "io_echo under coroutines is full from about 136 in flight: more only queues."
  std::string evidence_text;  // "From 4 workloads: …; at least 6 samples a cell."
  std::vector<std::string> exceptions;  // "io_file_read: thread_pool wins at 8 to 64 in flight (1.9×)."
};

struct verdict_view {
  bool available = false;           // at least one kind is decided
  bool provisional = false;         // a check is invalid; `sentence` then starts with "Provisional: "
  std::string sentence;             // the machine in one sentence, or why there is no verdict
  std::string command;              // what to run to get (or firm up) a verdict; empty when none is needed
  std::vector<kind_verdict> kinds;  // io, cpu, mixed: those present in the run
  std::string rule;                 // how the verdict is found, in words, including the order of simplicity
};

// ---- trust ----

struct validity_check {
  std::string id;  // "governor", "failed_cells"
  check_status status = check_status::passed;
  std::string status_label;  // "invalid", "warning", "passed"
  std::string title;
  std::string finding;
  std::string mend;  // what to do; empty when nothing is to be done
};

struct environment_group {
  std::string title;  // "Machine", "Build", "Run", "Limits", "Ceilings"; prefixed by the set's label if several
  named_values pairs;
};

struct analysis {
  std::string title;       // "Concurrency models on lab-7"
  std::string subtitle;    // "AMD Ryzen 7 7700 · 8 cores · Linux 6.1 · 5 workloads × 11 runners · run 2026-..."
  std::string run_id;      // of the first run
  bool comparable = true;  // false: the sets can't be compared, are shown side by side and get no verdict
  std::vector<machine_set> sets;
  std::vector<runner_view> runners;      // sorted by simplicity
  std::optional<std::size_t> reference;  // `sequential`, when it was measured
  std::string reference_sentence;        // names the reference, or says what its absence costs
  // Batches first: floor, then cpu, io, mixed, unknown, in the file's order within. Then the other shapes.
  std::vector<subject> subjects;
  std::vector<std::int64_t> levels;             // in_flight of the batches, ascending: columns of the map
  std::vector<cell_view> cells;                 // by subject, in_flight, runner; failed and unsupported ones too
  std::string median_interval;                  // "93.75 % interval": the coverage that all intervals of medians reach
  matrix_view matrix;                           // of the batches
  std::vector<map_row> map;                     // of the batches: parallel to the first of `subjects`
  std::optional<map_place> widest;              // the decided entry with the largest ratio of best to worst runner
  std::vector<sweep_view> sweeps;               // one for each workload and parameter with several values
  std::vector<cost_view> costs;                 // only questions that the run has data for
  std::vector<granularity_view> granularities;  // one for each sweep of sizes
  verdict_view verdict;
  std::vector<validity_check> checks;  // invalid first, then warning, then passed
  std::string checks_summary;          // "1 problem, 2 warnings, 9 checks passed."
  std::vector<environment_group> environment;
  std::size_t samples_total = 0;  // rows that were tried, unsupported not counted
};

// "one-cpu", "spread" (across CPUs), "apart" (the peer has a CPU of its own), or empty where the kernel was left to
// choose, or the run as a whole was placed.
std::string_view placement_at(const subject& measured, std::int64_t in_flight);
// Parameters of a workload: a cell's placement stands among them in the results.
parameter_map without_placement(parameter_map of_sample);

// Of a cell that has this quantile.
std::optional<double> latency_at(const cell_view& cell, double quantile);

// Speed, CPU time a task, memory, p50, p99 and busy cores. The title is the first column, the standing the last.
text_table cost_table(const analysis& model, const std::string& title, const std::vector<entry_cost>& rows);

// All answers that the run has data for, in the order in which they are shown.
std::vector<const answer_view*> answers(const analysis& model);

// Never throws for results that read() accepted. Depends on nothing but its arguments.
analysis analyse(const run_results& results, const analysis_options& options = {});

}  // namespace interleave::reports
