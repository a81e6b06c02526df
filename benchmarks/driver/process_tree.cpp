// Reads /proc. Processes come and go meanwhile: a file that has vanished means that its process has.
#include "benchmarks/driver/process_tree.hpp"

#include "benchmarks/driver/files.hpp"

#include <cerrno>
#include <charconv>
#include <filesystem>
#include <string>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace interleave::driver {
namespace {

std::string read_proc(const std::string& path) {
  const descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return "";
  try {
    return read_from_start(file.get(), path);
  } catch (const storage_error&) {
    return "";
  }
}

// The number after `key`, 0 if there is none.
std::uint64_t number_after(std::string_view text, std::string_view key) {
  const std::size_t at = text.find(key);
  if (at == std::string_view::npos) return 0;
  text.remove_prefix(at + key.size());
  text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
  std::uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

// The names in a folder of /proc that are numbers.
std::vector<pid_t> numbered_entries(const std::string& folder) {
  std::vector<pid_t> numbers;
  std::error_code gone;
  for (std::filesystem::directory_iterator entry(folder, gone), end; !gone && entry != end; entry.increment(gone)) {
    const std::string name = entry->path().filename().string();
    pid_t number = 0;
    const auto [rest, error] = std::from_chars(name.data(), name.data() + name.size(), number);
    if (error == std::errc{} && rest == name.data() + name.size()) numbers.push_back(number);
  }
  return numbers;
}

std::uint64_t resident_bytes(pid_t process) {
  const std::string text = read_proc(fmt::format("/proc/{}/statm", process));
  static const std::uint64_t page_bytes = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  return number_after(text, " ") * page_bytes;  // the second number
}

std::uint64_t proportional_bytes(pid_t process) {
  return number_after(read_proc(fmt::format("/proc/{}/smaps_rollup", process)), "\nPss:") << 10U;
}

constexpr char gone = '\0';

struct name_and_state {
  std::string name;
  char state = gone;
};

name_and_state name_and_state_of(pid_t process) {
  const std::string text = read_proc(fmt::format("/proc/{}/stat", process));
  // "7 (name) S ...": the name may itself hold spaces and parentheses.
  const std::size_t begin = text.find('(');
  const std::size_t end = text.rfind(')');
  if (begin == std::string::npos || end == std::string::npos || end + 2 >= text.size()) return {};
  return {text.substr(begin + 1, end - begin - 1), text[end + 2]};
}

}  // namespace

std::vector<pid_t> children_of(pid_t process) {
  std::vector<pid_t> children;
  for (const pid_t thread : numbered_entries(fmt::format("/proc/{}/task", process))) {
    const std::string list = read_proc(fmt::format("/proc/{}/task/{}/children", process, thread));
    const char* at = list.data();
    const char* const end = list.data() + list.size();
    for (pid_t child = 0; at < end; ++at) {
      const auto [rest, error] = std::from_chars(at, end, child);
      if (error != std::errc{}) break;
      children.push_back(child);
      at = rest;
    }
  }
  return children;
}

std::vector<pid_t> descendants_of(pid_t process, pid_t spared) {
  std::vector<pid_t> found;
  std::vector<pid_t> open{process};
  while (!open.empty()) {
    const pid_t parent = open.back();
    open.pop_back();
    for (const pid_t child : children_of(parent)) {
      if (child == spared) continue;
      found.push_back(child);
      open.push_back(child);
    }
  }
  return found;
}

bool is_dead(pid_t process) {
  const char state = name_and_state_of(process).state;
  return state == gone || state == 'Z';
}

std::set<std::string> names_of_stopped(const std::vector<pid_t>& processes) {
  std::set<std::string> names;
  for (const pid_t process : processes)
    if (const name_and_state found = name_and_state_of(process); found.state == 'T') names.insert(found.name);
  return names;
}

std::uint64_t memory_used_bytes(const std::vector<pid_t>& processes, std::uint64_t interesting_bytes) {
  std::uint64_t at_most = 0;
  for (const pid_t process : processes) at_most += resident_bytes(process);
  if (at_most <= interesting_bytes) return at_most;
  std::uint64_t exact = 0;
  for (const pid_t process : processes) exact += proportional_bytes(process);
  return exact;
}

std::uint64_t memory_available_bytes() {
  return number_after(read_proc("/proc/meminfo"), "MemAvailable:") << 10U;
}

std::vector<pid_t> processes_with_environment(std::string_view assignment) {
  std::vector<pid_t> found;
  for (const pid_t process : numbered_entries("/proc")) {
    // Every assignment ends in a zero byte, and so does the one before it.
    const std::string variables = '\0' + read_proc(fmt::format("/proc/{}/environ", process));
    if (variables.find(fmt::format("{0}{1}{0}", '\0', assignment)) != std::string::npos) found.push_back(process);
  }
  return found;
}

}  // namespace interleave::driver
