// The audit as people read it on a terminal.
#include "benchmarks/audit/audit_table.hpp"

#include "tests/benchmarks/audit/fake_machine.hpp"

#include <sstream>
#include <string>

#include <gtest/gtest.h>

namespace interleave::audit::tests {
namespace {

TEST(audit_table, shows_every_check_with_its_finding_title_and_mend) {
  const auto report = fake_machine("laptop").audit();
  const auto table = as_table(report, {.width = 100'000, .colour = false});
  for (const auto& check : report.checks) {
    EXPECT_NE(table.find(check.title), std::string::npos) << check.title;
    EXPECT_NE(table.find(check.finding), std::string::npos) << check.finding;
    EXPECT_NE(table.find(check.mend), std::string::npos) << check.mend;
  }
}

TEST(audit_table, begins_with_the_worst) {
  fake_machine laptop("laptop");
  laptop.seen.build = suite_build{"Debug", ""};
  const auto table = as_table(laptop.audit(), {});
  const auto invalid = table.find("invalid  Build of the suite");
  const auto warning = table.find("warning  CPU governor");
  const auto passed = table.find("passed   Load at start");
  ASSERT_NE(passed, std::string::npos);
  EXPECT_LT(invalid, warning);
  EXPECT_LT(warning, passed);
}

TEST(audit_table, breaks_sentences_at_the_width_but_no_command) {
  std::istringstream table(as_table(fake_machine("laptop").audit(), {.width = 90, .colour = false}));
  bool command_seen = false;
  for (std::string line; std::getline(table, line);) {
    const auto mend = line.find("mend: ");
    if (mend == std::string::npos) {
      EXPECT_LE(line.size(), 90U) << line;
    } else if (line.substr(mend).starts_with("mend: echo 1 | sudo tee")) {
      command_seen = true;
      EXPECT_TRUE(line.ends_with("/sys/devices/system/cpu/cpufreq/boost")) << line;
    }
  }
  EXPECT_TRUE(command_seen);
}

TEST(audit_table, has_colours_only_when_asked) {
  const auto report = fake_machine("laptop").audit();
  EXPECT_EQ(as_table(report, {.width = 100, .colour = false}).find('\x1b'), std::string::npos);
  EXPECT_NE(as_table(report, {.width = 100, .colour = true}).find("\x1b[33mwarning"), std::string::npos);
}

TEST(audit_table, ends_with_the_count_and_what_to_do) {
  EXPECT_TRUE(as_table(fake_machine("laptop").audit(), {})
                  .ends_with("31 passed, 5 warnings, 0 invalid. Measure, and keep the warnings in mind.\n"));
}

TEST(audit_table, has_no_figure_for_what_is_hidden) {
  const auto text = as_table(fake_machine("").audit(), {});
  EXPECT_NE(text.find("an unknown size of memory"), std::string::npos) << text;
  EXPECT_NE(text.find("open files unknown, processes unknown, pid_max unknown"), std::string::npos) << text;
  EXPECT_EQ(text.find("load average"), std::string::npos) << text;
}

TEST(audit_table, shows_limits_and_ceilings) {
  const auto table = as_table(fake_machine("container_cgroup_v1").audit(), {.width = 1000, .colour = false});
  EXPECT_NE(table.find("open files 1,024, processes unlimited, pid_max 4,194,304, threads-max 126,000, max_map_count "
                       "65,530, control group's tasks 80, its CPU quota 2.5 cores, local ports 28,232"),
            std::string::npos);
  EXPECT_NE(table.find("threads               80  cgroup_tasks leaves room for 80 threads."), std::string::npos);
}

}  // namespace
}  // namespace interleave::audit::tests
