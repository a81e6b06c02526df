// Which questions get more samples in a limited time.
#include "benchmarks/driver/allocation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace interleave::driver {
namespace {

using testing::ElementsAre;

TEST(raised_targets, raise_the_cells_of_open_questions_only) {
  const std::vector<open_question> open{{.cells = {0, 2}, .samples_to_decide = 9}};
  EXPECT_THAT(raised_targets({.targets = {4, 4, 4}, .seconds_each = {1, 1, 1}, .seconds_left = 100}, open, 9),
              ElementsAre(9, 4, 9));
}

TEST(raised_targets, take_first_what_can_be_decided_soonest) {
  // Ten seconds for either, but the first would need 40 samples in all.
  const std::vector<open_question> open{{.cells = {0}, .samples_to_decide = 40},
                                        {.cells = {1}, .samples_to_decide = 9}};
  EXPECT_THAT(raised_targets({.targets = {4, 4}, .seconds_each = {1, 1}, .seconds_left = 5}, open, 9),
              ElementsAre(4, 9));
}

TEST(raised_targets, take_last_what_more_samples_may_never_decide) {
  const std::vector<open_question> open{{.cells = {0}, .samples_to_decide = 0},
                                        {.cells = {1}, .samples_to_decide = 40}};
  EXPECT_THAT(raised_targets({.targets = {4, 4}, .seconds_each = {1, 1}, .seconds_left = 5}, open, 9),
              ElementsAre(4, 9));
}

TEST(raised_targets, fit_into_the_time_left) {
  const std::vector<open_question> open{{.cells = {0}}, {.cells = {1}}, {.cells = {2}}};
  // 5 samples more of 2 s, 1 s and 0.5 s: the cheaper two fit.
  EXPECT_THAT(raised_targets({.targets = {4, 4, 4}, .seconds_each = {2, 1, 0.5}, .seconds_left = 8}, open, 9),
              ElementsAre(4, 9, 9));
}

TEST(raised_targets, pay_once_for_a_cell_of_two_questions) {
  const std::vector<open_question> open{{.cells = {0, 1}}, {.cells = {0, 2}}};
  EXPECT_THAT(raised_targets({.targets = {4, 4, 4}, .seconds_each = {1, 1, 1}, .seconds_left = 15}, open, 9),
              ElementsAre(9, 9, 9));
}

TEST(raised_targets, never_lower_one) {
  const std::vector<open_question> open{{.cells = {0, 1}}};
  EXPECT_THAT(raised_targets({.targets = {12, 4}, .seconds_each = {1, 1}, .seconds_left = 100}, open, 9),
              ElementsAre(12, 9));
}

}  // namespace
}  // namespace interleave::driver
