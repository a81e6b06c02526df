// A file that somebody named, as text: whole and within limits, or a clear refusal. Knows nothing of what is in it.
#pragma once

#include "reports/run_results.hpp"

#include <filesystem>
#include <string>

namespace interleave::reports {

// Throws input_error.
std::string read_input_file(const std::filesystem::path& path, const read_limits& limits);

}  // namespace interleave::reports
