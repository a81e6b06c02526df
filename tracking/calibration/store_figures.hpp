// How large a history of many runs is, and how long it takes to add a run, to load all, and to find changes.
#pragma once

#include <cstddef>
#include <string>

#include <nlohmann/json.hpp>

namespace interleave::calibration {

struct store_plan {
  std::string where;  // a folder, or the address of a PostgreSQL database; must hold no runs yet
  std::size_t runs = 10'000;
  std::size_t cells = 200;
  std::size_t changes = 3;  // per cell, or one more: by 10 %, at 3 % noise
};

// Doesn't delete the runs afterwards. Throws std::runtime_error where there are runs already.
nlohmann::ordered_json store_figures(const store_plan& plan);

}  // namespace interleave::calibration
