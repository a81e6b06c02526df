// "Did you mean ...?"
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace interleave::cli {

// The known word nearest to a mistyped one; empty if none is close.
std::string nearest_word(std::string_view typed, std::span<const std::string> known);

}  // namespace interleave::cli
