// What is shown in bytes, and what only sounds like it.
#include "reports/results/metric.hpp"

#include <gtest/gtest.h>

namespace interleave::tracking {
namespace {

TEST(metric, is_shown_in_bytes_where_bytes_is_a_word_of_its_name) {
  EXPECT_EQ(value_text("bytes_per_second", 2048), "2.00 KiB/s");
  EXPECT_EQ(value_text("bytes/s", 2048), "2.00 KiB/s");
  EXPECT_EQ(value_text("max_bytes_used", 2048), "2.00 KiB");
  EXPECT_EQ(value_text("Heap_Bytes", 2048), "2.00 KiB");
  EXPECT_EQ(value_text("resident_megabytes", 3.05), "3.05");
  EXPECT_EQ(value_text("megabytes_per_second", 2), "2.00/s");
}

}  // namespace
}  // namespace interleave::tracking
