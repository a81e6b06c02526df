// JUnit XML, for tools that show test results: one test case per cell. A measured cell passes, and its output says how
// many of its samples failed; a cell without any measurement fails; one that was skipped or isn't supported is skipped.
// The gate's verdicts are written with the same functions.
#pragma once

#include "tracking/exports/exporter.hpp"

#include <span>
#include <string>
#include <utility>
#include <vector>

namespace interleave::tracking {

enum class junit_outcome { passed, failed, error, skipped };

struct junit_case {
  std::string class_name;
  std::string name;
  double seconds = 0;
  junit_outcome outcome = junit_outcome::passed;
  std::string message{};  // why it failed or was skipped
  std::string output{};   // anything else worth saying
};

struct junit_suite {
  std::string name;
  std::string timestamp;  // ISO 8601; a time zone is dropped, as the schema has no room for it
  std::string host;
  std::vector<std::pair<std::string, std::string>> properties;  // must not be empty
  std::vector<junit_case> cases;
  std::vector<std::string> output{};  // of the suite as a whole, line by line
};

// A whole document, valid by Jenkins' schema; also by Ant's, unless a case is skipped or has output, which that schema
// doesn't have.
std::string junit_document(const junit_suite& suite);

// "io_echo.coroutines" for a cell of the suite, "benchmark" for any other.
std::string junit_class_of(const std::string& cell);

std::string junit(std::span<const reports::recording> recordings, const export_options& options);

}  // namespace interleave::tracking
