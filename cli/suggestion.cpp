// Edit distance: insertions, deletions, replacements, and swaps of neighbouring letters (optimal string alignment).
#include "cli/suggestion.hpp"

#include <algorithm>
#include <vector>

namespace interleave::cli {
namespace {

std::size_t distance_between(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> distance(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) distance[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j) distance[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i)
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = distance[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      distance[i][j] = std::min({distance[i - 1][j] + 1, distance[i][j - 1] + 1, replaced});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        distance[i][j] = std::min(distance[i][j], distance[i - 2][j - 2] + 1);
    }
  return distance[a.size()][b.size()];
}

}  // namespace

std::string nearest_word(std::string_view typed, std::span<const std::string> known) {
  // At most a third of the letters may differ: a wilder guess confuses more than it helps.
  std::size_t least = std::max<std::size_t>(typed.size() / 3, 1) + 1;
  std::string nearest;
  for (const std::string& word : known)
    if (const std::size_t distance = distance_between(typed, word); distance < least) {
      least = distance;
      nearest = word;
    }
  return nearest;
}

}  // namespace interleave::cli
