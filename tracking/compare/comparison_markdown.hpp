// The comparison as GitHub-flavoured Markdown, for a comment on a pull request. Presents what compare() says; rows that
// don't fit into a comment are left out and counted.
#pragma once

#include "tracking/compare/comparison.hpp"

#include <cstddef>
#include <string>

namespace interleave::tracking {

// In bytes of UTF-8, so at least as many as characters; GitHub accepts 65,536 characters.
inline constexpr std::size_t longest_comment = 60'000;

std::string comparison_markdown(const comparison& model);

}  // namespace interleave::tracking
