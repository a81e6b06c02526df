// A gate's verdict for people and programs: terminal, Markdown for a pull request, JSON. Lays out what judge() says and
// decides nothing. Names come from executables and are hostile: everything is escaped here.
#pragma once

#include "reports/tracking/gate_rules.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace interleave::tracking {

// "Pass: no cell of 12 is slower by 10 % or more." and the like.
std::string headline(const gate_record& record, const gate_verdict& verdict);

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

// The cells without controls: regressions, errors, inconclusive ones, warnings, passes, those not measured; within each
// the largest slowdown first.
std::vector<const cell_verdict*> worst_first(const gate_verdict& verdict);

}  // namespace interleave::tracking
