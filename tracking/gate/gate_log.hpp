// The gate's log: JSON lines, appended as things happen, from which the verdict can be recomputed bit for bit.
//
// The first line is the head: what is measured, on which machine, by which rules. Then, in chronological order, come
// one line per pair, one per failure, and at the end of each round a line that says how busy the machine was. Pairs of
// a round that lacks this line don't count, as nothing shows that the machine was quiet. Numbers are written so that
// they read back exactly. An incomplete last line was cut short while being written, and is ignored.
#pragma once

#include "tracking/gate/gate_record.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace interleave::tracking {

inline constexpr int gate_log_version = 2;

struct gate_program {
  std::string path;
  std::string digest;           // SHA-256 of the file, in hex
  bool seconds_suffix = false;  // --benchmark_min_time understands "0.05s"
};

struct gate_head {
  std::string log_id;              // differs between any two logs
  std::vector<std::string> after;  // ids of the logs given with --merge: their measurements come before these
  gate_runner runner;
  gate_rules rules;
  double min_time_s = 0;           // of a process
  std::optional<double> budget_s;  // of the gate's first session, before any --resume
  gate_program base;
  gate_program candidate;
  gate_program control;                // runs the built-in control cells
  std::string filter;                  // as typed; empty: all
  std::string controls;                // as typed; empty: only the built-in ones
  std::vector<std::string> arguments;  // as typed; only for people who read the log
  std::vector<gate_cell> cells;
  std::vector<std::string> only_in_base;
  std::vector<std::string> only_in_candidate;
};

// One line each, with its newline. Rounds are numbered per log, from 0; cells as in the head.
std::string head_line(const gate_head& head);
std::string pair_line(std::size_t round, std::size_t cell, gate_arm first, const process_times& base,
                      const process_times& candidate);
// `round` replaces the failure's own number, which counts the rounds of a whole record rather than of this log.
std::string failure_line(std::size_t round, const gate_failure& failure);
struct round_end {
  std::size_t round = 0;
  gate_step step = gate_step::screen;
  std::optional<double> foreign_share = 0;  // null in the log where absent
  double steal_share = 0;
  double seconds = 0;
};
std::string round_line(const round_end& end);

struct gate_log {
  std::filesystem::path path;
  gate_head head;
  gate_record record;  // from this log alone
  std::size_t next_round = 0;
  double seconds = 0;              // total duration of its rounds
  std::uintmax_t whole_bytes = 0;  // up to the end of the last complete line
};

// Both throw reports::input_error. For a folder, reads the gate.jsonl in it.
gate_log read_gate_log(const std::filesystem::path& path);
gate_log read_gate_log_text(std::string_view text, const std::filesystem::path& path);

// Several runners' logs as one record, in the order given. Throws reports::input_error where a log is given twice,
// where one differs from the first in its executables, rules or cells, where one was made after a log that isn't given
// here, and where a cell has more pairs than a gate ever takes. Precondition: not empty.
gate_record merge(std::span<const gate_log> logs);

}  // namespace interleave::tracking
