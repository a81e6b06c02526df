// Plans: made from a description, written, and read again for a resume.
#include "benchmarks/driver/plan.hpp"

#include "benchmarks/driver/files.hpp"
#include "temporary_folder.hpp"
#include "tests/support/error_of.hpp"
#include "workloads/errors.hpp"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace interleave::driver {
namespace {

using testing::AllOf;
using testing::HasSubstr;

json description() {
  return json::parse(R"({
    "schema_version": 1, "suite_version": "0.1.0",
    "workloads": [{"name": "io_echo", "kind": "io"}],
    "runners": [{"name": "coroutines", "family": "event_loop"}],
    "build": {"compiler": "g++"},
    "cells": [
      {"name": "io_echo/coroutines/in_flight:8/delay:5ms", "workload": "io_echo", "runner": "coroutines",
       "in_flight": 8, "parameters": {"delay": "5ms"}, "unsupported": null, "declared_wait_ns": 5000000},
      {"name": "io_echo/futures/in_flight:8/delay:5ms", "workload": "io_echo", "runner": "futures",
       "in_flight": 8, "parameters": {"delay": "5ms"}, "unsupported": "it cannot", "declared_wait_ns": 5000000}]})");
}

TEST(plan, takes_cells_and_reasons_from_the_description) {
  plan made;
  apply_description(made, description());
  ASSERT_EQ(made.cells.size(), 2U);
  EXPECT_EQ(made.cells[0].workload, "io_echo");
  EXPECT_EQ(made.cells[0].in_flight, 8U);
  EXPECT_EQ(made.cells[0].parameters["delay"], "5ms");
  EXPECT_EQ(made.cells[0].unsupported, "");
  EXPECT_EQ(made.cells[1].unsupported, "it cannot");
  EXPECT_EQ(made.cells[0].declared_wait_ns, 5e6);
}

TEST(plan, holds_no_limit_against_the_size_of_herds) {
  json with_a_herd = description();
  with_a_herd["workloads"].push_back({{"name", "idle_tasks"}, {"shape", "herd"}});
  with_a_herd["cells"].push_back({{"workload", "idle_tasks"}, {"in_flight", 1'000'000}});
  EXPECT_EQ(largest_in_flight(with_a_herd), 8U);
  with_a_herd["workloads"].back()["shape"] = "batch";
  EXPECT_EQ(largest_in_flight(with_a_herd), 1'000'000U);
}

TEST(plan, without_a_cell_is_a_usage_error) {
  json empty = description();
  empty["cells"] = json::array();
  plan made;
  EXPECT_THROW(apply_description(made, empty), usage_error);
}

TEST(plan, refuses_a_description_of_another_version) {
  json other = description();
  other["schema_version"] = 2;
  plan made;
  EXPECT_THROW(apply_description(made, other), std::runtime_error);
}

TEST(plan, survives_being_written_and_read) {
  plan made;
  apply_description(made, description());
  made.run_id = "id";
  made.started = "2026-11-20T14:00:00Z";
  made.host = "lab";
  made.bench_digest = "5a";
  made.settings = {.profile = "custom",
                   .samples_per_cell = 7,
                   .looks = {9, 13},
                   .budget = std::chrono::seconds(112),
                   .sample_time = std::chrono::milliseconds(250),
                   .seed = ~std::uint64_t{0},
                   .timeout = std::chrono::seconds(3),
                   .memory_limit_bytes = 1 << 20,
                   .placement = "spread",
                   .timer_slack = "least",
                   .arguments = {"run", "--samples", "7", "\x7f"}};
  made.task_costs.push_back({"io_echo", {{"delay", "5ms"}}, 1234.5, 5e6, 5e6, "careful"});
  made.bench_context = {{"num_cpus", 2}};
  const test::temporary_folder folder;
  write_plan(made, folder / "run.json");
  EXPECT_THAT(read_file(folder / "run.json"), HasSubstr(R"("\u007f")"));
  const plan again = plan_from_file(folder / "run.json");
  EXPECT_EQ(to_json(again), to_json(made));
  EXPECT_EQ(again.settings.seed, ~std::uint64_t{0});
  EXPECT_EQ(again.settings.timer_slack, "least");
  EXPECT_EQ(find_task_cost(again, "io_echo", {{"delay", "5ms"}})->cpu_ns, 1234.5);
  EXPECT_EQ(find_task_cost(again, "io_echo", {{"delay", "0ms"}}), nullptr);
}

TEST(plan, that_is_not_there_is_a_usage_error_naming_the_folder) {
  const test::temporary_folder folder;
  try {
    plan_from_file(folder / "run.json");
    FAIL();
  } catch (const usage_error& error) {
    EXPECT_THAT(error.what(), AllOf(HasSubstr("run.json"), HasSubstr(folder.path().string())));
  }
}

TEST(plan, that_is_damaged_is_a_usage_error_naming_the_file) {
  for (const std::string text : {"", "{", "[]", "{\"schema_version\": 2}", "{\"schema_version\": 9}"}) {
    const test::temporary_folder folder;
    std::ofstream(folder / "run.json") << text;
    try {
      plan_from_file(folder / "run.json");
      FAIL() << text;
    } catch (const usage_error& error) {
      EXPECT_THAT(error.what(), HasSubstr((folder / "run.json").string())) << text;
    }
  }
}

// Nothing is wrong with such a file, so nothing can be put back.
TEST(plan, that_another_version_has_begun_is_told_from_a_damaged_one) {
  const test::temporary_folder folder;
  for (const char* const version : {"1", "3", "\"2\""}) {
    std::ofstream(folder / "run.json") << "{\"schema_version\": " << version << ", \"settings\": {}}";
    EXPECT_EQ(error_of([&] { plan_from_file(folder / "run.json"); }),
              (folder / "run.json").string() +
                  " was begun by another version of interleave: resume it with that one, or start a new run");
  }
}

TEST(plan, that_is_damaged_says_where_and_what_to_do) {
  const test::temporary_folder folder;
  const auto refusal = [&](const std::string& text) -> std::string {
    std::ofstream(folder / "run.json") << text;
    try {
      plan_from_file(folder / "run.json");
    } catch (const usage_error& error) {
      return error.what();
    }
    return "";
  };
  const std::string path = (folder / "run.json").string();
  EXPECT_EQ(refusal("{\n \"schema_version\": 2,\n oops\n}"),
            path + ", line 3: this is not JSON; put it back as it was, or start a new run");
  EXPECT_EQ(refusal("{\"schema_version\": 2}"),
            path + " is no plan of a run: /run_id is missing; put it back as it was, or start a new run");
}

TEST(plan, that_holds_a_value_of_another_kind_says_where) {
  const test::temporary_folder folder;
  plan made;
  apply_description(made, description());
  made.task_costs.push_back({"io_echo", {{"delay", "5ms"}}, 1, 2, 3, ""});
  const json unharmed = to_json(made);
  const auto refusal = [&](const char* pointer, const json& value) {
    json bad = unharmed;
    bad[json::json_pointer(pointer)] = value;
    std::ofstream(folder / "run.json") << bad;
    return error_of([&] { plan_from_file(folder / "run.json"); });
  };
  EXPECT_THAT(refusal("/settings/seed", "x"),
              HasSubstr("run.json is no plan of a run: /settings/seed must be a whole number of at least 0, and is "
                        "string; put it back as it was, or start a new run"));
  EXPECT_THAT(refusal("/settings/samples_per_cell", 0), HasSubstr("/settings/samples_per_cell is 0, and must be 1 to"));
  EXPECT_THAT(refusal("/settings/timeout_ns", -1), HasSubstr("/settings/timeout_ns must be a whole number"));
  for (const char* const setting : {"/settings/placement", "/settings/timer_slack", "/settings/profile"})
    EXPECT_THAT(refusal(setting, "here"), HasSubstr(setting + std::string(" is 'here', and must be one of ")))
        << setting;
  EXPECT_THAT(refusal("/settings/looks", {13, 9}), HasSubstr("/settings/looks/1 is 9, and must be 14 to"));
  EXPECT_THAT(refusal("/settings/looks", {9, 9}), HasSubstr("/settings/looks/1 is 9, and must be 10 to"));
  EXPECT_THAT(refusal("/settings/arguments", {{"run"}, 1}), HasSubstr("/settings/arguments/0 must be a string"));
  EXPECT_THAT(refusal("/cells/1/in_flight", true), HasSubstr("/cells/1/in_flight must be a whole number"));
  EXPECT_THAT(refusal("/calibration/0/cpu_ns", nullptr), HasSubstr("/calibration/0/cpu_ns must be a number"));
  for (const char* const copied : {"/workloads", "/runners", "/build", "/machine", "/audit", "/ceilings"})
    EXPECT_THAT(refusal(copied, "x"), HasSubstr(copied + std::string(" must be an "))) << copied;
  EXPECT_THAT(refusal("/bench_context", 3), HasSubstr("/bench_context must be an object"));
}

TEST(plan, that_is_nested_too_deeply_is_refused) {
  const test::temporary_folder folder;
  plan made;
  apply_description(made, description());
  json text = to_json(made);
  for (const char* const part : {"machine", "bench_context", "audit", "workloads"}) {
    json deep = text;
    deep[part] = "DEEP";
    std::string written = deep.dump();
    written.replace(written.find("\"DEEP\""), 6, std::string(200'000, '[') + std::string(200'000, ']'));
    std::ofstream(folder / "run.json") << written;
    EXPECT_THAT(error_of([&] { plan_from_file(folder / "run.json"); }), HasSubstr("nested deeper than 24 levels"))
        << part;
  }
}

TEST(plan, has_an_id_that_sorts_by_time_and_is_a_file_name) {
  const std::chrono::system_clock::time_point billion{std::chrono::seconds(1'000'000'000)};
  EXPECT_EQ(run_id_of(billion, "lab/7"), "2001-09-09T01-46-40Z-lab_7");
  EXPECT_EQ(iso_8601(billion), "2001-09-09T01:46:40Z");
}

}  // namespace
}  // namespace interleave::driver
