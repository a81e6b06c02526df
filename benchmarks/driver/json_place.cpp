// Kinds are checked strictly: nlohmann/json would turn `true` and 2.5 into numbers.
#include "benchmarks/driver/json_place.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace interleave::driver {

void json_place::fail(const std::string& problem) const {
  throw std::runtime_error(fmt::format("{} {}", pointer_.empty() ? "the document" : pointer_, problem));
}

void json_place::expect(bool is_so, const char* kind) const {
  if (!is_so) fail(fmt::format("must be {}, and is {}", kind, value_->type_name()));
}

json_place json_place::at(const std::string& key) const {
  const json& members = object();
  const auto found = members.find(key);
  if (found == members.end()) throw std::runtime_error(fmt::format("{}/{} is missing", pointer_, key));
  return json_place(*found, fmt::format("{}/{}", pointer_, key));
}

std::vector<json_place> json_place::elements() const {
  std::vector<json_place> places;
  for (const json& element : array()) places.emplace_back(element, fmt::format("{}/{}", pointer_, places.size()));
  return places;
}

const json& json_place::array() const {
  expect(value_->is_array(), "an array");
  return *value_;
}

const json& json_place::object() const {
  expect(value_->is_object(), "an object");
  return *value_;
}

std::string json_place::text() const {
  expect(value_->is_string(), "a string");
  return value_->get<std::string>();
}

std::vector<std::string> json_place::texts() const {
  std::vector<std::string> found;
  for (const json_place& element : elements()) found.push_back(element.text());
  return found;
}

std::string json_place::word(std::span<const std::string_view> known) const {
  std::string found = text();
  if (std::ranges::find(known, found) == known.end())
    fail(fmt::format("is '{}', and must be one of {}", found, fmt::join(known, ", ")));
  return found;
}

double json_place::number() const {
  expect(value_->is_number(), "a number");
  return value_->get<double>();
}

std::uint64_t json_place::count(std::uint64_t least, std::uint64_t most) const {
  expect(value_->is_number_unsigned(), "a whole number of at least 0");
  const auto found = value_->get<std::uint64_t>();
  if (found < least || found > most) fail(fmt::format("is {}, and must be {} to {}", found, least, most));
  return found;
}

}  // namespace interleave::driver
