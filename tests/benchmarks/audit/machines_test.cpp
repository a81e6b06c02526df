// Whole machines: what is recorded about them, and which checks they fail.
#include "tests/benchmarks/audit/fake_machine.hpp"

#include <algorithm>
#include <set>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace interleave::audit::tests {
namespace {

std::set<std::string> not_passed(const report& from) {
  std::set<std::string> names;
  for (const auto& check : from.checks) {
    if (check.verdict != status::passed) names.insert(check.name);
  }
  return names;
}

using names = std::set<std::string>;

TEST(audit_of_a_quiet_server, passes_every_check) {
  const auto report = fake_machine("quiet_server").audit();
  EXPECT_EQ(not_passed(report), names{});
  EXPECT_EQ(report.overall(), status::passed);
}

TEST(audit_of_a_quiet_server, records_the_machine) {
  const auto machine = fake_machine("quiet_server").audit().machine;
  EXPECT_EQ(machine.host, "quiet_server");
  EXPECT_EQ(machine.cpu_model, "Example Server CPU @ 3.00GHz");
  EXPECT_EQ(machine.os, "Debian GNU/Linux 12 (bookworm)");
  EXPECT_EQ(machine.kernel, "6.1.0-21-amd64");
  EXPECT_EQ(machine.cores_online, 4U);
  EXPECT_EQ(machine.cores_usable, 4U);
  EXPECT_EQ(machine.smt, "off");
  EXPECT_EQ(machine.governor, "performance");
  EXPECT_EQ(machine.turbo, "off");
  EXPECT_EQ(machine.clocksource, "tsc");
  EXPECT_EQ(machine.virtualization, "none");
  EXPECT_EQ(machine.allocator, "glibc 2.36");
  EXPECT_EQ(machine.transparent_huge_pages, "madvise");
  EXPECT_EQ(machine.timer_slack_ns, 50'000U);
  EXPECT_EQ(machine.memory_bytes, 16'000'000ULL * 1024);
  EXPECT_DOUBLE_EQ(machine.load_at_start, 0.08);
  EXPECT_EQ(machine.limits.open_files, 1024U);
  EXPECT_EQ(machine.limits.processes, 63'000U);
  EXPECT_EQ(machine.limits.pid_max, 4'194'304U);
  EXPECT_EQ(machine.limits.threads_max, 126'000U);
  EXPECT_EQ(machine.limits.map_count, 65'530U);
  EXPECT_EQ(machine.cgroup.cpu_quota, std::nullopt);
}

TEST(audit_of_a_laptop, warns_of_clocks_shared_cores_battery_and_swap) {
  const auto report = fake_machine("laptop").audit();
  EXPECT_EQ(not_passed(report), (names{"governor", "turbo", "smt", "power", "swap"}));
  EXPECT_EQ(report.machine.governor, "powersave");
  EXPECT_EQ(report.overall(), status::warning);
}

TEST(audit_of_a_laptop, counts_no_processor_that_is_not_plugged_in) {
  fake_machine laptop("laptop");
  laptop.write("proc/self/status", "Cpus_allowed_list:\t0-63\n");
  EXPECT_EQ(laptop.audit().machine.cores_allowed, 8U);
}

TEST(audit_of_a_laptop, takes_the_temperature_of_the_processor_and_of_nothing_else) {
  EXPECT_EQ(fake_machine("laptop").audit().machine.temperature_celsius, 71.0);
}

TEST(audit_of_a_laptop, does_not_take_the_battery_of_a_mouse_for_its_own) {
  fake_machine laptop("laptop");
  laptop.write("sys/class/power_supply/BAT0/status", "Full");
  EXPECT_EQ(laptop.audit().machine.on_battery, false);
}

TEST(audit_of_a_laptop, is_content_on_mains) {
  fake_machine laptop("laptop");
  laptop.write("sys/class/power_supply/AC/online", "1");
  EXPECT_EQ(find_check(laptop.audit(), "power").verdict, status::passed);
}

TEST(audit_of_bare_metal, warns_of_turbo_shared_cores_and_a_governor_that_differs) {
  const auto report = fake_machine("bare_metal_64_cores").audit();
  EXPECT_EQ(not_passed(report), (names{"governor", "turbo", "smt"}));
  EXPECT_EQ(report.machine.governor, "performance, schedutil");
  EXPECT_EQ(report.machine.cores_usable, 128U);
}

TEST(audit_of_bare_metal, is_not_taken_for_a_guest_of_the_cloud_that_sold_it) {
  EXPECT_EQ(fake_machine("bare_metal_64_cores").audit().machine.virtualization, "none");
}

TEST(audit_of_bare_metal, does_not_hold_root_to_the_process_limit) {
  EXPECT_EQ(fake_machine("bare_metal_64_cores").audit().machine.limits.processes, std::nullopt);
}

TEST(audit_of_a_container_under_version_1, finds_quota_memory_and_tasks_of_its_group) {
  const auto machine = fake_machine("container_cgroup_v1").audit().machine;
  EXPECT_EQ(machine.cgroup.cpu_quota, 2.5);
  EXPECT_EQ(machine.cgroup.memory_left_bytes, 1'073'741'824U - 700'000'000U + 200'000'000U);
  EXPECT_EQ(machine.cgroup.tasks_left, 80U);
  EXPECT_EQ(machine.cores_allowed, 16U);
  EXPECT_EQ(machine.cores_usable, 2U);
  EXPECT_EQ(machine.virtualization, "container");
}

TEST(audit_of_a_container_under_version_1, warns_of_the_quota_and_of_the_tasks_when_they_are_too_few) {
  fake_machine container("container_cgroup_v1");
  EXPECT_EQ(not_passed(container.audit()), names{"cpu_quota"});
  container.seen.largest_in_flight = 81;
  EXPECT_EQ(not_passed(container.audit()), (names{"cpu_quota", "cgroup_tasks"}));
}

TEST(audit_of_a_container_under_version_1, knows_groups_without_limits) {
  fake_machine container("container_cgroup_v1");
  container.write("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "-1")
      .write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712")
      .write("sys/fs/cgroup/pids/pids.max", "max");
  const auto group = container.audit().machine.cgroup;
  EXPECT_EQ(group.cpu_quota, std::nullopt);
  EXPECT_EQ(group.memory_left_bytes, std::nullopt);
  EXPECT_EQ(group.tasks_left, std::nullopt);
}

// The group's path is the host's, but the mount begins at the container's group.
TEST(audit_of_a_container_under_version_1, finds_a_group_within_its_own) {
  fake_machine container("container_cgroup_v1");
  container.write("proc/self/cgroup", "3:pids:/docker/4f5e/inner\n")
      .write("sys/fs/cgroup/pids/inner/pids.max", "30")
      .write("sys/fs/cgroup/pids/inner/pids.current", "10");
  EXPECT_EQ(container.audit().machine.cgroup.tasks_left, 20U);
}

// Which of a container's capabilities are taken away makes no difference to root; a user namespace of its own does.
TEST(audit_of_a_container_under_version_1, holds_its_root_to_the_process_limit_in_a_namespace_of_users_only) {
  fake_machine container("container_cgroup_v1");
  EXPECT_EQ(container.audit().machine.limits.processes, std::nullopt);
  container.write("proc/self/uid_map", "0 100000 65536\n");
  EXPECT_EQ(container.audit().machine.limits.processes, 63'000U);
}

TEST(audit_of_a_container_under_version_2, takes_the_tightest_limit_of_all_groups_above) {
  const auto machine = fake_machine("container_cgroup_v2").audit().machine;
  EXPECT_EQ(machine.cgroup.cpu_quota, 0.5);
  EXPECT_EQ(machine.cgroup.memory_left_bytes, 134'217'728U - 30'000'000U);
  EXPECT_EQ(machine.cgroup.tasks_left, 2000U);
  EXPECT_EQ(machine.cores_usable, 1U);
  EXPECT_EQ(machine.virtualization, "kvm, container");
}

TEST(audit_of_a_container_under_version_2, is_invalid_when_its_memory_is_too_small) {
  const auto report = fake_machine("container_cgroup_v2").audit();
  EXPECT_EQ(not_passed(report), (names{"cpu_quota", "single_core", "memory"}));
  EXPECT_EQ(report.overall(), status::invalid);
}

TEST(audit_of_a_container_under_version_2, says_that_the_quota_stopped_it) {
  fake_machine container("container_cgroup_v2");
  container.later("sys/fs/cgroup/kubepods.slice/pod7/cpu.stat", "nr_throttled 9\n");
  EXPECT_NE(find_check(container.audit(), "cpu_quota").finding.find("stopped while we looked"), std::string::npos);
}

TEST(audit_of_a_virtual_machine, is_recognised_by_flag_and_firmware) {
  const auto report = fake_machine("virtual_machine").audit();
  EXPECT_EQ(not_passed(report), names{"smt"});
  const auto& machine = report.machine;
  EXPECT_EQ(machine.virtualization, "kvm");
  EXPECT_EQ(machine.smt, "on");
  EXPECT_EQ(machine.governor, "unknown");
}

TEST(audit_of_a_virtual_machine, believes_the_processor_before_the_firmware) {
  fake_machine guest("virtual_machine");
  guest.seen.ask.hypervisor = [] { return std::string("xen"); };
  EXPECT_EQ(guest.audit().machine.virtualization, "xen");
}

// 100 ticks pass on two cores: 20 are stolen and none used.
TEST(audit_of_a_virtual_machine, is_invalid_when_a_fifth_of_its_time_is_stolen) {
  fake_machine guest("virtual_machine");
  guest.later("proc/stat", "cpu  1000 0 500 90080 100 0 10 70 0 0\n");
  const auto report = guest.audit();
  EXPECT_DOUBLE_EQ(report.machine.seen.steal_share, 0.2);
  EXPECT_DOUBLE_EQ(report.machine.seen.foreign_share, 0);
  EXPECT_EQ(find_check(report, "steal").verdict, status::invalid);
}

// A guest's idle and stolen time have been seen to run backwards.
TEST(audit_of_a_virtual_machine, is_not_confused_by_counters_that_step_back) {
  fake_machine guest("virtual_machine");
  guest.later("proc/stat", "cpu  1000 0 500 90100 100 0 10 49 0 0\n");
  EXPECT_DOUBLE_EQ(guest.audit().machine.seen.steal_share, 0);
}

TEST(audit_of_tiny_limits, names_each_of_them) {
  fake_machine tiny("tiny_limits");
  tiny.seen.largest_in_flight = 400;
  tiny.seen.ask.io_uring_error = [] { return std::string("Operation not permitted"); };
  EXPECT_EQ(not_passed(tiny.audit()),
            (names{"affinity", "single_core", "memory", "clocksource", "timer_slack", "aslr", "io_uring", "open_files",
                   "processes", "pid_max", "threads_max", "map_count", "port_range"}));
}

TEST(audit_of_a_machine_without_files, is_invalid_and_knows_nothing) {
  const auto report = fake_machine("").audit();
  EXPECT_EQ(report.machine.cpu_model, "unknown");
  EXPECT_EQ(find_check(report, "proc").verdict, status::invalid);
  EXPECT_NE(find_check(report, "proc").mend.find("mount -t proc"), std::string::npos);
  EXPECT_TRUE(report.ceilings.empty());
  const auto machine = machine_json(report);
  for (const auto* const key : {"load_at_start", "foreign_cpu_share", "steal_share", "memory_bytes",
                                "memory_available_bytes", "swap_used_bytes", "timer_slack_ns", "address_randomization"})
    EXPECT_TRUE(machine[key].is_null()) << key;
  EXPECT_TRUE(machine["limits"]["ephemeral_ports"].is_null());
}

TEST(audit_of_a_machine_without_files, passes_no_check_whose_fact_lies_in_proc) {
  const auto report = fake_machine("").audit();
  for (const auto& name :
       {"load",      "foreign_cpu",  "steal",   "memory",      "swap",      "affinity",      "single_core",
        "cpu_quota", "cgroup_tasks", "aslr",    "open_files",  "processes", "address_space", "data_segment",
        "file_size", "cpu_seconds",  "pid_max", "threads_max", "map_count", "overcommit",    "port_range"}) {
    EXPECT_EQ(find_check(report, name).verdict, status::warning) << name;
    EXPECT_TRUE(find_check(report, name).finding.starts_with("Unknown: /proc/")) << name;
  }
}

TEST(audit_of_a_server, that_hides_one_file_leaves_its_facts_unknown) {
  for (const std::string_view file : vital_files) {
    fake_machine server("quiet_server");
    server.remove(std::string(file));
    const auto report = server.audit();
    const auto checks = not_passed(report);
    ASSERT_FALSE(checks.empty()) << file;
    for (const std::string& name : checks)
      EXPECT_NE(find_check(report, name).finding.find(file == "proc/self/stat" ? "/proc" : file), std::string::npos)
          << file << ": " << name;
  }
}

TEST(audit_of_a_machine_with_damaged_files, ends_with_an_answer) {
  fake_machine damaged("quiet_server");
  for (const auto* const path :
       {"proc/stat", "proc/loadavg", "proc/meminfo", "proc/cpuinfo", "proc/self/stat", "proc/self/status",
        "proc/self/limits", "proc/self/cgroup", "proc/self/mountinfo", "proc/pressure/cpu", "proc/net/sockstat",
        "proc/sys/kernel/pid_max", "sys/devices/system/cpu/online", "sys/kernel/mm/transparent_hugepage/enabled"}) {
    damaged.write(path, "] :)-99999999999999999999999 , 0-99999999999999,7-3 - cgroup\n::\n:\n - cgroup");
  }
  EXPECT_NO_THROW({
    const auto report = damaged.audit();
    EXPECT_FALSE(machine_json(report).dump().empty());
  });
}

TEST(audit_of_this_machine, reads_what_the_kernel_says_too) {
  sources real;
  real.ask.pause = [] {};
  const auto machine = audit_machine(real).machine;
  EXPECT_EQ(machine.cores_online, static_cast<std::uint64_t>(sysconf(_SC_NPROCESSORS_ONLN)));
  const auto pages = static_cast<std::uint64_t>(sysconf(_SC_PHYS_PAGES));
  EXPECT_EQ(machine.memory_bytes, pages * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE)));
  EXPECT_EQ(machine.limits.open_files, static_cast<std::uint64_t>(sysconf(_SC_OPEN_MAX)));
  EXPECT_TRUE(machine.allocator.starts_with("glibc 2."));
}

TEST(audit_json, has_the_fields_that_a_result_promises) {
  const auto report = fake_machine("quiet_server").audit();
  const auto machine = machine_json(report);
  for (const auto* const key : {"host", "cpu_model", "cores_usable", "cores_online", "smt", "governor", "turbo",
                                "load_at_start", "kernel", "os", "virtualization", "memory_bytes", "clocksource",
                                "allocator", "timer_slack_ns", "limits", "cgroup_cpu_quota"}) {
    EXPECT_TRUE(machine.contains(key)) << key;
  }
  for (const auto* const key : {"open_files", "processes", "map_count", "pid_max", "threads_max"}) {
    EXPECT_TRUE(machine["limits"][key].is_number_unsigned()) << key;
  }
  EXPECT_TRUE(machine["cgroup_cpu_quota"].is_null());
}

TEST(audit_json, can_be_written_whatever_the_host_is_called) {
  fake_machine server("quiet_server");
  server.write("proc/sys/kernel/hostname", "caf\xe9");
  EXPECT_EQ(machine_json(server.audit())["host"], "caf\xef\xbf\xbd");
}

TEST(audit_json, tells_each_check_with_its_mend) {
  const auto checks = checks_json(fake_machine("laptop").audit());
  const auto governor =
      std::find_if(checks.begin(), checks.end(), [](const auto& c) { return c["check"] == "governor"; });
  ASSERT_NE(governor, checks.end());
  EXPECT_EQ((*governor)["status"], "warning");
  EXPECT_EQ((*governor)["title"], "CPU governor");
  EXPECT_EQ((*governor)["mend"], "echo performance | sudo tee /sys/devices/system/cpu/cpu*/cpufreq/scaling_governor");
}

TEST(audit_json, tells_each_ceiling_with_the_limit_that_sets_it) {
  const auto ceilings = ceilings_json(fake_machine("tiny_limits").audit());
  ASSERT_FALSE(ceilings.empty());
  EXPECT_EQ(ceilings[0]["model"], "threads");
  EXPECT_EQ(ceilings[0]["limit"], "processes");
  EXPECT_EQ(ceilings[0]["count"], 110);
}

}  // namespace
}  // namespace interleave::audit::tests
