// The suite's version, from the project() line of CMakeLists.txt.
#pragma once

#include <string_view>

namespace interleave {

inline constexpr std::string_view suite_version = INTERLEAVE_VERSION;

}  // namespace interleave
