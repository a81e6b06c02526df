// Which sample is next, and what happens with what came of it.
#include "benchmarks/driver/run_loop.hpp"

#include "benchmarks/driver/calibrator.hpp"
#include "benchmarks/driver/last_words.hpp"
#include "benchmarks/driver/rounds.hpp"
#include "benchmarks/driver/rows.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace interleave::driver {
namespace {

std::string indented(const std::string& text) {
  std::string result = "  | ";
  // A sample's words are shown, not obeyed: no escape sequence of theirs reaches the terminal.
  for (const char c : without_controls(text)) {
    result += c;
    if (c == '\n') result += "  | ";
  }
  return result;
}

}  // namespace

run_loop::run_loop(plan& what, executor& how, sample_store& store, progress& shown, clock& time, callbacks tell)
    : plan_(what),
      executor_(how),
      store_(store),
      progress_(shown),
      clock_(time),
      tell_(std::move(tell)),
      failures_(what.cells.size()),
      time_left_(what.cells.size()) {}

std::optional<int> run_loop::run() {
  store_unsupported();
  take_stock();
  calibrate();
  for (int round = 0; round < plan_.settings.samples_per_cell; ++round) {
    bool measured_any = false;
    for (const std::size_t cell :
         round_order(plan_.settings.seed, static_cast<std::uint64_t>(round), plan_.cells.size())) {
      if (!is_wanted(cell, round)) continue;
      if (const auto signal = executor_.interrupted()) return signal;
      measure(cell, round);
      measured_any = true;
    }
    if (measured_any && !executor_.interrupted()) tell_.round_done();
  }
  return executor_.interrupted();
}

void run_loop::store_unsupported() {
  for (const planned_cell& cell : plan_.cells)
    if (!cell.unsupported.empty() && !store_.has(cell.name, 0)) store_.append(unsupported_row(cell));
}

// What an earlier part of this run has left us: failures count on, durations are known.
void run_loop::take_stock() {
  std::map<std::string, std::size_t> index_of;
  for (std::size_t i = 0; i < plan_.cells.size(); ++i) {
    index_of[plan_.cells[i].name] = i;
    if (!plan_.cells[i].unsupported.empty()) continue;
    for (int round = 0; round < plan_.settings.samples_per_cell; ++round) time_left_.plan_sample(i);
  }
  for (const json& row : store_.rows()) {
    const auto cell = index_of.find(row["name"].get<std::string>());
    if (cell == index_of.end() || is_unsupported(row)) continue;
    ++samples_done_;
    time_left_.finish_sample(cell->second, row.value("driver_sample_s", 0.0));
    if (!is_failed(row)) continue;
    ++samples_failed_;
    if (++failures_[cell->second] == failures_until_given_up) time_left_.drop_samples(cell->second);
  }
}

void run_loop::calibrate() {
  if (samples_to_do() == 0) return;
  const std::vector<planned_cell> cells = cells_to_calibrate(plan_);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (executor_.interrupted()) return;
    show("calibrating", cells[i].name, i, cells.size());
    calibrate(cells[i]);
  }
}

void run_loop::calibrate(const planned_cell& cell) {
  std::vector<json> rows;
  while (static_cast<int>(rows.size()) < calibration_samples) {
    const sample_outcome outcome = executor_.run(cell, std::nullopt);
    if (executor_.interrupted()) return;
    if (outcome.kind != failure::none) {
      // Its cells will say more, and calibrate themselves as far as they can.
      progress_.say(fmt::format("warning: {} could not be calibrated: {}", cell.workload, outcome.message), true);
      return;
    }
    remember_context(outcome.document);
    rows.push_back(*only_row(outcome.document));
  }
  plan_.calibrations.push_back(calibration_of(cell, rows, declared_wait_ns_of(plan_, cell.workload)));
  if (const std::string& warning = plan_.calibrations.back().warning; !warning.empty())
    progress_.say("warning: " + warning, true);
  tell_.plan_changed();
}

bool run_loop::is_wanted(std::size_t cell, int round) const {
  const planned_cell& planned = plan_.cells[cell];
  return planned.unsupported.empty() && failures_[cell] < failures_until_given_up && !store_.has(planned.name, round);
}

std::size_t run_loop::samples_to_do() const {
  std::size_t count = 0;
  for (std::size_t cell = 0; cell < plan_.cells.size(); ++cell)
    for (int round = 0; round < plan_.settings.samples_per_cell; ++round) count += is_wanted(cell, round) ? 1U : 0U;
  return count;
}

void run_loop::measure(std::size_t cell, int round) {
  const planned_cell& planned = plan_.cells[cell];
  show(fmt::format("round {} of {}", round + 1, plan_.settings.samples_per_cell), planned.name, samples_done_,
       samples_done_ + samples_to_do());

  const calibration* const known = find_calibration(plan_, planned.workload, planned.parameters);
  const std::chrono::nanoseconds start = clock_.monotonic();
  const sample_outcome outcome =
      executor_.run(planned, known == nullptr ? std::nullopt : std::optional<calibration>(*known));
  if (executor_.interrupted()) return;  // it was cut short: the resumed run takes it again

  if (outcome.kind == failure::none) remember_context(outcome.document);
  json row = row_of({planned, round, plan_.settings.samples_per_cell}, outcome);
  const double sample_seconds = seconds_of(clock_.monotonic() - start);
  note_seconds(row, sample_seconds);
  ++samples_done_;
  time_left_.finish_sample(cell, sample_seconds);
  last_rate_per_s_.reset();
  if (outcome.kind != failure::none)
    note_failure(cell, row, outcome);
  else if (const auto rate = row.find("items_per_second"); rate != row.end() && rate->is_number())
    last_rate_per_s_ = rate->get<double>();
  store_.append(std::move(row));
}

void run_loop::note_failure(std::size_t cell, json& row, const sample_outcome& outcome) {
  ++samples_failed_;
  const std::string& name = plan_.cells[cell].name;
  progress_.say(fmt::format("failed: {}, sample {}: {}", name, row["sample"].get<int>() + 1, outcome.message), true);
  if (!outcome.output_tail.empty() && failures_[cell] == 0) progress_.say(indented(outcome.output_tail));
  if (++failures_[cell] < failures_until_given_up) return;
  row["given_up"] = 1;  // a number, like every mark in a row
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
