// libFuzzer target: the reader of result files, and everything done with what it accepts: the report, the comparison,
// the exports, and a gate's process. A refusal is a success; a crash, a sanitizer's report or an exception of another
// type is not. Seeds: tests/reports/data/*.json.
#include "reports/answer/analysis.hpp"
#include "reports/errors.hpp"
#include "reports/results/recording.hpp"
#include "reports/text/markdown.hpp"
#include "reports/text/terminal.hpp"
#include "tracking/compare/comparison.hpp"
#include "tracking/compare/comparison_json.hpp"
#include "tracking/compare/comparison_markdown.hpp"
#include "tracking/compare/comparison_terminal.hpp"
#include "tracking/exports/exporter.hpp"
#include "tracking/gate/process_document.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace {

using namespace interleave;

void report(const reports::run_results& results) {
  reports::analysis_options options;
  options.rule.least_samples = 2;
  const reports::analysis model = reports::analyse(results, options);
  reports::terminal(model, {60, true, false, true});
  reports::markdown(model);
}

void export_all(const reports::recording& recorded) {
  for (const tracking::exporter& one : tracking::exporters()) {
    try {
      tracking::exported(one, {&recorded, 1}, {});
    } catch (const reports::input_error&) {
    }
  }
}

void compare(const reports::recording& recorded) {
  for (const char* metric : {"real_time", "items_per_second"}) {
    try {
      const tracking::comparison found =
          tracking::compare(recorded, recorded, {.metric = metric, .minimum_samples = 1});
      tracking::comparison_terminal(found, {.width = 60, .colour = true, .unicode = false});
      tracking::comparison_json(found);
      if (tracking::comparison_markdown(found).size() > tracking::longest_comment) __builtin_trap();
    } catch (const reports::input_error&) {
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  // Never throws; what the reader refuses, it refuses too.
  const tracking::process_result process = tracking::read_process_document(text, "fuzzed");
  try {
    const reports::run_results results{{reports::read_text(text, "fuzzed.json")}};
    report(results);
    const reports::recording recorded = reports::recording_of(results, "fuzzed.json");
    export_all(recorded);
    compare(recorded);
  } catch (const reports::input_error&) {
    if (process.failure.empty()) __builtin_trap();
  }
  return 0;
}
