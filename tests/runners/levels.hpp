// The levels of in_flight at which a test runs a workload under every runner that can run it there.
#pragma once

#include "runners/runner.hpp"

#include <initializer_list>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace interleave {

struct level {
  const runner_descriptor* runner;
  int in_flight;
};

inline std::vector<level> all_levels(const workload_descriptor& work, std::initializer_list<int> in_flight) {
  std::vector<level> levels;
  for (const runner_descriptor* runner : all_runners())
    for (const int each : in_flight)
      if (!runner->cannot_run(work) && (runner->in_flight_most == 0 || each <= runner->in_flight_most))
        levels.push_back({runner, each});
  return levels;
}

// For INSTANTIATE_TEST_SUITE_P.
inline std::string name_of_level(const testing::TestParamInfo<level>& tested) {
  return fmt::format("{}__{}", tested.param.runner->name, tested.param.in_flight);
}

}  // namespace interleave
