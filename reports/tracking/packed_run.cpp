// Hash, packing, and both checked on the way back.
#include "reports/tracking/packed_run.hpp"

#include "reports/errors.hpp"
#include "reports/tracking/gzip.hpp"
#include "reports/tracking/parallel.hpp"

#include <array>
#include <iterator>
#include <system_error>
#include <utility>
#include <vector>

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

// What became of one run: it, a problem, or neither where it has gone.
struct outcome {
  std::optional<stored_run> run;
  std::string problem;
};

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

history unpack_all(std::span<const std::string> ids, const std::function<std::string(const std::string& id)>& where,
                   const std::function<std::optional<std::string>(std::size_t index)>& content) {
  std::vector<outcome> outcomes(ids.size());
  for_each_index(ids.size(), [&, pool = name_pool()](std::size_t index) mutable {
    try {
      if (const std::optional<std::string> bytes = content(index))
        outcomes[index].run = unpack(ids[index], *bytes, where(ids[index]), pool);
    } catch (const reports::input_error& error) {
      outcomes[index].problem = error.what();
    } catch (const std::system_error& error) {
      outcomes[index].problem = error.what();
    }
  });
  history found;
  for (outcome& each : outcomes) {
    if (each.run) found.runs.push_back(std::move(*each.run));
    if (!each.problem.empty()) found.problems.push_back(std::move(each.problem));
  }
  return found;
}

}  // namespace interleave::tracking
