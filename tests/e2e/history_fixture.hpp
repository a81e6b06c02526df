// `interleave history` on files of Google Benchmark that are made up here.
#pragma once

#include "e2e_test.hpp"

#include <fstream>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace interleave::test {

class a_history : public e2e_test {
 protected:
  a_history() { environment["GITHUB_SHA"] = environment["CI_COMMIT_SHA"] = ""; }

  [[nodiscard]] std::string path(const std::string& name) const { return (folder / name).string(); }
  [[nodiscard]] std::string store() const { return path("perf"); }

  // A Google Benchmark file of one benchmark, measured on a day of January 2026.
  std::string result(int day, double time) const {
    json rows = json::array();
    for (int i = 0; i < 3; ++i)
      rows.push_back({{"name", "bm"}, {"run_type", "iteration"}, {"repetition_index", i}, {"real_time", time + i}});
    const std::string name = path(fmt::format("{}.json", day));
    std::ofstream(name) << json{
        {"context", {{"num_cpus", 2}, {"date", fmt::format("2026-01-{:02}T12:00:00Z", day)}}},
        {"benchmarks", rows}}.dump();
    return name;
  }

  struct outcome {
    int status;
    std::string output;
    std::string errors;
  };
  [[nodiscard]] outcome call(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), "history");
    program typed(real(arguments), environment);
    const int status = typed.wait();
    return {status, typed.output(), typed.errors()};
  }

  // Thirty days, the second half of them 30 % slower.
  void fill(const std::string& where) const {
    for (int day = 1; day <= 30; ++day) {
      const outcome added = call({"add", where, result(day, (day <= 15 ? 1000 : 1300) + 3 * (day * 7 % 5)), "--commit",
                                  fmt::format("c{}", day)});
      ASSERT_EQ(added.status, 0) << added.errors;
    }
  }
  void fill() const { fill(store()); }
};

}  // namespace interleave::test
