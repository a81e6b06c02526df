// Counts and seeds on the command line.
#pragma once

#include <CLI/CLI.hpp>

namespace interleave::cli {

// Accepts 0 to 2^64-1 in decimal digits, and nothing else; by itself, CLI11 wraps what is below or above.
[[nodiscard]] CLI::Validator whole_number();

}  // namespace interleave::cli
