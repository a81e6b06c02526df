// Drawing the random lengths, and making a path and a variable of those lengths.
#include "benchmarks/driver/layout.hpp"

#include "benchmarks/driver/split_mix.hpp"

#include <fmt/format.h>

namespace interleave::driver {

layout drawn_layout(std::uint64_t seed, std::initializer_list<std::uint64_t> place) {
  constexpr std::size_t detour_bytes = 2;  // "./"
  constexpr std::size_t most_path_bytes =
      4'068;  // the kernel takes paths of 4,095 bytes, including "/proc/<pid>/fd/<n>"
  constexpr std::size_t page_bytes = 4'096;
  split_mix random(seed, place);
  layout lengths;
  lengths.path_bytes = detour_bytes * random.below(most_path_bytes / detour_bytes + 1);
  lengths.environment_bytes = random.below(page_bytes);
  return lengths;
}

std::string result_path(std::int64_t pid, int fd, const layout& lengths) {
  std::string path = "/proc/";
  for (std::size_t bytes = 0; bytes < lengths.path_bytes; bytes += 2) path += "./";
  return path + fmt::format("{}/fd/{}", pid, fd);
}

std::string padding_variable(const layout& lengths) {
  return "INTERLEAVE_PADDING=" + std::string(lengths.environment_bytes, 'x');
}

}  // namespace interleave::driver
