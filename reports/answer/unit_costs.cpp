// What a fork, an item, a hop or a pulled value costs: wall time divided by the units actually made. The winner is
// decided by whole tasks (trees, runs, laps), since a model that makes fewer units may well finish sooner. A model that
// makes less than half of a tree's forks is left out of the comparison, as plain recursion is: it answers another
// question.
#include "reports/answer/cell_samples.hpp"
#include "reports/answer/cost_parts.hpp"
#include "reports/sort_by.hpp"
#include "reports/words/text.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

namespace interleave::reports {

namespace {

// How a shape is put into words.
struct shape_words {
  work_shape shape;
  const char* id;
  const char* title;
  const char* question;
  const char* a_unit;     // "A fork"
  const char* unit;       // "fork"
  const char* task;       // what contains the units: "tree"
  const char* reference;  // what `sequential` does here; empty if it has no words of its own
};

constexpr shape_words known_shapes[] = {
    {work_shape::tree, "trees", "Trees", "What does a fork cost?", "A fork", "fork", "tree", "plain recursion"},
    {work_shape::pipeline, "pipelines", "Pipelines", "What does an item cost?", "An item", "item", "run", ""},
    {work_shape::ring, "rings", "Rings", "What does a hand-over cost?", "A hop", "hop", "lap", "one thread alone"},
    {work_shape::stream, "streams", "Streams", "What does a pulled value cost?", "A value", "value", "stream",
     "a plain loop"},
};
constexpr shape_words unknown_shape = {work_shape::other, "",     "",     "What does a unit cost?",
                                       "A unit",          "unit", "task", ""};

// A count that is the same in every task is a whole number; otherwise it is a mean.
std::string count_words(double count) {
  return count == std::floor(count) ? fmt::format("{:.0f}", count) : number_text(count);
}

class unit_costs {
 public:
  unit_costs(cost_bench& bench, const shape_words& words, std::vector<std::size_t> subjects)
      : bench_(bench), words_(words), subjects_(std::move(subjects)) {}

  void find(std::string id, std::string title) {
    if (subjects_.empty()) return;
    view_.id = std::move(id);
    view_.title = std::move(title);
    view_.question = words_.question;
    view_.axis = fmt::format("time per {}", words_.unit);
    view_.reading = fmt::format(
        "Wall time over the {}s that were really made, on a logarithmic axis: less is better. Whiskers: {}.",
        words_.unit, bench_.model().median_interval);
    if (words_.shape == work_shape::ring) {
      side_by_side();
    } else {
      one_below_the_other();
    }
    view_.lead = range_in(all_, 0);
    make_table();
    view_.left_out = bench_.left_out(subjects_);
    bench_.add(std::move(view_));
  }

 private:
  const subject& at(const cost_place& place) const { return bench_.model().subjects[place.subject]; }

  void one_below_the_other() {
    for (const cost_place& place : bench_.places_of(subjects_)) {
      cost_group group =
          bench_.group_of(place_text(at(place), place.in_flight), {{view_.axis, place, unit_ns}}, view_.unit);
      for (cost_row& row : group.rows) row.remark = remark_on(place, row.runner);
      judge(place, 0, group);
      view_.groups.push_back(std::move(group));
    }
  }

  // The question is how memory and pipes compare as a token's path, so one row shows both.
  void side_by_side() {
    constexpr std::size_t marks = 3;  // as many as the chart has distinguishable marks
    std::vector<cost_place> places = bench_.places_of(subjects_);
    const auto belong_together = [&](const cost_place& place) {
      return std::pair(at(place).set, at(place).on_one_cpu);
    };
    sort_by(places, belong_together);
    for (std::size_t first = 0; first < places.size();) {
      std::size_t last = first;
      while (last < places.size() && last - first < marks &&
             belong_together(places[last]) == belong_together(places[first]))
        ++last;
      std::vector<series_source> sources;
      std::string label;
      for (std::size_t i = first; i < last; ++i) {
        sources.push_back({place_text(at(places[i]), places[i].in_flight), places[i], unit_ns});
        label += (label.empty() ? "" : " / ") + sources.back().label;
      }
      cost_group group = bench_.group_of(label, sources, view_.unit);
      for (std::size_t i = first; i < last; ++i) judge(places[i], i - first, group);
      view_.groups.push_back(std::move(group));
      first = last;
    }
  }

  // For work that waits, the ideal bound says more than a ratio of runners.
  bool has_ideal(std::size_t subject) const {
    return words_.shape == work_shape::pipeline && bench_.model().subjects[subject].ideal_wait_ns.value_or(0) > 0;
  }

  // "plain recursion", or the name of the runner where there are no other words for it.
  std::string reference_words() const {
    const auto& reference = bench_.model().reference;
    return *words_.reference != '\0' || !reference ? words_.reference : bench_.name(*reference);
  }

  std::string remark_on(const cost_place& place, std::size_t runner) const {
    const auto index = bench_.bench().cell_at(place.subject, runner, place.in_flight);
    if (!index) return "";
    const cell_view& cell = bench_.model().cells[*index];
    if (has_ideal(place.subject) && cell.efficiency)
      return share_of_bound_text(cell.efficiency->median) + " of the ideal";
    if (!cell.speed_up || runner == bench_.model().reference) return "";
    return fmt::format("{} {}", factor_text(cell.speed_up->median), reference_words());
  }

  void judge(const cost_place& place, std::size_t series, cost_group& group) {
    const std::vector<std::size_t> partial = makes_part_of_it(place);
    std::vector<std::size_t> apart = partial;
    if (bench_.model().reference) apart.insert(apart.begin(), *bench_.model().reference);
    decision found = bench_.decide_by_throughput(place, std::move(apart));
    std::string sentence = found.sentence;
    if (const std::string costs = range_in(group, series); !costs.empty()) sentence += " " + costs;
    collect(all_, group, series);
    sentence += reference_sentence(place, found);
    for (const std::size_t runner : partial) sentence += partial_sentence(place, runner, found);
    if (has_ideal(place.subject)) sentence += nearest_to_ideal(place);
    view_.sentences.push_back(std::move(sentence));
    group.decisions.push_back(std::move(found));
  }

  std::string range_in(const cost_group& group, std::size_t series) const {
    const auto is_model = [&](const cost_row& row) { return row.runner != bench_.model().reference; };
    const std::string costs =
        bench_.range_text(fmt::format("{} costs", words_.a_unit), group, series, view_.unit, is_model);
    return costs.empty() ? costs : costs + ".";
  }

  // The reference makes no forks and hands nothing over, so it is reported beside the runners that do.
  std::string reference_sentence(const cost_place& place, const decision& found) const {
    const analysis& model = bench_.model();
    if (!model.reference) return "";
    const cell_view* cell = measured_at(place, *model.reference);
    if (cell == nullptr) return "";
    std::string text = " " + bench_.name(*model.reference);
    if (*words_.reference != '\0') text += fmt::format(", {},", words_.reference);
    if (cell->unit_ns) text += fmt::format(" takes {}", duration_text(cell->unit_ns->median));
    const std::string beside = beside_the_fastest(place, *model.reference, found);
    if (!beside.empty()) text += fmt::format("{} has {}", cell->unit_ns ? " and" : "", beside);
    return text + ".";
  }

  // Where most of a tree is plain recursion, its time says little about the cost of a fork, however short it is.
  std::vector<std::size_t> makes_part_of_it(const cost_place& place) const {
    constexpr double whole = 0.5;
    std::vector<std::size_t> partial;
    if (words_.shape != work_shape::tree) return partial;
    const double most = most_units(place);
    for (std::size_t runner = 0; runner < bench_.model().runners.size(); ++runner) {
      const cell_view* cell = measured_at(place, runner);
      if (cell == nullptr || runner == bench_.model().reference || !cell->units_per_task) continue;
      if (*cell->units_per_task < whole * most) partial.push_back(runner);
    }
    return partial;
  }

  double most_units(const cost_place& place) const {
    double most = 0;
    for (std::size_t runner = 0; runner < bench_.model().runners.size(); ++runner) {
      const cell_view* cell = measured_at(place, runner);
      if (cell != nullptr && runner != bench_.model().reference)
        most = std::max(most, cell->units_per_task.value_or(0));
    }
    return most;
  }

  std::string partial_sentence(const cost_place& place, std::size_t runner, const decision& found) const {
    const cell_view& cell = *measured_at(place, runner);
    const std::string beside = beside_the_fastest(place, runner, found);
    return fmt::format(" {} makes {} of the {} {}s and computes the rest by {}{}{}.", bench_.name(runner),
                       count_words(*cell.units_per_task), count_words(most_units(place)), words_.unit, words_.reference,
                       beside.empty() ? "" : "; it has ", beside);
  }

  // "2.00× the throughput of loop (1.90–2.10)", or nothing.
  std::string beside_the_fastest(const cost_place& place, std::size_t runner, const decision& found) const {
    if (!found.fastest) return "";
    const auto& mine = bench_.bench().log_throughput[*bench_.bench().cell_at(place.subject, runner, place.in_flight)];
    const auto& theirs =
        bench_.bench().log_throughput[*bench_.bench().cell_at(place.subject, *found.fastest, place.in_flight)];
    if (!mine || !theirs) return "";
    const estimate ratio = ratio_between({*mine, *theirs});
    return fmt::format("{} the throughput of {}{}", factor_text(ratio), bench_.name(*found.fastest),
                       interval_after(ratio));
  }

  const cell_view* measured_at(const cost_place& place, std::size_t runner) const {
    const auto index = bench_.bench().cell_at(place.subject, runner, place.in_flight);
    if (!index || !has_number(bench_.model().cells[*index])) return nullptr;
    return &bench_.model().cells[*index];
  }

  std::string nearest_to_ideal(const cost_place& place) const {
    const cell_view* nearest = nullptr;
    for (const cell_view& cell : bench_.model().cells) {
      if (cell.subject != place.subject || cell.in_flight != place.in_flight || !cell.efficiency) continue;
      if (nearest == nullptr || cell.efficiency->median > nearest->efficiency->median) nearest = &cell;
    }
    if (nearest == nullptr) return "";
    return fmt::format(" {} comes nearest to the ideal bound, with {} of it.", bench_.name(nearest->runner),
                       share_of_bound_text(nearest->efficiency->median));
  }

  void make_table() {
    const analysis& model = bench_.model();
    view_.table.head = {"workload",
                        "runner",
                        fmt::format("time per {} ({})", words_.unit, model.median_interval),
                        fmt::format("{}s per {}", words_.unit, words_.task),
                        fmt::format("× {}", reference_words()),
                        "of the ideal",
                        "note"};
    for (const cell_view& cell : model.cells) {
      if (cell.state == cell_state::unsupported) continue;  // left_out says why
      if (std::find(subjects_.begin(), subjects_.end(), cell.subject) == subjects_.end()) continue;
      const bool shows_ideal = has_ideal(cell.subject) && cell.efficiency;
      view_.table.rows.push_back(
          {place_text(model.subjects[cell.subject], cell.in_flight), bench_.name(cell.runner),
           words_for(view_.unit, cell.unit_ns), cell.units_per_task ? count_words(*cell.units_per_task) : "",
           cell.speed_up ? factor_text(cell.speed_up->median) : "",
           shows_ideal ? share_of_bound_text(cell.efficiency->median) : "", note_in_table(cell)});
    }
    drop_empty_columns(view_.table);
  }

  cost_bench& bench_;
  const shape_words& words_;
  std::vector<std::size_t> subjects_;
  cost_view view_ = {};
  cost_group all_ = {};  // every row that was judged
};

}  // namespace

void find_unit_costs(cost_bench& bench) {
  for (const shape_words& words : known_shapes) {
    unit_costs(bench, words, bench.subjects_where([&](const subject& s) {
      return s.shape == words.shape;
    })).find(words.id, words.title);
  }
  // Shapes that this program doesn't know have units and numbers all the same.
  std::set<std::string> seen;
  for (const subject& each : bench.model().subjects) {
    if (each.shape != work_shape::other || !seen.insert(each.shape_label).second) continue;
    unit_costs(bench, unknown_shape, bench.subjects_where([&](const subject& s) {
      return s.shape == work_shape::other && s.shape_label == each.shape_label;
    })).find(fmt::format("shape-{}", seen.size()), fmt::format("Shape “{}”", each.shape_label));
  }
}

}  // namespace interleave::reports
