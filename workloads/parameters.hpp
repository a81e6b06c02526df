// A workload's parameters: how they are declared, set and looked up.
#pragma once

#include "workloads/parameter_kinds.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace interleave {

struct parameter {
  // A number within bounds, both included, and a multiple of `step`.
  template <class T>
  constexpr parameter(std::string_view its_name, const number_of<T>& its_kind, std::type_identity_t<T> preset,
                      std::type_identity_t<T> smallest, std::type_identity_t<T> largest, std::string_view sentence,
                      std::type_identity_t<T> its_step = std::type_identity_t<T>(1))
      : name(its_name),
        kind(&its_kind),
        default_value(its_kind.kept(preset)),
        least(its_kind.kept(smallest)),
        most(its_kind.kept(largest)),
        step(its_kind.kept(its_step)),
        help(sentence) {}
  // One of a few words.
  template <class E>
  constexpr parameter(std::string_view its_name, const one_of<E>& its_kind, std::type_identity_t<E> preset,
                      std::string_view sentence)
      : name(its_name), kind(&its_kind), default_value(its_kind.kept(preset)), most(its_kind.last()), help(sentence) {}

  std::string_view name;
  const parameter_kind* kind;
  std::int64_t default_value;  // this and the bounds as the kind keeps them
  std::int64_t least = 0;
  std::int64_t most;
  std::int64_t step = 1;
  std::string_view help;

  // The help, and the words where the value is one of a few.
  std::string sentence() const;
};

// Reads `text` as a value of any kind. Throws usage_error that names `what`, and the forms that are understood or the
// largest value.
std::int64_t read_value(std::string_view text, const parameter_kind& kind, std::string_view what);
// The same, with the kind's own type: parse_value("5ms", kinds::duration, "--timeout").
template <class Kind>
typename Kind::value_type parse_value(std::string_view text, const Kind& kind, std::string_view what) {
  return kind.value(read_value(text, kind, what));
}
// The shortest exact text: 5ms, 64KiB, 96.
template <class Kind>
std::string format_value(const typename Kind::value_type& value, const Kind& kind) {
  return kind.write(kind.kept(value));
}

// The values of one workload's declared parameters.
class parameter_values {
 public:
  explicit parameter_values(std::string_view workload, std::span<const parameter> declared);

  // Throws usage_error for an unknown name, a malformed value, one out of bounds or no multiple
  // of the step.
  void set(std::string_view name, std::string_view text);

  // The parameter must be declared, and be of this kind: values.get(kinds::duration, "delay").
  template <class Kind>
  typename Kind::value_type get(const Kind& kind, std::string_view name) const {
    return kind.value(kept(kind, name));
  }
  // ... as another type of number.
  template <class As, class Kind>
  As get(const Kind& kind, std::string_view name) const {
    return static_cast<As>(get(kind, name));
  }

  std::string text(std::size_t index) const { return declared_[index].kind->write(kept_[index]); }
  // "/delay:5ms/..." of those that differ from their defaults, in order of declaration; empty where none does.
  std::string name_suffix() const;
  std::span<const parameter> declared() const { return declared_; }

 private:
  std::size_t index_of(std::string_view name) const;
  std::int64_t kept(const parameter_kind& kind, std::string_view name) const;

  std::string_view workload_;
  std::span<const parameter> declared_;
  std::vector<std::int64_t> kept_;
};

}  // namespace interleave
