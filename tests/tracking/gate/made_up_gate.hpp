// A gate's record made in memory: cells whose pairs differ by what a test says.
#pragma once

#include "tracking/gate/gate_record.hpp"
#include "tracking/gate/gate_rules.hpp"

#include <cmath>
#include <cstddef>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace interleave::tracking::testing {

// Twenty different deviations around 0, by which the median of any twelve or more of them stays near 0.
inline double wobble(std::size_t round) {
  constexpr double size[] = {-10, 9, 1, -2, 4, -5, 7, -8, 3, -1, 10, -9, 2, -3, 5, -4, 8, -7, 6, -6};
  return size[round % 20] * 1e-4;
}

// d = ln(candidate / base) of a cell's pair in the n-th round of a step.
using difference = std::function<double(gate_step step, std::size_t round)>;

// A slowdown that is always the same but for the wobble.
inline difference slower_by(double share) {
  return [share](gate_step, std::size_t round) { return std::log1p(share) + wobble(round); };
}

inline difference slower_by(double screen, double confirm, double replicate) {
  return [=](gate_step step, std::size_t round) {
    const double share = step == gate_step::screen ? screen : step == gate_step::confirm ? confirm : replicate;
    return std::log1p(share) + wobble(round);
  };
}

class made_up_gate {
 public:
  explicit made_up_gate(std::size_t controls = 3) {
    record.runners.push_back({.id = "here", .host = "lab", .cpu_model = "CPU", .kernel = "6", .cores = 2, .seed = 1});
    for (std::size_t i = 0; i < controls; ++i) {
      std::string name = "control/";
      name += std::to_string(i);
      add({std::move(name), gate_source::built_in}, slower_by(0));
    }
  }

  // Returns the cell's index.
  std::size_t cell(const std::string& name, difference differs) { return add({name}, std::move(differs)); }
  void replace(std::size_t index, difference differs) { differences_[index] = std::move(differs); }

  // A cell's times; by default those of a thread that waits half of its time.
  double cpu_share = 0.5;

  void round(gate_step step, const std::vector<std::size_t>& cells, double foreign_share = 0, std::size_t runner = 0) {
    record.rounds.push_back({.step = step, .runner = runner, .foreign_share = foreign_share});
    const std::size_t number = rounds_of_[static_cast<std::size_t>(step)]++;
    for (const std::size_t index : cells) {
      const double ratio = std::exp(differences_[index](step, number));
      record.pairs.push_back({.round = record.rounds.size() - 1,
                              .cell = index,
                              .base = {100, 100 * cpu_share},
                              .candidate = {100 * ratio, 100 * ratio * cpu_share}});
    }
  }

  // Measures what the rules want, on a quiet machine, until they want no more or a step is done.
  gate_verdict run(gate_step last = gate_step::replicate) {
    for (;;) {
      gate_verdict verdict = judge(record);
      if (!verdict.next || verdict.next->step > last) return verdict;
      round(verdict.next->step, verdict.next->cells);
    }
  }

  std::vector<std::size_t> all_cells() const {
    std::vector<std::size_t> all(record.cells.size());
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
    return all;
  }

  gate_record record;

 private:
  std::size_t add(gate_cell cell, difference differs) {
    record.cells.push_back(std::move(cell));
    differences_.push_back(std::move(differs));
    return record.cells.size() - 1;
  }

  std::vector<difference> differences_;
  std::size_t rounds_of_[3] = {};
};

}  // namespace interleave::tracking::testing
