// See the header. Regular expressions are compiled nowhere else.
#include "reports/results/name_pattern.hpp"

#include "reports/errors.hpp"

#include <fmt/format.h>

namespace interleave::reports {

namespace {

std::regex compiled(const std::string& option, const std::string& expression) {
  try {
    return std::regex(expression, std::regex::ECMAScript | std::regex::optimize);
  } catch (const std::regex_error& error) {
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
