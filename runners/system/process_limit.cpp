// Reading the limit, whether it applies, and what the user has already.
#include "runners/system/process_limit.hpp"

#include <string>
#include <vector>

namespace interleave {
namespace {

// RLIMIT_NPROC applies neither to root nor to the privileged, but that counts in the first user namespace only
// (copy_process() in kernel/fork.c).
bool is_exempt(const system_files& files) {
  const std::string map_text = files.text("proc/self/uid_map");
  const auto map = words_of(map_text);
  if (!map.empty() && !(map.size() == 3 && map[0] == "0" && map[2] == "4294967295")) return false;
  constexpr std::uint64_t sys_admin = 1ULL << 21U;
  constexpr std::uint64_t sys_resource = 1ULL << 24U;
  const auto capabilities = parse_number(files.field("proc/self/status", "CapEff"), 16).value_or(0);
  if ((capabilities & (sys_admin | sys_resource)) != 0) return true;
  const std::string ids = files.field("proc/self/status", "Uid");  // real, effective, saved, file system
  const auto words = words_of(ids);
  return !words.empty() && words.front() == "0";
}

// Threads count, not only processes.
std::uint64_t threads_of_own_user(const system_files& files) {
  const auto user_of = [&](const std::string& path) {
    const auto ids = files.field(path, "Uid");
    const auto words = words_of(ids);
    return words.empty() ? std::string() : std::string(words.front());
  };
  const auto own_user = user_of("proc/self/status");
  std::uint64_t threads = 0;
  for (const auto& entry : files.entries("proc")) {
    if (!parse_number(entry)) continue;
    const auto status = "proc/" + entry + "/status";
    if (user_of(status) == own_user) threads += parse_number(files.field(status, "Threads")).value_or(1);
  }
  return threads;
}

}  // namespace

resource_limit resource_limit_of(const system_files& files, std::string_view name) {
  // "Max open files            1024                 1048576              files"; "unlimited" is not a number.
  const auto text = files.text("proc/self/limits");
  for (const auto line : lines_of(text)) {
    if (!line.starts_with(name)) continue;
    const auto words = words_of(line.substr(name.size()));
    if (words.size() >= 2) return {parse_number(words[0]), parse_number(words[1])};
  }
  return {};
}

process_limit process_limit_of(const system_files& files) {
  const auto most = resource_limit_of(files, "Max processes").soft;
  if (!most || is_exempt(files)) return {};
  return {most, threads_of_own_user(files)};
}

}  // namespace interleave
