// Which cells a gate compares, and how long a process takes.
#include "tracking/gate/gate_session.hpp"

#include "benchmarks/driver/plan.hpp"
#include "tests/benchmarks/driver/temporary_folder.hpp"
#include "workloads/errors.hpp"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace interleave::gate {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using tracking::gate_cell;
using tracking::gate_source;

const std::vector<std::string> base = {"BM_a/1", "BM_a/2", "BM_old", "BM_reference"};
const std::vector<std::string> candidate = {"BM_a/2", "BM_a/1", "BM_new", "BM_reference"};
const std::vector<std::string> built_in = {"control/x"};

TEST(the_selection, is_what_both_have) {
  const cell_selection selection = select_cells(base, candidate, built_in, "", "");
  EXPECT_THAT(selection.cells, ElementsAre(gate_cell{"BM_a/1"}, gate_cell{"BM_a/2"}, gate_cell{"BM_reference"},
                                           gate_cell{"control/x", gate_source::built_in}));
  EXPECT_THAT(selection.only_in_base, ElementsAre("BM_old"));
  EXPECT_THAT(selection.only_in_candidate, ElementsAre("BM_new"));
}

TEST(the_selection, is_narrowed_by_a_filter) {
  const cell_selection selection = select_cells(base, candidate, built_in, "/2$", "");
  EXPECT_THAT(selection.cells, ElementsAre(gate_cell{"BM_a/2"}, gate_cell{"control/x", gate_source::built_in}));
  EXPECT_TRUE(selection.only_in_base.empty());
}

TEST(the_selection, takes_control_cells_from_the_base) {
  const cell_selection selection = select_cells(base, candidate, built_in, "BM_a", "reference|old");
  EXPECT_THAT(selection.cells,
              ElementsAre(gate_cell{"BM_a/1"}, gate_cell{"BM_a/2"}, gate_cell{"BM_old", gate_source::base},
                          gate_cell{"BM_reference", gate_source::base}, gate_cell{"control/x", gate_source::built_in}));
}

TEST(the_selection, refuses_what_leaves_nothing) {
  const auto refused = [](const std::string& filter, const std::string& controls, const std::string& part) {
    try {
      select_cells(base, candidate, built_in, filter, controls);
      ADD_FAILURE() << part;
    } catch (const std::exception& error) {
      EXPECT_THAT(error.what(), HasSubstr(part));
    }
  };
  refused("nothing", "", "--filter 'nothing' matches no benchmark");
  refused("", "nothing", "--control 'nothing' matches no benchmark");
  refused("", ".", "--control '.' takes every benchmark that both executables have: leave some");
  refused("BM_a", "BM_a", "that both executables have and --filter names");
  refused("(", "", "--filter: '(' is no regular expression");
  refused("", "[", "--control: '[' is no regular expression");
  EXPECT_THROW(select_cells({"a"}, {"b"}, built_in, "", ""), usage_error);
}

TEST(the_selection, refuses_a_benchmark_that_is_called_like_a_control_cell) {
  EXPECT_THROW(select_cells({"a", "control/x"}, {"a", "control/x"}, built_in, "", ""), usage_error);
  EXPECT_EQ(select_cells({"a", "control/x"}, {"a", "control/x"}, built_in, "a", "").cells.size(), 2U);
}

// The kernel of an ARM machine has no "model name".
TEST(the_runner, names_its_processor_on_any_architecture) {
  const driver::test::temporary_folder root;
  std::filesystem::create_directories(root / "proc");
  std::ofstream(root / "proc/cpuinfo") << "processor\t: 0\nBogoMIPS\t: 108.00\nModel\t\t: Raspberry Pi 4 Model B\n";
  const tracking::gate_runner found = runner_of(system_files(root.path()), "", 7);
  EXPECT_EQ(found.cpu_model, "Raspberry Pi 4 Model B");
  EXPECT_EQ(found.id, driver::host_name());
}

TEST(the_time_of_a_process, fills_the_budget_within_reason) {
  std::vector<gate_cell> cells(20, gate_cell{"a"});
  cells.insert(cells.end(), 3, gate_cell{"x", gate_source::built_in});
  const tracking::gate_rules rules;
  // 12 (20 + 12) + 60 (1.6 + 6) + 15 (1.6 + 12) = 1044 pairs; 10 min / 2088 = 287 ms, of which half of what is left
  // after 10 ms.
  EXPECT_NEAR(driver::seconds_of(min_time_for(std::chrono::minutes(10), cells, rules)), 0.1387, 1e-4);
  EXPECT_EQ(min_time_for(std::chrono::seconds(1), cells, rules), std::chrono::milliseconds(20));
  EXPECT_EQ(min_time_for(std::chrono::hours(10), cells, rules), std::chrono::milliseconds(250));
}

TEST(a_process, is_ended_after_a_tenth_of_the_budget_within_reason) {
  EXPECT_EQ(timeout_for(std::chrono::minutes(30)), std::chrono::minutes(3));
  EXPECT_EQ(timeout_for(std::chrono::seconds(1)), std::chrono::seconds(10));
  EXPECT_EQ(timeout_for(std::chrono::hours(10)), std::chrono::minutes(5));
  EXPECT_EQ(timeout_for(std::chrono::seconds(1), 1800), std::chrono::minutes(3));
  EXPECT_EQ(timeout_for(std::chrono::minutes(30), 60), std::chrono::minutes(3));
}

}  // namespace
}  // namespace interleave::gate
