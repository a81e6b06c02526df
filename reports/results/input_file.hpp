// Reads a file that the user named, whole and within limits, or refuses it with a clear error. Knows nothing of its
// contents.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace interleave::reports {

// Throws input_error, for a file that isn't there or isn't one with `remedy`.
std::string read_input_file(const std::filesystem::path& path, std::uint64_t most_bytes, std::string_view remedy);

// Whether `interleave gate` wrote this folder: it holds a comparison of executables, and no results.
bool is_of_a_gate(const std::filesystem::path& folder);

// The files that a path stands for, at least one. For a file: itself. For a folder that interleave run wrote: its
// results.json. For any other folder: the results of the runs in it and its JSON files, whatever their names, sorted by
// name. Throws input_error for a folder without any, for that of a gate, and for a run that was interrupted.
std::vector<std::filesystem::path> result_files(const std::filesystem::path& path);

// All files of the measurements that these paths stand for: the result_files, and beside a run's results.json the plan
// and samples that it was made from. Throws input_error.
std::vector<std::filesystem::path> files_of_measurements(std::span<const std::filesystem::path> paths);

}  // namespace interleave::reports
