// Finding the programs that peers are.
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

namespace interleave {

// In $PATH, or in the folders for administrators' programs, which $PATH need not name.
std::optional<std::filesystem::path> program_named(std::string_view name);

}  // namespace interleave
