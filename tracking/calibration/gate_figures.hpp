// How often the gate fails a clean run, and what it finds, by simulation.
#pragma once

#include <cstddef>
#include <cstdint>

#include <nlohmann/json.hpp>

namespace interleave::calibration {

// Prints a row for each scenario as it comes. `suites` of each scenario in which nothing changed, `slowed_suites` of
// each in which one cell became slower.
nlohmann::ordered_json gate_figures(std::size_t suites, std::size_t slowed_suites, std::uint64_t seed);

}  // namespace interleave::calibration
