// The output forms of an analysis.
#pragma once

#include "cli/console.hpp"
#include "reports/answer/analysis.hpp"

#include <filesystem>
#include <span>
#include <vector>

namespace interleave::cli {

// Where several results are given, likely by a pattern such as results/*, leaves out folders of gates, and says so.
std::vector<std::filesystem::path> without_gates(std::vector<std::filesystem::path> results);

reports::analysis analyse_files(std::span<const std::filesystem::path> files);

// To stdout, in the width and colours that the terminal supports.
void print_terminal(const reports::analysis& model, color_choice color, bool with_cells);

// After a run: prints the verdict, writes report.html beside results.json, and prints where both files are.
void report_on_run(const std::filesystem::path& folder, color_choice color);

}  // namespace interleave::cli
