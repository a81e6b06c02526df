// See the header.
#include "cli/percent.hpp"

#include "workloads/errors.hpp"

#include <charconv>

#include <fmt/format.h>

namespace interleave::cli {

double share_of(const std::string& option, const std::string& percent) {
  std::string digits = percent;
  const bool has_sign = !digits.empty() && digits.back() == '%';
  if (has_sign) digits.pop_back();
  while (!digits.empty() && digits.back() == ' ') digits.pop_back();
  double value = 0;
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  const bool whole = parsed.ec == std::errc() && parsed.ptr == digits.data() + digits.size();
  if (!has_sign || !whole || !(value >= 0 && value <= 100))
    throw usage_error(fmt::format("{}: '{}' is no percentage; write 3% or 0.5%", option, percent));
  return value / 100;
}

}  // namespace interleave::cli
