// in_flight is kept to exactly: a workload whose tasks wait for one another gets in_flight tasks at once and never
// more.
#include "tests/runners/levels.hpp"
#include "tests/runners/run_batch.hpp"
#include "tests/support/rendezvous.hpp"

#include <gtest/gtest.h>

namespace interleave {
namespace {

class in_flight : public testing::TestWithParam<level> {};

TEST_P(in_flight, is_reached_and_never_exceeded) {
  const auto [runner, wanted] = GetParam();
  parameter_values values = rendezvous_workload.defaults();
  values.set("meet", std::to_string(wanted));
  const auto work = rendezvous_workload.make(values);
  staged batch(rendezvous_workload, *work, *runner, wanted);
  EXPECT_NO_THROW(batch.run(static_cast<task_id>(wanted) * 5));
  EXPECT_EQ(rendezvous_most_outstanding(), static_cast<std::uint64_t>(wanted));
  EXPECT_EQ(batch.running().slots(), wanted);
}

INSTANTIATE_TEST_SUITE_P(runners, in_flight, testing::ValuesIn(all_levels(rendezvous_workload, {1, 4, 33})),
                         name_of_level);

}  // namespace
}  // namespace interleave
