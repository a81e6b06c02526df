// The workloads' own oracles against constants that a Python script worked out (data/expected_digests.py).
#include "workloads/workload.hpp"

#include <fstream>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace interleave {
namespace {

nlohmann::json constants() {
  return nlohmann::json::parse(std::ifstream(TEST_DATA "/expected_digests.json"));
}

const workload_descriptor& workload_named(std::string_view name) {
  for (const workload_descriptor* w : all_workloads())
    if (w->name == name) return *w;
  throw std::out_of_range(std::string(name));
}

class expected_digests : public testing::TestWithParam<std::string> {};

TEST_P(expected_digests, agree_with_the_script) {
  const workload_descriptor& descriptor = workload_named(GetParam());
  const auto work = descriptor.make(descriptor.defaults());
  const auto wanted = constants().at(GetParam());
  // For some workloads the script computes only the first few digests.
  ASSERT_GE(work->expected().size(), wanted.size());
  for (std::size_t i = 0; i < wanted.size(); ++i)
    EXPECT_EQ(work->expected()[i], std::stoull(wanted[i].get<std::string>(), nullptr, 16)) << "input " << i;
}

INSTANTIATE_TEST_SUITE_P(workloads, expected_digests,
                         testing::Values("cpu_primes", "cpu_hash", "cpu_matmul", "cpu_mandelbrot", "cpu_spin",
                                         "io_echo", "mixed_fetch_hash", "io_file_read", "timeouts", "mixed_jobs",
                                         "loop_heartbeat", "matmul"),
                         [](const auto& tested) { return tested.param; });

// noop and io_sleep do nothing that could be computed elsewhere: their digests are the task's number.
TEST(expected_digests_of_no_work, are_the_task_ids) {
  for (const char* name : {"noop", "io_sleep"}) {
    const workload_descriptor& descriptor = workload_named(name);
    const auto work = descriptor.make(descriptor.defaults());
    for (std::size_t i = 0; i < work->expected().size(); ++i) EXPECT_EQ(work->expected()[i], i) << name;
  }
}

}  // namespace
}  // namespace interleave
