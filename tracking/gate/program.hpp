// A Google Benchmark executable as the gate sees it: what it lists, how it is asked for one benchmark. Any version from
// 1.5 on, ours or not.
#pragma once

#include "tracking/gate/gate_log.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace interleave::gate {

struct listed_program {
  tracking::gate_program program;
  std::vector<std::string> benchmarks;  // in its own order, each once
};

// Starts it with --benchmark_list_tests. Throws usage_error where it can't be started, doesn't list, or lists nothing.
// `role` names it in messages: "the base executable".
listed_program list_benchmarks(const std::filesystem::path& path, std::string_view role);

// The regular expression that matches `name` and nothing else, in the dialects that Google Benchmark may have been
// built with: POSIX extended (its own default, and GNU's) and ECMAScript.
std::string exact_pattern(std::string_view name);

// The file `fd` of process `pid`, by a path that is longer by two bytes for each detour.
//
// Google Benchmark keeps a copy of this path, so that its length shifts what is allocated after it, and with it what a
// benchmark touches. One program's memcpy of 32 KiB took 5 % more or less of its time for it, depending on how long the
// programs' own paths were: while the gate's process id had four digits instead of five, a program was 4 % faster than
// its copy. With a length that each pair draws anew, over all of a page, such luck becomes spread, which more pairs
// make smaller; both arms of a pair have the same.
std::string path_with_detours(std::int64_t pid, int fd, std::size_t detours);
inline constexpr std::size_t most_detours = 2'034;  // a path may have 4,095 bytes

// The arguments that make it measure one benchmark once and write the JSON to `document`.
std::vector<std::string> sample_command(const tracking::gate_program& program, const std::string& benchmark,
                                        std::chrono::duration<double> min_time, const std::string& document);

// SHA-256 of a file, in hex. Throws driver::storage_error where it can't be read.
std::string digest_of(const std::filesystem::path& path);

}  // namespace interleave::gate
