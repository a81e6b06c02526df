// A stream's expected digest, which is found without making a value, against constants that a Python script worked out
// value by value.
#include "workloads/stream.hpp"

#include <gtest/gtest.h>

namespace interleave {
namespace {

digest read(std::uint64_t items) {
  stream_values values;
  stream_reader reader;
  for (std::uint64_t i = 0; i < items; ++i) reader.take(values.next());
  EXPECT_EQ(reader.taken(), items);
  return reader.sum();
}

TEST(stream, expects_what_a_loop_gives) {
  for (const auto& [items, sum] : {std::pair<std::uint64_t, digest>{1, 0x6c576fac43fd007cU},
                                   std::pair<std::uint64_t, digest>{2, 0xd6e640bf4e1f3547U},
                                   std::pair<std::uint64_t, digest>{1000, 0x11b16847ff946914U}}) {
    EXPECT_EQ(stream_work(items).expected().front(), sum) << items;
    EXPECT_EQ(read(items), sum) << items;
  }
}

TEST(stream, tells_two_values_that_changed_places) {
  stream_values values;
  const std::uint64_t first = values.next();
  const std::uint64_t second = values.next();
  stream_reader swapped;
  swapped.take(second);
  swapped.take(first);
  EXPECT_NE(swapped.sum(), read(2));
}

}  // namespace
}  // namespace interleave
