// The kinds of parameters: what each is called, how its values are written, and which type a workload gets. A kind is
// one constant below; what the command line reads, what names of cells, JSON and lists print, and what errors and help
// suggest follows from it.
#pragma once

#include <array>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace interleave {

// Values of any kind are kept as whole numbers: of the kind's smallest unit, or as the place of a word among the words.
class parameter_kind {
 public:
  virtual std::string_view name() const = 0;  // "duration"
  // How a value is written, for people: "500us, 5ms or 1.5s", or all the words that there are.
  virtual std::string forms() const = 0;
  // Whether forms() are all the values there are, and not examples.
  virtual bool is_choice() const = 0;
  // Nothing where the text is no value of this kind; for a number above most(), a larger one than that.
  virtual std::optional<std::int64_t> read(std::string_view text) const = 0;
  // The largest value.
  virtual std::int64_t most() const = 0;
  // The shortest exact text.
  virtual std::string write(std::int64_t kept) const = 0;

 protected:
  ~parameter_kind() = default;
};

// A number with a unit, not negative.
class number_kind : public parameter_kind {
 public:
  struct scale {
    std::string_view suffix;
    std::int64_t factor;  // how many of the smallest unit
  };
  // `scales`: in the order in which write() tries them. `zero`: how nothing is written; "0" is read everywhere.
  constexpr number_kind(std::string_view name, std::string_view examples, std::span<const scale> scales,
                        std::string_view zero)
      : name_(name), examples_(examples), scales_(scales), zero_(zero) {}

  std::string_view name() const override { return name_; }
  std::string forms() const override { return std::string(examples_); }
  bool is_choice() const override { return false; }
  std::optional<std::int64_t> read(std::string_view text) const override;
  // Above 2^53 (9.007e15) a double, in which numbers are read, no longer holds every integer.
  std::int64_t most() const override { return 9'000'000'000'000'000; }
  std::string write(std::int64_t kept) const override;

 protected:
  ~number_kind() = default;

 private:
  std::string_view name_;
  std::string_view examples_;
  std::span<const scale> scales_;
  std::string_view zero_;
};

// T: what a workload gets, an integer or something that has a count() as std::chrono's durations do.
template <class T>
class number_of final : public number_kind {
 public:
  using value_type = T;
  using number_kind::number_kind;

  static constexpr std::int64_t kept(T value) {
    if constexpr (std::integral<T>)
      return static_cast<std::int64_t>(value);
    else
      return value.count();
  }
  static constexpr T value(std::int64_t kept) { return static_cast<T>(kept); }
};

// One of a few words.
class word_kind : public parameter_kind {
 public:
  constexpr word_kind(std::initializer_list<std::string_view> words) {
    for (const std::string_view word : words) words_.at(count_++) = word;
  }

  std::string_view name() const override { return "choice"; }
  std::string forms() const override;
  bool is_choice() const override { return true; }
  constexpr std::int64_t last() const { return static_cast<std::int64_t>(count_) - 1; }
  std::int64_t most() const override { return last(); }
  std::optional<std::int64_t> read(std::string_view text) const override;
  std::string write(std::int64_t kept) const override { return std::string(words_[static_cast<std::size_t>(kept)]); }

 protected:
  ~word_kind() = default;

 private:
  std::span<const std::string_view> words() const { return std::span(words_).first(count_); }

  std::array<std::string_view, 8> words_{};
  std::size_t count_ = 0;
};

// E: an enumeration whose enumerators stand in the order of the words, from 0 without gaps; or bool.
template <class E>
class one_of final : public word_kind {
 public:
  using value_type = E;
  using word_kind::word_kind;

  static constexpr std::int64_t kept(E value) { return static_cast<std::int64_t>(value); }
  static constexpr E value(std::int64_t kept) { return static_cast<E>(kept); }
};

// A part of a whole, from nothing to all of it: exact in millionths, so that it selects the same tasks everywhere.
class fraction {
 public:
  constexpr explicit fraction(std::int64_t millionths) : millionths_(millionths) {}
  static constexpr fraction percent(std::int64_t percent) { return fraction(percent * 10'000); }

  static constexpr std::int64_t one = 1'000'000;
  constexpr std::int64_t count() const { return millionths_; }
  // So many of `whole`, rounded down.
  constexpr std::uint64_t of(std::uint64_t whole) const {
    return whole * static_cast<std::uint64_t>(millionths_) / static_cast<std::uint64_t>(one);
  }

 private:
  std::int64_t millionths_;
};

namespace kinds {

inline constexpr std::array<number_kind::scale, 1> plain{{{"", 1}}};
inline constexpr number_of<std::int64_t> count{"count", "a whole number such as 64", plain, "0"};

inline constexpr std::array<number_kind::scale, 4> times{
    {{"s", 1'000'000'000}, {"ms", 1'000'000}, {"us", 1'000}, {"ns", 1}}};
inline constexpr number_of<std::chrono::nanoseconds> duration{"duration", "500us, 5ms or 1.5s", times, "0ms"};

inline constexpr std::array<number_kind::scale, 4> bytes{
    {{"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}, {"", 1}}};
inline constexpr number_of<std::size_t> size{"size", "512, 64KiB or 1MiB", bytes, "0"};

inline constexpr std::array<number_kind::scale, 2> parts{{{"%", fraction::one / 100}, {"", fraction::one}}};
inline constexpr number_of<fraction> share{"share", "10%, 2.5% or 0.1", parts, "0%"};

inline constexpr one_of<bool> off_or_on{"off", "on"};

}  // namespace kinds
}  // namespace interleave
