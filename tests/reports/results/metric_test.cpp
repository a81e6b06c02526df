// What can be told from the names of metrics, including misleading ones.
#include "reports/results/metric.hpp"

#include <set>
#include <string_view>

#include <gtest/gtest.h>

namespace interleave::reports {
namespace {

TEST(metric, is_shown_in_bytes_where_bytes_is_a_word_of_its_name) {
  EXPECT_EQ(value_text("bytes_per_second", 2048), "2.00 KiB/s");
  EXPECT_EQ(value_text("bytes/s", 2048), "2.00 KiB/s");
  EXPECT_EQ(value_text("max_bytes_used", 2048), "2.00 KiB");
  EXPECT_EQ(value_text("Heap_Bytes", 2048), "2.00 KiB");
  EXPECT_EQ(value_text("resident_megabytes", 3.05), "3.05");
  EXPECT_EQ(value_text("megabytes_per_second", 2), "2.00/s");
}

TEST(metric, is_shown_in_its_unit) {
  EXPECT_EQ(value_text("real_time", 12'345), "12.3 µs");
  EXPECT_EQ(value_text("latency_ns_p99", 1.5e6), "1.50 ms");
  EXPECT_EQ(value_text("queue_wait_ns_p99", 1.5e6), "1.50 ms");
  EXPECT_EQ(value_text("setup_s", 0.25), "250 ms");
  EXPECT_EQ(value_text("items_per_second", 1.2e6), "1.20M/s");
  EXPECT_EQ(value_text("cores_busy", 3.25), "3.25");
}

TEST(metric, direction_is_known_of_the_suites_own_and_of_the_librarys) {
  for (const char* name : {"real_time", "cpu_time", "latency_ns_p99", "memory_peak_bytes_sum", "max_bytes_used",
                           "switches_voluntary_per_task", "allocs_per_iter"}) {
    EXPECT_EQ(usual_direction(name), better::less) << name;
  }
  for (const char* name : {"items_per_second", "bytes_per_second", "units_per_second", "efficiency"}) {
    EXPECT_EQ(usual_direction(name), better::more) << name;
  }
  for (const char* name : {"cores_busy", "workers"}) EXPECT_EQ(usual_direction(name), std::nullopt) << name;
}

TEST(metric, of_a_rate_is_better_when_higher_in_any_spelling) {
  for (const char* name : {"instructions_per_cycle", "bytes_per_sec", "cycles_per_sec", "BytesPerSecond", "ops/s",
                           "MiB/s", "frames per sec", "requests_per_minute", "bytes_per_cycle", "bytes-per-ns", "IPC",
                           "write_throughput", "Gbps", "read_iops", "items_per_second_mean"}) {
    EXPECT_EQ(usual_direction(name), better::more) << name;
  }
}

TEST(metric, that_is_a_time_or_a_cost_is_better_when_lower) {
  for (const char* name : {"CACHE-MISSES", "CYCLES", "INSTRUCTIONS", "cycles_per_byte", "ns_per_op",
                           "queue_wait_ns_p99", "gc_time", "tail_latency", "misses_per_task", "PageFaults"}) {
    EXPECT_EQ(usual_direction(name), better::less) << name;
  }
}

TEST(metric, whose_name_is_not_clear_has_no_direction) {
  for (const char* name : {"depth",
                           "uptime",
                           "time_saved",
                           "bytes_sent",
                           "read_bytes",
                           "cache_misses_per_second",
                           "errors_per_sec",
                           "bytes_per_task",
                           "hit_rate",
                           "latency_budget",
                           "timely",
                           "allocated",
                           "recycles",
                           "bicycles_sold",
                           "cpu_ms_per_s",
                           "runtimes",
                           "per_second",
                           "per",
                           "/",
                           ""}) {
    EXPECT_EQ(usual_direction(name), std::nullopt) << name;
  }
}

TEST(metric, is_about_speed_where_it_is_a_time_or_a_rate) {
  for (const char* name : {"real_time", "latency_ns_p50", "items_per_second", "bytes_per_sec", "gc_time"})
    EXPECT_TRUE(is_about_speed(name)) << name;
  for (const char* name : {"depth", "max_bytes_used", "timeouts", "runtime_flags"})
    EXPECT_FALSE(is_about_speed(name)) << name;
}

TEST(metric, changes_in_words) {
  EXPECT_EQ(change_text(1.042), "+4.2 %");
  EXPECT_EQ(change_text(0.7), "-30 %");
  EXPECT_EQ(change_text(1.0001), "0.0 %");
  EXPECT_EQ(change_text(3.1), "3.10×");
}

TEST(metric_table, has_each_name_once_and_finds_it) {
  std::set<std::string_view> names;
  for (const metric& each : metrics()) {
    EXPECT_TRUE(names.insert(each.name).second) << each.name;
    EXPECT_EQ(find_metric(each.name), &each);
    EXPECT_FALSE(each.description.empty() || each.description.ends_with('.')) << each.name;
  }
  EXPECT_EQ(find_metric("depth"), nullptr);
}

}  // namespace
}  // namespace interleave::reports
