// Chooses the next sample and handles its outcome.
#include "benchmarks/driver/run_loop.hpp"

#include "benchmarks/driver/forecast.hpp"
#include "benchmarks/driver/last_words.hpp"
#include "benchmarks/driver/layout.hpp"
#include "benchmarks/driver/median.hpp"
#include "benchmarks/driver/rounds.hpp"
#include "benchmarks/driver/rows.hpp"
#include "benchmarks/driver/task_costs.hpp"
#include "workloads/parameters.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>

#include <fmt/format.h>

namespace interleave::driver {
namespace {

std::string indented(const std::string& text) {
  std::string result = "  | ";
  // Control sequences in a sample's output must not reach the terminal.
  for (const char c : without_controls(text)) {
    result += c;
    if (c == '\n') result += "  | ";
  }
  return result;
}

}  // namespace

run_loop::run_loop(plan& what, sampler& how, sample_store& store, progress& shown, clock& time, callbacks tell)
    : plan_(what),
      targets_(what.cells.size(), what.settings.samples_per_cell),
      sampler_(how),
      store_(store),
      progress_(shown),
      clock_(time),
      tell_(std::move(tell)),
      failures_(what.cells.size()),
      failed_again_(what.cells.size()),
      time_left_(what.cells.size()) {}

std::optional<int> run_loop::run() {
  store_unsupported();
  take_stock();
  measure_task_costs();
  announce();
  take_planned();
  for (const int look : plan_.settings.looks) {
    if (sampler_.interrupted() || !plan_more(look)) break;
    take_planned();
  }
  return sampler_.interrupted();
}

void run_loop::take_planned() {
  // If retaken samples succeed, a cell that had been given up may go on, hence the loop. Each sample is retaken only
  // once, so the loop ends.
  do {
    take_rounds();
  } while (retake_failed());
}

bool run_loop::plan_more(int look) {
  std::map<std::string, std::size_t, std::less<>> index;
  for (std::size_t cell = 0; cell < plan_.cells.size(); ++cell) index.emplace(plan_.cells[cell].name, cell);
  std::vector<json> rows;
  for (const json& row : store_.rows())
    if (row["sample"].get<int>() < targets_[index.at(row["name"].get<std::string>())]) rows.push_back(row);

  show("judging", "", samples_done_, samples_done_);
  const std::vector<open_question> questions = tell_.judge(rows);
  const std::vector<int> raised = raised_targets(sampling_now(rows), questions, look);
  const std::vector<int> before = std::exchange(targets_, raised);
  for (std::size_t cell = 0; cell < targets_.size(); ++cell)
    for (int round = before[cell]; round < targets_[cell]; ++round) plan_sample(cell, round);
  return targets_ != before;
}

// What was measured of single tasks before is in no row; it took about as long as other samples.
double run_loop::seconds_left_of_budget() const {
  const double beforehand = samples_done_ == 0
                                ? 0
                                : seconds_spent_ / static_cast<double>(samples_done_) *
                                      static_cast<double>(plan_.task_costs.size() * samples_of_a_task_cost);
  return seconds_of(plan_.settings.budget) - seconds_spent_ - beforehand;
}

sampling_state run_loop::sampling_now(const std::vector<json>& rows) const {
  std::map<std::string, std::pair<double, int>, std::less<>> taken;  // seconds and samples, by cell
  for (const json& row : rows) {
    if (is_unsupported(row)) continue;
    auto& [seconds, count] = taken[row["name"].get<std::string>()];
    seconds += row.value("driver_sample_s", 0.0);
    ++count;
  }
  sampling_state now;
  now.targets = targets_;
  for (const planned_cell& cell : plan_.cells) {
    const auto found = taken.find(cell.name);
    now.seconds_each.push_back(found == taken.end() ? 0 : found->second.first / found->second.second);
  }
  now.seconds_left = seconds_left_of_budget();
  return now;
}

bool run_loop::take_rounds() {
  bool measured_any_at_all = false;
  const int most = std::ranges::max(targets_);
  for (int round = 0; round < most; ++round) {
    bool measured_any = false;
    for (const std::size_t cell :
         round_order(plan_.settings.seed, static_cast<std::uint64_t>(round), plan_.cells.size())) {
      if (!is_wanted(cell, round)) continue;
      if (sampler_.interrupted()) return measured_any_at_all;
      measure(cell, round, fmt::format("round {} of {}", round + 1, most));
      measured_any = measured_any_at_all = true;
    }
    if (measured_any && !sampler_.interrupted()) tell_.round_done();
  }
  return measured_any_at_all;
}

bool run_loop::retake_failed() {
  bool measured_any = false;
  const auto after_all_rounds = static_cast<std::uint64_t>(most_samples_per_cell(plan_.settings));
  for (const std::size_t cell : round_order(plan_.settings.seed, after_all_rounds, plan_.cells.size()))
    for (int round = 0; round < targets_[cell]; ++round) {
      if (!is_wanted_again(cell, round)) continue;
      if (sampler_.interrupted()) return false;
      measure(cell, round, "failed samples again");
      measured_any = true;
    }
  if (measured_any && !sampler_.interrupted()) tell_.round_done();
  return measured_any && !sampler_.interrupted();
}

void run_loop::store_unsupported() {
  if (std::ranges::none_of(plan_.cells, [](const planned_cell& cell) { return cell.unsupported.empty(); }))
    progress_.say(
        fmt::format("nothing can be measured: every cell is unsupported: {}", plan_.cells.front().unsupported), true);
  for (const planned_cell& cell : plan_.cells)
    if (!cell.unsupported.empty() && store_.find(cell.name, 0) == nullptr) store_.append(unsupported_row(cell));
}

// What came from outside says nothing about the cell, and whoever resumes may have mended it. An error of the tasks may
// have come from there too, as from a network that was down. But in a cell that has any number it stands, or one that
// fails now and then would be taken until it looks as if it never did.
bool run_loop::is_reopened(const planned_cell& cell, const json& row) const {
  if (is_from_outside(row)) return true;
  if (!is_an_error(row)) return false;
  for (int round = 0; round < most_samples_per_cell(plan_.settings); ++round)
    if (const json* const other = store_.find(cell.name, round); other != nullptr && !is_failed(*other)) return false;
  return true;
}

// Takes over what earlier parts of this run have stored: failures still count, durations are known, and some samples
// are to be taken again.
void run_loop::take_stock() {
  for (std::size_t cell = 0; cell < plan_.cells.size(); ++cell)
    for (int round = 0; round < targets_[cell]; ++round) plan_sample(cell, round);
}

void run_loop::plan_sample(std::size_t cell, int round) {
  const planned_cell& planned = plan_.cells[cell];
  if (!planned.unsupported.empty()) return;
  time_left_.plan_sample(cell);
  const json* const row = store_.find(planned.name, round);
  if (row == nullptr || is_reopened(planned, *row)) {
    if (row != nullptr) reopened_.emplace(cell, round);
    if (failures_[cell] >= failures_until_given_up) time_left_.drop_samples(cell);
    return;
  }
  ++samples_done_;
  seconds_spent_ += row->value("driver_sample_s", 0.0);
  time_left_.finish_sample(cell, row->value("driver_sample_s", 0.0));
  if (!is_failed(*row)) {
    seconds_around_.push_back(row->value("driver_sample_s", 0.0) - row->value("measured_s", 0.0));
    return;
  }
  ++samples_failed_;
  ++failures_[cell];
  if (attempt_of(*row) > 1) failed_again_[cell] = true;
  if (failures_[cell] >= failures_until_given_up) time_left_.drop_samples(cell);
}

void run_loop::measure_task_costs() {
  if (samples_to_do() == 0) return;
  const std::vector<planned_cell> cells = cells_for_task_costs(plan_);
  const bool is_first = plan_.task_costs.empty();
  std::vector<std::string> failures;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (sampler_.interrupted()) return;
    show("calibrating", cells[i].name, i, cells.size());
    if (std::string failure = measure_task_cost(cells[i]); !failure.empty()) failures.push_back(std::move(failure));
    // If several workloads fail with the same message from the very first on, they have a common cause.
    constexpr std::size_t enough = 3;
    if (is_first && failures.size() == i + 1 && failures.size() == std::min(enough, cells.size()) && i > 0 &&
        std::ranges::count(failures, failures.front()) == std::ssize(failures))
      throw nothing_works(fmt::format("nothing can be measured here: the first {} workloads all failed alike: {}",
                                      failures.size(), failures.front()));
  }
}

std::string run_loop::measure_task_cost(const planned_cell& cell) {
  std::vector<json> rows;
  bool was_killed = false;
  while (static_cast<int>(rows.size()) < samples_of_a_task_cost) {
    const std::chrono::nanoseconds start = clock_.monotonic();
    // No cell has this number, so the layout is drawn from a stream of its own.
    const layout lengths =
        drawn_layout(plan_.settings.seed, {plan_.cells.size(), plan_.task_costs.size(), rows.size()});
    const sample_outcome outcome = sample(cell, std::nullopt, lengths);
    if (sampler_.interrupted()) return "";
    if (outcome.kind == failure::killed && !std::exchange(was_killed, true)) continue;
    if (outcome.kind != failure::none) {
      // Its cells' own failures will say more; those that work calibrate themselves.
      progress_.say(fmt::format("warning: {} could not be calibrated: {}", task_named(cell), outcome.message), true);
      return outcome.message;
    }
    remember_context(outcome.document);
    rows.push_back(*only_row(outcome.document));
    seconds_around_.push_back(seconds_of(clock_.monotonic() - start) - rows.back().value("measured_s", 0.0));
  }
  plan_.task_costs.push_back(task_cost_of(cell, rows));
  if (const std::string& warning = plan_.task_costs.back().warning; !warning.empty())
    progress_.say("warning: " + warning, true);
  tell_.plan_changed();
  return "";
}

// Says how long the run will take, before it begins.
void run_loop::announce() {
  const std::size_t samples = samples_to_do();
  if (samples == 0 || sampler_.interrupted()) return;
  std::vector<std::size_t> by_cell(plan_.cells.size());
  for (std::size_t cell = 0; cell < plan_.cells.size(); ++cell)
    for (int round = 0; round < targets_[cell]; ++round) by_cell[cell] += is_wanted(cell, round) ? 1U : 0U;
  const forecast expected = forecast_of(plan_, by_cell, median_of(seconds_around_));
  for (const std::string& line : sentences_of(expected, plan_, samples)) progress_.say(line);
  if (!plan_.settings.looks.empty())
    progress_.say(fmt::format("then more of what they leave undecided, up to {} a cell and {} in all",
                              most_samples_per_cell(plan_.settings),
                              rough_duration(seconds_of(plan_.settings.budget))));
  longest_said_s_ = std::max(2 * seconds_of(plan_.settings.sample_time), expected.longest_sample_s);
}

bool run_loop::is_wanted(std::size_t cell, int round) const {
  const planned_cell& planned = plan_.cells[cell];
  if (round >= targets_[cell]) return false;
  if (round >= plan_.settings.samples_per_cell && seconds_left_of_budget() <= 0) return false;
  return planned.unsupported.empty() && failures_[cell] < failures_until_given_up &&
         (store_.find(planned.name, round) == nullptr || reopened_.contains({cell, round}));
}

bool run_loop::is_wanted_again(std::size_t cell, int round) const {
  const planned_cell& planned = plan_.cells[cell];
  if (!planned.unsupported.empty() || failures_[cell] == 0 || failed_again_[cell]) return false;
  const json* const row = store_.find(planned.name, round);
  return row != nullptr && may_be_retaken(*row) && attempt_of(*row) == 1;
}

std::size_t run_loop::samples_to_do() const {
  std::size_t count = 0;
  for (std::size_t cell = 0; cell < plan_.cells.size(); ++cell)
    for (int round = 0; round < targets_[cell]; ++round) count += is_wanted(cell, round) ? 1U : 0U;
  return count;
}

sample_outcome run_loop::take(std::size_t cell, int round, int attempt) {
  const planned_cell& planned = plan_.cells[cell];
  const task_cost* const known = find_task_cost(plan_, planned.workload, planned.parameters);
  const layout lengths =
      drawn_layout(plan_.settings.seed, {cell, static_cast<std::uint64_t>(round), static_cast<std::uint64_t>(attempt)});
  return sample(planned, known == nullptr ? std::nullopt : std::optional<task_cost>(*known), lengths);
}

sample_outcome run_loop::sample(const planned_cell& cell, const std::optional<task_cost>& known,
                                const layout& lengths) {
  has_sampled_ = true;
  return sampler_.run(cell, known, lengths);
}

void run_loop::measure(std::size_t cell, int round, std::string phase) {
  const planned_cell& planned = plan_.cells[cell];
  const json* const earlier = store_.find(planned.name, round);
  show(std::move(phase), planned.name, samples_done_, samples_done_ + samples_to_do());

  const std::chrono::nanoseconds start = clock_.monotonic();
  const sample_outcome outcome = take(cell, round, earlier == nullptr ? 1 : attempt_of(*earlier) + 1);
  if (sampler_.interrupted()) return;  // cut short: a resumed run takes it again

  if (outcome.kind == failure::none) remember_context(outcome.document);
  json row = row_of({planned, round, targets_[cell]}, outcome);
  const double sample_seconds = seconds_of(clock_.monotonic() - start);
  note_seconds(row, sample_seconds);
  if (earlier != nullptr) note_earlier(row, *earlier);
  seconds_spent_ += sample_seconds;
  time_left_.finish_sample(cell, sample_seconds);
  settle(cell, round, row, outcome);
  store_.append(std::move(row));
}

// Updates the counts. For a second attempt, only what has changed since the first.
void run_loop::settle(std::size_t cell, int round, json& row, const sample_outcome& outcome) {
  const bool is_again = attempt_of(row) > 1;
  const bool had_failed = is_again && reopened_.erase({cell, round}) == 0;
  if (!had_failed) ++samples_done_;
  last_rate_per_s_.reset();
  if (outcome.kind != failure::none) {
    if (is_again) failed_again_[cell] = true;
    if (had_failed)
      progress_.say(fmt::format("failed again: {}, sample {}: {}", plan_.cells[cell].name, round + 1, outcome.message),
                    true);
    else
      note_failure(cell, row, outcome);
    return;
  }
  if (had_failed) {
    --samples_failed_;
    --failures_[cell];
  }
  if (const auto rate = row.find("items_per_second"); rate != row.end() && rate->is_number())
    last_rate_per_s_ = rate->get<double>();
  note_length(row);
}

// Tells the user once a sample takes much longer than requested and than said before.
void run_loop::note_length(const json& row) {
  const double seconds = row.value("measured_s", 0.0);
  if (seconds < 1 || seconds < 1.5 * longest_said_s_) return;
  longest_said_s_ = seconds;
  progress_.say(fmt::format(
      "{} takes {} a sample, not {}: {}", row.value("name", ""), length_of_sample(seconds),
      format_value(plan_.settings.sample_time, kinds::duration),
      row.value("in_flight", 1) > 1 ? "it has at least 5 tasks for each in flight" : "one task alone takes that long"));
}

void run_loop::note_failure(std::size_t cell, json& row, const sample_outcome& outcome) {
  ++samples_failed_;
  const std::string& name = plan_.cells[cell].name;
  progress_.say(fmt::format("failed: {}, sample {}: {}", name, row["sample"].get<int>() + 1, outcome.message), true);
  if (!outcome.output_tail.empty() && failures_[cell] == 0) progress_.say(indented(outcome.output_tail));
  if (++failures_[cell] < failures_until_given_up) return;
  row["given_up"] = 1;  // a number, like every flag in a row
  time_left_.drop_samples(cell);
  progress_.say(
      fmt::format("given up: {} gets no more samples in this run, having failed {} times", name, failures_[cell]),
      true);
}

void run_loop::remember_context(const json& document) {
  if (plan_.bench_context.is_object()) return;
  const auto context = document.find("context");
  if (context == document.end() || !context->is_object()) return;
  plan_.bench_context = *context;
  tell_.plan_changed();
}

void run_loop::show(std::string phase, const std::string& cell, std::size_t done, std::size_t total) {
  progress_.show({std::move(phase), done, total, samples_failed_, cell, last_rate_per_s_, time_left_.seconds()},
                 clock_.monotonic());
}

}  // namespace interleave::driver
