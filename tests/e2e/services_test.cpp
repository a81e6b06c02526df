// Bad weather around nginx: it costs the sample, is named, and the run goes on.
#include "e2e_test.hpp"

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

namespace interleave::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class a_run_with_nginx : public e2e_test {
 protected:
  [[nodiscard]] std::vector<std::string> fetching(const char* sample_time, const char* timeout = "50s") const {
    return real({"run", "-w", "http_get,noop", "-r", "thread_pool,coroutines", "-i", "4", "-n", "2", "-t", sample_time,
                 "--timeout", timeout, "--no-report", "--out", out.string()});
  }
  // The nginx of the run's first sample that has one: of calibration, before that, only what fails twice is said.
  [[nodiscard]] pid_t first_nginx(const program& run) const {
    pid_t found = 0;
    wait_until([&] {
      if (run.errors().find("round 1") == std::string::npos) return false;
      for (const pid_t process : marked_processes())
        if (text_of("/proc/" + std::to_string(process) + "/comm") == "nginx\n") found = process;
      return found != 0;
    });
    return found;
  }
  void expect_clean_end() const {
    EXPECT_TRUE(nobody_is_left());
    EXPECT_TRUE(files_in(temporary_files).empty());
    expect_valid(out / "results.json");
  }
};

TEST_F(a_run_with_nginx, says_which_nginx_it_was) {
  program run(fetching("5ms"), environment);
  EXPECT_EQ(run.wait(), 0) << run.errors();
  const json results = json_of(out / "results.json");
  for (const json& row : results["benchmarks"])
    EXPECT_EQ(row.value("label", "").find("peer=nginx/") != std::string::npos, row["workload"] == "http_get");
  expect_clean_end();
}

TEST_F(a_run_with_nginx, takes_a_sample_again_whose_nginx_was_killed) {
  program run(fetching("500ms"), environment);
  const pid_t nginx = first_nginx(run);
  ASSERT_NE(nginx, 0) << run.errors();
  ::kill(nginx, SIGKILL);
  EXPECT_EQ(run.wait(), 0) << run.errors();
  EXPECT_THAT(run.errors(), AllOf(HasSubstr("nginx was lost"), HasSubstr("signal 9")));
  const json results = json_of(out / "results.json");
  for (const json& row : results["benchmarks"]) EXPECT_FALSE(row.contains("error_occurred"));
  expect_clean_end();
}

TEST_F(a_run_with_nginx, names_an_nginx_that_was_stopped) {
  program run(fetching("500ms", "3s"), environment);
  const pid_t nginx = first_nginx(run);
  ASSERT_NE(nginx, 0) << run.errors();
  ::kill(nginx, SIGSTOP);
  run.wait();
  EXPECT_THAT(run.errors(), HasSubstr("no result within 3s: nginx was stopped (SIGSTOP)"));
  expect_clean_end();
}

TEST_F(a_run_with_nginx, leaves_nothing_behind_where_it_is_killed_itself) {
  program run(fetching("10s"), environment);
  ASSERT_NE(first_nginx(run), 0) << run.errors();
  run.send(SIGKILL);
  run.wait();
  EXPECT_TRUE(nobody_is_left());
  EXPECT_TRUE(wait_until([this] { return files_in(temporary_files).empty(); }));
}

TEST_F(a_run_with_nginx, leaves_nothing_behind_where_a_sample_is_killed) {
  program run(fetching("500ms"), environment);
  ASSERT_NE(first_nginx(run), 0) << run.errors();
  for (const pid_t process : marked_processes())
    if (text_of("/proc/" + std::to_string(process) + "/comm") == "interleave-benc\n") ::kill(process, SIGKILL);
  EXPECT_EQ(run.wait(), 0) << run.errors();
  expect_clean_end();
}

struct fault {
  std::string name;
  std::string message;  // empty: none
};
void PrintTo(const fault& value, std::ostream* out) {
  *out << value.name;
}

class a_faulty_nginx : public a_run_with_nginx, public testing::WithParamInterface<fault> {};

TEST_P(a_faulty_nginx, costs_its_samples_and_no_others) {
  const std::filesystem::path programs = folder / "programs";
  std::filesystem::create_directory(programs);
  std::filesystem::copy_file(FAULTY_NGINX, programs / "nginx");
  environment["PATH"] = programs.string() + ":" + std::getenv("PATH");
  environment["FAULT"] = GetParam().name;
  program run(fetching("5ms"), environment);
  const bool is_refused = !GetParam().message.empty();
  EXPECT_EQ(run.wait(), is_refused ? 1 : 0) << run.errors();
  const json results = json_of(out / "results.json");
  for (const json& row : results["benchmarks"]) {
    const bool fails = is_refused && row["workload"] == "http_get";
    EXPECT_EQ(row.contains("error_occurred"), fails) << row.dump(2);
    EXPECT_THAT(row.value("error_message", ""), HasSubstr(fails ? GetParam().message : ""));
  }
  expect_clean_end();
}

INSTANTIATE_TEST_SUITE_P(e2e, a_faulty_nginx,
                         testing::ValuesIn(std::vector<fault>{
                             {"none", ""},
                             {"chunks", ""},
                             {"slow", ""},
                             {"short", "closed the connection after 1014 of 1024 bytes"},
                             {"long", "8 bytes after the end of its reply"},
                             {"unavailable", "answered 503 Service Unavailable"},
                             {"garbage", "malformed"},
                             {"another_page", "wrong digest"},
                             {"closes", "closed the connection without an answer"},
                             {"refuses", "Connection refused"},
                         }),
                         [](const auto& tested) { return tested.param.name; });

}  // namespace
}  // namespace interleave::test
