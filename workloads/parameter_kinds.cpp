// Reading and writing values.
#include "workloads/parameter_kinds.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include <fmt/format.h>

namespace interleave {

std::optional<std::int64_t> number_kind::read(std::string_view text) const {
  double number = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || !std::isfinite(number) || number < 0) return std::nullopt;
  const std::string_view suffix(rest, static_cast<std::size_t>(text.data() + text.size() - rest));
  if (number == 0 && suffix.empty()) return 0;
  const auto found = std::ranges::find(scales_, suffix, &scale::suffix);
  if (found == scales_.end()) return std::nullopt;
  const double exact = number * static_cast<double>(found->factor);
  const double whole = std::round(exact);
  if (whole > static_cast<double>(most())) return most() + 1;
  // A fraction of the smallest unit is a typo, unless it is what the two roundings of a decimal fraction have left:
  // 1.005 times 1000 is not quite 1005.
  if (std::abs(exact - whole) > whole * 2 * std::numeric_limits<double>::epsilon()) return std::nullopt;
  return static_cast<std::int64_t>(whole);
}

std::string number_kind::write(std::int64_t kept) const {
  if (kept == 0) return std::string(zero_);
  for (const scale& s : scales_)
    if (kept % s.factor == 0) return fmt::format("{}{}", kept / s.factor, s.suffix);
  const scale& usual = scales_.front();
  return fmt::format("{}{}", static_cast<double>(kept) / static_cast<double>(usual.factor), usual.suffix);
}

std::string word_kind::forms() const {
  std::string list;
  for (std::size_t i = 0; i < count_; ++i)
    list += fmt::format("{}{}", i == 0 ? "" : i + 1 == count_ ? " or " : ", ", words_[i]);
  return list;
}

std::optional<std::int64_t> word_kind::read(std::string_view text) const {
  const auto known = words();
  const auto found = std::ranges::find(known, text);
  if (found == known.end()) return std::nullopt;
  return found - known.begin();
}

}  // namespace interleave
