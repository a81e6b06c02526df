// Hash, packing, and both checked on the way back.
#include "reports/tracking/packed_run.hpp"

#include "reports/errors.hpp"
#include "reports/tracking/gzip.hpp"

#include <array>
#include <iterator>

#include <fmt/format.h>
#include <openssl/sha.h>

namespace interleave::tracking {

namespace {

// A run of 4096 cells with ten metrics has about a megabyte. The same for both ways: what was added can be read.
constexpr std::size_t most_text = std::size_t{64} << 20U;
constexpr std::size_t hash_bytes = 16;  // of SHA-256: no two runs will ever share them

// "20261125T120613Z" of a canonical time, so that names sort as time does.
std::string id_of_text(std::string_view time, std::string_view text) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  std::string id;
  for (const char c : time)
    if (c != '-' && c != ':') id += c;
  id += '-';
  for (std::size_t i = 0; i < hash_bytes; ++i) fmt::format_to(std::back_inserter(id), "{:02x}", digest.at(i));
  return id;
}

}  // namespace

std::string id_of(const history_run& run) {
  return id_of_text(run.from.time, encode(run));
}

packed_run pack(const history_run& run) {
  const std::string text = encode(run);
  if (text.size() > most_text)
    throw reports::input_error("this run", "", fmt::format("is a text of more than {} MiB", most_text >> 20U),
                               "Keep fewer cells or counters");
  return {id_of_text(run.from.time, text), gzip(text)};
}

stored_run unpack(std::string_view id, std::string_view bytes, const std::string& where, name_pool& pool) {
  std::string text;
  try {
    text = gunzip(bytes, most_text);
  } catch (const gzip_error& error) {
    throw reports::input_error(where, "", error.what(), "");
  }
  stored_run stored{std::string(id), decode(text, where, pool)};
  if (id_of_text(stored.run.from.time, text) != id)
    throw reports::input_error(where, "", "its content is not what its name says", "");
  return stored;
}

}  // namespace interleave::tracking
