// JUnit XML, for whatever shows test results: a test case for each cell. A cell that was measured has passed, and says
// in its output how many of its samples failed; one without any number has failed, one that was skipped or isn't
// supported was skipped. The gate writes its verdicts by the same document.
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
  std::string output{};   // what else there is to say
};

struct junit_suite {
  std::string name;
  std::string timestamp;  // ISO 8601; a time zone is left out, for which the schema has no room
  std::string host;
  std::vector<std::pair<std::string, std::string>> properties;  // not empty
  std::vector<junit_case> cases;
  std::vector<std::string> output{};  // of the suite as a whole, line by line
};

// A whole document that fits Jenkins' schema, and Ant's as long as no case was skipped or has output, of which that
// knows nothing.
std::string junit_document(const junit_suite& suite);

// "io_echo.coroutines" for a cell of the suite, "benchmark" for any other.
std::string junit_class_of(const std::string& cell);

std::string junit(std::span<const reports::recording> recordings, const export_options& options);

}  // namespace interleave::tracking
