// Compresses texts as gzip, which `zcat` reads too. Handles no files.
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

namespace interleave::tracking {

std::string gzip(std::string_view text);

// Why bytes can't be unpacked, worded to follow "FILE: ".
struct gzip_error : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Throws gzip_error for bytes that are truncated, damaged, not gzip, or larger than `most_bytes` when unpacked.
std::string gunzip(std::string_view bytes, std::size_t most_bytes);

}  // namespace interleave::tracking
