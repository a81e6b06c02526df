// See the header. UTF-8 is decoded by hand: the standard library has no decoder, and this is all that is needed.
#include "reports/words/plain_text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include <fmt/format.h>

namespace interleave::reports {

namespace {

struct decoded {
  std::uint32_t point = 0;
  std::size_t bytes = 0;  // 0: not UTF-8 here
};

decoded decode(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i])); };
  const std::uint32_t lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t length = lead >= 0xf0 && lead < 0xf5 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 0;
  if (length == 0 || lead >= 0xf5 || text.size() < length) return {};
  std::uint32_t point = lead & (0xffU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0U) != 0x80U) return {};
    point = point << 6U | (byte(i) & 0x3fU);
  }
  const bool overlong = (length == 3 && point < 0x800) || (length == 4 && point < 0x10000);
  const bool surrogate = point >= 0xd800 && point < 0xe000;
  if (overlong || surrogate || point > 0x10ffff) return {};
  return {point, length};
}

bool is_unprintable(std::uint32_t point) {
  const bool control = point < 0x20 || (point >= 0x7f && point < 0xa0);
  const bool direction = (point >= 0x200e && point <= 0x200f) || (point >= 0x202a && point <= 0x202e) ||
                         (point >= 0x2066 && point <= 0x2069) || point == 0x061c;
  const bool line_end = point == 0x2028 || point == 0x2029;
  return control || direction || line_end || point == 0xfeff;
}

}  // namespace

std::string printable(std::string_view text) {
  std::string safe;
  safe.reserve(text.size());
  while (!text.empty()) {
    const decoded found = decode(text);
    const std::size_t length = found.bytes == 0 ? 1 : found.bytes;
    if (text[0] == '\n' || text[0] == '\r' || text[0] == '\t') {
      safe += ' ';
    } else if (found.bytes == 0 || is_unprintable(found.point)) {
      for (std::size_t i = 0; i < length; ++i) safe += fmt::format("\\x{:02x}", static_cast<unsigned char>(text[i]));
    } else {
      safe += text.substr(0, length);
    }
    text.remove_prefix(length);
  }
  return safe;
}

std::string printable_lines(std::string_view text) {
  std::string safe;
  for (;;) {
    const std::size_t end = text.find('\n');
    safe += printable(text.substr(0, end));
    if (end == std::string_view::npos) return safe;
    safe += '\n';
    text.remove_prefix(end + 1);
  }
}

std::string escape_controls_in_json(std::string_view json) {
  std::string safe;
  safe.reserve(json.size());
  for (std::size_t i = 0; i < json.size(); ++i) {
    const auto byte = static_cast<unsigned char>(json[i]);
    const auto next = static_cast<unsigned char>(i + 1 < json.size() ? json[i + 1] : '\0');
    if (byte == 0x7f) {
      safe += "\\u007f";
    } else if (byte == 0xc2 && next >= 0x80 && next < 0xa0) {
      safe += fmt::format("\\u{:04x}", next);
      ++i;
    } else {
      safe += json[i];
    }
  }
  return safe;
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (const char c : text) width += (static_cast<unsigned char>(c) & 0xc0U) != 0x80U ? 1 : 0;
  return width;
}

std::string ascii_only(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 6> likenesses = {
      {{"×", "x"}, {"–", "-"}, {"·", "|"}, {"≈", "~"}, {"…", "..."}, {"µ", "u"}}};
  std::string plain;
  while (!text.empty()) {
    if (static_cast<unsigned char>(text[0]) < 0x80) {
      plain += text[0];
      text.remove_prefix(1);
      continue;
    }
    bool found = false;
    for (const auto& [symbol, likeness] : likenesses) {
      if (found || !text.starts_with(symbol)) continue;
      plain += likeness;
      text.remove_prefix(symbol.size());
      found = true;
    }
    if (found) continue;
    plain += '?';
    const std::size_t length = decode(text).bytes;
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return plain;
}

std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  std::string line;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    const std::string_view word = text.substr(begin, end - begin);
    begin = end + 1;
    if (word.empty()) continue;
    if (!line.empty() && display_width(line) + 1 + display_width(word) > width) {
      lines.push_back(std::move(line));
      line.clear();
    }
    if (!line.empty()) line += ' ';
    line += word;
  }
  if (!line.empty()) lines.push_back(std::move(line));
  return lines;
}

}  // namespace interleave::reports
