// See the header. The document is read as any result file is.
#include "tracking/gate/process_document.hpp"

#include "reports/errors.hpp"
#include "reports/results/cell_names.hpp"
#include "reports/results/run_results.hpp"
#include "reports/statistics/statistics.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

namespace interleave::tracking {

namespace {

using reports::failure_kind;
using reports::sample_record;

std::string failure_text(const sample_record& sample) {
  switch (sample.failure) {
    case failure_kind::skipped:
      return "it was skipped: " + sample.failure_message;
    case failure_kind::other:
      return "it reported " + sample.failure_message;
    default:
      return "it reported an error: " + sample.failure_message;
  }
}

// A cell goes by its benchmark's name, without the number of repetitions.
bool is_of(const sample_record& sample, std::string_view name) {
  return sample.cell == name || sample.cell == reports::repeats_of(std::string(name)).stem;
}

process_result result_in(const reports::run_record& run, std::string_view name) {
  std::vector<double> real;
  std::vector<double> cpu;
  for (const sample_record& sample : run.samples) {
    if (sample.cell != run.samples.front().cell)
      return {{}, fmt::format("it measured several benchmarks, of which each goes by the name {}", name)};
    if (!is_of(sample, name)) return {{}, fmt::format("it measured {} instead", sample.cell)};
    if (sample.failure != failure_kind::none) return {{}, failure_text(sample)};
    if (sample.real_ns == 0) return {{}, "it reported no usable real_time"};
    real.push_back(sample.real_ns);
    // A thread that only waits may have no CPU time at all: count it as the shortest time that is allowed.
    cpu.push_back(std::max(sample.cpu_ns, reports::shortest_time_ns));
  }
  return {{reports::median(real), reports::median(cpu)}, ""};
}

}  // namespace

process_result read_process_document(std::string_view text, std::string_view name) {
  if (text.empty()) return {{}, "it wrote no result"};
  try {
    return result_in(reports::read_text(text, "its result"), name);
  } catch (const reports::input_error& error) {
    // The error's remedy is left out: it addresses users who named a file.
    return {{}, fmt::format("its result: {}: {}", error.where, error.problem)};
  }
}

}  // namespace interleave::tracking
