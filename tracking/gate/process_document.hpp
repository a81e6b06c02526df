// Reads what one process of a Google Benchmark executable wrote for one benchmark: its times, or why there are none.
// Versions 1.5 to 1.9; repetitions within the process count as one measurement, their median.
#pragma once

#include "tracking/gate/gate_record.hpp"

#include <string>
#include <string_view>

namespace interleave::tracking {

struct process_result {
  process_times times;
  std::string failure;            // a sentence; empty where there are times
  bool load_may_explain = false;  // the failure: see gate_failure
};

// `name` as --benchmark_list_tests writes it. Doesn't throw, whatever the text holds.
process_result read_process_document(std::string_view text, std::string_view name);

}  // namespace interleave::tracking
