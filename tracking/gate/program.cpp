// Lists benchmarks and builds command lines. The form of --benchmark_min_time has changed: up to 1.7 it is a bare
// number; from 1.8 it is "0.05s", and a bare number gives a warning. The listing therefore tries one form and then, if
// need be, the other.
#include "tracking/gate/program.hpp"

#include "benchmarks/driver/child_process.hpp"
#include "benchmarks/driver/watched_program.hpp"
#include "workloads/errors.hpp"

#include <set>

#include <fmt/format.h>

namespace interleave::gate {
namespace {

namespace fs = std::filesystem;

// Keeps "..": after a symbolic link to a folder, only the kernel knows where it leads.
fs::path startable(const fs::path& path, std::string_view role) {
  if (const std::string reason = driver::why_not_startable(path); !reason.empty())
    throw usage_error(fmt::format("{}: {} is no program that can be started: {}", role, path.string(), reason));
  return fs::absolute(path);
}

std::string min_time_argument(std::chrono::duration<double> min_time, bool seconds_suffix) {
  return fmt::format("--benchmark_min_time={:.6f}{}", min_time.count(), seconds_suffix ? "s" : "");
}

driver::captured listing(const fs::path& path, bool seconds_suffix, std::chrono::nanoseconds limit) {
  return driver::run_captured(
      {path.string(), "--benchmark_list_tests=true", min_time_argument(std::chrono::milliseconds(50), seconds_suffix)},
      limit);
}

bool is_understood(const driver::captured& answer) {
  return answer.exit_status == 0 && answer.errors.find("benchmark_min_time") == std::string::npos &&
         answer.output.find("benchmark_min_time") == std::string::npos;
}

std::string first_line(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::set<std::string> seen;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    std::string line = text.substr(begin, end - begin);
    begin = end + 1;
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (!line.empty() && seen.insert(line).second) lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace

listed_program list_benchmarks(const fs::path& path, std::string_view role, std::chrono::nanoseconds limit) {
  const fs::path program = startable(path, role);
  bool seconds_suffix = true;
  driver::captured answer = listing(program, seconds_suffix, limit);
  if (!is_understood(answer)) {
    seconds_suffix = false;
    answer = listing(program, seconds_suffix, limit);
  }
  if (answer.exit_status != 0)
    throw usage_error(fmt::format("{}: {} --benchmark_list_tests ended with status {}: {}", role, program.string(),
                                  answer.exit_status, first_line(answer.errors)));
  constexpr std::size_t longest_name = 2048;
  for (const std::string& name : lines_of(answer.output))
    if (name.size() > longest_name)
      throw usage_error(
          fmt::format("{}: {} --benchmark_list_tests writes a line of {} bytes, which is no benchmark's "
                      "name; the longest may have {}",
                      role, program.string(), name.size(), longest_name));
  listed_program listed{{program.string(), driver::digest_of(program), seconds_suffix}, lines_of(answer.output)};
  if (listed.benchmarks.empty())
    throw usage_error(fmt::format("{}: {} --benchmark_list_tests lists nothing; is it a Google Benchmark executable?",
                                  role, program.string()));
  return listed;
}

std::string exact_pattern(std::string_view name) {
  // Escape only what is special in both dialects: POSIX leaves other escapes undefined. An unmatched closing brace or
  // bracket is literal in both.
  constexpr std::string_view special = R"(.[\()*+?{|^$)";
  std::string pattern = "^";
  for (const char c : name) {
    if (special.find(c) != std::string_view::npos) pattern += '\\';
    pattern += c;
  }
  return pattern + "$";
}

std::vector<std::string> sample_command(const tracking::gate_program& program, const std::string& benchmark,
                                        std::chrono::duration<double> min_time, const std::string& document) {
  // The result goes to a file of its own, as benchmarks may print.
  return {program.path,
          "--benchmark_filter=" + exact_pattern(benchmark),
          min_time_argument(min_time, program.seconds_suffix),
          "--benchmark_format=json",
          "--benchmark_out=" + document,
          "--benchmark_out_format=json"};
}

}  // namespace interleave::gate
