// What this executable can run and how it was built, as JSON: the driver asks for it instead of linking the workloads.
#pragma once

#include "benchmarks/bench_options.hpp"

#include <span>

#include <nlohmann/json_fwd.hpp>

namespace interleave {

// {schema_version, suite_version, workloads: [...], runners: [...], cells: [...], build: {...}}; docs/results.md.
nlohmann::ordered_json describe(const registry&, const selection&, placement_policy);

}  // namespace interleave
