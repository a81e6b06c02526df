// The machine-readable description: ranks of runners, and parameters formatted by kind.
#include "benchmarks/describe.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace interleave {
namespace {

using json = nlohmann::ordered_json;

const json& named(const json& list, std::string_view name) {
  for (const json& entry : list)
    if (entry.at("name") == name) return entry;
  throw std::out_of_range(std::string(name));
}

json described(const selection& wanted, std::span<const runner_descriptor* const> runners = all_runners()) {
  return describe({all_workloads(), runners}, wanted, placement_policy::free);
}

TEST(describe, ranks_runners_by_their_place_in_the_list) {
  const json runners = described({.workloads = "noop"}).at("runners");
  for (std::size_t i = 0; i < runners.size(); ++i) EXPECT_EQ(runners[i].at("simplicity"), i + 1);
  EXPECT_EQ(runners.front().at("name"), "sequential");
}

TEST(describe, ranks_a_runner_that_was_put_between_others) {
  runner_descriptor own = *all_runners().front();
  own.name = "own";
  std::vector<const runner_descriptor*> list(all_runners().begin(), all_runners().end());
  const auto pool = std::ranges::find(list, "thread_pool", &runner_descriptor::name);
  list.insert(std::next(pool), &own);
  const json runners = described({.workloads = "noop"}, list).at("runners");
  const int rank_of_pool = named(runners, "thread_pool").at("simplicity");
  EXPECT_EQ(named(runners, "own").at("simplicity"), rank_of_pool + 1);
  EXPECT_EQ(named(runners, "hybrid").at("simplicity"), list.size());
}

TEST(describe, says_with_the_idiom_why_some_clients_are_favoured) {
  runner_descriptor own = *all_runners().front();
  own.favours = "the youngest is nearest";
  const runner_descriptor* const list[]{&own};
  const std::string idiom = described({.workloads = "noop"}, list).at("runners").at(0).at("idiom");
  EXPECT_EQ(idiom, std::string(own.idiom) + "; serves some clients before others: the youngest is nearest");
}

TEST(describe, tells_a_cells_placement_among_its_parameters) {
  const json cells =
      described({.workloads = "io_echo", .runners = "coroutines", .in_flight = {1, 8}, .stratified_for_cores = 2})
          .at("cells");
  ASSERT_EQ(cells.size(), 3U);
  EXPECT_EQ(cells[0].at("parameters").at("placement"), "one-cpu");
  EXPECT_EQ(cells[1].at("parameters").at("placement"), "spread");
  EXPECT_EQ(cells[1].at("name"), "io_echo/coroutines/in_flight:1/placement:spread");
  EXPECT_EQ(cells[2].at("parameters").at("placement"), "apart");
  const json unplaced = described({.workloads = "io_echo", .in_flight = {8}}).at("cells");
  for (const json& each : unplaced) EXPECT_FALSE(each.at("parameters").contains("placement"));
}

TEST(describe, names_the_openmp_runtime_and_what_it_was_compiled_for) {
  const std::string openmp = described({.workloads = "noop"}).at("build").at("versions").at("openmp");
  EXPECT_TRUE(openmp.starts_with("libgomp.so") || openmp.starts_with("libomp.so")) << openmp;
  EXPECT_TRUE(openmp.ends_with(")")) << openmp;
}

// A verdict on network, timers and files together would be true of none of them.
TEST(describe, says_what_every_batch_that_is_io_bound_waits_for) {
  const json workloads = described({}).at("workloads");
  EXPECT_EQ(named(workloads, "io_echo").at("waits_for"), "network");
  EXPECT_EQ(named(workloads, "io_sleep").at("waits_for"), "timer");
  EXPECT_EQ(named(workloads, "io_file_read").at("waits_for"), "file");
  EXPECT_FALSE(named(workloads, "cpu_primes").contains("waits_for"));
  for (const json& each : workloads) {
    if (each.at("kind") != "io" || each.at("shape") != "batch") continue;
    EXPECT_TRUE(each.contains("waits_for")) << each;
  }
}

TEST(describe, writes_parameters_as_their_kinds_do) {
  const json told = described({.workloads = "io_file_read,timeouts",
                               .runners = "coroutines",
                               .in_flight = {8},
                               .assignments = {"io_file_read.direct=on", "timeouts.late=0.025"}});
  const json& direct = named(named(told.at("workloads"), "io_file_read").at("parameters"), "direct");
  EXPECT_EQ(direct, json({{"name", "direct"},
                          {"unit", "choice"},
                          {"default", "off"},
                          {"value", "on"},
                          {"help", "read past the page cache, from the device: off or on"}}));
  const json& late = named(named(told.at("workloads"), "timeouts").at("parameters"), "late");
  EXPECT_EQ(late.at("unit"), "share");
  EXPECT_EQ(late.at("default"), "10%");
  EXPECT_EQ(late.at("value"), "2.5%");
  EXPECT_EQ(told.at("cells").at(0).at("name"), "io_file_read/coroutines/in_flight:8/direct:on");
  EXPECT_EQ(told.at("cells").at(0).at("parameters").at("direct"), "on");
  EXPECT_EQ(told.at("cells").at(1).at("name"), "timeouts/coroutines/in_flight:8/late:2.5%");
}

TEST(describe, tells_every_value_of_a_parameter_and_the_wait_of_each_cell) {
  const json told = described({.workloads = "io_echo",
                               .runners = "coroutines",
                               .in_flight = {8},
                               .assignments = {"io_echo.delay=5ms,0ms,1000us"}});
  EXPECT_EQ(named(named(told.at("workloads"), "io_echo").at("parameters"), "delay").at("value"), "5ms,0ms,1ms");
  ASSERT_EQ(told.at("cells").size(), 3U);
  EXPECT_EQ(told.at("cells").at(0).at("declared_wait_ns"), 5'000'000);
  EXPECT_EQ(told.at("cells").at(1).at("declared_wait_ns"), 0);
  EXPECT_EQ(told.at("cells").at(2).at("name"), "io_echo/coroutines/in_flight:8/delay:1ms");
  EXPECT_EQ(told.at("cells").at(2).at("declared_wait_ns"), 1'000'000);
}

}  // namespace
}  // namespace interleave
