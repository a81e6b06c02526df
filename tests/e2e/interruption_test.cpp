// Interrupted runs, and how they are resumed.
#include "e2e_test.hpp"

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>

#include <fcntl.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

namespace interleave::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class a_run : public e2e_test {
 protected:
  // Two cells, four samples each. Calibrating passes the gate three times, so the run stops at the third sample there.
  [[nodiscard]] std::vector<std::string> gated_run() const {
    return faulty({"run", "-w", "noop,faulty_gate", "-r", "thread_pool", "-i", "4", "-n", "4", "-t", "5ms", "--seed",
                   "1", "--timeout", "50s", "--no-report", "--out", out.string()});
  }
  [[nodiscard]] bool has_stopped_at_the_gate() const {
    return wait_until([this] { return std::filesystem::exists(gate / "waiting"); });
  }
  void open_the_gate() const { std::ofstream(gate / "open"); }

  void expect_resume_completes() {
    open_the_gate();
    program resumed(faulty({"run", "--no-report", "--resume", out.string()}), environment);
    EXPECT_EQ(resumed.wait(), 0) << resumed.errors();
    const json results = json_of(out / "results.json");
    EXPECT_EQ(results["context"]["interleave"]["complete"], true);
    EXPECT_EQ(results["context"]["interleave"]["seed"], 1);
    EXPECT_EQ(samples_in(results), samples_planned(json_of(out / "run.json")));
    EXPECT_EQ(samples_in(results).size(), 8U);
  }
  // The number of an open descriptor of a process, from what it leads to.
  [[nodiscard]] static rlim_t descriptor_of(pid_t process, const std::string& target) {
    for (const auto& entry : std::filesystem::directory_iterator("/proc/" + std::to_string(process) + "/fd"))
      if (std::filesystem::read_symlink(entry).string().starts_with(target))
        return std::stoul(entry.path().filename().string());
    ADD_FAILURE() << target << " is not open";
    return RLIM_INFINITY;
  }
  // Rows that were on disk before must be there unchanged afterwards.
  [[nodiscard]] std::string samples() const { return text_of(out / "samples.jsonl"); }
};

class a_signal : public a_run, public testing::WithParamInterface<int> {};

TEST_P(a_signal, ends_the_run_leaves_results_and_can_be_resumed) {
  program run(gated_run(), environment);
  ASSERT_TRUE(has_stopped_at_the_gate()) << run.errors();
  run.send(GetParam());
  EXPECT_EQ(run.wait(), 128 + GetParam());
  EXPECT_TRUE(nobody_is_left());
  EXPECT_THAT(run.errors(), HasSubstr("run --resume " + out.string()));
  const json results = json_of(out / "results.json");
  EXPECT_EQ(results["context"]["interleave"]["complete"], false);
  EXPECT_GE(samples_in(results).size(), 2U);
  EXPECT_LT(samples_in(results).size(), 8U);
  expect_valid(out / "results.json");

  const std::string before = samples();
  expect_resume_completes();
  EXPECT_EQ(samples().substr(0, before.size()), before);
}

INSTANTIATE_TEST_SUITE_P(e2e, a_signal, testing::Values(SIGINT, SIGTERM, SIGHUP),
                         [](const auto& tested) { return sigabbrev_np(tested.param); });

TEST_F(a_run, that_is_killed_leaves_no_process_and_can_be_resumed) {
  program run(gated_run(), environment);
  ASSERT_TRUE(has_stopped_at_the_gate()) << run.errors();
  run.send(SIGKILL);
  EXPECT_EQ(run.wait(), 1000 + SIGKILL);
  EXPECT_TRUE(nobody_is_left());
  expect_resume_completes();
}

TEST_F(a_run, takes_again_a_sample_that_somebody_has_killed) {
  program run(gated_run(), environment);
  ASSERT_TRUE(has_stopped_at_the_gate()) << run.errors();
  for (const pid_t process : marked_processes())
    if (text_of("/proc/" + std::to_string(process) + "/comm") == "faulty_bench\n") ::kill(process, SIGKILL);
  open_the_gate();
  EXPECT_EQ(run.wait(), 0) << run.errors();
  EXPECT_THAT(run.errors(), HasSubstr("killed by SIGKILL"));
  const json results = json_of(out / "results.json");
  int taken_again = 0;
  for (const json& row : results["benchmarks"]) {
    EXPECT_FALSE(row.contains("error_occurred")) << row.dump(2);
    if (row.value("attempt", 1) == 1) continue;
    ++taken_again;
    EXPECT_THAT(row["earlier_failure"].get<std::string>(), HasSubstr("SIGKILL"));
  }
  EXPECT_EQ(taken_again, 1);
  EXPECT_EQ(samples_in(results).size(), 8U);
  expect_valid(out / "results.json");
}

TEST_F(a_run, that_is_killed_takes_even_processes_with_it_that_hide) {
  program run(faulty({"run", "-w", "faulty_deserter", "-r", "process_pool", "-i", "4", "-t", "5ms", "--timeout", "50s",
                      "--no-report", "--out", out.string()}),
              environment);
  // Driver, its guard, the sample, and the process that it left behind outside its group and session.
  ASSERT_TRUE(wait_until([this] { return marked_processes().size() >= 4; })) << run.errors();
  run.send(SIGKILL);
  run.wait();
  EXPECT_TRUE(nobody_is_left());
}

TEST_F(a_run, keeps_no_zombies_while_it_goes_on) {
  program run(gated_run(), environment);
  ASSERT_TRUE(has_stopped_at_the_gate()) << run.errors();
  const std::string process = std::to_string(run.pid());
  std::istringstream children(text_of("/proc/" + process + "/task/" + process + "/children"));
  int count = 0;
  for (std::string child; children >> child; ++count)
    EXPECT_THAT(text_of("/proc/" + child + "/status"), testing::Not(HasSubstr("State:\tZ")));
  EXPECT_EQ(count, 2);  // the guard and one sample
  run.send(SIGTERM);
  run.wait();
}

TEST_F(a_run, resumes_after_a_line_that_was_only_half_written) {
  open_the_gate();
  program run(gated_run(), environment);
  ASSERT_EQ(run.wait(), 0) << run.errors();
  const std::string whole = samples();
  std::filesystem::resize_file(out / "samples.jsonl", whole.size() - 20);
  std::filesystem::remove(out / "results.json");
  expect_resume_completes();
}

TEST_F(a_run, that_is_complete_has_nothing_to_resume) {
  open_the_gate();
  program run(gated_run(), environment);
  ASSERT_EQ(run.wait(), 0) << run.errors();
  const std::string before = samples();
  expect_resume_completes();
  EXPECT_EQ(samples(), before);
}

TEST_F(a_run, tells_its_verdict_where_the_page_cannot_be_written) {
  open_the_gate();
  program run(gated_run(), environment);
  ASSERT_EQ(run.wait(), 0) << run.errors();
  std::filesystem::create_directory(out / "report.html");
  program resumed(faulty({"run", "--resume", out.string()}), environment);
  EXPECT_EQ(resumed.wait(), 2);
  EXPECT_THAT(resumed.output(), AllOf(HasSubstr("Verdict"), HasSubstr("results  " + (out / "results.json").string()),
                                      Not(HasSubstr("report.html"))));
  EXPECT_THAT(resumed.errors(), AllOf(HasSubstr("cannot write " + (out / "report.html").string()),
                                      HasSubstr("what was measured is whole in " + (out / "results.json").string() +
                                                "; the report again: interleave report " + out.string())));
}

TEST_F(a_run, on_a_full_disk_keeps_what_it_has_and_says_how_to_go_on) {
  program run(gated_run(), environment);
  ASSERT_TRUE(has_stopped_at_the_gate()) << run.errors();
  const std::string before = samples();
  const rlimit full{before.size() + 100, RLIM_INFINITY};
  ASSERT_EQ(::prlimit(run.pid(), RLIMIT_FSIZE, &full, nullptr), 0);
  open_the_gate();
  EXPECT_EQ(run.wait(), 2);
  EXPECT_THAT(run.errors(), HasSubstr("samples.jsonl: File too large"));
  EXPECT_THAT(run.errors(), HasSubstr("run --resume " + out.string()));
  EXPECT_EQ(samples(), before);
  EXPECT_TRUE(nobody_is_left());
  expect_resume_completes();
}

TEST_F(a_run, whose_folder_is_removed_does_not_say_that_anything_is_kept) {
  program run(gated_run(), environment);
  ASSERT_TRUE(has_stopped_at_the_gate()) << run.errors();
  std::filesystem::remove_all(out);
  open_the_gate();
  EXPECT_EQ(run.wait(), 2);
  EXPECT_THAT(run.errors(), AllOf(HasSubstr("cannot write " + (out / "results.json").string()),
                                  HasSubstr((out / "run.json").string() + " has been removed meanwhile"),
                                  Not(HasSubstr("kept")), Not(HasSubstr("--resume"))));
  EXPECT_TRUE(nobody_is_left());
}

#if defined(__SANITIZE_ADDRESS__)
constexpr bool with_address_sanitizer = true;
#elif defined(__has_feature)
constexpr bool with_address_sanitizer = __has_feature(address_sanitizer);
#else
constexpr bool with_address_sanitizer = false;
#endif

// Under every limit of descriptors, from too few to load the program on to enough for a run. The runtime of a sanitizer
// needs descriptors too, so there the limit is only the program's: see scarce_descriptors.cpp.
TEST_F(a_run, that_cannot_begin_leaves_nothing_behind) {
  const std::vector<std::string> typed =
      faulty({"run", "-w", "noop", "-r", "sequential", "-n", "1", "-t", "1ms", "--no-report"});
  environment["ASAN_OPTIONS"] = "verify_asan_link_order=0";
  const std::filesystem::path place = folder / "limited";
  int refusals = 0;
  for (int limit = 3, status = -1; status != 0; ++limit) {
    ASSERT_LT(limit, 64);
    std::filesystem::create_directory(place);
    const std::string limiting = with_address_sanitizer ? fmt::format("export SCARCE_DESCRIPTORS={} LD_PRELOAD='{}'",
                                                                      limit, SCARCE_DESCRIPTORS_LIBRARY)
                                                        : fmt::format("ulimit -n {}", limit);
    std::vector<std::string> limited{"/bin/sh", "-c",
                                     fmt::format("cd '{}' && {} && exec \"$@\"", place.string(), limiting), "sh"};
    limited.insert(limited.end(), typed.begin(), typed.end());
    program run(limited, environment);
    status = run.wait();
    if (status != 0) {
      EXPECT_TRUE(std::filesystem::is_empty(place)) << limit << run.errors();
    }
    refusals += run.errors().find("Too many open files") != std::string::npos ? 1 : 0;
    std::filesystem::remove_all(place);
  }
  EXPECT_GT(refusals, 1);
}

TEST_F(a_run, that_gets_no_more_descriptors_keeps_what_it_has_and_says_how_to_go_on) {
  program run(gated_run(), environment);
  ASSERT_TRUE(has_stopped_at_the_gate()) << run.errors();
  // A sample has three files in memory, the first of them this one; writing a file takes two.
  rlimit enough_for_files{};
  ASSERT_EQ(::prlimit(run.pid(), RLIMIT_NOFILE, nullptr, &enough_for_files), 0);
  enough_for_files.rlim_cur = descriptor_of(run.pid(), "/memfd:sample") + 2;
  ASSERT_EQ(::prlimit(run.pid(), RLIMIT_NOFILE, &enough_for_files, nullptr), 0);
  open_the_gate();
  EXPECT_EQ(run.wait(), 2);
  EXPECT_THAT(run.errors(), HasSubstr("Too many open files"));
  EXPECT_THAT(run.errors(), HasSubstr("run --resume " + out.string()));
  EXPECT_TRUE(nobody_is_left());
  expect_resume_completes();
}

TEST_F(a_run, refuses_a_folder_that_another_run_is_using) {
  program run(gated_run(), environment);
  ASSERT_TRUE(has_stopped_at_the_gate()) << run.errors();
  program second(faulty({"run", "--resume", out.string()}), environment);
  EXPECT_EQ(second.wait(), 2);
  EXPECT_THAT(second.errors(), HasSubstr("another interleave is writing to it"));
  run.send(SIGTERM);
  run.wait();
}

// Of a program that can be replaced while it is measured, as a build in another terminal would.
class a_run_of_a_copy : public a_run {
 protected:
  a_run_of_a_copy() { std::filesystem::copy_file(FAULTY_BENCH, bench); }

  [[nodiscard]] std::vector<std::string> with_the_copy(std::vector<std::string> arguments) const {
    std::ranges::replace(arguments, std::string(FAULTY_BENCH), bench.string());
    return arguments;
  }
  void replace(const std::string& more) const {
    std::filesystem::copy_file(FAULTY_BENCH, folder / "rebuilt");
    std::ofstream(folder / "rebuilt", std::ios::app) << more;
    std::filesystem::rename(folder / "rebuilt", bench);
  }

  std::filesystem::path bench = folder / "bench";
};

TEST_F(a_run_of_a_copy, ends_where_the_program_changes_under_it) {
  program run(with_the_copy(gated_run()), environment);
  ASSERT_TRUE(has_stopped_at_the_gate()) << run.errors();
  const std::string before = samples();
  replace("another build");
  open_the_gate();
  EXPECT_EQ(run.wait(), 2);
  EXPECT_THAT(run.errors(), HasSubstr(bench.string() + " has changed since this run began"));
  EXPECT_THAT(run.errors(), HasSubstr("run --resume " + out.string()));
  EXPECT_EQ(samples(), before);

  program resumed(with_the_copy(faulty({"run", "--resume", out.string()})), environment);
  EXPECT_EQ(resumed.wait(), 2);
  EXPECT_THAT(resumed.errors(), HasSubstr(bench.string() + " is not the executable that this run was begun with"));
  EXPECT_EQ(samples(), before);
  replace("");
  expect_resume_completes();
}

TEST_F(a_run, cannot_be_resumed_with_a_program_that_describes_itself_otherwise) {
  open_the_gate();
  program run(gated_run(), environment);
  ASSERT_EQ(run.wait(), 0) << run.errors();
  json plan = json_of(out / "run.json");
  plan["build"]["compiler"] = "another compiler";
  std::ofstream(out / "run.json") << plan;
  program resumed(faulty({"run", "--resume", out.string()}), environment);
  EXPECT_EQ(resumed.wait(), 2);
  EXPECT_THAT(resumed.errors(), HasSubstr("is not the executable that this run was begun with"));
}

}  // namespace
}  // namespace interleave::test
