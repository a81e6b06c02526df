// A Google Benchmark executable as the gate sees it: what it lists, and how it is asked for one benchmark. Any version
// from 1.5 on, whether of this suite or not.
#pragma once

#include "tracking/gate/gate_log.hpp"

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace interleave::gate {

struct listed_program {
  tracking::gate_program program;
  std::vector<std::string> benchmarks;  // in its own order, each once
};

// Executables that compute a table before main() are slow to list.
inline constexpr std::chrono::seconds longest_listing(60);

// Starts it with --benchmark_list_tests. Throws std::runtime_error where it takes longer than `limit`, and usage_error
// where it can't be started, doesn't list, or lists nothing. `role` names it in messages: "the base executable".
listed_program list_benchmarks(const std::filesystem::path& path, std::string_view role,
                               std::chrono::nanoseconds limit = longest_listing);

// The regular expression that matches `name` and nothing else, in the dialects that Google Benchmark may have been
// built with: POSIX extended (its own default, and GNU's) and ECMAScript.
std::string exact_pattern(std::string_view name);

// The arguments with which it measures one benchmark once and writes the JSON to `document`.
std::vector<std::string> sample_command(const tracking::gate_program& program, const std::string& benchmark,
                                        std::chrono::duration<double> min_time, const std::string& document);

}  // namespace interleave::gate
