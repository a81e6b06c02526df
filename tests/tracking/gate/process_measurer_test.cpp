// How a process of a gate that gives no result is told.
#include "tracking/gate/process_measurer.hpp"

#include "tests/benchmarks/driver/temporary_folder.hpp"

#include <fstream>

#include <gtest/gtest.h>

namespace interleave::gate {
namespace {

TEST(a_process_that_takes_too_long, is_told_with_the_limit_as_it_was_given) {
  const driver::test::temporary_folder folder;
  tracking::gate_head head;
  for (tracking::gate_program* const program : {&head.base, &head.candidate, &head.control}) {
    program->path = folder / "bench";
    std::ofstream(program->path) << "#!/bin/sh\nexec sleep 100\n";
  }
  std::filesystem::permissions(folder / "bench", std::filesystem::perms::owner_all);
  driver::stop_signals signals;
  const driver::run_guard guard;
  process_measurer measurer(head, std::chrono::milliseconds(150), signals, guard);
  measurer.begin_pair();
  const tracking::process_result result = measurer.run({"a"}, tracking::gate_arm::base);
  EXPECT_EQ(result.failure, "no result within 150ms");
  EXPECT_TRUE(result.load_may_explain);
}

}  // namespace
}  // namespace interleave::gate
