// A place in a JSON document that knows its JSON pointer, so that every error about a field names it. Internal to the
// reader: nothing else in reports/ sees a JSON library.
#pragma once

#include "reports/results/run_results.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace interleave::reports {

class json_cursor {
 public:
  // `remedy` is what to do about a document that lacks a member.
  json_cursor(const nlohmann::json& value, const std::filesystem::path& path, std::string pointer = "",
              std::string_view remedy = "Give a results.json of this suite, or the JSON of Google Benchmark")
      : value_(&value), path_(&path), pointer_(std::move(pointer)), remedy_(remedy) {}

  // Access to members and elements. find() treats null as absent; at() throws for an absent member.
  std::optional<json_cursor> find(std::string_view key) const;
  json_cursor at(std::string_view key) const;
  std::vector<std::pair<std::string, json_cursor>> members() const;
  std::vector<json_cursor> elements() const;

  bool is_null() const { return value_->is_null(); }
  bool is_object() const { return value_->is_object(); }
  bool is_array() const { return value_->is_array(); }
  bool is_number() const { return value_->is_number(); }
  bool is_text() const { return value_->is_string(); }

  // Names must be short (many sentences repeat them) and not empty; texts are cut to a length that fits a report.
  std::string name() const;
  std::string name_of_cell() const;  // joined from names, so longer
  std::string text() const;
  // A string, number or boolean as text: for environments and parameters.
  std::string scalar_text() const;
  double number() const;  // finite and at most 1e18 in magnitude
  double number_from(double lowest) const;
  std::int64_t integer(std::int64_t lowest, std::int64_t highest) const;
  std::uint64_t unsigned_integer() const;
  double unchecked_number() const;  // whatever it is; 0 when it isn't a number
  bool boolean() const;

  // The members of an object of scalars, nested objects flattened with dots; arrays are joined by spaces.
  named_values flattened() const;

  [[noreturn]] void fail(std::string problem, std::string remedy = "") const;

 private:
  json_cursor inner(const nlohmann::json& value, std::string_view token) const;
  std::string short_string(std::size_t longest) const;
  [[noreturn]] void fail_type(std::string_view wanted) const;

  const nlohmann::json* value_;
  const std::filesystem::path* path_;
  std::string pointer_;
  std::string_view remedy_;
};

// Cuts to at most `bytes` bytes without splitting a UTF-8 character, and marks the cut by an ellipsis.
std::string shortened(std::string text, std::size_t bytes);

}  // namespace interleave::reports
