// Percentiles of per-task latencies, exact: from all of them, by nearest rank (the smallest value that at least p of
// all values do not exceed).
#pragma once

#include "workloads/batch.hpp"

#include <map>
#include <string>

namespace interleave {

// Adds latency_ns_p50, _p90, _p99, _p99_9, _max and _mean, in nanoseconds. A percentile with fewer than 10 values
// beyond it is left out, because single tasks would decide it. Adds nothing if there are no values.
void add_latencies(std::map<std::string, double>& counters, latency_record record);

}  // namespace interleave
