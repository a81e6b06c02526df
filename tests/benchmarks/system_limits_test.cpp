// What is left of each limit, read from files that the tests write.
#include "benchmarks/system_limits.hpp"

#include "runners/system/address_space.hpp"

#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

namespace interleave {
namespace {

class system_limits_of : public testing::Test {
 protected:
  system_limits_of() : root(std::filesystem::temp_directory_path() / ("limits_" + std::to_string(getpid()))) {
    write("proc/loadavg", "0.00 0.00 0.00 2/700 4711");
    write("proc/sys/kernel/pid_max", "32768");
    write("proc/sys/kernel/threads-max", "31000");
    write("proc/sys/vm/max_map_count", "65530");
    write("proc/self/maps", "1\n2\n3\n4\n");
  }
  ~system_limits_of() override { std::filesystem::remove_all(root); }

  void write(const std::string& path, const std::string& text) const {
    std::filesystem::create_directories((root / path).parent_path());
    std::ofstream(root / path) << text << '\n';
  }

  std::filesystem::path root;
};

TEST_F(system_limits_of, a_machine_are_less_by_what_exists) {
  const system_limits found = limits_of_this_system(root);
  EXPECT_EQ(found.tasks, 31000U - 700);
  EXPECT_EQ(found.tasks_by, "threads-max");
}

TEST_F(system_limits_of, pids_are_less_by_those_the_kernel_keeps_to_itself) {
  write("proc/sys/kernel/pid_max", "20000");
  const system_limits found = limits_of_this_system(root);
  EXPECT_EQ(found.tasks, 20000U - 700 - 300);
  EXPECT_EQ(found.tasks_by, "pid_max");
}

TEST_F(system_limits_of, mappings_are_those_that_are_left) {
  EXPECT_EQ(limits_of_this_system(root).mappings, 65530U - 4 - 128);
}

TEST_F(system_limits_of, a_control_group_bind_where_they_are_tighter) {
  write("proc/self/cgroup", "0::/work");
  write("proc/self/mountinfo", "1 0 0:1 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw");
  write("sys/fs/cgroup/work/pids.max", "100");
  write("sys/fs/cgroup/work/pids.current", "40");
  const system_limits found = limits_of_this_system(root);
  EXPECT_EQ(found.tasks, 60U);
  EXPECT_EQ(found.tasks_by, "cgroup pids.max");
}

TEST_F(system_limits_of, a_user_are_the_soft_limit_less_all_threads_of_that_user) {
  write("proc/self/limits", "Max processes             200                  63000                processes");
  write("proc/self/status", "Uid:\t1000\t1000\t1000\t1000\nCapEff:\t0000000000000000");
  write("proc/7/status", "Uid:\t1000\t1000\t1000\t1000\nThreads:\t40");
  write("proc/8/status", "Uid:\t0\t0\t0\t0\nThreads:\t500");
  const system_limits found = limits_of_this_system(root);
  EXPECT_EQ(found.tasks, 160U);
  EXPECT_EQ(found.tasks_by, "ulimit -u");
}

TEST_F(system_limits_of, root_do_not_have_that_limit) {
  write("proc/self/limits", "Max processes             200                  200                  processes");
  write("proc/self/status", "Uid:\t0\t0\t0\t0\nCapEff:\t0000000000000000");
  EXPECT_EQ(limits_of_this_system(root).tasks_by, "threads-max");
}

// So large that this process's own limits are not reached.
TEST_F(system_limits_of, memory_leave_the_rest_to_stacks) {
  constexpr rlim_t large = rlim_t{1} << 50U;
  rlimit before{};
  rlimit stack{};
  getrlimit(RLIMIT_AS, &before);
  getrlimit(RLIMIT_STACK, &stack);
  const rlimit limited{large, before.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_AS, &limited), 0);
  const system_limits found = limits_of_this_system(root);
  setrlimit(RLIMIT_AS, &before);
  EXPECT_EQ(found.stack_space, large - reserved_by_a_sample);
  EXPECT_EQ(found.stack_space_by, "ulimit -v");
  EXPECT_EQ(found.stack_bytes, stack.rlim_cur == RLIM_INFINITY ? stack_where_unlimited : stack.rlim_cur);
}

}  // namespace
}  // namespace interleave
