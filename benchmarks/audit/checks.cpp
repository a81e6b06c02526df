// Runs the checks in order, and formats their numbers.
#include "benchmarks/audit/checks.hpp"

#include <array>
#include <utility>

#include <fmt/format.h>

namespace interleave::audit {

check subject::passed(std::string finding) const {
  return {std::string(name), std::string(title), status::passed, std::move(finding), {}};
}

check subject::warning(std::string finding, std::string mend) const {
  return {std::string(name), std::string(title), status::warning, std::move(finding), std::move(mend)};
}

check subject::invalid(std::string finding, std::string mend) const {
  return {std::string(name), std::string(title), status::invalid, std::move(finding), std::move(mend)};
}

std::string percent(double share) {
  return fmt::format("{:.1f} %", share * 100);
}

std::string in_bytes(std::uint64_t bytes) {
  constexpr std::array<const char*, 5> units{"B", "KiB", "MiB", "GiB", "TiB"};
  auto amount = static_cast<double>(bytes);
  std::size_t unit = 0;
  for (; amount >= 1024 && unit + 1 < units.size(); ++unit) amount /= 1024;
  return fmt::format("{:.{}f} {}", amount, unit == 0 ? 0 : 1, units[unit]);
}

std::string grouped(std::uint64_t number) {
  auto digits = std::to_string(number);
  for (auto place = digits.size(); place > 3; place -= 3) digits.insert(place - 3, 1, ',');
  return digits;
}

std::vector<check> run_checks(const machine& facts, const sources& from) {
  std::vector<check> found;
  check_build(from, found);
  check_activity(facts, found);
  check_processor(facts, found);
  check_cores(facts, found);
  check_kernel(facts, found);
  check_limits(facts, from, found);
  return found;
}

}  // namespace interleave::audit
