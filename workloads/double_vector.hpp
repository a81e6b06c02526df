// Vectors of 2, 4 or 8 doubles, in the extension that g++ and clang share. Those wider than the processor's units are
// split up, which is slow: find out first which units it has.
#pragma once

#include <cstddef>

namespace interleave {

// One by one: an attribute that depends on a template's parameter is seen by g++ 12 only in part of the template.
template <std::size_t width>
struct double_vector_of;
template <>
struct double_vector_of<2> {
  using type [[gnu::vector_size(16), gnu::may_alias]] = double;
};
template <>
struct double_vector_of<4> {
  using type [[gnu::vector_size(32), gnu::may_alias]] = double;
};
template <>
struct double_vector_of<8> {
  using type [[gnu::vector_size(64), gnu::may_alias]] = double;
};
// May stand for any doubles in memory, where they are aligned to its size.
template <std::size_t width>
using double_vector = typename double_vector_of<width>::type;

}  // namespace interleave
