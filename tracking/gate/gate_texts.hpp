// A gate's verdict for people and programs: terminal, Markdown for a pull request, JSON. Lays out what judge() says and
// decides nothing. Names come from executables and are hostile: everything is escaped here.
#pragma once

#include "tracking/gate/gate_rules.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace interleave::tracking {

// "Pass: a slowdown of 10 % or more is excluded in 12 of 12 cells (95 % intervals)." and the like.
std::string headline(const gate_record& record, const gate_verdict& verdict);

// What else is to be said of the run, each a sentence: objections of the guard, what wasn't compared, what is missing.
// Only so many, and none without end: names of control cells are in them.
std::vector<std::string> remarks(const gate_record& record, const gate_verdict& verdict);

// "+8.0 % (95 % interval +7.5 to +8.5 %), 30 pairs"; empty for a cell without pairs.
std::string effect_sentence(const cell_verdict& cell);

struct gate_terminal_options {
  std::size_t width = 100;  // columns
  bool colour = false;
  bool unicode = true;
};
std::string gate_terminal(const gate_record& record, const gate_verdict& verdict,
                          const gate_terminal_options& options = {});

// What GitHub takes as a comment has at most 65,536 characters.
inline constexpr std::size_t most_markdown_bytes = 60'000;

// At most most_markdown_bytes long, whatever the number of cells: the ten worst first, then the others, folded, as far
// as there is room.
std::string gate_markdown(const gate_record& record, const gate_verdict& verdict);

// Everything, machine-readable. Depends on the record alone, so that a replayed log gives the same bytes.
std::string gate_json(const gate_record& record, const gate_verdict& verdict);

// What an executable calls or says, as a terminal may show it on one line.
std::string shown(std::string_view text);

// The cells without controls: regressions, errors, inconclusive ones, warnings, passes, those not measured; within each
// the largest slowdown first.
std::vector<const cell_verdict*> worst_first(const gate_verdict& verdict);

}  // namespace interleave::tracking
