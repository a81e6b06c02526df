// See the header. Google Benchmark 1.5 to 1.9.4 writes numbers through a stream with the global locale. Whole numbers
// are written out, so some locales group their digits; all others have an exponent, "3.5362e+04", and too few digits to
// group.
#include "reports/results/json_repair.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <optional>

#include <fmt/format.h>

namespace interleave::reports {

namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

// Size in bytes of a digit or decimal separator at the beginning of `text`; 0 if there is none. Non-breaking spaces
// take one byte in Latin-1 and two or three in UTF-8.
std::size_t separator_size(std::string_view text) {
  if (text.empty()) return 0;
  if (std::string_view(",.' ").find(text[0]) != std::string_view::npos) return 1;
  for (const std::string_view space : {"\xa0", "\xc2\xa0", "\xe2\x80\xaf", "\xe2\x80\x99"}) {
    if (text.starts_with(space)) return space.size();
  }
  return 0;
}

// Length of the number, with separators, exponent and percent sign, at the beginning of `text`.
std::size_t written_size(std::string_view text) {
  std::size_t end = text.starts_with('-') ? 1 : 0;
  while (end < text.size()) {
    if (is_digit(text[end])) {
      ++end;
      continue;
    }
    const std::size_t separator = separator_size(text.substr(end));
    if (separator == 0 || end + separator >= text.size() || !is_digit(text[end + separator])) break;
    end += separator;
  }
  std::size_t exponent = end;
  if (exponent < text.size() && (text[exponent] == 'e' || text[exponent] == 'E')) {
    ++exponent;
    if (exponent < text.size() && (text[exponent] == '+' || text[exponent] == '-')) ++exponent;
    const std::size_t digits = exponent;
    while (exponent < text.size() && is_digit(text[exponent])) ++exponent;
    if (exponent > digits) end = exponent;
  }
  return end < text.size() && text[end] == '%' ? end + 1 : end;
}

// Length of "nan", "-nan(ind)", "Infinity" and the like at the beginning of `text`, in any case; 0 if there is none.
std::size_t word_size(std::string_view text) {
  const auto begins = [&](std::size_t at, std::string_view word) {
    if (text.size() - at < word.size()) return false;
    return std::equal(word.begin(), word.end(), text.begin() + static_cast<std::ptrdiff_t>(at), [](char a, char b) {
      return a == static_cast<char>(std::tolower(static_cast<unsigned char>(b)));
    });
  };
  const std::size_t sign = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
  for (const std::string_view word : {"nan", "infinity", "inf"}) {
    if (!begins(sign, word)) continue;
    std::size_t end = sign + word.size();
    if (word == "nan" && end < text.size() && text[end] == '(') {
      const std::size_t close = text.substr(0, end + 16).find(')', end);
      if (close != std::string_view::npos) end = close + 1;
    }
    const bool ends = end == text.size() || !(std::isalnum(static_cast<unsigned char>(text[end])) || text[end] == '_');
    return ends ? end : 0;
  }
  return 0;
}

// Members that Google Benchmark writes as whole numbers.
bool is_whole_member(std::string_view key) {
  constexpr std::array<std::string_view, 11> names = {"iterations", "repetitions",  "repetition_index",
                                                      "threads",    "family_index", "per_family_instance_index",
                                                      "num_cpus",   "mhz_per_cpu",  "level",
                                                      "size",       "num_sharing"};
  return std::find(names.begin(), names.end(), key) != names.end();
}

struct written_number {
  bool negative = false;
  std::vector<std::string_view> groups;      // of digits
  std::vector<std::string_view> separators;  // between them
  std::string_view exponent;                 // including the e
};

written_number parts_of(std::string_view written) {
  written_number parts;
  parts.negative = written.starts_with('-');
  if (parts.negative) written.remove_prefix(1);
  const std::size_t exponent = std::min(written.find_first_of("eE"), written.size());
  parts.exponent = written.substr(exponent);
  written = written.substr(0, exponent);
  while (true) {
    const std::size_t digits =
        static_cast<std::size_t>(std::find_if_not(written.begin(), written.end(), is_digit) - written.begin());
    parts.groups.push_back(written.substr(0, digits));
    written.remove_prefix(digits);
    const std::size_t separator = separator_size(written);
    if (separator == 0) return parts;
    parts.separators.push_back(written.substr(0, separator));
    written.remove_prefix(separator);
  }
}

// Whether the first `count` groups form a number with thousands separators: "1", "234", "567".
bool are_thousands(const std::vector<std::string_view>& groups, std::size_t count) {
  if (count < 2 || groups[0].empty() || groups[0].size() > 3 || groups[0] == "0") return false;
  return std::all_of(groups.begin() + 1, groups.begin() + static_cast<std::ptrdiff_t>(count),
                     [](std::string_view group) { return group.size() == 3; });
}

std::string joined(const std::vector<std::string_view>& groups, std::size_t from, std::size_t to) {
  std::string digits;
  for (std::size_t i = from; i < to; ++i) digits += groups[i];
  return digits;
}

// Converts a percentage to a fraction; empty where it isn't a number.
std::string share_of(const std::string& percent) {
  double value = 0;
  const auto [end, error] = std::from_chars(percent.data(), percent.data() + percent.size(), value);
  return error == std::errc() && end == percent.data() + percent.size() ? fmt::format("{}", value / 100) : "";
}

// Whether every escape in a string is valid JSON, and whether any of them is an escaped quote.
struct escapes {
  bool known = true;
  bool any_quote = false;
};

escapes escapes_in(std::string_view inside) {
  escapes found;
  for (std::size_t i = 0; i < inside.size(); ++i) {
    if (inside[i] != '\\') continue;
    ++i;
    const char c = i < inside.size() ? inside[i] : '\0';
    found.any_quote = found.any_quote || c == '"';
    if (c == 'u') {
      const std::string_view code = inside.substr(i + 1, 4);
      found.known = found.known && code.size() == 4 && std::all_of(code.begin(), code.end(), [](unsigned char digit) {
                      return std::isxdigit(digit) != 0;
                    });
    } else {
      found.known = found.known && std::string_view("\"\\/bfnrt").find(c) != std::string_view::npos && c != '\0';
    }
  }
  return found;
}

}  // namespace

std::string number_meant(std::string_view written, bool is_whole) {
  if (written.ends_with('%')) {
    const std::string percent = number_meant(written.substr(0, written.size() - 1), false);
    return percent.empty() ? "" : share_of(percent);
  }
  const written_number parts = parts_of(written);
  const std::size_t count = parts.groups.size();
  const std::string sign = parts.negative ? "-" : "";
  const auto whole = [&] { return sign + joined(parts.groups, 0, count) + std::string(parts.exponent); };
  const auto with_decimals = [&] {
    return sign + joined(parts.groups, 0, count - 1) + "." + std::string(parts.groups.back()) +
           std::string(parts.exponent);
  };
  if (count == 1) return parts.groups[0].empty() ? "" : whole();
  const std::string_view last = parts.separators.back();
  const bool last_can_part = last == "," || last == ".";
  const bool alike = std::all_of(parts.separators.begin(), parts.separators.end(),
                                 [&](std::string_view separator) { return separator == last; });
  if (!alike) {
    // The last separator is the decimal one, those before it group digits: "1.234.567,8".
    const bool groups_alike =
        std::all_of(parts.separators.begin(), parts.separators.end() - 1,
                    [&](std::string_view separator) { return separator == parts.separators.front(); });
    const bool clear = groups_alike && last_can_part && !is_whole && are_thousands(parts.groups, count - 1);
    return clear ? with_decimals() : "";
  }
  const bool can_group = are_thousands(parts.groups, count) && parts.exponent.empty();
  const bool can_part = count == 2 && last_can_part && !is_whole && !parts.groups[0].empty();
  if (can_group == can_part) return last == "." && can_part ? with_decimals() : "";
  return can_group ? whole() : with_decimals();
}

repaired_json::repaired_json(std::string_view text) {
  text_.reserve(text.size());
  char before = '\0';  // the last character other than a space
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (c == '"') {
      i = take_string(text, i);
    } else if (before == ':' || before == '[' || before == ',') {
      const std::size_t end = is_space(c) ? i : take_value(text, i, before == ':');
      if (end == i)
        text_ += text[i++];
      else
        i = end;
    } else {
      text_ += text[i++];
    }
    if (!is_space(c)) before = c;
  }
}

void repaired_json::replace(std::string_view original, std::string_view by, std::size_t begin) {
  text_ += by;
  if (original != by) replaced_.emplace_back(text_.size(), begin + original.size());
}

std::size_t repaired_json::take_string(std::string_view text, std::size_t begin) {
  std::size_t end = begin + 1;
  while (end < text.size() && text[end] != '"') end += text[end] == '\\' ? 2U : 1U;
  end = std::min(end, text.size());
  const std::string_view inside = text.substr(begin + 1, end - begin - 1);
  end = std::min(end + 1, text.size());
  key_ = inside.substr(0, 64);
  const escapes found = escapes_in(inside);
  // A writer that doesn't escape backslashes doesn't escape quotes either. So with a backslash before a quote, the end
  // of the string is uncertain and nothing is changed.
  if (found.known || found.any_quote || end == text.size()) {
    text_ += text.substr(begin, end - begin);
    return end;
  }
  std::string doubled = "\"";
  for (const char c : inside) doubled += c == '\\' ? std::string("\\\\") : std::string(1, c);
  replace(text.substr(begin, end - begin), doubled + text[end - 1], begin);
  return end;
}

std::size_t repaired_json::take_value(std::string_view text, std::size_t begin, bool is_member) {
  const std::string_view rest = text.substr(begin);
  if (const std::size_t size = word_size(rest); size > 0) {
    replace(rest.substr(0, size), "null", begin);
    return begin + size;
  }
  // Only for members: in an array, a comma separates two numbers.
  if (!is_member || (!is_digit(rest[0]) && rest[0] != '-')) return begin;
  const std::string_view written = rest.substr(0, written_size(rest));
  const bool is_whole = is_whole_member(key_);
  const auto points = std::count(written.begin(), written.end(), '.');
  const bool is_plain = written.find_first_not_of("+-.0123456789eE") == std::string_view::npos && points < 2;
  std::string meant = is_plain && !(is_whole && points > 0) ? std::string(written) : number_meant(written, is_whole);
  if (meant.empty() && !is_plain && unclear_number_.empty()) {
    unclear_place_ = begin;
    unclear_number_ = written;
  }
  if (meant.empty()) meant = written;
  replace(written, meant, begin);
  return begin + written.size();
}

std::size_t repaired_json::original(std::size_t place) const {
  const auto after = std::upper_bound(replaced_.begin(), replaced_.end(), place,
                                      [](std::size_t at, const auto& each) { return at < each.first; });
  if (after == replaced_.begin()) return place;
  const auto& [here, there] = *(after - 1);
  return there + (place - here);
}

}  // namespace interleave::reports
