// libFuzzer target: the reader of recordings, and everything that follows from what it lets through. A refusal is a
// success; a crash, a sanitizer's report or an exception of another type is not.
#include "reports/errors.hpp"
#include "reports/results/recording.hpp"
#include "tracking/compare/comparison.hpp"
#include "tracking/compare/comparison_json.hpp"
#include "tracking/compare/comparison_markdown.hpp"
#include "tracking/compare/comparison_terminal.hpp"
#include "tracking/exports/exporter.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace interleave;
  try {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const std::array recordings{tracking::read_recording_text(text, "fuzzed.json")};
    for (const tracking::exporter& one : tracking::exporters()) {
      try {
        one.write(recordings, {});
      } catch (const reports::input_error&) {
      }
    }
    for (const char* metric : {"real_time", "items_per_second"}) {
      const tracking::comparison found =
          tracking::compare(recordings[0], recordings[0], {.metric = metric, .minimum_samples = 1});
      tracking::comparison_terminal(found, {.width = 60, .colour = true, .unicode = false});
      tracking::comparison_json(found);
      if (tracking::comparison_markdown(found).size() > tracking::longest_comment) __builtin_trap();
    }
  } catch (const reports::input_error&) {
  }
  return 0;
}
