// A cell: one workload with its parameters, under one runner, with a given number of tasks in flight. Its name
// identifies it in every file the suite writes.
#pragma once

#include "benchmarks/system_limits.hpp"
#include "runners/runner.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace interleave {

// What an executable can run.
struct registry {
  std::span<const workload_descriptor* const> workloads;
  std::span<const runner_descriptor* const> runners;  // the simplest model first: of equals, the first is recommended
};

struct cell {
  const workload_descriptor* work;
  parameter_values parameters;
  const runner_descriptor* runner;
  int in_flight;
  placement_policy placed = placement_policy::free;  // free: where the executable as a whole was told to run

  // workload/runner/in_flight:N[/placement:one-cpu][/parameter:value...], parameters only where they differ from their
  // defaults, the placement only of cells that have one of their own.
  std::string name() const;
};

// The inverse of name(). Throws usage_error that says which part is not understood and what is known.
cell cell_named(const registry&, std::string_view name);

// The name under which a cell's placement stands among its parameters; no workload has a parameter of this name.
inline constexpr std::string_view placement_parameter = "placement";

// Why this cell cannot run here, or nothing. `cores`: of the machine, of which a placement may leave a cell fewer.
std::optional<std::string> unsupported(const cell&, const system_limits&, int cores);

// Which cells a user asked for.
struct selection {
  // Shell patterns, several separated by commas; "*" is the only wildcard. Empty: the profile's selection, which leaves
  // out workloads that are measured only on request.
  std::string workloads{};
  std::string runners{};
  std::vector<int> in_flight{};            // empty: the profile's
  std::vector<std::string> assignments{};  // "io_echo.delay=1ms,5ms": see benchmarks/assignments.hpp
  bool full = false;                       // the profile: true: every runner and more levels; false: a quick few
  bool quick = false;
  // Of the machine, if placements are to be stratified, else 0: cells that leave cores idle, because fewer tasks are in
  // flight or one at a time, are measured across CPUs and on one CPU, by the quick profile the latter only where two
  // sides hand over to each other. Left to the kernel, which of the two is measured would be chance, and they differ by
  // factors. Where every core has something to do, a server that answers at once gets a CPU of its own.
  int stratified_for_cores = 0;
};

// 1 to 1,000,000; throws usage_error for anything else.
int parse_in_flight(std::string_view text);

// In the order of the lists, then of the parameters' values, in_flight rising. Throws usage_error for a pattern that
// matches nothing, an unknown workload in an assignment, an in_flight below 1, and as parameters_of() does.
std::vector<cell> select_cells(const registry&, const selection&);

}  // namespace interleave
