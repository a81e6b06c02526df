// libFuzzer target: the reader, and everything that follows from what it lets through. A refusal is a success; a crash,
// a sanitizer's report or an exception of another type is not. Seeds: tests/reports/data/*.json.
#include "reports/answer/analysis.hpp"
#include "reports/errors.hpp"
#include "reports/results/run_results.hpp"
#include "reports/text/markdown.hpp"
#include "reports/text/terminal.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace interleave::reports;
  try {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const run_results results{{read_text(text, "fuzzed.json")}};
    analysis_options options;
    options.minimum_samples = 2;
    const analysis model = analyse(results, options);
    terminal(model, {60, true, false, true});
    markdown(model);
  } catch (const input_error&) {
  }
  return 0;
}
