// The forms in which an analysis leaves the program.
#pragma once

#include "cli/console.hpp"
#include "reports/answer/analysis.hpp"

#include <filesystem>
#include <span>

namespace interleave::cli {

reports::analysis analyse_files(std::span<const std::filesystem::path> files);

// To stdout, as wide and as colourful as it can take.
void print_terminal(const reports::analysis& model, color_choice color, bool with_cells);
void write_html(const reports::analysis& model, const std::filesystem::path& path);

// After a run: report.html beside results.json, the verdict, and where both files are.
void report_on_run(const std::filesystem::path& folder, color_choice color);

}  // namespace interleave::cli
