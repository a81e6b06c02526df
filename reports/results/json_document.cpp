// See the header. A handler of the parser's events builds the document: only there can limits be enforced early and
// duplicate members be seen.
#include "reports/results/json_document.hpp"

#include "reports/errors.hpp"
#include "reports/results/json_cursor.hpp"
#include "reports/results/json_repair.hpp"
#include "reports/words/plain_text.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace interleave::reports {

namespace {

using nlohmann::json;

constexpr const char* not_ours = "This is not a file that the suite or Google Benchmark wrote";

// Why a text isn't JSON.
struct syntax_fault {
  std::size_t place = 0;  // where `met` begins, or the text's size
  std::string met;        // the offending text, shortened
  std::string reason;
};

class document_builder final : public nlohmann::json_sax<json> {
 public:
  document_builder(std::string_view text, const std::filesystem::path& path, const read_limits& limits)
      : text_(text), path_(path), limits_(limits) {}

  bool null() override { return add(nullptr); }
  bool boolean(bool value) override { return add(value); }
  bool number_integer(number_integer_t value) override { return add(value); }
  bool number_unsigned(number_unsigned_t value) override { return add(value); }
  bool number_float(number_float_t value, const string_t&) override { return add(value); }
  bool string(string_t& value) override { return add(std::move(value)); }
  bool binary(binary_t&) override { return false; }  // JSON text has no binary values
  bool start_object(std::size_t) override { return open(json::object()); }
  bool start_array(std::size_t) override { return open(json::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(string_t& name) override {
    const auto [member, is_new] = open_.back()->get_ref<json::object_t&>().emplace(name, nullptr);
    if (!is_new) {
      throw input_error(path_.string(), pointer(), fmt::format("has two members \"{}\"", shortened_name(name)),
                        "Which of them is meant can't be told: give the counter another name than what the library "
                        "writes itself");
    }
    member_ = &member->second;
    return true;
  }

  bool parse_error(std::size_t position, const std::string& met, const nlohmann::detail::exception& error) override {
    constexpr int out_of_range = 406;
    std::string reason = error.what();
    const std::size_t begin = reason.find(" - ");
    if (begin != std::string::npos) reason = reason.substr(begin + 3);
    reason = reason.substr(0, reason.find("; last read"));
    if (error.id == out_of_range) reason = "a number too large for a double";
    if (position >= text_.size() && error.id != out_of_range) {
      fault = {text_.size(), "", std::move(reason)};
      return false;
    }
    // The parser reports the end of what it has read, and for a string also its text from the beginning.
    const std::size_t end = std::min(position, text_.size());
    if (reason.starts_with("invalid string")) {
      fault = {end - std::min(end, met.size()), met, std::move(reason)};
    } else {
      const auto [first, size] = word_around(end == 0 ? 0 : end - 1);
      fault = {first, std::string(text_.substr(first, size)), std::move(reason)};
    }
    return false;
  }

  json root;
  std::optional<syntax_fault> fault;

 private:
  static std::string shortened_name(const std::string& name) { return printable(shortened(name, 80)); }

  // The token around a place: where it begins, and its length.
  std::pair<std::size_t, std::size_t> word_around(std::size_t place) const {
    constexpr std::string_view ends = " \t\r\n,:[]{}\"";
    const auto is_word = [&](std::size_t at) { return ends.find(text_[at]) == std::string_view::npos; };
    std::size_t begin = place;
    std::size_t end = place + 1;
    if (place < text_.size() && is_word(place)) {
      while (begin > 0 && is_word(begin - 1)) --begin;
      while (end < text_.size() && is_word(end)) ++end;
    }
    return {begin, end - begin};
  }

  template <class Value>
  json* place(Value&& value) {
    if (++values_ > limits_.values) {
      throw input_error(path_.string(), "", fmt::format("more than {} JSON values", limits_.values),
                        "Give fewer or smaller files");
    }
    if (open_.empty()) return &(root = std::forward<Value>(value));
    if (open_.back()->is_object()) return &(*member_ = std::forward<Value>(value));
    return &open_.back()->emplace_back(std::forward<Value>(value));
  }

  template <class Value>
  bool add(Value&& value) {
    place(std::forward<Value>(value));
    return true;
  }

  // Pointers stay valid: an open element is the last of its array, which doesn't grow until the element is closed.
  bool open(json&& container) {
    if (open_.size() == limits_.depth) {
      throw input_error(path_.string(), "", fmt::format("nested deeper than {} levels", limits_.depth), not_ours);
    }
    open_.push_back(place(std::move(container)));
    return true;
  }

  bool close() {
    open_.pop_back();
    return true;
  }

  // JSON pointer of the innermost open object.
  std::string pointer() const {
    std::string text;
    for (std::size_t level = 0; level + 1 < open_.size(); ++level) {
      const json& outer = *open_[level];
      if (outer.is_array()) {
        text += fmt::format("/{}", outer.size() - 1);
        continue;
      }
      for (const auto& [name, value] : outer.items())
        if (&value == open_[level + 1]) text += fmt::format("/{}", shortened_name(name));
    }
    return text.empty() ? "the document" : text;
  }

  std::string_view text_;
  const std::filesystem::path& path_;
  const read_limits& limits_;
  std::vector<json*> open_;
  json* member_ = nullptr;
  std::size_t values_ = 0;
};

std::string place_text(std::string_view text, std::size_t place) {
  const std::string_view before = text.substr(0, place);
  const std::size_t line_end = before.rfind('\n');
  const std::string_view line = before.substr(line_end == std::string_view::npos ? 0 : line_end + 1);
  const auto characters =
      std::count_if(line.begin(), line.end(), [](unsigned char byte) { return (byte & 0xc0U) != 0x80U; });
  return fmt::format("line {}, column {}", 1 + std::count(before.begin(), before.end(), '\n'), 1 + characters);
}

// What to do about a file that can't be parsed: a run of the suite can be resumed, other files must be written again.
std::string remedy_for(std::string_view text, const std::filesystem::path& path, bool ends_early) {
  if (has_object(text, "interleave")) {
    const std::filesystem::path folder = path.parent_path();
    return fmt::format("Finish the run: interleave run --resume {}; or run the suite again",
                       folder.empty() ? "." : folder.string());
  }
  if (ends_early) {
    return "Its program may have been stopped: run it again, with --benchmark_out=FILE --benchmark_out_format=json";
  }
  return "Give a results.json of this suite, or what a Google Benchmark program writes with --benchmark_out=FILE "
         "--benchmark_out_format=json";
}

[[noreturn]] void refuse(std::string_view text, const syntax_fault& fault, const std::filesystem::path& path) {
  const bool ends_early = fault.place >= text.size();
  const std::string where = place_text(text, std::min(fault.place, text.size()));
  if (ends_early) throw input_error(path.string(), where, "the JSON ends early", remedy_for(text, path, true));
  std::string problem = "this is not JSON";
  if (!fault.met.empty()) {
    const std::string met = printable(fault.met);
    problem += fmt::format(": met '{}'", shortened(met, 40));
  }
  problem += fmt::format(" ({})", printable(fault.reason));
  const bool raw_backslash = fault.met.starts_with('"') && fault.met.find('\\') != std::string::npos;
  if (raw_backslash) {
    throw input_error(path.string(), where, problem,
                      "A backslash in a name or label isn't escaped, and where the text ends can't be told: take it "
                      "out of the name, or write the file with a newer Google Benchmark");
  }
  throw input_error(path.string(), where, problem, remedy_for(text, path, false));
}

void refuse_other_encodings(std::string_view text, const std::filesystem::path& path) {
  if (!text.starts_with("\xff\xfe") && !text.starts_with("\xfe\xff")) return;
  throw input_error(path.string(), "line 1, column 1", "this is UTF-16, as PowerShell's > writes it, and JSON is UTF-8",
                    "Have the program write the file itself: --benchmark_out=FILE --benchmark_out_format=json");
}

}  // namespace

nlohmann::json parse_json(std::string_view text, const std::filesystem::path& path, const read_limits& limits) {
  refuse_other_encodings(text, path);
  document_builder first(text, path, limits);
  if (json::sax_parse(text, &first)) return std::move(first.root);
  const repaired_json repaired(text);
  document_builder second(repaired.text(), path, limits);
  const bool is_whole = json::sax_parse(repaired.text(), &second);
  if (!repaired.unclear_number().empty()) {
    throw input_error(path.string(), place_text(text, repaired.unclear_place()),
                      fmt::format("met {}, which was written under a locale that groups digits or has a decimal comma, "
                                  "and may mean several numbers",
                                  printable(repaired.unclear_number())),
                      "Run the program again under LC_ALL=C");
  }
  if (is_whole) return std::move(second.root);
  second.fault->place =
      second.fault->place >= repaired.text().size() ? text.size() : repaired.original(second.fault->place);
  refuse(text, *second.fault, path);
}

bool has_object(std::string_view json, std::string_view name) {
  const std::string key = fmt::format("\"{}\"", name);
  for (std::size_t at = json.find(key); at != std::string_view::npos; at = json.find(key, at + 1)) {
    constexpr std::string_view space = " \t\r\n";
    const std::size_t colon = json.find_first_not_of(space, at + key.size());
    if (colon == std::string_view::npos || json[colon] != ':') continue;
    const std::size_t begin = json.find_first_not_of(space, colon + 1);
    if (begin != std::string_view::npos && json[begin] == '{') return true;
  }
  return false;
}

}  // namespace interleave::reports
