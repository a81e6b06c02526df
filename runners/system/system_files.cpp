// See system_files.hpp.
#include "runners/system/system_files.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <system_error>

namespace interleave {
namespace {

constexpr std::string_view blanks{" \t\n\r\0", 5};  // device trees end their strings with the zero

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::vector<std::string_view> split(std::string_view text, std::string_view separators) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const auto end = std::min(text.find_first_of(separators), text.size());
    if (end != 0) parts.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

}  // namespace

std::vector<std::string_view> lines_of(std::string_view text) {
  return split(text, "\n");
}
std::vector<std::string_view> words_of(std::string_view text) {
  return split(text, " \t\n");
}

std::optional<std::uint64_t> parse_number(std::string_view word, int base) {
  std::uint64_t value = 0;
  const auto* const end = word.data() + word.size();
  const auto [stop, error] = std::from_chars(word.data(), end, value, base);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return value;
}

std::set<std::uint64_t> parse_list(std::string_view list) {
  // A list beyond this is damaged: Linux knows 8192 processors at most.
  constexpr std::uint64_t largest = 1U << 16U;
  std::set<std::uint64_t> members;
  for (const auto range : split(trimmed(list), ",")) {
    const auto dash = range.find('-');
    const auto first = parse_number(range.substr(0, dash));
    const auto last = dash == std::string_view::npos ? first : parse_number(range.substr(dash + 1));
    if (!first || !last || *last > largest) continue;
    for (auto member = *first; member <= *last; ++member) members.insert(member);
  }
  return members;
}

std::filesystem::path system_files::below_root(std::string_view path) const {
  return root_ / path.substr(std::min(path.find_first_not_of('/'), path.size()));
}

std::string system_files::text(std::string_view path) const {
  std::ifstream file(below_root(path), std::ios::binary);
  if (!file) return {};
  try {
    std::string whole{std::istreambuf_iterator<char>(file), {}};
    whole.resize(whole.find_last_not_of(blanks) + 1);
    return whole;
  } catch (const std::ios_base::failure&) {
    return {};  // some entries of /sys can be opened and not read
  }
}

std::optional<std::uint64_t> system_files::number(std::string_view path) const {
  const auto whole = text(path);
  const auto words = words_of(whole);
  if (words.empty()) return std::nullopt;
  return parse_number(words.front());
}

bool system_files::exists(std::string_view path) const {
  std::error_code ignored;
  return std::filesystem::exists(below_root(path), ignored);
}

std::vector<std::string> system_files::entries(std::string_view folder) const {
  std::vector<std::string> names;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(below_root(folder), error), end; !error && entry != end;
       entry.increment(error)) {
    names.push_back(entry->path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string system_files::field(std::string_view path, std::string_view key) const {
  const auto whole = text(path);
  for (auto line : lines_of(whole)) {
    if (!line.starts_with(key)) continue;
    line.remove_prefix(key.size());
    line = trimmed(line);
    if (line.empty() || (line.front() != ':' && line.front() != '=')) continue;  // a longer key
    line = trimmed(line.substr(1));
    if (line.size() >= 2 && line.front() == '"' && line.back() == '"') line = line.substr(1, line.size() - 2);
    return std::string(line);
  }
  return {};
}

}  // namespace interleave
