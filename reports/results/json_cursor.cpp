// Checked access to a JSON document; see the header.
#include "reports/results/json_cursor.hpp"

#include "reports/errors.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace interleave::reports {

namespace {

constexpr std::size_t longest_name = 256;
constexpr std::size_t longest_text = 2000;
constexpr double largest_number = 1e18;  // below 2^63, so that no conversion to an integer can overflow

// RFC 6901
std::string escaped_token(std::string_view key) {
  std::string token;
  for (const char c : key) {
    if (c == '~') {
      token += "~0";
    } else if (c == '/') {
      token += "~1";
    } else {
      token += c;
    }
  }
  return token;
}

}  // namespace

std::string shortened(std::string text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xc0U) == 0x80U) --bytes;
  return text.substr(0, bytes) + "…";
}

json_cursor json_cursor::inner(const nlohmann::json& value, std::string_view token) const {
  return {value, *path_, fmt::format("{}/{}", pointer_, token), remedy_};
}

std::optional<json_cursor> json_cursor::find(std::string_view key) const {
  if (!value_->is_object()) fail_type("an object");
  const auto found = value_->find(key);
  if (found == value_->end() || found->is_null()) return std::nullopt;
  return inner(*found, escaped_token(key));
}

json_cursor json_cursor::at(std::string_view key) const {
  const auto found = find(key);
  if (found) return *found;
  // Words such as NaN were read as null.
  inner(*value_, escaped_token(key))
      .fail(value_->contains(key) ? "is null, NaN or infinite" : "is missing", std::string(remedy_));
}

std::vector<std::pair<std::string, json_cursor>> json_cursor::members() const {
  if (!value_->is_object()) fail_type("an object");
  std::vector<std::pair<std::string, json_cursor>> result;
  for (const auto& [key, value] : value_->items()) {
    result.emplace_back(key, inner(value, escaped_token(shortened(key, longest_name))));
  }
  return result;
}

std::vector<json_cursor> json_cursor::elements() const {
  if (!value_->is_array()) fail_type("an array");
  std::vector<json_cursor> result;
  result.reserve(value_->size());
  for (std::size_t i = 0; i < value_->size(); ++i) {
    result.push_back(inner((*value_)[i], std::to_string(i)));
  }
  return result;
}

std::string json_cursor::name() const {
  return short_string(longest_name);
}

std::string json_cursor::name_of_cell() const {
  return short_string(8 * longest_name);
}

std::string json_cursor::short_string(std::size_t longest) const {
  if (!value_->is_string()) fail_type("a string");
  const auto& text = value_->get_ref<const std::string&>();
  if (text.empty()) fail("is empty");
  if (text.size() > longest) fail(fmt::format("is longer than {} bytes", longest));
  return text;
}

std::string json_cursor::text() const {
  if (!value_->is_string()) fail_type("a string");
  return shortened(value_->get<std::string>(), longest_text);
}

std::string json_cursor::scalar_text() const {
  if (value_->is_string()) return text();
  if (value_->is_null()) return "";
  if (value_->is_number() || value_->is_boolean()) return value_->dump();
  fail_type("a string, a number or a boolean");
}

double json_cursor::number() const {
  return number_from(-largest_number);
}

double json_cursor::number_from(double lowest) const {
  if (!value_->is_number()) fail_type("a number");
  const double number = value_->get<double>();
  if (!std::isfinite(number) || number > largest_number) fail("is not a number that can be worked with");
  if (number < lowest) fail(fmt::format("is {}, but must be at least {}", number, lowest));
  return number;
}

std::int64_t json_cursor::integer(std::int64_t lowest, std::int64_t highest) const {
  const double value = number();
  // Google Benchmark and some JSON libraries write whole numbers as 8.0.
  if (value != std::floor(value)) fail("must be a whole number");
  const auto whole = static_cast<std::int64_t>(value);
  if (whole < lowest || whole > highest) fail(fmt::format("is {}, but must lie from {} to {}", whole, lowest, highest));
  return whole;
}

std::uint64_t json_cursor::unsigned_integer() const {
  if (!value_->is_number_unsigned()) fail_type("a whole number from 0");
  return value_->get<std::uint64_t>();
}

double json_cursor::unchecked_number() const {
  return value_->is_number() ? value_->get<double>() : 0;
}

bool json_cursor::boolean() const {
  if (!value_->is_boolean()) fail_type("true or false");
  return value_->get<bool>();
}

named_values json_cursor::flattened() const {
  named_values result;
  for (const auto& [key, member] : members()) {
    const std::string name = shortened(key, longest_name);
    if (member.is_object()) {
      for (auto& [inner, value] : member.flattened()) result.emplace_back(name + "." + inner, std::move(value));
    } else if (member.is_array()) {
      std::string joined;
      for (const json_cursor& element : member.elements()) {
        if (element.is_object() || element.is_array()) continue;  // a list of tables has no place in a list of facts
        if (!joined.empty()) joined += ' ';
        joined += element.scalar_text();
        if (joined.size() > longest_text) break;
      }
      result.emplace_back(name, shortened(std::move(joined), longest_text));
    } else {
      result.emplace_back(name, member.scalar_text());
    }
  }
  return result;
}

void json_cursor::fail(std::string problem, std::string remedy) const {
  throw input_error(path_->string(), pointer_.empty() ? "the document" : pointer_, std::move(problem),
                    std::move(remedy));
}

void json_cursor::fail_type(std::string_view wanted) const {
  fail(fmt::format("must be {}, but is {}", wanted,
                   value_->is_null() ? "null" : fmt::format("of type {}", value_->type_name())));
}

}  // namespace interleave::reports
