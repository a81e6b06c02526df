// A file that somebody named, as text: whole and within limits, or a clear refusal. Knows nothing of what is in it.
#pragma once

#include "reports/results/run_results.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace interleave::reports {

// Throws input_error.
std::string read_input_file(const std::filesystem::path& path, const read_limits& limits);

// The files that a path stands for, at least one. A file is itself; a folder that interleave run wrote, its
// results.json; another folder, whatever its files are called, those of the runs and the JSON files in it, by name.
// Throws input_error for a folder without any, and for a run that was interrupted.
std::vector<std::filesystem::path> result_files(const std::filesystem::path& path);

}  // namespace interleave::reports
