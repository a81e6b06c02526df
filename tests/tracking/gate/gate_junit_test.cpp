// A verdict as test results. That programs which aren't ours read it is exports_are_read.sh's test.
#include "tracking/gate/gate_junit.hpp"

#include "made_up_gate.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace interleave::tracking {
namespace {

using ::testing::HasSubstr;
using testing::made_up_gate;
using ::testing::Not;
using testing::slower_by;

TEST(the_test_results_of_a_gate, have_a_case_for_each_cell_by_what_became_of_it) {
  made_up_gate gate;
  gate.record.runners.front().started = "2026-11-20T14:00:00Z";
  gate.cell("BM_same", slower_by(0));
  gate.cell("io_echo/coroutines/in_flight:8", slower_by(0.08));
  gate.cell("BM_a_bit", slower_by(0.026));
  gate.cell("BM_loud", [](gate_step, std::size_t round) { return static_cast<double>(round * 7 % 12) / 5.5 - 1; });
  const std::size_t lost = gate.cell("BM_lost", slower_by(0));
  const std::size_t nowhere = gate.cell("BM_nowhere", slower_by(0));
  for (int i = 0; i < 2; ++i) {
    gate.record.failures.push_back({lost, gate_arm::candidate, "killed by <SIGABRT>"});
    gate.record.failures.push_back({nowhere, gate_arm::base, "no disk"});
    gate.record.failures.push_back({nowhere, gate_arm::candidate, "no disk"});
  }
  const std::string text = gate_junit(gate.record, gate.run());
  EXPECT_THAT(text, HasSubstr("tests=\"6\" failures=\"1\" errors=\"1\" skipped=\"2\""));
  EXPECT_THAT(text, HasSubstr("timestamp=\"2026-11-20T14:00:00\" hostname=\"lab\""));
  EXPECT_THAT(text, HasSubstr("<testcase classname=\"benchmark\" name=\"BM_same\" time=\"0.000000100\"/>"));
  EXPECT_THAT(text, HasSubstr("<testcase classname=\"io_echo.coroutines\" name=\"io_echo/coroutines/in_flight:8\""));
  EXPECT_THAT(text, HasSubstr("<failure type=\"failed\" message=\"slower: +8.0 % (95 % interval "));
  EXPECT_THAT(text, HasSubstr("30 pairs\">"));
  EXPECT_THAT(text, HasSubstr("<system-out>Warning, likely slower by more than 2.0 %: +2.6 % (95 % interval "));
  EXPECT_THAT(text, HasSubstr("<skipped>inconclusive, a slowdown of 10 % can't be excluded: "));
  EXPECT_THAT(text,
              HasSubstr("<error type=\"error\" message=\"fails in the candidate only: killed by &lt;SIGABRT&gt;\">"));
  EXPECT_THAT(text, HasSubstr("<skipped>not measured, fails in both arms: no disk</skipped>"));
  EXPECT_THAT(text, HasSubstr("    <system-out>Regression: 1 of 6 cells is slower"));
  EXPECT_THAT(text, Not(HasSubstr("control/")));
}

TEST(the_test_results_of_a_gate, fail_nothing_where_the_machine_cannot_be_trusted) {
  made_up_gate gate;
  gate.cell("BM_slow", slower_by(0.5));
  gate.replace(1, slower_by(0.2));
  const std::string text = gate_junit(gate.record, gate.run());
  EXPECT_THAT(text, HasSubstr("tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"1\""));
  EXPECT_THAT(text, HasSubstr("The control cell control/1, the same code in both arms, moved by +20.0 %"));
}

}  // namespace
}  // namespace interleave::tracking
