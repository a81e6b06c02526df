// Hashes and packs runs, and checks both when unpacking.
#include "tracking/history/packed_run.hpp"

#include "reports/errors.hpp"
#include "tracking/history/gzip.hpp"
#include "tracking/history/parallel.hpp"

#include <array>
#include <iterator>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <openssl/sha.h>

namespace interleave::tracking {

namespace {

// A run of 4096 cells with ten metrics takes about a megabyte. The limit applies to writing too, so that whatever was
// added can be read.
constexpr std::size_t most_text = std::size_t{64} << 20U;
constexpr std::size_t hash_bytes = 16;  // of SHA-256: enough to rule out collisions

std::string hash_of(std::string_view text) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  std::string hash;
  for (std::size_t i = 0; i < hash_bytes; ++i) fmt::format_to(std::back_inserter(hash), "{:02x}", digest.at(i));
  return hash;
}

// "20261125T120613Z" for a canonical time, so that names sort by time.
std::string id_of_parts(std::string_view time, const std::string& hash) {
  std::string id;
  for (const char c : time)
    if (c != '-' && c != ':') id += c;
  return id + '-' + hash;
}

// The result of reading one run: the run, a problem, or neither if the run has gone.
struct outcome {
  std::optional<stored_run> run;
  std::string problem;
  bool is_damaged = false;
};

}  // namespace

std::string id_of(const history_run& run) {
  return id_of_parts(run.from.time, hash_of(encode(run)));
}

packed_run pack(const history_run& run) {
  const std::string text = encode(run);
  if (text.size() > most_text)
    throw reports::input_error("this run", "", fmt::format("is a text of more than {} MiB", most_text >> 20U),
                               "Keep fewer cells or counters");
  return {id_of_parts(run.from.time, hash_of(text)), gzip(text)};
}

stored_run unpack(std::string_view id, std::string_view bytes, const std::string& where, name_pool& pool) {
  std::string text;
  try {
    text = gunzip(bytes, most_text);
  } catch (const gzip_error& error) {
    throw damaged_run(where, "", error.what(), "");
  }
  const auto other_content = [&] { return damaged_run(where, "", "its content is not what its name says", ""); };
  const std::string hash = hash_of(text);
  if (!id.ends_with(hash)) throw other_content();
  stored_run stored{std::string(id), decode(text, where, pool)};
  if (id_of_parts(stored.run.from.time, hash) != id) throw other_content();
  return stored;
}

history unpack_all(std::span<const std::string> ids, const std::function<std::string(const std::string& id)>& where,
                   const std::function<std::optional<std::string>(std::size_t index)>& content) {
  std::vector<outcome> outcomes(ids.size());
  for_each_index(ids.size(), [&, pool = name_pool()](std::size_t index) mutable {
    try {
      if (const std::optional<std::string> bytes = content(index))
        outcomes[index].run = unpack(ids[index], *bytes, where(ids[index]), pool);
    } catch (const damaged_run& error) {
      outcomes[index].problem = error.what();
      outcomes[index].is_damaged = true;
    } catch (const reports::input_error& error) {
      outcomes[index].problem = error.what();
    } catch (const std::system_error& error) {
      outcomes[index].problem = error.what();
    }
  });
  history found;
  for (std::size_t index = 0; index < outcomes.size(); ++index) {
    outcome& each = outcomes[index];
    if (each.run) found.runs.push_back(std::move(*each.run));
    if (!each.problem.empty()) found.problems.push_back(std::move(each.problem));
    if (each.is_damaged) found.damaged.push_back(ids[index]);
  }
  return found;
}

}  // namespace interleave::tracking
