// Signals before the first measurement: nothing was measured, so nothing is left behind.
#include "e2e_test.hpp"

#include <csignal>
#include <fstream>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace interleave::test {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class a_beginning : public e2e_test {
 protected:
  // A folder with nothing in it, below which the run makes its own.
  [[nodiscard]] fs::path empty_place() const {
    fs::remove_all(folder / "place");
    fs::create_directory(folder / "place");
    return folder / "place";
  }
  // The first process that measures waits: the gate lets only the first five through, and so many seem to have passed.
  void close_the_gate() const { std::ofstream(gate / "entries") << "xxxxx"; }
  [[nodiscard]] bool calibration_waits() const {
    return wait_until([this] { return fs::exists(gate / "waiting"); });
  }
};

constexpr const char* nothing_measured = "interrupted before anything was measured";

TEST_F(a_beginning, that_is_interrupted_while_it_writes_leaves_nothing_or_what_was_measured) {
  environment["LD_PRELOAD"] = NOTED_FLUSHES_LIBRARY;
  environment["ASAN_OPTIONS"] = "verify_asan_link_order=0";
  int left_nothing = 0;
  int left_a_run = 0;
  for (int flush = 1; left_a_run == 0; ++flush) {
    ASSERT_LT(flush, 32);
    environment["SIGNAL_AT_FLUSH"] = std::to_string(flush);
    const fs::path place = empty_place();
    program run(faulty({"run", "-w", "noop", "-r", "sequential", "-n", "1", "-t", "1ms", "--no-report", "--out",
                        (place / "deeper" / "run").string()}),
                environment);
    EXPECT_EQ(run.wait(), 128 + SIGTERM) << flush << run.errors();
    if (fs::is_empty(place)) {
      ++left_nothing;
      EXPECT_THAT(run.errors(), AllOf(HasSubstr(nothing_measured), Not(HasSubstr("--resume")))) << flush;
      continue;
    }
    ++left_a_run;
    EXPECT_THAT(run.errors(), HasSubstr("what was measured is in")) << flush;
    EXPECT_FALSE(json_of(place / "deeper" / "run" / "run.json")["calibration"].empty()) << flush;
  }
  EXPECT_GE(left_nothing, 2) << "the plan is flushed, and its folder is";
}

TEST_F(a_beginning, that_is_interrupted_in_the_first_calibration_leaves_no_folder_and_says_so) {
  close_the_gate();
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    const fs::path place = empty_place();
    program run(faulty({"run", "-w", "faulty_gate", "-r", "thread_pool", "-i", "4", "-n", "1", "-t", "5ms",
                        "--no-report", "--out", (place / "deeper" / "run").string()}),
                environment);
    ASSERT_TRUE(calibration_waits()) << run.errors();
    run.send(signal);
    EXPECT_EQ(run.wait(), 128 + signal);
    EXPECT_THAT(run.errors(),
                AllOf(HasSubstr(nothing_measured), Not(HasSubstr("--resume")), Not(HasSubstr("what was measured"))));
    EXPECT_TRUE(fs::is_empty(place));
    EXPECT_TRUE(nobody_is_left());
    fs::remove(gate / "waiting");
  }
}

// Of a folder that was there before, only what the run made in it goes.
TEST_F(a_beginning, that_is_interrupted_in_a_folder_of_the_users_leaves_the_folder) {
  close_the_gate();
  const fs::path place = empty_place();
  std::ofstream(place / "notes") << "mine";
  program run(faulty({"run", "-w", "faulty_gate", "-r", "thread_pool", "-i", "4", "-n", "1", "-t", "5ms", "--no-report",
                      "--out", place.string()}),
              environment);
  ASSERT_TRUE(calibration_waits()) << run.errors();
  run.send(SIGINT);
  EXPECT_EQ(run.wait(), 128 + SIGINT);
  EXPECT_EQ(files_in(place), std::set<std::string>{"notes"});
}

// Where the process was killed in its first calibration, the folder stayed; resuming is no reason to remove it.
TEST_F(a_beginning, that_was_killed_and_is_interrupted_again_can_still_be_resumed) {
  close_the_gate();
  program killed(faulty({"run", "-w", "faulty_gate", "-r", "thread_pool", "-i", "4", "-n", "1", "-t", "5ms",
                         "--no-report", "--out", out.string()}),
                 environment);
  ASSERT_TRUE(calibration_waits()) << killed.errors();
  killed.send(SIGKILL);
  killed.wait();
  ASSERT_TRUE(nobody_is_left());
  fs::remove(gate / "waiting");
  program interrupted(faulty({"run", "--resume", out.string()}), environment);
  ASSERT_TRUE(calibration_waits()) << interrupted.errors();
  interrupted.send(SIGINT);
  EXPECT_EQ(interrupted.wait(), 128 + SIGINT);
  EXPECT_THAT(interrupted.errors(), AllOf(HasSubstr(nothing_measured), Not(HasSubstr("what was measured")),
                                          HasSubstr("run --resume " + out.string())));
  std::ofstream(gate / "open");
  program resumed(faulty({"run", "--resume", out.string(), "--no-report"}), environment);
  EXPECT_EQ(resumed.wait(), 0) << resumed.errors();
}

}  // namespace
}  // namespace interleave::test
