// See the header. Members without a value are null, so that every object of a kind has the same members.
#include "reports/text/answer_json.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

#include <nlohmann/json.hpp>

namespace interleave::reports {

namespace {

using json = nlohmann::ordered_json;

json number(const std::optional<double>& value) {
  return value ? json(*value) : json(nullptr);
}

json figure(const std::optional<estimate>& value) {
  if (!value) return nullptr;
  return {{"median", value->median},
          {"low", value->interval ? json(value->interval->low) : json(nullptr)},
          {"high", value->interval ? json(value->interval->high) : json(nullptr)}};
}

std::string_view word(outcome_kind outcome) {
  switch (outcome) {
    case outcome_kind::win:
      return "win";
    case outcome_kind::equal:
      return "equal";
    case outcome_kind::alone:
      return "alone";
    case outcome_kind::undecided:
      return "undecided";
    case outcome_kind::no_data:
      break;
  }
  return "no_data";
}

std::string_view word(cost_kind kind) {
  switch (kind) {
    case cost_kind::cpu:
      return "cpu_time";
    case cost_kind::memory:
      return "memory";
    case cost_kind::tail_latency:
      return "p99";
    case cost_kind::simplicity:
      break;
  }
  return "simplicity";
}

std::string_view word(position at) {
  switch (at) {
    case position::leads:
      return "leads";
    case position::equal:
      return "equal";
    case position::behind:
      return "behind";
    case position::far_behind:
      return "far_behind";
    case position::too_few:
      return "too_few_samples";
    case position::open:
      break;
  }
  return "open";
}

class writer {
 public:
  explicit writer(const analysis& model) : model_(model) {}

  json write() const {
    json checks = json::array();
    for (const validity_check& check : model_.checks)
      checks.push_back({{"id", check.id}, {"status", check.status_label}, {"finding", check.finding}});
    return {
        {"schema_version", 1},  {"title", model_.title}, {"run_id", model_.run_id}, {"comparable", model_.comparable},
        {"verdict", verdict()}, {"map", map()},          {"matrix", matrix()},      {"checks", std::move(checks)}};
  }

 private:
  json name(const std::optional<std::size_t>& runner) const {
    return runner ? json(model_.runners[*runner].name) : json(nullptr);
  }

  json names(const std::vector<std::size_t>& runners) const {
    json all = json::array();
    for (const std::size_t runner : runners) all.push_back(model_.runners[runner].name);
    return all;
  }

  json labels(const std::vector<std::size_t>& subjects) const {
    json all = json::array();
    for (const std::size_t subject : subjects) all.push_back(model_.subjects[subject].label);
    return all;
  }

  json verdict() const {
    const verdict_view& verdict = model_.verdict;
    json kinds = json::array();
    for (const kind_verdict& kind : verdict.kinds) kinds.push_back(kind_json(kind));
    return {{"available", verdict.available}, {"provisional", verdict.provisional},
            {"sentence", verdict.sentence},   {"command", verdict.command},
            {"rule", verdict.rule},           {"kinds", std::move(kinds)}};
  }

  json kind_json(const kind_verdict& kind) const {
    json levels = json::array();
    for (const kind_level& level : kind.levels)
      levels.push_back({{"in_flight", level.in_flight},
                        {"outcome", word(level.outcome)},
                        {"runner", name(level.runner)},
                        {"equal_to", others(level.equal, level.runner)},
                        {"best_in", labels(level.best_in)},
                        {"not_best_in", labels(level.not_best)},
                        {"undecided", labels(level.undecided)},
                        {"sentence", level.sentence}});
    return {{"kind", kind.kind_label},
            {"workloads", labels(kind.subjects)},
            {"decided", kind.decided},
            {"runner", name(kind.runner)},
            {"equal_to", others(kind.equal, kind.runner)},
            {"in_flight", kind.decided ? json(kind.in_flight) : json(nullptr)},
            {"holds_from", kind.decided ? json(kind.holds_from) : json(nullptr)},
            {"holds_to", kind.decided ? json(kind.holds_to) : json(nullptr)},
            {"speed_up", figure(kind.speed_up)},
            {"headline", kind.headline},
            {"exceptions", kind.exceptions},
            {"levels", std::move(levels)}};
  }

  json others(const std::vector<std::size_t>& equal, const std::optional<std::size_t>& runner) const {
    json all = json::array();
    for (const std::size_t each : equal)
      if (each != runner) all.push_back(model_.runners[each].name);
    return all;
  }

  json map() const {
    json entries = json::array();
    for (const map_row& row : model_.map)
      for (const decision& entry : row.decisions)
        if (entry.outcome != outcome_kind::no_data) entries.push_back(entry_json(entry));
    return entries;
  }

  json entry_json(const decision& entry) const {
    const subject& measured = model_.subjects[entry.subject];
    json rivals = json::array();
    for (const rival& other : entry.rivals)
      rivals.push_back({{"runner", name(other.runner)}, {"lead", figure(other.lead)}, {"position", word(other.at)}});
    json costs = json::array();
    for (const entry_cost& cost : entry.costs) costs.push_back(cost_json(cost));
    return {{"workload", measured.workload},
            {"parameters", without_placement(measured.parameters)},
            {"placement", placement_json(measured, entry.in_flight)},
            {"label", measured.label},
            {"kind", measured.kind_label},
            {"in_flight", entry.in_flight},
            {"outcome", word(entry.outcome)},
            {"runner", name(entry.runner)},
            {"equal_to", others(entry.equal, entry.runner)},
            {"fastest", name(entry.fastest)},
            {"lead", entry.rivals.empty() ? json(nullptr) : figure(entry.rivals.front().lead)},
            {"reason", reason_json(entry)},
            {"samples_to_decide", entry.samples_to_decide == 0 ? json(nullptr) : json(entry.samples_to_decide)},
            {"sentence", entry.sentence},
            {"rivals", std::move(rivals)},
            {"costs", std::move(costs)}};
  }

  json reason_json(const decision& entry) const {
    if (entry.outcome != outcome_kind::equal) return nullptr;
    return {{"cost", word(entry.reason.kind)},
            {"next", name(entry.reason.next)},
            {"ratio", figure(entry.reason.ratio)},
            {"not_dearer", names(entry.reason.not_dearer)}};
  }

  json cost_json(const entry_cost& cost) const {
    const cell_view& cell = model_.cells[cost.cell];
    return {{"runner", name(cost.runner)},
            {"standing", cost.standing},
            {"throughput_per_s", figure(cell.throughput_per_s)},
            {"share_of_best", cost.share_of_best},
            {"cpu_ns_per_task", figure(cell.cpu_ns_per_task)},
            {"memory_peak_bytes", figure(cell.memory_peak_bytes)},
            {"latency_ns_p50", number(latency_at(cell, 0.5))},
            {"latency_ns_p99", number(latency_at(cell, 0.99))},
            {"cores_busy", number(cell.cores_busy)}};
  }

  // Every batch under every runner, in a list: programs group it as they like.
  json matrix() const {
    json cells = json::array();
    for (const cell_view& cell : model_.cells) {
      const subject& measured = model_.subjects[cell.subject];
      if (measured.shape != work_shape::batch) continue;
      cells.push_back({{"cell", cell.name},
                       {"workload", measured.workload},
                       {"parameters", without_placement(measured.parameters)},
                       {"placement", placement_json(measured, cell.in_flight)},
                       {"runner", name(cell.runner)},
                       {"in_flight", cell.in_flight},
                       {"state", cell.state_label},
                       {"samples", cell.samples_good},
                       {"throughput_per_s", figure(cell.throughput_per_s)},
                       {"share_of_best", share_of_best(cell)},
                       {"cpu_ns_per_task", figure(cell.cpu_ns_per_task)},
                       {"memory_peak_bytes", figure(cell.memory_peak_bytes)},
                       {"latency_ns_p50", number(latency_at(cell, 0.5))},
                       {"latency_ns_p99", number(latency_at(cell, 0.99))},
                       {"cores_busy", number(cell.cores_busy)},
                       {"regimes", regimes_json(cell)},
                       {"note", cell.note}});
    }
    return cells;
  }

  static json placement_json(const subject& measured, std::int64_t in_flight) {
    const std::string_view placement = placement_at(measured, in_flight);
    return placement.empty() ? json(nullptr) : json(placement);
  }

  static json regimes_json(const cell_view& cell) {
    json all = json::array();
    for (const regime_view& each : cell.regimes)
      all.push_back({{"samples", each.samples}, {"throughput_per_s", figure(each.throughput_per_s)}});
    return all;
  }

  json share_of_best(const cell_view& cell) const {
    if (!cell.throughput_per_s) return nullptr;
    double best = 0;
    for (const cell_view& other : model_.cells) {
      if (other.subject != cell.subject || other.in_flight != cell.in_flight || !other.throughput_per_s) continue;
      best = std::max(best, other.throughput_per_s->median);
    }
    return cell.throughput_per_s->median / best;
  }

  const analysis& model_;
};

}  // namespace

std::string answer_json(const analysis& model) {
  return writer(model).write().dump(1, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace interleave::reports
