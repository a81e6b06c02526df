// Lines to records and back. Every field is checked as it is read: a log may have come from another machine.
#include "tracking/gate/gate_log.hpp"

#include "reports/errors.hpp"
#include "reports/results/input_file.hpp"
#include "reports/results/json_cursor.hpp"
#include "reports/words/json_text.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace interleave::tracking {

namespace {

using json = nlohmann::ordered_json;
using reports::input_error;
using reports::json_cursor;
namespace fs = std::filesystem;

constexpr std::uintmax_t most_bytes = std::uintmax_t{256} << 20U;  // a gate of 1,000 cells writes about 20 MB
constexpr std::string_view remedy = "Give the gate.jsonl that interleave gate wrote, or its folder";

// Members of gate_rules by their names in the log; one list for writing and reading.
template <typename Rules, typename Visitor>
void visit_rules(Rules& rules, Visitor&& visit) {
  visit("screen_pairs", rules.screen_pairs);
  visit("screen_p", rules.screen_p);
  visit("screen_median", rules.screen_median);
  visit("margin", rules.margin);
  visit("confirm_p", rules.confirm_p);
  visit("confirm_spread", rules.confirm_spread);
  visit("confirm_least", rules.confirm_least);
  visit("confirm_most", rules.confirm_most);
  visit("open_least", rules.open_least);
  visit("replicate_pairs", rules.replicate_pairs);
  visit("replicate_p", rules.replicate_p);
  visit("warn_margin", rules.warn_margin);
  visit("warn_share", rules.warn_share);
  visit("pass_below", rules.pass_below);
  visit("confidence", rules.confidence);
  visit("foreign_share", rules.foreign_share);
  visit("kept_share", rules.kept_share);
  visit("control_moved", rules.control_moved);
  visit("least_controls", rules.least_controls);
  visit("control_pairs_a_step", rules.control_pairs_a_step);
  visit("control_pairs_a_round", rules.control_pairs_a_round);
  visit("failures_until_given_up", rules.failures_until_given_up);
}

std::string line_of(const json& record) {
  return reports::json_text(record, -1);
}

json times_json(const process_times& times) {
  return {{"real_ns", times.real_ns}, {"cpu_ns", times.cpu_ns}};
}

json program_json(const gate_program& program) {
  return {{"path", program.path}, {"digest", program.digest}, {"seconds_suffix", program.seconds_suffix}};
}

template <typename Names>
auto named(const json_cursor& cursor, const Names& known) {
  const std::string name = cursor.text();
  for (const auto value : known)
    if (name_of(value) == name) return value;
  cursor.fail(fmt::format("is '{}', which is unknown", name));
}

gate_step step_in(const json_cursor& line) {
  return named(line.at("step"), gate_steps);
}

gate_arm arm_in(const json_cursor& cursor) {
  return named(cursor, std::array{gate_arm::base, gate_arm::candidate});
}

std::size_t index_in(const json_cursor& cursor, std::size_t size) {
  if (size == 0) cursor.fail("points to nothing");
  return static_cast<std::size_t>(cursor.integer(0, static_cast<std::int64_t>(size) - 1));
}

double positive_in(const json_cursor& cursor) {
  const double value = cursor.number();
  if (!(value > 0)) cursor.fail("must be above 0");
  return value;
}

process_times times_in(const json_cursor& cursor) {
  return {positive_in(cursor.at("real_ns")), positive_in(cursor.at("cpu_ns"))};
}

gate_program program_in(const json_cursor& cursor) {
  return {cursor.at("path").text(), cursor.at("digest").text(), cursor.at("seconds_suffix").boolean()};
}

// Values outside these ranges make the results of the rules meaningless.
void refuse_impossible(const gate_rules& rules, const json_cursor& cursor) {
  for (const auto& [name, value] :
       {std::pair{"screen_p", rules.screen_p}, std::pair{"confirm_p", rules.confirm_p},
        std::pair{"replicate_p", rules.replicate_p}, std::pair{"confidence", rules.confidence}})
    if (!(value > 0 && value < 1)) cursor.at(name).fail("must lie between 0 and 1");
  if (!(rules.confirm_spread > 0)) cursor.at("confirm_spread").fail("must be above 0");
  if (rules.screen_pairs < 2) cursor.at("screen_pairs").fail("must be at least 2");
}

gate_rules rules_in(const json_cursor& cursor) {
  gate_rules rules;
  visit_rules(rules, [&](const char* name, auto& value) {
    if constexpr (std::is_floating_point_v<std::decay_t<decltype(value)>>)
      value = cursor.at(name).number_from(0);
    else
      value = static_cast<std::size_t>(cursor.at(name).integer(1, 1'000'000));
  });
  refuse_impossible(rules, cursor);
  return rules;
}

std::vector<std::string> texts_in(const json_cursor& cursor) {
  std::vector<std::string> texts;
  for (const json_cursor& element : cursor.elements()) texts.push_back(element.text());
  return texts;
}

gate_runner runner_in(const json_cursor& line) {
  const json_cursor cursor = line.at("runner");
  return {.id = cursor.at("id").name(),
          .started = line.at("started").text(),
          .host = cursor.at("host").text(),
          .cpu_model = cursor.at("cpu_model").text(),
          .kernel = cursor.at("kernel").text(),
          .cores = cursor.at("cores").unsigned_integer(),
          .seed = cursor.at("seed").unsigned_integer()};
}

std::vector<gate_cell> cells_in(const json_cursor& cursor) {
  std::vector<gate_cell> cells;
  std::set<std::string> names;
  for (const json_cursor& element : cursor.elements()) {
    cells.push_back({element.at("name").name_of_cell(), named(element.at("source"), gate_sources)});
    if (!names.insert(cells.back().name).second) element.fail("names a cell twice");
  }
  return cells;
}

gate_head head_in(const json_cursor& line) {
  const json_cursor version = line.at("log_version");
  if (version.integer(1, 1'000'000) != gate_log_version)
    version.fail(fmt::format("is not {}, the only one that this program reads", gate_log_version),
                 "Use the program that wrote it");
  gate_head head;
  head.log_id = line.at("log_id").text();
  if (const auto after = line.find("after")) head.after = texts_in(*after);
  head.runner = runner_in(line);
  head.rules = rules_in(line.at("rules"));
  head.min_time_s = positive_in(line.at("min_time_s"));
  if (const auto budget = line.find("budget_s")) head.budget_s = positive_in(*budget);
  head.base = program_in(line.at("base"));
  head.candidate = program_in(line.at("candidate"));
  head.control = program_in(line.at("control"));
  head.filter = line.at("filter").text();
  head.controls = line.at("controls").text();
  head.arguments = texts_in(line.at("arguments"));
  head.cells = cells_in(line.at("cells"));
  head.only_in_base = texts_in(line.at("only_in_base"));
  head.only_in_candidate = texts_in(line.at("only_in_candidate"));
  return head;
}

// The record that a log starts with, before any measurement.
gate_record record_of(const gate_head& head) {
  gate_record record;
  record.rules = head.rules;
  record.cells = head.cells;
  record.only_in_base = head.only_in_base;
  record.only_in_candidate = head.only_in_candidate;
  record.same_executable = head.base.digest == head.candidate.digest;
  record.runners = {head.runner};
  return record;
}

// Reads the lines after the head. Pairs are held back until the line that ends their round.
class log_reader {
 public:
  explicit log_reader(gate_log& log) : log_(log) {}

  void read(const json_cursor& line) {
    const std::string kind = line.at("record").text();
    if (kind == "pair") {
      const std::size_t round = open_round(line);
      gate_pair pair{.cell = index_in(line.at("cell"), log_.record.cells.size()),
                     .base = times_in(line.at("base")),
                     .candidate = times_in(line.at("candidate"))};
      if (!std::isfinite(std::log(pair.candidate.real_ns / pair.base.real_ns)) ||
          !std::isfinite(std::log(pair.candidate.cpu_ns / pair.base.cpu_ns)))
        line.fail("holds times that can't be compared");
      open_[round].push_back(pair);
    } else if (kind == "failure") {
      failures_[open_round(line)].push_back(log_.record.failures.size());
      const auto load_may_explain = line.find("load_may_explain");
      log_.record.failures.push_back({.cell = index_in(line.at("cell"), log_.record.cells.size()),
                                      .arm = arm_in(line.at("arm")),
                                      .message = line.at("message").text(),
                                      .load_may_explain = load_may_explain && load_may_explain->boolean()});
    } else if (kind == "round") {
      close_round(line);
    } else {
      line.at("record").fail(fmt::format("is '{}', which is unknown", kind));
    }
  }

 private:
  std::size_t open_round(const json_cursor& line) {
    const auto round = static_cast<std::size_t>(line.at("round").integer(0, 1'000'000'000));
    if (closed_.contains(round)) line.at("round").fail("has ended already");
    log_.next_round = std::max(log_.next_round, round + 1);
    return round;
  }

  void close_round(const json_cursor& line) {
    const std::size_t round = open_round(line);
    const auto foreign_share = line.find("foreign_share");
    log_.record.rounds.push_back(
        {.step = step_in(line),
         .runner = 0,
         .foreign_share = foreign_share ? std::optional(foreign_share->number_from(0)) : std::nullopt,
         .steal_share = line.at("steal_share").number_from(0)});
    log_.seconds += line.at("seconds").number_from(0);
    for (gate_pair& pair : open_[round]) {
      pair.round = log_.record.rounds.size() - 1;
      log_.record.pairs.push_back(pair);
    }
    for (const std::size_t failure : failures_[round])
      log_.record.failures[failure].round = log_.record.rounds.size() - 1;
    open_.erase(round);
    failures_.erase(round);
    closed_.insert(round);
  }

  gate_log& log_;
  std::map<std::size_t, std::vector<gate_pair>> open_;
  std::map<std::size_t, std::vector<std::size_t>> failures_;  // of open rounds, indices into the record's
  std::set<std::size_t> closed_;
};

nlohmann::json parsed(std::string_view text, const fs::path& path, std::size_t number) {
  nlohmann::json line = nlohmann::json::parse(text, nullptr, false);
  if (!line.is_object())
    throw input_error(path.string(), fmt::format("line {}", number), "this is no JSON object", std::string(remedy));
  return line;
}

void refuse_difference(const gate_log& first, const gate_log& other, std::string_view what, std::string_view why) {
  throw input_error(other.path.string(), "line 1", fmt::format("{} differs from that of {}", what, first.path.string()),
                    std::string(why));
}

void hold_together(const gate_log& first, const gate_log& other) {
  constexpr std::string_view same_build = "Build both executables once, and hand them to every runner";
  constexpr std::string_view same_question = "Runners must be started with the same options";
  if (first.head.base.digest != other.head.base.digest)
    refuse_difference(first, other, "the base executable", same_build);
  if (first.head.candidate.digest != other.head.candidate.digest)
    refuse_difference(first, other, "the candidate executable", same_build);
  if (!(first.head.rules == other.head.rules)) refuse_difference(first, other, "the set of rules", same_question);
  if (first.head.cells != other.head.cells) refuse_difference(first, other, "the list of cells", same_question);
}

void refuse_incomplete(std::span<const gate_log> logs) {
  std::set<std::string> ids;
  for (const gate_log& log : logs)
    if (!ids.insert(log.head.log_id).second)
      throw input_error(log.path.string(), "", "the same log was given twice", "Give each log once");
  for (const gate_log& log : logs)
    for (const std::string& id : log.head.after)
      if (!ids.contains(id))
        throw input_error(log.path.string(), "line 1",
                          fmt::format("goes on from the log {} of another runner, which is missing here", id),
                          "Name all logs of the gate by --merge or --replay, the first one first");
}

// A gate takes about 200 pairs of a cell, and the rules need memory that grows with the square of their number.
void refuse_endless(const gate_record& record, const fs::path& path) {
  constexpr std::size_t most_pairs = 5'000;
  std::vector<std::size_t> pairs(record.cells.size());
  for (const gate_pair& pair : record.pairs)
    if (++pairs[pair.cell] > most_pairs)
      throw input_error(path.string(), "",
                        fmt::format("there are more than {} pairs of {}", most_pairs, record.cells[pair.cell].name),
                        std::string(remedy));
}

}  // namespace

std::string head_line(const gate_head& head) {
  json rules = json::object();
  visit_rules(head.rules, [&](const char* name, const auto& value) { rules[name] = value; });
  json cells = json::array();
  for (const gate_cell& cell : head.cells) cells.push_back({{"name", cell.name}, {"source", name_of(cell.source)}});
  return line_of({{"record", "gate"},
                  {"log_version", gate_log_version},
                  {"log_id", head.log_id},
                  {"after", head.after},
                  {"started", head.runner.started},
                  {"runner",
                   {{"id", head.runner.id},
                    {"host", head.runner.host},
                    {"cpu_model", head.runner.cpu_model},
                    {"kernel", head.runner.kernel},
                    {"cores", head.runner.cores},
                    {"seed", head.runner.seed}}},
                  {"rules", rules},
                  {"min_time_s", head.min_time_s},
                  {"budget_s", head.budget_s ? json(*head.budget_s) : json(nullptr)},
                  {"base", program_json(head.base)},
                  {"candidate", program_json(head.candidate)},
                  {"control", program_json(head.control)},
                  {"filter", head.filter},
                  {"controls", head.controls},
                  {"arguments", head.arguments},
                  {"cells", cells},
                  {"only_in_base", head.only_in_base},
                  {"only_in_candidate", head.only_in_candidate}});
}

std::string pair_line(std::size_t round, std::size_t cell, gate_arm first, const process_times& base,
                      const process_times& candidate) {
  return line_of({{"record", "pair"},
                  {"round", round},
                  {"cell", cell},
                  {"first", name_of(first)},
                  {"base", times_json(base)},
                  {"candidate", times_json(candidate)}});
}

std::string failure_line(std::size_t round, const gate_failure& failure) {
  return line_of({{"record", "failure"},
                  {"round", round},
                  {"cell", failure.cell},
                  {"arm", name_of(failure.arm)},
                  {"message", failure.message},
                  {"load_may_explain", failure.load_may_explain}});
}

std::string round_line(const round_end& end) {
  return line_of({{"record", "round"},
                  {"round", end.round},
                  {"step", name_of(end.step)},
                  {"foreign_share", end.foreign_share ? json(*end.foreign_share) : json(nullptr)},
                  {"steal_share", end.steal_share},
                  {"seconds", end.seconds}});
}

gate_log read_gate_log(const fs::path& path) {
  std::error_code error;
  const fs::path file = fs::is_directory(path, error) ? path / "gate.jsonl" : path;
  return read_gate_log_text(reports::read_input_file(file, most_bytes, remedy), file);
}

gate_log read_gate_log_text(std::string_view text, const fs::path& path) {
  gate_log log;
  log.path = path;
  log_reader reader(log);
  std::size_t number = 0;
  std::size_t begin = 0;
  for (std::size_t end; (end = text.find('\n', begin)) != std::string_view::npos; begin = end + 1) {
    ++number;
    const nlohmann::json line = parsed(text.substr(begin, end - begin), path, number);
    const fs::path place = fmt::format("{}: line {}", path.string(), number);
    const json_cursor cursor(line, place, "", remedy);
    if (number > 1) {
      reader.read(cursor);
      continue;
    }
    if (const json_cursor kind = cursor.at("record"); kind.text() != "gate")
      kind.fail("must be 'gate' in the first line", std::string(remedy));
    log.head = head_in(cursor);
    log.record = record_of(log.head);
  }
  log.whole_bytes = begin;
  if (number == 0)
    throw input_error(path.string(), "line 1", "there is no whole line",
                      "Nothing was measured yet: begin a new gate in another folder");
  return log;
}

gate_record merge(std::span<const gate_log> logs) {
  refuse_incomplete(logs);
  gate_record merged = record_of(logs.front().head);
  merged.runners.clear();
  for (const gate_log& log : logs) {
    hold_together(logs.front(), log);
    const std::size_t first_round = merged.rounds.size();
    for (gate_round round : log.record.rounds) {
      round.runner = merged.runners.size();
      merged.rounds.push_back(round);
    }
    for (gate_pair pair : log.record.pairs) {
      pair.round += first_round;
      merged.pairs.push_back(pair);
    }
    for (gate_failure failure : log.record.failures) {
      if (failure.round) *failure.round += first_round;
      merged.failures.push_back(failure);
    }
    merged.runners.push_back(log.head.runner);
  }
  refuse_endless(merged, logs.front().path);
  return merged;
}

}  // namespace interleave::tracking
