// One list of cells, worst first, in three forms.
#include "tracking/gate/gate_texts.hpp"

#include "reports/results/json_cursor.hpp"
#include "reports/sort_by.hpp"
#include "reports/text/markdown.hpp"
#include "reports/words/json_text.hpp"
#include "reports/words/plain_text.hpp"
#include "reports/words/text.hpp"
#include "reports/words/text_columns.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <tuple>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace interleave::tracking {

namespace {

using reports::count_text;
using reports::markdown_text;
using reports::percent_text;
using json = nlohmann::ordered_json;

constexpr std::size_t worst_cells = 10;
// Enough to see what is wrong, not so much that the verdict scrolls away.
constexpr std::size_t most_terminal_cells = 40;
// Longer names are cut: the JSON has them whole.
constexpr std::size_t most_name_bytes = 120;
constexpr std::size_t most_reason_bytes = 300;
constexpr std::size_t most_remark_bytes = 600;
constexpr std::size_t most_remarks = 8;
constexpr std::size_t most_runner_bytes = 100;

int severity(gate_outcome outcome) {
  constexpr std::array order{gate_outcome::regression, gate_outcome::error, gate_outcome::inconclusive,
                             gate_outcome::warn,       gate_outcome::pass,  gate_outcome::not_measured};
  return static_cast<int>(std::ranges::find(order, outcome) - order.begin());
}

// "+0.1"; what rounds to zero is written +0.0, never -0.0.
std::string signed_number(double share) {
  return fmt::format("{:+.1f}", std::round(1000 * share) / 10 + 0.0);
}

std::string effect_text(const std::optional<reports::estimate>& slowdown) {
  return slowdown ? signed_number(slowdown->median) + " %" : "-";
}

std::string interval_text(const std::optional<reports::estimate>& slowdown) {
  if (!slowdown || !slowdown->interval) return "-";
  return fmt::format("{} to {} %", signed_number(slowdown->interval->low), signed_number(slowdown->interval->high));
}

std::string visible_text(const cell_verdict& cell) {
  return cell.smallest_visible ? percent_text(*cell.smallest_visible) : "-";
}

std::string short_name(const std::string& name) {
  return reports::shortened(reports::printable(name), most_name_bytes);
}

std::string short_reason(const cell_verdict& cell) {
  return reports::shortened(reports::printable(cell.reason), most_reason_bytes);
}

// The slowdown by the time that isn't judged in this cell: CPU time shows no waiting, and wall time doesn't show work
// moved to idle cores.
const std::optional<reports::estimate>& other_slowdown(const cell_verdict& cell) {
  return cell.metric == gate_metric::real_time ? cell.cpu_slowdown : cell.real_slowdown;
}

// Cells that became slower by the time that isn't judged in them. There is no correction for multiple comparisons: an
// interval beyond the margin is no proof here, but reason enough to look.
std::vector<std::string> costlier_cells(const gate_verdict& verdict, gate_metric judged, const gate_rules& rules) {
  std::vector<std::string> texts;
  for (const cell_verdict& cell : verdict.cells) {
    const auto& other = other_slowdown(cell);
    if (cell.is_control || cell.metric != judged || cell.outcome == gate_outcome::regression) continue;
    if (!other || !other->interval || other->interval->low <= rules.margin) continue;
    texts.push_back(fmt::format("{} {} ({})", short_name(cell.name), effect_text(other), interval_text(other)));
  }
  return texts;
}

std::string_view label_of(gate_outcome outcome) {
  return outcome == gate_outcome::not_measured ? "not measured" : name_of(outcome);
}

std::size_t count(const gate_verdict& verdict, gate_outcome outcome) {
  return static_cast<std::size_t>(std::ranges::count_if(
      verdict.cells, [&](const cell_verdict& cell) { return !cell.is_control && cell.outcome == outcome; }));
}

std::size_t count_cells(const gate_verdict& verdict) {
  return static_cast<std::size_t>(
      std::ranges::count_if(verdict.cells, [](const cell_verdict& cell) { return !cell.is_control; }));
}

std::string cells_text(std::size_t cells) {
  return count_text(cells, "cell", "cells");
}

std::string error_headline(const gate_verdict& verdict) {
  const std::size_t errors = count(verdict, gate_outcome::error);
  if (errors == 0) return "Error: no cell could be measured in either executable.";
  return fmt::format("Error: {} of {} {} in one executable and not in the other.", errors,
                     cells_text(count_cells(verdict)), errors == 1 ? "fails" : "fail");
}

std::string inconclusive_headline(const gate_verdict& verdict) {
  if (!verdict.objections.empty()) return "Inconclusive: this machine's numbers can't be trusted.";
  const std::size_t open = count(verdict, gate_outcome::inconclusive);
  return fmt::format("Inconclusive: nothing can be said of {} of {}.", open, cells_text(count_cells(verdict)));
}

// Control cells, which take part in every round, don't count.
std::size_t compared_cells(const gate_wish& wish, const gate_verdict& verdict) {
  return static_cast<std::size_t>(
      std::ranges::count_if(wish.cells, [&](std::size_t cell) { return !verdict.cells[cell].is_control; }));
}

std::string counts_text(const gate_verdict& verdict) {
  std::string text;
  for (const gate_outcome outcome : {gate_outcome::regression, gate_outcome::error, gate_outcome::inconclusive,
                                     gate_outcome::warn, gate_outcome::pass, gate_outcome::not_measured}) {
    const std::size_t cells = count(verdict, outcome);
    if (cells > 0) text += fmt::format("{}{} {}", text.empty() ? "" : " · ", cells, label_of(outcome));
  }
  const auto by_cpu_time = std::ranges::count_if(verdict.cells, [](const cell_verdict& cell) {
    return !cell.is_control && cell.slowdown && cell.metric == gate_metric::cpu_time;
  });
  if (by_cpu_time > 0) text += fmt::format(" ({} judged by CPU time, as a single thread computes there)", by_cpu_time);
  return text;
}

std::string rounds_text(const gate_verdict& verdict) {
  return fmt::format("{}, {} dropped", count_text(verdict.rounds, "round", "rounds"), verdict.rounds_dropped);
}

std::string short_runner_text(const std::string& text) {
  return reports::shortened(reports::printable(text), most_runner_bytes);
}

std::string runners_text(const gate_record& record) {
  std::vector<std::string> texts;
  for (const gate_runner& runner : record.runners)
    texts.push_back(fmt::format("{} ({}, {})", short_runner_text(runner.id), short_runner_text(runner.cpu_model),
                                count_text(runner.cores, "core", "cores")));
  return reports::list_text(texts, 6);
}

json number_or_null(const std::optional<double>& value) {
  return value ? json(*value) : json(nullptr);
}

json step_json(const step_result& step) {
  return {{"pairs", step.pairs},
          {"wanted", step.wanted},
          {"median", number_or_null(step.median)},
          {"p", number_or_null(step.p)},
          {"adjusted_p", number_or_null(step.adjusted_p)},
          {"warn_adjusted_p", number_or_null(step.warn_adjusted_p)},
          {"passed_on", step.passed_on}};
}

json estimate_json(const std::optional<reports::estimate>& slowdown) {
  if (!slowdown) return nullptr;
  const auto& interval = slowdown->interval;
  return {{"estimate", slowdown->median},
          {"low", interval ? json(interval->low) : json(nullptr)},
          {"high", interval ? json(interval->high) : json(nullptr)}};
}

json cell_json(const cell_verdict& cell) {
  json steps = json::object();
  for (const gate_step step : gate_steps)
    steps[std::string(name_of(step))] = step_json(cell.steps[static_cast<std::size_t>(step)]);
  return {{"name", cell.name},
          {"control", cell.is_control},
          {"outcome", name_of(cell.outcome)},
          {"reason", cell.reason},
          {"metric", name_of(cell.metric)},
          {"slowdown", estimate_json(cell.slowdown)},
          {"real_slowdown", estimate_json(cell.real_slowdown)},
          {"cpu_slowdown", estimate_json(cell.cpu_slowdown)},
          {"pairs", cell.pairs},
          {"smallest_visible", number_or_null(cell.smallest_visible)},
          {"steps", steps}};
}

// Colours "regression" and "pass"; the colour adds to the text and never replaces it.
std::string coloured(std::string_view text, gate_outcome outcome, bool colour) {
  if (!colour) return std::string(text);
  switch (outcome) {
    case gate_outcome::regression:
    case gate_outcome::error:
      return fmt::format("\x1b[31m{}\x1b[0m", text);
    case gate_outcome::inconclusive:
    case gate_outcome::warn:
      return fmt::format("\x1b[33m{}\x1b[0m", text);
    case gate_outcome::pass:
      return fmt::format("\x1b[32m{}\x1b[0m", text);
    case gate_outcome::not_measured:
      break;
  }
  return std::string(text);
}

constexpr std::size_t outcome_width = 13;
// The width of a terminal row without the name.
constexpr std::size_t width_beside_name = 58;

// A name that leaves no room for the numbers goes on a line above them, a reason on a line below.
std::string terminal_row(const cell_verdict& cell, std::size_t name_width, const gate_terminal_options& options) {
  const std::string space(outcome_width, ' ');
  std::string row = coloured(reports::padded(std::string(label_of(cell.outcome)), outcome_width, false), cell.outcome,
                             options.colour);
  std::string name = short_name(cell.name);
  if (reports::display_width(name) > name_width) {
    row += name + "\n" + space;
    name.clear();
  }
  row += fmt::format("{} {:>9} {:>18} {:>8} {:>5}\n", reports::padded(name, name_width, false),
                     effect_text(cell.slowdown), interval_text(cell.slowdown), visible_text(cell), cell.pairs);
  const std::size_t room = std::max(options.width, std::size_t{40}) - outcome_width - 2;
  for (const std::string& line : reports::wrapped(short_reason(cell), room)) row += space + "  " + line + "\n";
  return row;
}

std::string markdown_row(const cell_verdict& cell) {
  std::string outcome(label_of(cell.outcome));
  if (cell.outcome == gate_outcome::regression || cell.outcome == gate_outcome::error) outcome = "**" + outcome + "**";
  std::string name = markdown_text(short_name(cell.name));
  if (!cell.reason.empty()) name += "<br><sub>" + markdown_text(short_reason(cell)) + "</sub>";
  return fmt::format("| {} | {} | {} | {} | {} | {} |\n", outcome, name, effect_text(cell.slowdown),
                     interval_text(cell.slowdown), visible_text(cell), cell.pairs);
}

constexpr std::string_view markdown_head =
    "| verdict | cell | slowdown | 95 % interval | visible from | pairs |\n"
    "|---|---|---:|---:|---:|---:|\n";

}  // namespace

std::string shown(std::string_view text) {
  return reports::printable(text);
}

std::vector<const cell_verdict*> worst_first(const gate_verdict& verdict) {
  std::vector<const cell_verdict*> cells;
  for (const cell_verdict& cell : verdict.cells)
    if (!cell.is_control) cells.push_back(&cell);
  const auto rank = [](const cell_verdict* cell) {
    const double slowdown = cell->slowdown ? cell->slowdown->median : -std::numeric_limits<double>::infinity();
    return std::tuple(severity(cell->outcome), -slowdown);
  };
  reports::sort_by(cells, rank);
  return cells;
}

std::vector<std::string> remarks(const gate_record& record, const gate_verdict& verdict) {
  std::vector<std::string> sentences;
  for (const std::string& objection : verdict.objections) {
    if (sentences.size() == most_remarks) {
      const std::size_t left = verdict.objections.size() - most_remarks;
      sentences.push_back(
          fmt::format("And {}, in verdict.json.", count_text(left, "more objection", "more objections")));
      break;
    }
    sentences.push_back(reports::shortened(reports::printable(objection), most_remark_bytes));
  }
  if (record.same_executable)
    sentences.emplace_back(
        "Base and candidate are the same file, byte for byte. What it loads or starts may differ between them, as with "
        "a "
        "script around two programs; if it doesn't, all that differs here is the machine.");
  if (std::ranges::any_of(record.rounds, [](const gate_round& round) { return !round.foreign_share; }))
    sentences.emplace_back(
        "How much others used the machine is not known, as /proc/stat doesn't tell: only the control cells guard this "
        "run.");
  const auto list = [&](const std::vector<std::string>& names, std::string_view where) {
    if (names.empty()) return;
    std::vector<std::string> shown;
    for (const std::string& name : names) shown.push_back(short_name(name));
    sentences.push_back(fmt::format("Only in the {}, so not compared: {}.", where, reports::list_text(shown, 5)));
  };
  list(record.only_in_base, "base");
  list(record.only_in_candidate, "candidate");
  for (const auto& [judged, text] :
       {std::pair{gate_metric::real_time, "CPU time, which is not judged where wall time is,"},
        std::pair{gate_metric::cpu_time, "Wall time, which is not judged where a single thread computes,"}}) {
    const std::vector<std::string> costlier = costlier_cells(verdict, judged, record.rules);
    if (!costlier.empty())
      sentences.push_back(fmt::format("{} seems to have gone up in {}: {}.", text, cells_text(costlier.size()),
                                      reports::list_text(costlier, 5)));
  }
  if (verdict.next)
    sentences.push_back(fmt::format("Not finished: {} still wants {} of {}.", name_of(verdict.next->step),
                                    count_text(verdict.next->rounds, "round", "rounds"),
                                    cells_text(compared_cells(*verdict.next, verdict))));
  return sentences;
}

std::string effect_sentence(const cell_verdict& cell) {
  if (!cell.slowdown) return "";
  const std::string interval =
      cell.slowdown->interval ? fmt::format(" (95 % interval {})", interval_text(cell.slowdown)) : std::string();
  return fmt::format("{}{}, {}", effect_text(cell.slowdown), interval, count_text(cell.pairs, "pair", "pairs"));
}

std::string headline(const gate_record& record, const gate_verdict& verdict) {
  const std::string all = cells_text(count_cells(verdict));
  const std::string margin = percent_text(record.rules.margin);
  switch (verdict.outcome) {
    case gate_outcome::regression: {
      const std::size_t cells = count(verdict, gate_outcome::regression);
      return fmt::format("Regression: {} of {} {} slower by more than {}, confirmed and replicated.", cells, all,
                         cells == 1 ? "is" : "are", margin);
    }
    case gate_outcome::warn: {
      const std::size_t cells = count(verdict, gate_outcome::warn);
      return fmt::format("Pass, with a warning: {} of {} {} likely slower, by more than {} and less than {}.", cells,
                         all, cells == 1 ? "is" : "are",
                         percent_text(std::min(record.rules.warn_margin, record.rules.margin)),
                         percent_text(record.rules.pass_below));
    }
    case gate_outcome::pass:
      return fmt::format("Pass: a slowdown of {} or more is excluded in {} of {} (95 % intervals).",
                         percent_text(record.rules.pass_below), count(verdict, gate_outcome::pass), all);
    case gate_outcome::error:
    case gate_outcome::not_measured:
      return error_headline(verdict);
    case gate_outcome::inconclusive:
      return inconclusive_headline(verdict);
  }
  return "";
}

std::string gate_terminal(const gate_record& record, const gate_verdict& verdict,
                          const gate_terminal_options& options) {
  std::string text;
  const auto say = [&](const std::string& sentence) {
    for (const std::string& line : reports::wrapped(reports::printable(sentence), options.width)) text += line + "\n";
  };
  for (const std::string& line : reports::wrapped(headline(record, verdict), options.width))
    text += coloured(line, verdict.outcome, options.colour) + "\n";
  for (const std::string& remark : remarks(record, verdict)) say(remark);

  const std::vector<const cell_verdict*> cells = worst_first(verdict);
  const auto passed = [](const cell_verdict* cell) { return cell->outcome == gate_outcome::pass; };
  const auto noteworthy = cells.size() - static_cast<std::size_t>(std::ranges::count_if(cells, passed));
  const std::size_t shown = std::min({cells.size(), most_terminal_cells, std::max(worst_cells, noteworthy)});
  std::size_t name_width = 4;
  for (std::size_t i = 0; i < shown; ++i)
    name_width = std::max(name_width, reports::display_width(short_name(cells[i]->name)));
  name_width = std::min(name_width, std::max(options.width, std::size_t{80}) - width_beside_name);

  text += fmt::format("\n{:{}}{} {:>9} {:>18} {:>8} {:>5}\n", "verdict", outcome_width,
                      reports::padded("cell", name_width, false), "slowdown", "95 % interval", "visible", "pairs");
  for (std::size_t i = 0; i < shown; ++i) text += terminal_row(*cells[i], name_width, options);
  if (shown < cells.size()) text += fmt::format("and {} more, none of them worse\n", cells.size() - shown);
  text += fmt::format("\n{}\n{} · {}\n", counts_text(verdict), rounds_text(verdict), runners_text(record));
  return options.unicode ? text : reports::ascii_only(text);
}

std::string gate_markdown(const gate_record& record, const gate_verdict& verdict) {
  std::string text = "## Performance gate\n\n**" + markdown_text(headline(record, verdict)) + "**\n";
  for (const std::string& remark : remarks(record, verdict)) text += "\n- " + markdown_text(remark);
  text += "\n\n" + markdown_text(counts_text(verdict)) + "\n\n" + std::string(markdown_head);

  const std::string foot = fmt::format(
      "\n<sub>{} · {}. A regression is a cell that is slower by more than {} in three steps of fresh process pairs; "
      "visible from: the smallest slowdown that each of the steps would have passed on with a chance of 80 %.</sub>\n",
      markdown_text(rounds_text(verdict)), markdown_text(runners_text(record)),
      markdown_text(percent_text(record.rules.margin)));
  const std::string fold_end = "\n</details>\n";
  const std::size_t room_after = foot.size() + fold_end.size() + 200;  // and the line that counts what is left out

  const std::vector<const cell_verdict*> cells = worst_first(verdict);
  std::size_t next = 0;
  for (; next < std::min(worst_cells, cells.size()); ++next) text += markdown_row(*cells[next]);
  if (next < cells.size()) {
    text +=
        fmt::format("\n<details><summary>The other {}</summary>\n\n{}", cells_text(cells.size() - next), markdown_head);
    for (; next < cells.size(); ++next) {
      const std::string row = markdown_row(*cells[next]);
      if (text.size() + row.size() + room_after > most_markdown_bytes) break;
      text += row;
    }
    if (next < cells.size())
      text += fmt::format("\n{} more, none of them worse, are in verdict.json.\n", cells.size() - next);
    text += fold_end;
  }
  return text + foot;
}

std::string gate_json(const gate_record& record, const gate_verdict& verdict) {
  json cells = json::array();
  for (const cell_verdict& cell : verdict.cells) cells.push_back(cell_json(cell));
  json runners = json::array();
  for (const gate_runner& runner : record.runners)
    runners.push_back({{"id", runner.id},
                       {"host", runner.host},
                       {"cpu_model", runner.cpu_model},
                       {"kernel", runner.kernel},
                       {"cores", runner.cores},
                       {"seed", runner.seed}});
  json next = nullptr;
  if (verdict.next)
    next = {{"step", name_of(verdict.next->step)},
            {"cells", compared_cells(*verdict.next, verdict)},
            {"rounds", verdict.next->rounds}};
  const json all{{"verdict_version", 1},
                 {"outcome", name_of(verdict.outcome)},
                 {"headline", headline(record, verdict)},
                 {"objections", verdict.objections},
                 {"margin", record.rules.margin},
                 {"pass_below", record.rules.pass_below},
                 {"same_executable", record.same_executable},
                 {"rounds", verdict.rounds},
                 {"rounds_dropped", verdict.rounds_dropped},
                 {"runners", runners},
                 {"next", next},
                 {"cells", cells},
                 {"only_in_base", record.only_in_base},
                 {"only_in_candidate", record.only_in_candidate}};
  return reports::json_text(all, 2);
}

}  // namespace interleave::tracking
