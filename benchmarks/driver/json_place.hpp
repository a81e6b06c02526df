// A value in a document and where it stands there, so that whoever reads it can be told what is wrong: "/settings/seed
// is missing".
#pragma once

#include "benchmarks/driver/json.hpp"

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace interleave::driver {

// Every reading function throws std::runtime_error if the value is of another kind.
class json_place {
 public:
  explicit json_place(const json& value, std::string pointer = "") : value_(&value), pointer_(std::move(pointer)) {}

  [[nodiscard]] json_place at(const std::string& key) const;
  [[nodiscard]] std::vector<json_place> elements() const;

  [[nodiscard]] const json& any() const { return *value_; }
  [[nodiscard]] const json& array() const;
  [[nodiscard]] const json& object() const;
  [[nodiscard]] std::string text() const;
  // Empty where it is null.
  [[nodiscard]] std::string text_or_nothing() const { return value_->is_null() ? "" : text(); }
  [[nodiscard]] std::vector<std::string> texts() const;
  // A string that is one of these.
  [[nodiscard]] std::string word(std::span<const std::string_view> known) const;
  [[nodiscard]] double number() const;
  [[nodiscard]] std::uint64_t count(std::uint64_t least = 0,
                                    std::uint64_t most = std::numeric_limits<std::uint64_t>::max()) const;

 private:
  [[noreturn]] void fail(const std::string& problem) const;
  void expect(bool is_so, const char* kind) const;

  const json* value_;
  std::string pointer_;
};

}  // namespace interleave::driver
