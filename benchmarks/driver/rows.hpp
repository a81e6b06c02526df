// Rows of results.json: what the bench executable wrote about a sample, completed by what only the driver knows. Google
// Benchmark's own tools can still read every row.
#pragma once

#include "benchmarks/driver/json.hpp"
#include "benchmarks/driver/plan.hpp"
#include "benchmarks/driver/sampler.hpp"

#include <string>
#include <string_view>

namespace interleave::driver {

struct sample_place {
  const planned_cell& cell;
  int sample = 0;
  int samples_per_cell = 1;
};

// The sample's row; if the sample failed, a row that records the failure.
json row_of(const sample_place& place, const sample_outcome& outcome);
json unsupported_row(const planned_cell& cell);

// The time from the start of the process to its finished row, before that is stored, less preparation and measurement.
void note_seconds(json& row, double sample_seconds);
double overhead_seconds_of(const json& row, double sample_seconds);

// The one `iteration` row of a Google Benchmark document, nullptr if there is none or more than one.
const json* only_row(const json& document);

// What keeps a stored row from being one of the plan's samples: another cell, or a value of another kind than rows
// have. Empty if nothing does.
std::string why_no_row_of(const plan& of, const json& row);

bool is_failed(const json& row);
bool is_unsupported(const json& row);
// Whether circumstances may have caused the failure (a signal, a machine that stood still, a limit used up by other
// programs), so that another attempt may count instead. A crash, a wrong digest or a failed task is the cell's own
// fault and is final.
bool may_be_retaken(const json& row);

// Whether the failure came from outside the cell, where a user may have mended its cause: somebody's signal, a full
// disk, a missing permission, a limit.
bool is_from_outside(const json& row);
// Whether it may have, for all that is known: the sample reported an error of its tasks.
bool is_an_error(const json& row);

// How often the sample was taken, up to this row: 1, 2, ...
int attempt_of(const json& row);
// Makes `row` the next attempt after `earlier`, and records in it how that one failed.
void note_earlier(json& row, const json& earlier);

}  // namespace interleave::driver
