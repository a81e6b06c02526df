// Where a process's memory comes to lie, as far as lengths of texts decide it.
//
// A program keeps copies of its arguments, and the kernel puts its environment on its stack. Their lengths shift what
// is allocated after them, by less than a page, which address space randomization does not do for the heap; and that
// alone has made a memcpy of 32 KiB 4 % faster or slower, repeatably. A length that each sample draws anew turns such
// luck into spread, which more samples make smaller. Mytkowicz et al. (ASPLOS 2009) found the effect, Curtsinger and
// Berger (ASPLOS 2013) draw layouts at random for it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>

namespace interleave::driver {

struct layout {
  std::size_t path_bytes = 0;         // by which the path of the result is longer; even
  std::size_t environment_bytes = 0;  // by which the environment is larger

  friend bool operator==(const layout&, const layout&) = default;
};

// Uniform over all of a page, for each of the two. The same for the same seed and place: what was drawn for a sample
// can be drawn again.
layout drawn_layout(std::uint64_t seed, std::initializer_list<std::uint64_t> place);

// The file `fd` of process `pid`, by a path with so many bytes of detours.
std::string result_path(std::int64_t pid, int fd, const layout& lengths);
// "INTERLEAVE_PADDING=...", for the environment.
std::string padding_variable(const layout& lengths);

}  // namespace interleave::driver
