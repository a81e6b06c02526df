// The Go benchmark format (golang.org/design/14313-benchmark-format), with one line per sample, as benchstat expects.
// "io_echo/coroutines/in_flight:64" becomes "BenchmarkIo_echo/runner=coroutines/in_flight=64".
#pragma once

#include "tracking/exports/exporter.hpp"

#include <span>
#include <string>

namespace interleave::tracking {

std::string benchfmt(std::span<const reports::recording> recordings, const export_options& options);

}  // namespace interleave::tracking
