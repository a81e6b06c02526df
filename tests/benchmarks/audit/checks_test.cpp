// One thing at a time is changed in a server that passes everything; only the checks meant for it must react.
#include "tests/benchmarks/audit/fake_machine.hpp"

#include <cstdlib>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace interleave::audit::tests {
namespace {

struct change {
  std::string name;
  std::function<void(fake_machine&)> apply;
  std::string noticed_by;
  status verdict;
};

std::function<void(fake_machine&)> file(const std::string& path, const std::string& text) {
  return [=](fake_machine& machine) { machine.write(path, text); };
}

std::function<void(fake_machine&)> second_look(const std::string& path, const std::string& text) {
  return [=](fake_machine& machine) { machine.later(path, text); };
}

std::function<void(fake_machine&)> build(const std::string& type, const std::string& sanitizer) {
  return [=](fake_machine& machine) { machine.seen.build = suite_build{type, sanitizer}; };
}

const std::string cpu = "sys/devices/system/cpu/";
const std::string current_clock = "sys/devices/system/clocksource/clocksource0/current_clocksource";

// At the first reading the server has used 1000 ticks as user, 500 as system, 90000 idle; this process ten.
const std::vector<change> changes{
    {"debug_build", build("Debug", ""), "build", status::invalid},
    {"build_type_not_set", build("", ""), "build", status::invalid},
    {"sanitizer", build("Release", "thread"), "build", status::invalid},
    {"build_for_size", build("MinSizeRel", ""), "build", status::warning},
    {"unknown_build", [](fake_machine& machine) { machine.seen.build.reset(); }, "build", status::warning},
    {"six_percent_foreign", second_look("proc/stat", "cpu  1005 0 501 90094 100 0 10 0\n"), "foreign_cpu",
     status::warning},
    {"sixty_percent_foreign", second_look("proc/stat", "cpu  1060 0 500 90040 100 0 10 0\n"), "foreign_cpu",
     status::invalid},
    {"interrupts_are_foreign", second_look("proc/stat", "cpu  1000 0 500 90090 100 4 16 0\n"), "foreign_cpu",
     status::warning},
    {"two_percent_stolen", second_look("proc/stat", "cpu  1000 0 500 90098 100 0 10 2\n"), "steal", status::warning},
    {"cpu_pressure", file("proc/pressure/cpu", "some avg10=30.00 avg60=0.00"), "pressure", status::warning},
    {"memory_pressure", file("proc/pressure/memory", "some avg10=1.50 avg60=0.00"), "pressure", status::warning},
    {"disk_pressure", file("proc/pressure/io", "some avg10=11.00 avg60=0.00"), "pressure", status::warning},
    {"little_memory", file("proc/meminfo", "MemTotal: 1000000 kB\nMemAvailable: 400000 kB\n"), "memory",
     status::warning},
    {"no_memory", file("proc/meminfo", "MemTotal: 1000000 kB\nMemAvailable: 100000 kB\n"), "memory", status::invalid},
    {"swapping", second_look("proc/vmstat", "pswpin 3\npswpout 0\n"), "swap", status::warning},
    {"governor", file(cpu + "cpu3/cpufreq/scaling_governor", "powersave"), "governor", status::warning},
    {"turbo", file(cpu + "intel_pstate/no_turbo", "0"), "turbo", status::warning},
    {"smt", file(cpu + "smt/active", "1"), "smt", status::warning},
    {"heat", second_look(cpu + "cpu2/thermal_throttle/core_throttle_count", "1"), "throttling", status::warning},
    {"hot",
     [](fake_machine& machine) {
       machine.write("sys/class/thermal/thermal_zone0/type", "cpu-thermal")
           .write("sys/class/thermal/thermal_zone0/temp", "95000");
     },
     "throttling", status::warning},
    {"affinity", file("proc/self/status", "Cpus_allowed_list:\t1,3\n"), "affinity", status::warning},
    {"quota", file("sys/fs/cgroup/user.slice/cpu.max", "250000 100000"), "cpu_quota", status::warning},
    {"slow_clock", file(current_clock, "acpi_pm"), "clocksource", status::warning},
    {"coarse_clock", file(current_clock, "jiffies"), "clocksource", status::invalid},
    {"timer_slack", file("proc/self/timerslack_ns", "50001"), "timer_slack", status::warning},
    {"fixed_layout", file("proc/sys/kernel/randomize_va_space", "0"), "aslr", status::warning},
    {"fixed_layout_of_this_process", file("proc/self/personality", "00040000"), "aslr", status::warning},
    {"no_io_uring",
     [](fake_machine& machine) {
       machine.seen.ask.io_uring_error = [] { return std::string("Function not implemented"); };
     },
     "io_uring", status::warning},
    {"pid_max", file("proc/sys/kernel/pid_max", "363"), "pid_max", status::warning},
    {"threads_max", file("proc/sys/kernel/threads-max", "363"), "threads_max", status::warning},
    {"map_count", file("proc/sys/vm/max_map_count", "1127"), "map_count", status::warning},
    {"cgroup_tasks", file("sys/fs/cgroup/user.slice/pids.max", "63"), "cgroup_tasks", status::warning},
    {"processes", file("proc/self/limits", "Max processes  63  63  processes\n"), "processes", status::warning},
    {"open_files", file("proc/self/limits", "Max open files  127  1048576  files\n"), "open_files", status::warning},
    {"address_space", file("proc/self/limits", "Max address space  1024000000  1024000000  bytes\n"), "address_space",
     status::invalid},
    {"address_space_for_few_stacks",
     file("proc/self/limits", "Max address space  1300000000  unlimited  bytes\nMax stack size  8388608  8388608\n"),
     "address_space", status::warning},
    {"private_memory", file("proc/self/limits", "Max data size  2000000  2000000  bytes\n"), "data_segment",
     status::invalid},
    {"private_memory_for_few_stacks",
     file("proc/self/limits", "Max data size  83886080  83886080  bytes\nMax stack size  8388608  8388608\n"),
     "data_segment", status::warning},
    {"strict_overcommit",
     [](fake_machine& machine) {
       machine.write("proc/sys/vm/overcommit_memory", "2")
           .write(
               "proc/meminfo",
               "MemTotal: 16000000 kB\nMemAvailable: 12000000 kB\nCommitLimit: 3000000 kB\nCommitted_AS: 2000000 kB\n");
     },
     "overcommit", status::invalid},
    {"file_size", file("proc/self/limits", "Max file size  1048576  unlimited  bytes\n"), "file_size", status::warning},
    {"full_cache",
     [](fake_machine& machine) {
       machine.seen.ask.room_in_cache = [] { return std::optional(cache_room{"/full", test_file_bytes - 1}); };
     },
     "cache_space", status::warning},
    {"full_disk",
     [](fake_machine& machine) {
       machine.seen.ask.room_for = [](const std::filesystem::path&) { return std::optional(results_bytes - 1); };
     },
     "results_space", status::warning},
    {"cpu_time", file("proc/self/limits", "Max cpu time  60  60  seconds\n"), "cpu_seconds", status::warning},
    {"port_range", file("proc/sys/net/ipv4/ip_local_port_range", "60937 60999"), "port_range", status::warning},
    {"ports_in_time_wait", file("proc/net/sockstat", "TCP: inuse 6 orphan 0 tw 28169 alloc 8\n"), "port_range",
     status::warning},
};

class one_change : public testing::TestWithParam<change> {};

TEST_P(one_change, is_noticed_by_its_check_alone) {
  fake_machine server("quiet_server");
  GetParam().apply(server);
  const auto report = server.audit();
  for (const auto& check : report.checks) {
    EXPECT_EQ(check.verdict, check.name == GetParam().noticed_by ? GetParam().verdict : status::passed)
        << check.name << ": " << check.finding;
  }
  EXPECT_EQ(report.overall(), GetParam().verdict);
}

TEST_P(one_change, comes_with_a_mend) {
  fake_machine server("quiet_server");
  GetParam().apply(server);
  EXPECT_NE(find_check(server.audit(), GetParam().noticed_by).mend, "");
}

INSTANTIATE_TEST_SUITE_P(audit, one_change, testing::ValuesIn(changes), [](const auto& of) { return of.param.name; });

// The same limits, one higher: room for 64 exactly.
TEST(limit_checks, pass_when_the_room_is_just_enough) {
  fake_machine server("quiet_server");
  server.write("proc/sys/kernel/pid_max", "364")
      .write("proc/sys/kernel/threads-max", "364")
      .write("proc/sys/vm/max_map_count", "1128")
      .write("sys/fs/cgroup/user.slice/pids.max", "64")
      .write("proc/self/limits", "Max processes  64  64  processes\nMax open files  128  1048576  files\n")
      .write("proc/sys/net/ipv4/ip_local_port_range", "60936 60999");
  EXPECT_EQ(server.audit().overall(), status::passed);
}

TEST(load_check, forgives_a_load_that_has_ended) {
  fake_machine server("quiet_server");
  server.write("proc/loadavg", "3.90 1.00 0.50 1/300 4711\n");
  EXPECT_EQ(server.audit().overall(), status::passed);
}

TEST(load_check, warns_of_a_load_that_goes_on) {
  fake_machine server("quiet_server");
  server.write("proc/loadavg", "3.90 1.00 0.50 1/300 4711\n").later("proc/stat", "cpu  1020 0 500 90080 100 0 10 0\n");
  EXPECT_EQ(find_check(server.audit(), "load").verdict, status::warning);
}

// Ten ticks of a hundred went by, eight of them ours.
TEST(foreign_cpu_check, leaves_out_what_we_used_ourselves) {
  fake_machine server("quiet_server");
  server.later("proc/stat", "cpu  1008 0 502 90090 100 0 10 0\n")
      .later("proc/self/stat",
             "4711 (a (b) c) S 1 4711 4711 0 -1 4194560 100 0 0 0 11 5 1 1 20 0 1 0 5000 9000000 800");
  EXPECT_DOUBLE_EQ(server.audit().machine.seen.foreign_share, 0.02);
}

TEST(open_files_check, raises_the_soft_limit_where_the_hard_one_allows) {
  fake_machine server("quiet_server");
  server.seen.largest_in_flight = 4096;
  EXPECT_EQ(find_check(server.audit(), "open_files").mend, "ulimit -n 5120");
}

TEST(open_files_check, raises_the_hard_limit_first_where_it_binds) {
  fake_machine server("quiet_server");
  server.seen.largest_in_flight = 4'000'000;
  EXPECT_TRUE(find_check(server.audit(), "open_files").mend.starts_with("Raise the hard limit (1,048,576)"));
}

TEST(clocksource_check, proposes_the_time_stamp_counter_only_where_there_is_one) {
  fake_machine server("quiet_server");
  server.write(current_clock, "hpet");
  EXPECT_TRUE(find_check(server.audit(), "clocksource").mend.starts_with("echo tsc"));
  EXPECT_FALSE(find_check(fake_machine("tiny_limits").audit(), "clocksource").mend.starts_with("echo tsc"));
}

TEST(the_room_for_the_test_file, matters_only_until_it_is_made) {
  fake_machine server("quiet_server");
  server.seen.ask.room_in_cache = [] { return std::optional(cache_room{"/full", 0, true}); };
  EXPECT_EQ(find_check(server.audit(), "cache_space").verdict, status::passed);
  server.seen.ask.room_in_cache = [] { return std::optional<cache_room>(); };
  EXPECT_EQ(find_check(server.audit(), "cache_space").verdict, status::passed);
}

TEST(the_room_for_the_test_file, is_looked_for_where_the_file_will_be) {
  const std::string before = std::getenv("INTERLEAVE_CACHE") == nullptr ? "" : std::getenv("INTERLEAVE_CACHE");
  ::setenv("INTERLEAVE_CACHE", "/proc/not/there", 1);
  const auto nowhere = system_probes().room_in_cache();
  ::setenv("INTERLEAVE_CACHE", "/no/such/folder", 1);
  const auto below_the_root = system_probes().room_in_cache();
  before.empty() ? ::unsetenv("INTERLEAVE_CACHE") : ::setenv("INTERLEAVE_CACHE", before.c_str(), 1);
  ASSERT_TRUE(nowhere && below_the_root);
  EXPECT_EQ(nowhere->folder, "/proc/not/there");
  EXPECT_EQ(nowhere->free_bytes, 0U);
  EXPECT_GT(below_the_root->free_bytes, 0U);
}

TEST(the_room_for_results, is_looked_for_where_the_run_will_be) {
  fake_machine server("quiet_server");
  server.seen.results = "/data/runs";
  server.seen.ask.room_for = [](const std::filesystem::path& folder) {
    return std::optional<std::uint64_t>(folder == "/data/runs" ? 0 : results_bytes);
  };
  const check full = find_check(server.audit(), "results_space");
  EXPECT_EQ(full.verdict, status::warning);
  EXPECT_NE(full.finding.find("free for the folder /data/runs"), std::string::npos) << full.finding;
  server.seen.ask.room_for = [](const std::filesystem::path&) { return std::optional<std::uint64_t>(); };
  EXPECT_EQ(find_check(server.audit(), "results_space").verdict, status::passed);
}

TEST(the_room_for_results, is_that_of_the_nearest_folder_that_exists) {
  const probes ask = system_probes();
  EXPECT_EQ(ask.room_for("/proc/not/there"), 0U);
  EXPECT_GT(ask.room_for("/no/such/folder").value(), 0U);
  EXPECT_TRUE(ask.room_for("results"));
}

TEST(io_uring_check, proposes_the_switch_where_the_kernel_has_it_switched_off) {
  fake_machine server("quiet_server");
  server.seen.ask.io_uring_error = [] { return std::string("Operation not permitted"); };
  EXPECT_NE(find_check(server.audit(), "io_uring").mend, "sudo sysctl kernel.io_uring_disabled=0");
  server.write("proc/sys/kernel/io_uring_disabled", "2");
  EXPECT_EQ(find_check(server.audit(), "io_uring").mend, "sudo sysctl kernel.io_uring_disabled=0");
}

}  // namespace
}  // namespace interleave::audit::tests
