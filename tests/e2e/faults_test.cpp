// A fault costs only its own cell's samples, is reported by its name, and disturbs no other cell.
#include "e2e_test.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace interleave::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

struct fault {
  std::string workload;
  std::string runner;
  std::string failure;
  std::string message;  // part of it
};

void PrintTo(const fault& value, std::ostream* out) {
  *out << value.workload << " under " << value.runner;
}

class a_fault : public e2e_test, public testing::WithParamInterface<fault> {};

TEST_P(a_fault, costs_its_cell_the_samples_and_nobody_else) {
  const fault& expected = GetParam();
  program run(faulty({"run", "-w", "noop," + expected.workload, "-r", expected.runner, "-i", "4", "-n", "3", "-t",
                      "5ms", "--timeout", expected.failure == "timeout" ? "3s" : "50s", "--memory-limit", "1GiB",
                      "--no-report", "--out", out.string()}),
              environment);
  EXPECT_EQ(run.wait(), 1) << run.errors();

  int good = 0;
  int failed = 0;
  const json results = json_of(out / "results.json");
  EXPECT_EQ(results["context"]["interleave"]["complete"], true);
  for (const json& row : results["benchmarks"]) {
    if (row["workload"] == "noop") {
      EXPECT_FALSE(row.contains("error_occurred")) << row.dump(2);
      ++good;
      continue;
    }
    EXPECT_EQ(row["failure"], expected.failure) << row.dump(2);
    EXPECT_THAT(row["error_message"].get<std::string>(), HasSubstr(expected.message));
    EXPECT_FALSE(row.contains("items_per_second"));
    ++failed;
  }
  EXPECT_EQ(good, 3);
  EXPECT_EQ(failed, 2);  // and given up
  EXPECT_THAT(run.errors(), HasSubstr(expected.message));
  EXPECT_THAT(run.errors(), HasSubstr("given up: " + expected.workload));
  EXPECT_THAT(run.errors() + run.output(), Not(HasSubstr("\x1b")));
  EXPECT_TRUE(nobody_is_left());
  expect_valid(out / "results.json");
  EXPECT_THAT(files_in(out), ElementsAre("results.json", "run.json", "samples.jsonl"));
  EXPECT_TRUE(files_in(temporary_files).empty());
}

INSTANTIATE_TEST_SUITE_P(
    e2e, a_fault,
    testing::Values(fault{"faulty_crash", "thread_pool", "crash", "killed by SIGSEGV"},
                    fault{"faulty_worker", "process_pool", "error", "Segmentation fault"},
                    fault{"faulty_worker", "process_per_task", "error", "Segmentation fault"},
                    fault{"faulty_target", "process_pool", "killed", "signal 9"},
                    fault{"faulty_target", "process_claim", "killed", "signal 9"},
                    fault{"faulty_target", "process_per_task", "killed", "signal 9"},
                    fault{"faulty_file", "thread_pool", "refused", "No space left on device"},
                    fault{"faulty_file", "process_pool", "refused", "No space left on device"},
                    fault{"faulty_exit", "thread_pool", "exit", "exited with status 3"},
                    fault{"faulty_loop", "thread_pool", "timeout", "no result within 3s"},
                    fault{"faulty_loop", "process_per_task", "timeout", "no result within 3s"},
                    fault{"faulty_hog", "thread_pool", "memory", "more than the limit of 1024 MiB"},
                    fault{"faulty_throw", "thread_pool", "error", "no luck today"},
                    fault{"faulty_throw", "process_per_task", "error", "no luck today"},
                    fault{"faulty_digest", "coroutines", "wrong_digest", "wrong digest: task 10"},
                    fault{"faulty_digest", "process_per_task", "wrong_digest", "wrong digest: task 10"},
                    fault{"faulty_orphan", "thread_pool", "left_processes", "left 1 process behind"},
                    fault{"faulty_deserter", "thread_pool", "timeout", "no result within 3s"},
                    fault{"faulty_peer", "coroutines", "killed", "peer"},
                    fault{"faulty_peer", "thread_pool", "killed", "peer"}),
    [](const auto& tested) { return tested.param.workload + "_under_" + tested.param.runner; });

TEST_F(e2e_test, a_run_in_which_nothing_can_be_measured_is_no_success) {
  program run(real({"run", "-w", "fib", "-r", "callbacks", "--no-report", "--out", out.string()}), environment);
  EXPECT_EQ(run.wait(), 1);
  EXPECT_THAT(run.errors(), HasSubstr("nothing can be measured: every cell is unsupported: callbacks does not run a"));
  expect_valid(out / "results.json");
}

}  // namespace
}  // namespace interleave::test
