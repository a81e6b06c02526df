// The comparison as GitHub-flavoured Markdown, for a comment on a pull request. Lays out what compare() says, and
// leaves out the rows that a comment has no room for, saying how many.
#pragma once

#include "tracking/compare/comparison.hpp"

#include <cstddef>
#include <string>

namespace interleave::tracking {

// In bytes of UTF-8, which are never fewer than characters. GitHub takes 65,536 characters.
inline constexpr std::size_t longest_comment = 60'000;

std::string comparison_markdown(const comparison& model);

}  // namespace interleave::tracking
