// Rows of results.json: what the bench executable wrote about a sample, completed by what only the driver knows. Every
// row stays one that Google Benchmark's own tools can read.
#pragma once

#include "benchmarks/driver/json.hpp"
#include "benchmarks/driver/plan.hpp"
#include "benchmarks/driver/sampler.hpp"

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
// Ended by a signal that was sent to it: it says nothing of the cell.
bool is_killed(const json& row);
// Circumstances may have caused it (a signal, a machine that stood still, a limit that others had used up), so that
// another attempt may count in its place. A crash, a wrong digest, a failed task are the cell's own, and stand.
bool may_be_retaken(const json& row);

// How often the sample was taken, up to this row: 1, 2, ...
int attempt_of(const json& row);
// Makes `row` the next attempt after `earlier`, and says in it how that one failed.
void note_earlier(json& row, const json& earlier);

}  // namespace interleave::driver
