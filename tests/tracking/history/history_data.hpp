// Recordings and histories made in memory.
#pragma once

#include "tracking/history/history_store.hpp"

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <stdlib.h>

namespace interleave::tracking::testing {

// A folder that is gone at the end.
class temporary_folder {
 public:
  temporary_folder() {
    std::string name = (std::filesystem::temp_directory_path() / "history_XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  temporary_folder(const temporary_folder&) = delete;
  temporary_folder& operator=(const temporary_folder&) = delete;
  ~temporary_folder() { std::filesystem::remove_all(path_); }

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// A day apart each, from 2024-01-01.
inline std::string day(std::size_t index) {
  return fmt::format("{}-{:02}-{:02}T12:00:00Z", 2024 + index / 336, 1 + index / 28 % 12, 1 + index % 28);
}

// One run of one machine, with a median of real time per cell.
inline history_run run_of(std::size_t index, std::vector<std::string> names, std::vector<double> medians) {
  history_run run;
  run.from = {fmt::format("{:040x}", index + 1), "main", day(index), {}};
  run.date = run.from.time;
  run.host = "lab";
  run.cpu_model = "Model A";
  run.cores = 2;
  run.compiler = "GNU 12.2.0";
  run.build_type = "release";
  run.measurements.assign(names.size(), 5);
  run.failures.assign(names.size(), 0);
  run.metrics = {{"real_time", std::move(medians), std::vector<double>(names.size(), 1.5)}};
  run.cells = std::make_shared<const std::vector<std::string>>(std::move(names));
  return run;
}

// Runs whose cells stand at levels, with lognormal noise: levels[cell] says what a cell has at an index.
template <class Level>
history history_of(std::size_t runs, const std::vector<std::string>& names, const Level& level, std::uint64_t seed = 1,
                   double spread = 0.02) {
  std::mt19937_64 generator(seed);
  std::normal_distribution<double> noise(0, spread);
  history made;
  for (std::size_t index = 0; index < runs; ++index) {
    std::vector<double> medians;
    for (std::size_t cell = 0; cell < names.size(); ++cell)
      medians.push_back(level(cell, index) * std::exp(noise(generator)));
    history_run run = run_of(index, names, std::move(medians));
    std::string id = id_of(run);
    made.runs.push_back({std::move(id), std::move(run)});
  }
  return made;
}

}  // namespace interleave::tracking::testing
