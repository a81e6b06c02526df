// What every end-to-end test has: a folder of its own, a mark on every process it starts, and the executables.
#pragma once

#include "program.hpp"

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sys/types.h>

namespace interleave::test {

using json = nlohmann::json;

class e2e_test : public testing::Test {
 protected:
  e2e_test();
  ~e2e_test() override;

  // `interleave` with these arguments, measuring with the faulty workloads.
  [[nodiscard]] std::vector<std::string> faulty(const std::vector<std::string>& arguments) const;
  // The same with the suite's real workloads.
  [[nodiscard]] std::vector<std::string> real(const std::vector<std::string>& arguments) const;

  // Processes started by this test's programs, even if they are no longer descendants. Zombies are not included.
  [[nodiscard]] std::vector<pid_t> marked_processes() const;
  [[nodiscard]] bool nobody_is_left() const;

  [[nodiscard]] std::set<std::string> files_in(const std::filesystem::path& folder) const;
  [[nodiscard]] static std::string text_of(const std::filesystem::path& path);
  [[nodiscard]] static json json_of(const std::filesystem::path& path);

  // Validates a result against the JSON Schema with a third-party validator.
  void expect_valid(const std::filesystem::path& results) const;

  // Everything below lies in a fresh folder.
  std::filesystem::path folder;
  std::filesystem::path out;   // for --out
  std::filesystem::path gate;  // see faulty_workloads.cpp
  std::filesystem::path temporary_files;
  std::map<std::string, std::string> environment;

 private:
  std::string mark_;
};

// Cell and sample of every row.
std::set<std::pair<std::string, int>> samples_in(const json& results);
// Every cell with every sample, as run.json planned them.
std::set<std::pair<std::string, int>> samples_planned(const json& plan);

}  // namespace interleave::test
