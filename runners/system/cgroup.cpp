// See cgroup.hpp. A group is bound by its ancestors too, so every folder from our own up to the mount point counts.
#include "runners/system/cgroup.hpp"

#include <algorithm>

namespace interleave {
namespace {

struct mount {
  std::string root;   // the part of the hierarchy that is mounted: in a container often the container's own group
  std::string point;  // where
  std::string type;   // "cgroup" or "cgroup2"
  std::string options;
};

// A line of mountinfo: id parent device root point options [tags...] - type source super-options
std::vector<mount> cgroup_mounts(const system_files& files) {
  std::vector<mount> mounts;
  const auto text = files.text("proc/self/mountinfo");
  for (const auto line : lines_of(text)) {
    const auto words = words_of(line);
    const auto dash = std::find(words.begin(), words.end(), "-");
    if (words.size() < 5 || words.end() - dash < 4 || !dash[1].starts_with("cgroup")) continue;
    mounts.push_back({std::string(words[3]), std::string(words[4]), std::string(dash[1]), std::string(dash[3])});
  }
  return mounts;
}

bool has_controller(std::string_view comma_separated, std::string_view controller) {
  while (!comma_separated.empty()) {
    const auto end = std::min(comma_separated.find(','), comma_separated.size());
    if (comma_separated.substr(0, end) == controller) return true;
    comma_separated.remove_prefix(std::min(end + 1, comma_separated.size()));
  }
  return false;
}

// Our group's path within the hierarchy of a controller; version 2's line names no controller.
std::string group_path(const system_files& files, std::string_view controller, bool version_2) {
  const auto text = files.text("proc/self/cgroup");
  for (const auto line : lines_of(text)) {
    const auto first = line.find(':');
    const auto second = line.find(':', first + 1);
    if (first == std::string_view::npos || second == std::string_view::npos) continue;
    const auto controllers = line.substr(first + 1, second - first - 1);
    if (version_2 ? controllers.empty() : has_controller(controllers, controller)) {
      return std::string(line.substr(second + 1));
    }
  }
  return {};
}

// The folders of a controller, from our own group up to the mount point.
std::vector<std::string> group_folders(const system_files& files, std::string_view controller, bool version_2) {
  std::vector<std::string> folders;
  for (const auto& mount : cgroup_mounts(files)) {
    if ((mount.type == "cgroup2") != version_2) continue;
    if (!version_2 && !has_controller(mount.options, controller)) continue;
    auto path = group_path(files, controller, version_2);
    if (mount.root != "/") path = path.starts_with(mount.root) ? path.substr(mount.root.size()) : std::string();
    while (!path.empty() && path != "/") {
      folders.push_back(mount.point + path);
      path.resize(std::min(path.rfind('/'), path.size()));
    }
    folders.push_back(mount.point);
    break;
  }
  return folders;
}

template <class Value>
void tighten(std::optional<Value>& bound, Value candidate) {
  bound = bound ? std::min(*bound, candidate) : candidate;
}

std::uint64_t left(std::uint64_t limit, std::uint64_t used) {
  return limit > used ? limit - used : 0;
}

void read_cpu(const system_files& files, const std::string& folder, cgroup_limits& found) {
  const auto cpu_max = files.text(folder + "/cpu.max");
  auto quota = files.number(folder + "/cpu.cfs_quota_us");  // -1, no number, where there is none
  auto period = files.number(folder + "/cpu.cfs_period_us");
  if (const auto words = words_of(cpu_max); words.size() == 2) {
    quota = parse_number(words[0]);  // "max", no number, where there is none
    period = parse_number(words[1]);
  }
  if (quota && period && *period > 0) {
    tighten(found.cpu_quota, static_cast<double>(*quota) / static_cast<double>(*period));
  }
  const auto statistics = files.text(folder + "/cpu.stat");
  for (const auto line : lines_of(statistics)) {
    if (line.starts_with("nr_throttled ")) {
      found.throttled_periods = std::max(found.throttled_periods, parse_number(line.substr(13)).value_or(0));
    }
  }
}

void read_memory(const system_files& files, const std::string& folder, cgroup_limits& found) {
  auto limit = files.number(folder + "/memory.max");
  auto used = files.number(folder + "/memory.current");
  if (!limit) limit = files.number(folder + "/memory.limit_in_bytes");
  if (!used) used = files.number(folder + "/memory.usage_in_bytes");
  if (!limit) return;
  // Pages of files that nobody uses count as used, and are given up at once when memory is wanted.
  std::uint64_t reclaimable = 0;
  const auto statistics = files.text(folder + "/memory.stat");
  for (const auto line : lines_of(statistics)) {
    if (line.starts_with("inactive_file ")) reclaimable = parse_number(line.substr(14)).value_or(0);
  }
  // Version 1 writes "unlimited" as the largest number of whole pages.
  if (*limit < (1ULL << 62U)) tighten(found.memory_left_bytes, left(*limit, left(used.value_or(0), reclaimable)));
}

void read_tasks(const system_files& files, const std::string& folder, cgroup_limits& found) {
  if (const auto most = files.number(folder + "/pids.max")) {
    tighten(found.tasks_left, left(*most, files.number(folder + "/pids.current").value_or(0)));
  }
}

}  // namespace

cgroup_limits read_cgroup_limits(const system_files& files) {
  cgroup_limits found;
  for (const bool version_2 : {false, true}) {
    for (const auto& folder : group_folders(files, "cpu", version_2)) read_cpu(files, folder, found);
    for (const auto& folder : group_folders(files, "memory", version_2)) read_memory(files, folder, found);
    for (const auto& folder : group_folders(files, "pids", version_2)) read_tasks(files, folder, found);
  }
  return found;
}

}  // namespace interleave
