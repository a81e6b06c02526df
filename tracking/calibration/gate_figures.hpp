// By simulation: how often the gate fails a run without a slowdown, and which slowdowns it finds.
#pragma once

#include <cstddef>
#include <cstdint>

#include <nlohmann/json.hpp>

namespace interleave::calibration {

// Prints a row for each scenario as it is done. `suites`: simulated per scenario without a change; `slowed_suites`: per
// scenario in which one cell became slower.
nlohmann::ordered_json gate_figures(std::size_t suites, std::size_t slowed_suites, std::uint64_t seed);

}  // namespace interleave::calibration
