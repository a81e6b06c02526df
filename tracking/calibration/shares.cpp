// See shares.hpp.
#include "tracking/calibration/shares.hpp"

#include "reports/statistics/proportion.hpp"

#include <fmt/format.h>

namespace interleave::calibration {

using json = nlohmann::ordered_json;

json proportion(std::size_t successes, std::size_t trials) {
  if (trials == 0) return nullptr;
  const auto interval = reports::clopper_pearson(successes, trials);
  return {{"count", successes},
          {"of", trials},
          {"share", static_cast<double>(successes) / static_cast<double>(trials)},
          {"low", interval.low},
          {"high", interval.high}};
}

std::string percent(const json& share) {
  return share.is_null() ? "-" : fmt::format("{:.2f} %", 100 * share.at("share").get<double>());
}

}  // namespace interleave::calibration
