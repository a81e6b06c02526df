// The plan of a run: what will be measured, how often and in which order. It is written to run.json before anything is
// measured, and it is all that `--resume` needs. Of a cell it knows only what the bench executable has reported.
#pragma once

#include "benchmarks/driver/json.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace interleave::driver {

struct planned_cell {
  std::string name;
  std::string workload;
  std::string runner;
  std::uint64_t in_flight = 1;
  json parameters = json::object();
  std::string unsupported;      // the reason; empty where the cell can be measured
  double declared_wait_ns = 0;  // what its workload says a task waits, with these parameters
};

// What one task of a workload costs alone, with these parameters: the terms of the ideal bound.
struct task_cost {
  std::string workload;
  json parameters = json::object();
  double cpu_ns = 0;
  double wait_ns = 0;
  double declared_wait_ns = 0;
  std::string warning;  // a sentence where the measured wait contradicts the declared one
};

// What --placement can be: "stratified" lets the bench executable choose for each cell.
inline constexpr std::array<std::string_view, 5> known_placements{"stratified", "free", "one-cpu", "spread", "apart"};

// The user's choices.
struct run_settings {
  std::string profile = "quick";  // quick, full, or custom where single values were chosen
  int samples_per_cell = 5;       // at least; all that there are unless there are looks
  // After that, the numbers of samples up to which cells go on that some open question needs; empty: no cell does.
  std::vector<int> looks = {};
  std::chrono::nanoseconds budget = std::chrono::nanoseconds::zero();  // of all samples; decides how far the looks go
  std::chrono::nanoseconds sample_time = std::chrono::milliseconds(100);
  std::uint64_t seed = 0;
  std::chrono::nanoseconds timeout = std::chrono::seconds(30);
  std::uint64_t memory_limit_bytes = 0;
  std::string placement = "free";
  std::string timer_slack = "default";
  std::vector<std::string> arguments;  // as typed, for the reader of the result
};

struct plan {
  std::string run_id;
  std::string started;  // ISO 8601, UTC
  std::string host;
  std::string suite_version;
  std::string bench_digest;  // SHA-256 of the bench executable
  run_settings settings;
  std::vector<planned_cell> cells;

  // As the bench executable and the machine audit reported them; copied to results.json unread.
  json workloads = json::array();
  json runners = json::array();
  json build = json::object();
  json machine = json::object();
  json audit = json::array();
  json ceilings = json::array();

  // Learnt while running, and kept for a resumed run.
  std::vector<task_cost> task_costs;
  json bench_context;  // the `context` of the first sample that succeeded
};

// Fills in the parts of a plan that come from `interleave-bench --describe`. Throws usage_error if nothing is left to
// measure, std::runtime_error if the description is malformed.
void apply_description(plan& to, const json& description);

// The largest in_flight of the cells in a description, which the audit compares with the machine's limits. Herds are
// left out: they exist to find out how far the limits reach, and they hold no sockets.
std::uint64_t largest_in_flight(const json& description);

// Of this machine; "unknown" where it has none.
std::string host_name();

// "2026-11-20T14-00-00Z-host": sorts by time, and is a valid file name everywhere.
std::string run_id_of(std::chrono::system_clock::time_point now, std::string_view host);
std::string iso_8601(std::chrono::system_clock::time_point now);

json to_json(const task_cost& from);
json to_json(const plan& from);
// Throws usage_error naming `path`, and the line or what is wrong in it.
plan plan_from_file(const std::filesystem::path& path);
void write_plan(const plan& from, const std::filesystem::path& path);
// Writes a plan for the first time; returns false if the file exists already.
bool create_plan(const plan& from, const std::filesystem::path& path);

const task_cost* find_task_cost(const plan& in, const std::string& workload, const json& parameters);
// The most samples that a cell of this plan can have.
int most_samples_per_cell(const run_settings& settings);

}  // namespace interleave::driver
