// See the header.
#include "cli/span.hpp"

#include "workloads/errors.hpp"

#include <array>

#include <fmt/format.h>

namespace interleave::cli {
namespace {

constexpr std::array<number_kind::scale, 7> long_scales{{{"h", 3'600'000'000'000},
                                                         {"m", 60'000'000'000},
                                                         {"min", 60'000'000'000},
                                                         {"s", 1'000'000'000},
                                                         {"ms", 1'000'000},
                                                         {"us", 1'000},
                                                         {"ns", 1}}};

}  // namespace

const number_of<std::chrono::nanoseconds> long_duration{"duration", "10m, 90s or 1.5h", long_scales, "0s"};

std::chrono::nanoseconds span_of(const std::string& text, const char* option,
                                 const number_of<std::chrono::nanoseconds>& kind) {
  const std::chrono::nanoseconds value = parse_value(text, kind, option);
  if (value.count() <= 0) throw usage_error(fmt::format("{}: it must be longer than nothing", option));
  return value;
}

}  // namespace interleave::cli
