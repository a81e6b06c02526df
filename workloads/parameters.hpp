// A workload's parameters: how they are declared, written, parsed and looked up.
#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace interleave {

// duration: nanoseconds, written 500ns, 20us, 5ms, 1.5s · bytes: written 512, 64KiB, 64MiB · count: a whole number
enum class unit { duration, bytes, count };
std::string_view name_of(unit);

struct parameter {
  std::string_view name;
  unit measured_in;
  std::int64_t default_value;  // nanoseconds, bytes or a count
  std::int64_t least;
  std::int64_t most;
  std::string_view help;
};

// Reads `text` as a value of `measured_in`. Throws usage_error that names `what` and the forms that are understood.
std::int64_t parse_value(std::string_view text, unit measured_in, std::string_view what);
// The shortest exact text: 5ms, 64KiB, 96.
std::string format_value(std::int64_t value, unit measured_in);

// The values of one workload's declared parameters.
class parameter_values {
 public:
  explicit parameter_values(std::string_view workload, std::span<const parameter> declared);

  // Throws usage_error for an unknown name, a malformed value or one out of bounds.
  void set(std::string_view name, std::string_view text);

  std::int64_t operator[](std::string_view name) const;  // the name must be declared
  std::chrono::nanoseconds duration(std::string_view name) const { return std::chrono::nanoseconds((*this)[name]); }
  std::size_t size(std::string_view name) const { return static_cast<std::size_t>((*this)[name]); }

  std::string text(std::size_t index) const { return format_value(values_[index], declared_[index].measured_in); }
  // "/delay:5ms/..." of those that differ from their defaults, in order of declaration; empty where none does.
  std::string name_suffix() const;
  std::span<const parameter> declared() const { return declared_; }

 private:
  std::size_t index_of(std::string_view name) const;

  std::string_view workload_;
  std::span<const parameter> declared_;
  std::vector<std::int64_t> values_;
};

}  // namespace interleave
