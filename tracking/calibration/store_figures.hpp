// How large a history of many runs is, and how long adding to it, loading it and finding its changes take.
#pragma once

#include <cstddef>
#include <string>

#include <nlohmann/json.hpp>

namespace interleave::calibration {

struct store_plan {
  std::string where;  // a folder, or the address of a PostgreSQL database; no run may be there yet
  std::size_t runs = 10'000;
  std::size_t cells = 200;
  std::size_t changes = 3;  // of each cell, or one more: by 10 %, at 3 % noise
};

// Leaves the runs where they are. Throws std::runtime_error where there are runs already.
nlohmann::ordered_json store_figures(const store_plan& plan);

}  // namespace interleave::calibration
