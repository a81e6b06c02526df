// Values made by data/rank_tests_reference.py.
#pragma once

#include "reports/statistics/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace interleave::reports::testing {

inline const nlohmann::json& reference(std::string_view part) {
  static const nlohmann::json document = [] {
    std::ifstream file(std::filesystem::path(INTERLEAVE_REPORTS_TEST_DATA) / "rank_tests_reference.json");
    return nlohmann::json::parse(file);
  }();
  return document.at(std::string(part));
}

inline std::vector<double> numbers(const nlohmann::json& values) {
  return values.get<std::vector<double>>();
}

// Both by 1e-12 of the value, or of 1.
inline void expect_close(double ours, double theirs, const std::string& what) {
  EXPECT_NEAR(ours, theirs, 1e-12 * std::max(1.0, std::abs(theirs))) << what;
}

inline void expect_estimate(const reports::estimate& ours, const nlohmann::json& theirs) {
  expect_close(ours.median, theirs["estimate"].get<double>(), theirs.dump());
  ASSERT_EQ(ours.interval.has_value(), !theirs["interval"].is_null()) << theirs.dump();
  if (!ours.interval) return;
  expect_close(ours.interval->low, theirs["interval"][0].get<double>(), theirs.dump());
  expect_close(ours.interval->high, theirs["interval"][1].get<double>(), theirs.dump());
}

}  // namespace interleave::reports::testing
