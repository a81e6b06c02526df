// A share with its exact interval, as JSON and as text for a table.
#pragma once

#include <cstddef>
#include <string>

#include <nlohmann/json.hpp>

namespace interleave::calibration {

// Count, share and its 95 % interval (Clopper-Pearson); null if there was no trial.
nlohmann::ordered_json proportion(std::size_t successes, std::size_t trials);

// "0.54 %"; "-" for null.
std::string percent(const nlohmann::ordered_json& share);

}  // namespace interleave::calibration
