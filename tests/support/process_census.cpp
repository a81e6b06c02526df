// Counting in /proc.
#include "tests/support/process_census.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <fmt/format.h>

namespace interleave {
namespace {

std::size_t entries_of(const char* folder) {
  const std::filesystem::directory_iterator entries(folder);
  return static_cast<std::size_t>(std::distance(begin(entries), end(entries)));
}

std::size_t lines_with(const char* path, const std::string& part) {
  std::size_t count = 0;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);)
    if (line.find(part) != std::string::npos) ++count;
  return count;
}

std::size_t children() {
  std::size_t count = 0;
  for (const auto& thread : std::filesystem::directory_iterator("/proc/self/task")) {
    std::ifstream list(thread.path() / "children");
    count += static_cast<std::size_t>(std::distance(std::istream_iterator<std::string>(list), {}));
  }
  return count;
}

}  // namespace

process_census take_census() {
  return {.descriptors = entries_of("/proc/self/fd"),
          .threads = entries_of("/proc/self/task"),
          .children = children(),
          .shared_mappings = lines_with("/proc/self/maps", "/dev/zero (deleted)")};
}

std::size_t sockets_in_time_wait(std::uint16_t port) {
  // Addresses are "0100007F:PORT" in hexadecimal; the state after the second one is 06 (proc(5), RFC 9293).
  const std::string end_of_address = fmt::format(":{:04X} ", port);
  std::size_t count = 0;
  std::ifstream table("/proc/net/tcp");
  for (std::string line; std::getline(table, line);)
    if (line.find(" 06 ") != std::string::npos && line.find(end_of_address) != std::string::npos) ++count;
  return count;
}

std::ostream& operator<<(std::ostream& out, const process_census& c) {
  return out << c.descriptors << " descriptors, " << c.threads << " threads, " << c.children << " children, "
             << c.shared_mappings << " shared mappings";
}

}  // namespace interleave
