// What a power cut would leave: what had been flushed to the disk by then.
#include "e2e_test.hpp"

#include <algorithm>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace interleave::test {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::SizeIs;

class before_a_power_cut : public e2e_test {
 protected:
  before_a_power_cut() {
    environment["LD_PRELOAD"] = NOTED_FLUSHES_LIBRARY;
    environment["NOTED_FLUSHES"] = (folder / "flushes").string();
    environment["ASAN_OPTIONS"] = "verify_asan_link_order=0";
  }
  // The sizes that files had when they were flushed, of all whose path has `part` in it.
  [[nodiscard]] std::vector<std::uintmax_t> flushed(const std::string& part) const {
    std::vector<std::uintmax_t> sizes;
    std::ifstream notes(folder / "flushes");
    std::string path;
    for (std::uintmax_t size = 0; notes >> path >> size;)
      if (path.find(part) != std::string::npos) sizes.push_back(size);
    return sizes;
  }
};

TEST_F(before_a_power_cut, every_round_of_a_run_is_on_the_disk) {
  program run(faulty({"run", "-w", "noop", "-r", "thread_pool", "-i", "4", "-n", "3", "-t", "5ms", "--no-report",
                      "--out", out.string()}),
              environment);
  ASSERT_EQ(run.wait(), 0) << run.errors();
  std::vector<std::uintmax_t> sizes = flushed("/samples.jsonl");
  sizes.erase(std::ranges::unique(sizes).begin(), sizes.end());
  ASSERT_THAT(sizes, SizeIs(3));
  EXPECT_TRUE(std::ranges::is_sorted(sizes));
  EXPECT_EQ(sizes.back(), fs::file_size(out / "samples.jsonl"));
}

TEST_F(before_a_power_cut, every_round_of_a_gate_is_on_the_disk) {
  program typed(real({"gate", "--base-bin", SUBJECT, "--cand-bin", SUBJECT, "--min-time", "1ms", "--filter", "spin",
                      "--until", "screen", "--out", out.string()}),
                environment);
  typed.wait();
  const std::vector<std::uintmax_t> sizes = flushed("/gate.jsonl");
  ASSERT_THAT(sizes, SizeIs(1 + json_of(out / "verdict.json").at("rounds").get<std::size_t>()))
      << "the head, then each round";
  EXPECT_TRUE(std::ranges::is_sorted(sizes));
  EXPECT_EQ(sizes.back(), fs::file_size(out / "gate.jsonl"));
}

// A file that has its size already, but not its content, would fail every digest from then on.
TEST_F(before_a_power_cut, the_file_that_work_reads_is_on_the_disk) {
  environment["INTERLEAVE_CACHE"] = (folder / "cache").string();
  program run(real({"run", "-w", "io_file_read", "-r", "sequential", "-n", "1", "-t", "1ms", "--no-report", "--set",
                    "io_file_read.file=1MiB", "--out", out.string()}),
              environment);
  ASSERT_EQ(run.wait(), 0) << run.errors();
  EXPECT_THAT(flushed("/blocks-v1-1048576"), ElementsAre(1'048'576U));
}

}  // namespace
}  // namespace interleave::test
