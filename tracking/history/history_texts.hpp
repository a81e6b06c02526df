// A history in other forms: tables for a terminal, JSON, and the wide CSV that Otava (once Hunter) reads.
#pragma once

#include "reports/text/terminal.hpp"
#include "tracking/exports/otava_table.hpp"
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

// One row per run and one column per cell, by name. Throws reports::input_error for an empty history, read from
// `source`, or if no run has the metric.
otava_table history_table(const history& kept, const std::string& metric, const std::string& source);

}  // namespace interleave::tracking
