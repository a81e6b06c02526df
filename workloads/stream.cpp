// A stream's expected digest.
#include "workloads/stream.hpp"

namespace interleave {
namespace {

// A step of both sides is linear in (reader's sum, last value, 1). All steps together are a power of its matrix, found
// by squaring, without making a single value.
using matrix = std::array<std::array<std::uint64_t, 3>, 3>;

matrix product(const matrix& a, const matrix& b) {
  matrix result{};
  for (std::size_t row = 0; row < 3; ++row)
    for (std::size_t column = 0; column < 3; ++column)
      for (std::size_t i = 0; i < 3; ++i) result[row][column] += a[row][i] * b[i][column];
  return result;
}

digest sum_after(std::uint64_t items) {
  constexpr std::uint64_t m = stream_values::multiplier;
  constexpr std::uint64_t c = stream_values::increment;
  matrix step{{{stream_reader::factor, m, c}, {0, m, c}, {0, 0, 1}}};
  matrix all{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
  for (; items > 0; items /= 2) {
    if (items % 2 == 1) all = product(all, step);
    step = product(step, step);
  }
  return all[0][1] * stream_values::first + all[0][2];
}

}  // namespace

stream_work::stream_work(std::uint64_t items) : items_(items), expected_{sum_after(items)} {}

}  // namespace interleave
