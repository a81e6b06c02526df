// See the header. Regular expressions are compiled nowhere else.
#include "reports/results/name_pattern.hpp"

#include "reports/errors.hpp"

#include <fmt/format.h>

namespace interleave::reports {

namespace {

// The library's usual matcher tries alternatives one after the other, and goes one call deeper for each character: an
// expression like (a+)+b takes longer than anyone waits, and a long name overflows the stack. The other one follows all
// alternatives at once, in time that grows with name times expression; it is standard in neither name nor presence, but
// every Linux compiler has this library. It has no back-references.
constexpr auto syntax = std::regex::ECMAScript | std::regex_constants::__polynomial;

std::regex compiled(const std::string& option, const std::string& expression) {
  try {
    return std::regex(expression, syntax);
  } catch (const std::regex_error& error) {
    if (error.code() == std::regex_constants::error_complexity)
      throw input_error(option, "",
                        fmt::format("'{}' refers back to a part of itself, which can take forever", expression),
                        "Write without \\1");
    throw input_error(option, "", fmt::format("'{}' is no regular expression: {}", expression, error.what()),
                      "It is searched in the names of the cells: 'io_.*/in_flight:8'");
  }
}

}  // namespace

name_pattern::name_pattern(const std::string& option, const std::string& expression)
    : everything_(expression.empty()), expression_(compiled(option, expression)) {}

bool name_pattern::is_in(const std::string& name) const {
  return everything_ || std::regex_search(name, expression_);
}

}  // namespace interleave::reports
