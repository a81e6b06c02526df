// The text of a result file as JSON: within limits, put right where Google Benchmark's own faults allow it, or refused
// with the place, what stands there and what to do. Internal to the reader.
#pragma once

#include "reports/results/run_results.hpp"

#include <filesystem>
#include <string_view>

#include <nlohmann/json.hpp>

namespace interleave::reports {

// Throws input_error, which says "line 3, column 12" of the text given. The limits are in force while memory is being
// taken, not after. Two members of one name in an object are refused: which of them is meant can't be told.
nlohmann::json parse_json(std::string_view text, const std::filesystem::path& path, const read_limits& limits);

// Whether a text, which may be broken or only a beginning, has an object of this name. What people add to Google
// Benchmark's context is text.
bool has_object(std::string_view json, std::string_view name);

}  // namespace interleave::reports
