// JSON that Google Benchmark writes and no parser takes, put right where it can mean one thing only: NaN and
// infinities, numbers written under a locale that groups digits or has a decimal comma, percentages, and strings in
// which a backslash stands for itself. Knows nothing of what the document says.
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

  // Where in the text given stands what is at `place` of the text repaired.
  std::size_t original(std::size_t place) const;

  // A number that may mean several: where it stands in the text given, and what it is; empty where there is none.
  std::size_t unclear_place() const { return unclear_place_; }
  const std::string& unclear_number() const { return unclear_number_; }

 private:
  std::size_t take_string(std::string_view text, std::size_t begin);
  std::size_t take_value(std::string_view text, std::size_t begin, bool is_member);
  void replace(std::string_view original, std::string_view by, std::size_t begin);

  std::string text_;
  std::string key_;  // the last string, which names the member if a colon follows
  std::vector<std::pair<std::size_t, std::size_t>> replaced_;  // ends of what was replaced: here, and in the original
  std::size_t unclear_place_ = 0;
  std::string unclear_number_;
};

// The number that is meant by one written under a locale, as JSON writes it; empty where it may mean several, or none.
// `is_whole`: it can't have decimals.
std::string number_meant(std::string_view written, bool is_whole);

}  // namespace interleave::reports
