// Parses the text of a result file as JSON, within limits. Repairs known faults of Google Benchmark where the meaning
// is certain; otherwise refuses, with the place, the offending text and a remedy. Internal to the reader.
#pragma once

#include "reports/results/run_results.hpp"

#include <filesystem>
#include <string_view>

#include <nlohmann/json.hpp>

namespace interleave::reports {

// Throws input_error, which gives the place in the text passed in as "line 3, column 12". Limits are enforced while
// parsing, before the memory is used. Duplicate members of an object are refused: it can't be told which is meant.
nlohmann::json parse_json(std::string_view text, const std::filesystem::path& path, const read_limits& limits);

// Whether a text, which may be invalid or cut off, has an object of this name. Custom context that users add to Google
// Benchmark's is always a string, so it can't be mistaken for one.
bool has_object(std::string_view json, std::string_view name);

}  // namespace interleave::reports
