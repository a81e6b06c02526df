// Texts in gzip's form, which `zcat` reads too. Knows nothing of files.
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

namespace interleave::tracking {

std::string gzip(std::string_view text);

// What keeps bytes from being unpacked, in words that follow "FILE: ".
struct gzip_error : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Throws gzip_error where the bytes are cut short, damaged, no gzip at all, or more than `most_bytes` unpacked.
std::string gunzip(std::string_view bytes, std::size_t most_bytes);

}  // namespace interleave::tracking
