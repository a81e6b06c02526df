// The shape `stream`: one side makes values, each when the other side asks for it. A stream is described by the number
// of its values; how they are made and added up is here, so that all runners do the same.
#pragma once

#include "workloads/workload.hpp"

#include <array>
#include <cstdint>

namespace interleave {

// The side that makes values: each follows from the one before, so a maker has to keep its state between two requests.
class stream_values {
 public:
  // The linear congruential generator of Knuth's MMIX, The Art of Computer Programming, volume 2, 3.3.4.
  static constexpr std::uint64_t multiplier = 6364136223846793005U;
  static constexpr std::uint64_t increment = 1442695040888963407U;
  static constexpr std::uint64_t first = 1;

  std::uint64_t next() { return last_ = last_ * multiplier + increment; }

 private:
  std::uint64_t last_ = first;
};

// The side that asks: a digest that depends on every value and on their order, and how many came.
class stream_reader {
 public:
  static constexpr std::uint64_t factor = 0x9e3779b97f4a7c15U;  // odd, so that no value is ever shifted out

  void take(std::uint64_t value) {
    sum_ = sum_ * factor + value;
    ++taken_;
  }
  digest sum() const { return sum_; }
  std::uint64_t taken() const { return taken_; }

 private:
  digest sum_ = 0;
  std::uint64_t taken_ = 0;
};

// A stream's task is one run, from the first value to the last.
class stream_work final : public workload {
 public:
  static constexpr work_shape shape = work_shape::stream;

  explicit stream_work(std::uint64_t items);

  std::uint64_t items() const { return items_; }
  std::span<const digest> expected() const override { return expected_; }
  // One side always waits for the other.
  double overlap(int) const override { return 1; }

 private:
  std::uint64_t items_;
  std::array<digest, 1> expected_;
};

}  // namespace interleave
