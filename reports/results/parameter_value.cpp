// See the header.
#include "reports/results/parameter_value.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <tuple>
#include <utility>

namespace interleave::reports {

std::optional<double> parameter_number(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, double>, 9> units{{{"", 1},
                                                                      {"ns", 1},
                                                                      {"us", 1e3},
                                                                      {"ms", 1e6},
                                                                      {"s", 1e9},
                                                                      {"KiB", 1024.0},
                                                                      {"MiB", 1024.0 * 1024},
                                                                      {"GiB", 1024.0 * 1024 * 1024},
                                                                      {"%", 0.01}}};
  double number = 0;
  const char* const last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, number);
  if (error != std::errc{} || !std::isfinite(number)) return std::nullopt;
  const std::string_view suffix(end, static_cast<std::size_t>(last - end));
  const auto unit = std::ranges::find(units, suffix, &std::pair<std::string_view, double>::first);
  if (unit == units.end()) return std::nullopt;
  return number * unit->second;
}

bool by_value::operator()(std::string_view a, std::string_view b) const {
  const auto place = [](std::string_view text) {
    const std::optional<double> number = parameter_number(text);
    return std::tuple(!number.has_value(), number.value_or(0), text);
  };
  return place(a) < place(b);
}

bool by_value::operator()(const parameter_map& a, const parameter_map& b) const {
  return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(),
                                      [this](const auto& left, const auto& right) {
                                        if (left.first != right.first) return left.first < right.first;
                                        return (*this)(left.second, right.second);
                                      });
}

}  // namespace interleave::reports
