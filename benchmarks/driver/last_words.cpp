// Taking the last lines of a text, and removing control characters.
#include "benchmarks/driver/last_words.hpp"

#include <cstddef>

namespace interleave::driver {
namespace {

std::string_view without_last_blanks(std::string_view text) {
  const std::size_t last = text.find_last_not_of("\n\r\t ");
  return text.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

// A sample's result file is named by a path of drawn length, "/proc/././././42/fd/7". Nobody needs to read that.
std::string without_detours(std::string_view text) {
  constexpr std::string_view folder = "/proc/";
  constexpr std::string_view detour = "./";
  std::string shown;
  while (!text.empty()) {
    const std::size_t end = text.find(folder);
    const std::size_t taken = end == std::string_view::npos ? text.size() : end + folder.size();
    shown += text.substr(0, taken);
    text.remove_prefix(taken);
    while (end != std::string_view::npos && text.starts_with(detour)) text.remove_prefix(detour.size());
  }
  return shown;
}

}  // namespace

std::string last_lines(std::string_view text) {
  constexpr std::size_t most_bytes = 2000;
  constexpr int most_lines = 10;
  const std::string direct = without_detours(text);
  const std::string_view printed = without_last_blanks(direct);
  std::size_t start = printed.size();
  for (int lines = 0; start > 0 && printed.size() - start < most_bytes; --start)
    if (printed[start - 1] == '\n' && ++lines == most_lines) break;
  return std::string(printed.substr(start));
}

std::string last_line(std::string_view text) {
  constexpr std::size_t most_bytes = 300;
  const std::string direct = without_detours(text);
  std::string_view line = without_last_blanks(direct);
  if (const std::size_t end = line.rfind('\n'); end != std::string_view::npos) line.remove_prefix(end + 1);
  if (line.size() > most_bytes) line.remove_prefix(line.size() - most_bytes);
  return without_controls(line);
}

std::string without_controls(std::string_view text) {
  std::string shown;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const auto next = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : '\0');
    if (byte == 0xc2 && next >= 0x80 && next < 0xa0) {  // U+0080 to U+009F, among them one that begins a sequence
      shown += '?';
      ++i;
    } else {
      shown += (byte < ' ' && byte != '\t' && byte != '\n') || byte == 0x7f ? '?' : text[i];
    }
  }
  return shown;
}

}  // namespace interleave::driver
