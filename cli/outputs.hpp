// The output forms of an analysis.
#pragma once

#include "cli/console.hpp"
#include "reports/answer/analysis.hpp"

#include <filesystem>
#include <span>

namespace interleave::cli {

reports::analysis analyse_files(std::span<const std::filesystem::path> files);

// To stdout, in the width and colours that the terminal supports.
void print_terminal(const reports::analysis& model, color_choice color, bool with_cells);

// After a run: prints the verdict, writes report.html beside results.json, and prints where both files are.
void report_on_run(const std::filesystem::path& folder, color_choice color);

}  // namespace interleave::cli
