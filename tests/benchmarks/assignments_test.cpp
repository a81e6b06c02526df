// What --set asks for: one value, several, a range of them, products; and what is refused, with its place.
#include "benchmarks/assignments.hpp"

#include "benchmarks/cell.hpp"
#include "tests/support/error_of.hpp"
#include "workloads/errors.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace interleave {
namespace {

using testing::ElementsAre;

const registry all_there_is{all_workloads(), all_runners()};

const workload_descriptor& workload(std::string_view name) {
  return **std::ranges::find(all_there_is.workloads, name, &workload_descriptor::name);
}

// Suffixes of the names of cells, which hold what differs from the defaults.
std::vector<std::string> suffixes(std::string_view work, const std::vector<std::string>& assignments) {
  std::vector<std::string> found;
  for (const parameter_values& values : parameters_of(workload(work), assignments))
    found.push_back(values.name_suffix());
  return found;
}

std::string refusal(std::string_view work, const std::vector<std::string>& assignments) {
  return error_of([&] { parameters_of(workload(work), assignments); });
}

TEST(assignments, without_any_leave_the_defaults) {
  EXPECT_THAT(suffixes("io_echo", {}), ElementsAre(""));
  EXPECT_THAT(suffixes("io_echo", {"mixed_fetch_hash.rounds=3"}), ElementsAre(""));
}

TEST(assignments, take_every_value_between_commas_in_the_order_given) {
  EXPECT_THAT(suffixes("io_echo", {"io_echo.delay=20ms,1500us,5ms"}),
              ElementsAre("/delay:20ms", "/delay:1500us", "/delay:5ms"));
  EXPECT_THAT(suffixes("io_file_read", {"io_file_read.direct=off,on"}), ElementsAre("", "/direct:on"));
}

TEST(assignments, take_ranges_by_factor_and_by_step) {
  EXPECT_THAT(suffixes("io_echo", {"io_echo.delay=1ms..8ms*2"}),
              ElementsAre("/delay:1ms", "/delay:2ms", "/delay:4ms", "/delay:8ms"));
  EXPECT_THAT(suffixes("io_echo", {"io_echo.delay=10ms..25ms+10ms,50ms"}),
              ElementsAre("/delay:10ms", "/delay:20ms", "/delay:50ms"));
  EXPECT_THAT(suffixes("timeouts", {"timeouts.late=0.2..0.4+10%"}), ElementsAre("/late:20%", "/late:30%", "/late:40%"));
}

TEST(assignments, of_several_parameters_are_measured_in_every_combination) {
  EXPECT_THAT(
      suffixes("mixed_fetch_hash", {"mixed_fetch_hash.rounds=3,5", "mixed_fetch_hash.size=32KiB,8KiB"}),
      ElementsAre("/size:32KiB/rounds:3", "/size:8KiB/rounds:3", "/size:32KiB/rounds:5", "/size:8KiB/rounds:5"));
}

TEST(assignments, name_a_bad_value_and_its_place) {
  EXPECT_EQ(refusal("io_echo", {"io_echo.delay=1ms,fast,5ms"}),
            "value 2 of 3: io_echo.delay: 'fast' is no duration; write 500us, 5ms or 1.5s");
  EXPECT_EQ(refusal("io_echo", {"io_echo.delay=1ms,,5ms"}),
            "value 2 of 3: io_echo.delay: there is nothing between the commas");
  EXPECT_EQ(refusal("io_echo", {"io_echo.delay=1ms,"}),
            "value 2 of 2: io_echo.delay: there is nothing between the commas");
  EXPECT_EQ(refusal("io_echo", {"io_echo.delay="}), "io_echo.delay: '' is no duration; write 500us, 5ms or 1.5s");
  EXPECT_EQ(refusal("io_echo", {"io_echo.delay=5ms,1ms,1000us"}),
            "value 3 of 3: io_echo.delay: 1000us is the same as value 2; give each once");
  EXPECT_EQ(refusal("io_echo", {"io_echo.dealy=1ms,5ms"}).substr(0, 36), "io_echo.dealy: no such parameter; io");
}

TEST(assignments, refuse_a_parameter_that_is_set_twice) {
  EXPECT_EQ(refusal("io_echo", {"io_echo.delay=1ms", "io_echo.delay=5ms"}),
            "io_echo.delay is set twice; give all its values at once, separated by commas");
}

TEST(assignments, refuse_ranges_that_say_nothing_or_never_end) {
  const std::string write =
      "; write FIRST..LAST*FACTOR or FIRST..LAST+STEP, or the values one by one, separated by commas";
  const auto refused = [&](const std::string& values, const std::string& why) {
    EXPECT_EQ(refusal("io_echo", {"io_echo.delay=" + values}), "io_echo.delay: '" + values + "': " + why + write);
  };
  refused("1ms..5ms", "a range needs a factor or a step");
  refused("5ms..1ms*2", "the first value is above the last");
  refused("1ms..5ms*1", "the factor must be a whole number, 2 at least");
  refused("1ms..5ms*2ms", "the factor must be a whole number, 2 at least");
  refused("1ms..5ms*99999999999999999999", "the factor must be a whole number, 2 at least");
  refused("1ms..5ms+0", "the step is nothing");
  refused("0..5ms*2", "a multiple of nothing is nothing");
  EXPECT_EQ(refusal("io_echo", {"io_echo.delay=1..5ms*2"}),
            "io_echo.delay: '1' is no duration; write 500us, 5ms or 1.5s");
  EXPECT_EQ(refusal("io_file_read", {"io_file_read.direct=off..on+1"}),
            "io_file_read.direct: 'off..on+1': these are words, which have no range" + write);
}

TEST(assignments, take_the_largest_range_without_overflow) {
  EXPECT_THAT(suffixes("cpu_spin", {"cpu_spin.steps=1..3*9223372036854775807"}), ElementsAre("/steps:1"));
}

TEST(assignments, refuse_more_than_can_be_measured_in_one_run) {
  EXPECT_EQ(refusal("io_echo", {"io_echo.delay=1us..1s+1us"}),
            "io_echo.delay: these are more than 64 values, the most of one run; give fewer");
  EXPECT_EQ(refusal("mixed_fetch_hash", {"mixed_fetch_hash.rounds=1..9+1", "mixed_fetch_hash.size=1KiB..8KiB+1KiB"}),
            "mixed_fetch_hash: with mixed_fetch_hash.size=1KiB..8KiB+1KiB there are 72 combinations of values, at most "
            "64 are measured in one run; give fewer values");
}

TEST(select_cells, measures_every_value_in_cells_of_their_own_that_parse_back) {
  const auto cells = select_cells(all_there_is, {.workloads = "io_sleep,io_echo",
                                                 .runners = "sequential,coroutines",
                                                 .in_flight = {8},
                                                 .assignments = {"io_echo.delay=1ms,5ms"}});
  std::vector<std::string> names;
  for (const cell& c : cells) {
    names.push_back(c.name());
    EXPECT_EQ(cell_named(all_there_is, c.name()).name(), c.name());
  }
  EXPECT_THAT(names,
              ElementsAre("io_sleep/sequential/in_flight:1", "io_sleep/coroutines/in_flight:8",
                          "io_echo/sequential/in_flight:1/delay:1ms", "io_echo/coroutines/in_flight:8/delay:1ms",
                          "io_echo/sequential/in_flight:1/delay:5ms", "io_echo/coroutines/in_flight:8/delay:5ms"));
}

TEST(select_cells, refuses_a_mistake_in_a_workload_that_is_left_out) {
  EXPECT_THROW(
      select_cells(all_there_is, {.workloads = "noop", .assignments = {"io_echo.delay=1ms", "io_echo.delay=5ms"}}),
      usage_error);
}

}  // namespace
}  // namespace interleave
