// A history in other forms: tables for a terminal, JSON, and the wide CSV that Otava (once Hunter) reads.
#pragma once

#include "reports/text/terminal.hpp"
#include "tracking/history/history_store.hpp"
#include "tracking/history/trend.hpp"

#include <string>

namespace interleave::tracking {

std::string history_terminal(const history& kept, const reports::terminal_options& options = {});
std::string run_terminal(const stored_run& stored, const reports::terminal_options& options = {});
std::string trend_terminal(const trend& model, const reports::terminal_options& options = {});

std::string history_json(const history& kept);  // runs without their cells
std::string run_json(const stored_run& stored);
std::string full_history_json(const history& kept);  // an array of run_json() objects

// "time,commit,branch,CELL...", one line per run; a field is empty if a run lacks the cell, see exports/otava.hpp.
// Throws input_error, naming `source`, for an empty history and where no run has the metric.
std::string otava_csv(const history& kept, const std::string& metric, const std::string& source);
// Names the columns with empty fields; empty if there are none.
std::string otava_csv_note(const history& kept, const std::string& metric);

}  // namespace interleave::tracking
