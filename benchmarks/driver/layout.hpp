// Where a process's memory is placed, as far as the lengths of its arguments and environment decide it.
//
// A program keeps copies of its arguments, and the kernel puts its environment on its stack. Their lengths shift what
// is allocated after them by less than a page, which heap randomization, working in whole pages, does not do. That
// alone has made a memcpy of 32 KiB 4 % faster or slower, repeatably. With lengths drawn anew for each sample, this
// bias becomes spread, which averages out over more samples. Mytkowicz et al. (ASPLOS 2009) found the effect;
// Curtsinger and Berger (ASPLOS 2013) randomize layouts because of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>

namespace interleave::driver {

struct layout {
  std::size_t path_bytes = 0;         // added to the path of the result; even
  std::size_t environment_bytes = 0;  // added to the environment

  friend bool operator==(const layout&, const layout&) = default;
};

// Both lengths are uniform over a page. The same seed and place give the same lengths, so a sample's layout can be
// drawn again.
layout drawn_layout(std::uint64_t seed, std::initializer_list<std::uint64_t> place);

// A path to file `fd` of process `pid`, lengthened by `path_bytes` of "./".
std::string result_path(std::int64_t pid, int fd, const layout& lengths);
// "INTERLEAVE_PADDING=...", for the environment.
std::string padding_variable(const layout& lengths);

}  // namespace interleave::driver
