// Rows of results.json: what the bench executable wrote about a sample, completed by what only the driver knows. Every
// row stays one that Google Benchmark's own tools can read.
#pragma once

#include "benchmarks/driver/executor.hpp"
#include "benchmarks/driver/json.hpp"
#include "benchmarks/driver/plan.hpp"

#include <string_view>

namespace interleave::driver {

struct sample_place {
  const planned_cell& cell;
  int sample = 0;
  int samples_per_cell = 1;
};

// The sample's row, or the row of its failure.
json row_of(const sample_place& place, const sample_outcome& outcome);
json unsupported_row(const planned_cell& cell);

// From start to row on disk, and how much of that was neither preparation nor measurement.
void note_seconds(json& row, double sample_seconds);
double overhead_seconds_of(const json& row, double sample_seconds);

// The one `iteration` row of a Google Benchmark document, nullptr where there is none or more than one.
const json* only_row(const json& document);

bool is_failed(const json& row);
bool is_unsupported(const json& row);

}  // namespace interleave::driver
