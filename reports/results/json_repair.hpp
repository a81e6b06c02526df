// Repairs invalid JSON that Google Benchmark writes, where only one meaning is possible: NaN and infinities, numbers
// written under a locale with digit grouping or a decimal comma, percentages, and strings with unescaped backslashes.
// Knows nothing of the document's structure or meaning.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace interleave::reports {

class repaired_json {
 public:
  explicit repaired_json(std::string_view text);

  const std::string& text() const { return text_; }

  // Maps a place in the repaired text to the corresponding place in the original.
  std::size_t original(std::size_t place) const;

  // The first ambiguous number: its place in the original text and its characters; empty if there is none.
  std::size_t unclear_place() const { return unclear_place_; }
  const std::string& unclear_number() const { return unclear_number_; }

 private:
  std::size_t take_string(std::string_view text, std::size_t begin);
  std::size_t take_value(std::string_view text, std::size_t begin, bool is_member);
  void replace(std::string_view original, std::string_view by, std::size_t begin);

  std::string text_;
  std::string key_;  // the last string, which names the member if a colon follows
  std::vector<std::pair<std::size_t, std::size_t>> replaced_;  // ends of replacements: in text_, and in the original
  std::size_t unclear_place_ = 0;
  std::string unclear_number_;
};

// Converts a number written under a locale to JSON; empty if it is ambiguous or no number. `is_whole`: it can't have
// decimals.
std::string number_meant(std::string_view written, bool is_whole);

}  // namespace interleave::reports
