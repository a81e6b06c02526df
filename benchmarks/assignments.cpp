// See the header.
#include "benchmarks/assignments.hpp"

#include "workloads/errors.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <set>

#include <fmt/format.h>

namespace interleave {
namespace {

struct assignment {
  std::string_view workload;
  std::string_view parameter;
  std::string_view values;
};

assignment parts_of(std::string_view text) {
  const std::size_t dot = text.find('.');
  const std::size_t equals = text.find('=');
  if (dot == std::string_view::npos || equals == std::string_view::npos || equals < dot)
    throw usage_error(
        fmt::format("'{}' sets nothing; write workload.parameter=value, such as io_echo.delay=5ms", text));
  return {text.substr(0, dot), text.substr(dot + 1, equals - dot - 1), text.substr(equals + 1)};
}

// "1ms..64ms*2": each value twice the one before, none above the last; with "+1ms" each 1 ms more than the one before.
class range {
 public:
  range(std::string_view text, const parameter& of, std::string_view what) : text_(text), kind_(of.kind), what_(what) {
    const std::size_t dots = text.find(mark);
    const std::size_t sign = text.find_first_of("*+", dots);
    if (kind_->is_choice()) fail("these are words, which have no range");
    if (sign == std::string_view::npos) fail("a range needs a factor or a step");
    first_ = read_value(text.substr(0, dots), *kind_, what);
    last_ = read_value(text.substr(dots + mark.size(), sign - dots - mark.size()), *kind_, what);
    if (first_ > last_) fail("the first value is above the last");
    multiplies_ = text[sign] == '*';
    const std::string_view by = text.substr(sign + 1);
    by_ = multiplies_ ? factor_in(by) : read_value(by, *kind_, what);
    if (by_ == 0) fail("the step is nothing");
    if (multiplies_ && first_ == 0) fail("a multiple of nothing is nothing");
  }

  static bool is_one(std::string_view text) { return text.find(mark) != std::string_view::npos; }

  std::vector<std::string> values() const {
    std::vector<std::string> all;
    // One value too many is enough to be refused. Compared before the step is made, which could overflow.
    for (std::int64_t value = first_; all.size() <= most_combinations;
         value = multiplies_ ? value * by_ : value + by_) {
      all.push_back(kind_->write(value));
      if (multiplies_ ? value > last_ / by_ : value > last_ - by_) break;
    }
    return all;
  }

 private:
  static constexpr std::string_view mark = "..";

  std::int64_t factor_in(std::string_view text) const {
    std::int64_t factor = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), factor);
    if (error != std::errc{} || end != text.data() + text.size() || factor < 2)
      fail("the factor must be a whole number, 2 at least");
    return factor;
  }

  [[noreturn]] void fail(std::string_view why) const {
    throw usage_error(
        fmt::format("{}: '{}': {}; write FIRST..LAST*FACTOR or FIRST..LAST+STEP, or the values one by one, "
                    "separated by commas",
                    what_, text_, why));
  }

  std::string_view text_;
  const parameter_kind* kind_;
  std::string_view what_;
  std::int64_t first_ = 0;
  std::int64_t last_ = 0;
  std::int64_t by_ = 0;
  bool multiplies_ = false;
};

// "value 2 of 3: " where there are several.
std::string place_text(std::size_t index, std::size_t count) {
  return count == 1 ? "" : fmt::format("value {} of {}: ", index + 1, count);
}

// The texts between the commas, ranges written out.
std::vector<std::string> texts_of(const assignment& from, const parameter& of) {
  const std::string what = fmt::format("{}.{}", from.workload, from.parameter);
  const auto count = static_cast<std::size_t>(std::ranges::count(from.values, ',')) + 1;
  std::vector<std::string> all;
  std::string_view rest = from.values;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t end = std::min(rest.find(','), rest.size());
    const std::string_view text = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (text.empty() && count > 1)
      throw usage_error(fmt::format("{}{}: there is nothing between the commas", place_text(i, count), what));
    if (!range::is_one(text)) {
      all.emplace_back(text);
      continue;
    }
    for (std::string& value : range(text, of, what).values()) all.push_back(std::move(value));
  }
  if (all.size() > most_combinations)
    throw usage_error(
        fmt::format("{}: these are more than {} values, the most of one run; give fewer", what, most_combinations));
  return all;
}

// `from` with each of the assignment's values.
std::vector<parameter_values> with_each(const parameter_values& from, const assignment& set) {
  const auto declared = std::ranges::find(from.declared(), set.parameter, &parameter::name);
  // The error of an unknown name tells those that there are.
  if (declared == from.declared().end()) parameter_values(from).set(set.parameter, set.values);
  const auto index = static_cast<std::size_t>(declared - from.declared().begin());
  const std::vector<std::string> texts = texts_of(set, *declared);
  std::vector<parameter_values> all;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    parameter_values& values = all.emplace_back(from);
    try {
      values.set(set.parameter, texts[i]);
    } catch (const usage_error& error) {
      throw usage_error(place_text(i, texts.size()) + error.what());
    }
    for (std::size_t earlier = 0; earlier < i; ++earlier)
      if (all[earlier].text(index) == values.text(index))
        throw usage_error(fmt::format("{}{}.{}: {} is the same as value {}; give each once",
                                      place_text(i, texts.size()), set.workload, set.parameter, texts[i], earlier + 1));
  }
  return all;
}

}  // namespace

std::string_view workload_in(std::string_view assignment) {
  return parts_of(assignment).workload;
}

std::vector<parameter_values> parameters_of(const workload_descriptor& work, std::span<const std::string> assignments) {
  std::vector<parameter_values> all{work.defaults()};
  std::set<std::string_view> named;
  for (const std::string& text : assignments) {
    const assignment set = parts_of(text);
    if (set.workload != work.name) continue;
    if (!named.insert(set.parameter).second)
      throw usage_error(fmt::format("{}.{} is set twice; give all its values at once, separated by commas",
                                    set.workload, set.parameter));
    std::vector<parameter_values> combined;
    for (const parameter_values& each : all)
      for (parameter_values& values : with_each(each, set)) combined.push_back(std::move(values));
    if (combined.size() > most_combinations)
      throw usage_error(
          fmt::format("{}: with {} there are {} combinations of values, at most {} are measured in one "
                      "run; give fewer values",
                      work.name, text, combined.size(), most_combinations));
    all = std::move(combined);
  }
  return all;
}

}  // namespace interleave
