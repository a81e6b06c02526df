// Each limit, when it is the tightest, sets the ceiling of the models that it binds. Expected numbers are worked out by
// hand.
#include "tests/benchmarks/audit/fake_machine.hpp"

#include <string>

#include <gtest/gtest.h>

namespace interleave::audit::tests {
namespace {

struct expected {
  std::string model;
  std::uint64_t count;
  std::string limit;
};

void expect_ceiling(const fake_machine& machine, const expected& wanted) {
  const auto report = machine.audit();
  const auto* const ceiling = report.ceiling_of(wanted.model);
  ASSERT_NE(ceiling, nullptr) << wanted.model;
  EXPECT_EQ(ceiling->count, wanted.count) << wanted.model;
  EXPECT_EQ(ceiling->limit, wanted.limit) << wanted.model;
}

// 65,530 mappings less 1,000 in use, two per thread; 63,000 processes less one running would allow more.
TEST(ceilings, of_the_quiet_server) {
  const fake_machine server("quiet_server");
  expect_ceiling(server, {"threads", 32'265, "map_count"});
  // 12,000,000 KiB at 256 KiB a process.
  expect_ceiling(server, {"processes", 46'875, "memory"});
  // 12,000,000 KiB at 1 KiB a coroutine.
  expect_ceiling(server, {"event_loop", 12'000'000, "memory"});
  // 1024 files, of which 64 are ours.
  expect_ceiling(server, {"sockets", 960, "open_files"});
}

// The user's ten threads (3 + 7, not root's five) are taken from the 120.
TEST(ceilings, of_tiny_limits) {
  const fake_machine tiny("tiny_limits");
  expect_ceiling(tiny, {"threads", 110, "processes"});
  expect_ceiling(tiny, {"processes", 110, "processes"});
  expect_ceiling(tiny, {"sockets", 64, "open_files"});
}

TEST(ceilings, count_the_threads_that_exist_against_pid_max) {
  fake_machine server("quiet_server");
  server.write("proc/sys/kernel/pid_max", "32768");
  expect_ceiling(server, {"processes", 32'468, "pid_max"});
}

TEST(ceilings, of_threads_by_threads_max) {
  fake_machine server("quiet_server");
  server.write("proc/sys/kernel/threads-max", "1300");
  expect_ceiling(server, {"threads", 1000, "threads_max"});
}

TEST(ceilings, of_threads_by_memory_at_32_kib_each) {
  fake_machine server("quiet_server");
  server.write("proc/meminfo", "MemTotal: 1000000 kB\nMemAvailable: 640000 kB\n");
  expect_ceiling(server, {"threads", 20'000, "memory"});
}

TEST(ceilings, of_a_container_by_its_own_memory_and_tasks) {
  const fake_machine container("container_cgroup_v1");
  expect_ceiling(container, {"threads", 80, "cgroup_tasks"});
  // 573,741,824 bytes at 1 KiB a coroutine.
  expect_ceiling(container, {"event_loop", 560'294, "cgroup_memory"});
}

// 8 GiB of address space, less the 1152 MiB that a sample reserves, hold 880 stacks of 8 MiB.
TEST(ceilings, of_threads_by_address_space) {
  fake_machine server("quiet_server");
  server.write("proc/self/limits",
               "Max stack size  8388608  unlimited  bytes\nMax address space  8589934592  8589934592  bytes\n");
  expect_ceiling(server, {"threads", 880, "address_space"});
  expect_ceiling(server, {"event_loop", 12'000'000, "memory"});
}

TEST(ceilings, are_zero_under_every_model_where_no_sample_could_start) {
  fake_machine server("quiet_server");
  server.write("proc/self/limits", "Max address space  1024000000  1024000000  bytes\n");
  for (const char* model : {"threads", "processes", "event_loop"}) expect_ceiling(server, {model, 0, "address_space"});
}

TEST(ceilings, of_threads_by_private_memory) {
  fake_machine server("quiet_server");
  server.write("proc/self/limits",
               "Max stack size  8388608  unlimited  bytes\nMax data size  83886080  83886080  bytes\n");
  expect_ceiling(server, {"threads", 10, "data_segment"});
}

// 8,000,000 KiB may still be committed, of which a sample takes 1,179,648; a stack is 8,192 KiB.
TEST(ceilings, of_threads_by_strict_overcommit) {
  fake_machine server("quiet_server");
  server.write("proc/sys/vm/overcommit_memory", "2")
      .write("proc/meminfo",
             "MemTotal: 16000000 kB\nMemAvailable: 12000000 kB\nCommitLimit: 10000000 kB\nCommitted_AS: 2000000 kB\n");
  expect_ceiling(server, {"threads", 832, "overcommit_memory"});
}

TEST(ceilings, of_sockets_by_ports_that_are_free) {
  fake_machine server("quiet_server");
  server.write("proc/sys/net/ipv4/ip_local_port_range", "60000\t60999\n")
      .write("proc/net/sockstat", "TCP: inuse 6 orphan 0 tw 400 alloc 8 mem 2\n");
  expect_ceiling(server, {"sockets", 600, "port_range"});
}

TEST(ceilings, are_zero_and_not_huge_where_more_is_used_than_allowed) {
  fake_machine server("quiet_server");
  server.write("proc/sys/kernel/pid_max", "200");
  expect_ceiling(server, {"threads", 0, "pid_max"});
}

TEST(ceilings, explain_themselves) {
  const auto report = fake_machine("quiet_server").audit();
  EXPECT_EQ(report.ceiling_of("threads")->reason, "map_count leaves room for 32,265 threads.");
  EXPECT_EQ(report.ceiling_of("hybrid"), nullptr);
}

}  // namespace
}  // namespace interleave::audit::tests
