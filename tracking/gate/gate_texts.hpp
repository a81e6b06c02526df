// A gate's verdict for people and programs: terminal, Markdown for a pull request, JSON. Presents what judge() says and
// decides nothing. Names come from executables and can't be trusted, so everything is escaped here.
#pragma once

#include "tracking/gate/gate_rules.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace interleave::tracking {

// "Pass: a slowdown of 10 % or more is excluded in 12 of 12 cells (95 % intervals)." and the like.
std::string headline(const gate_record& record, const gate_verdict& verdict);

// Further remarks on the run, one sentence each: the guard's objections, what wasn't compared, what is missing. Their
// number and length are limited, because they may quote names of control cells.
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

// At most most_markdown_bytes long, whatever the number of cells: the ten worst first, then as many others as fit,
// folded.
std::string gate_markdown(const gate_record& record, const gate_verdict& verdict);

// Everything, machine-readable. Depends on the record alone, so that a replayed log gives the same bytes.
std::string gate_json(const gate_record& record, const gate_verdict& verdict);

// Text from an executable, escaped for one line of a terminal.
std::string shown(std::string_view text);

// The cells without controls: regressions, errors, inconclusive ones, warnings, passes, those not measured; within each
// the largest slowdown first.
std::vector<const cell_verdict*> worst_first(const gate_verdict& verdict);

}  // namespace interleave::tracking
