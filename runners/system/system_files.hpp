// Reads the small text files of /proc and /sys below a root folder. A file that is absent, unreadable or not what it
// should be is an empty answer, never an error: no two kernels show the same files.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace interleave {

class system_files {
 public:
  explicit system_files(std::filesystem::path root) : root_(std::move(root)) {}

  // The whole file without the white space at its end.
  [[nodiscard]] std::string text(std::string_view path) const;
  // The file's first word as a number.
  [[nodiscard]] std::optional<std::uint64_t> number(std::string_view path) const;
  [[nodiscard]] bool exists(std::string_view path) const;
  // Names of the entries of a folder, sorted.
  [[nodiscard]] std::vector<std::string> entries(std::string_view folder) const;
  // What follows `key` on the first line that starts with it, a colon or '=' and white space and quotes removed.
  [[nodiscard]] std::string field(std::string_view path, std::string_view key) const;

 private:
  [[nodiscard]] std::filesystem::path below_root(std::string_view path) const;

  std::filesystem::path root_;
};

[[nodiscard]] std::vector<std::string_view> lines_of(std::string_view text);
[[nodiscard]] std::vector<std::string_view> words_of(std::string_view text);
[[nodiscard]] std::optional<std::uint64_t> parse_number(std::string_view word, int base = 10);
// A kernel list of processors: "0-3,8".
[[nodiscard]] std::set<std::uint64_t> parse_list(std::string_view list);

}  // namespace interleave
