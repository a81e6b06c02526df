// A regular expression that is searched in the names of cells, as --filter and --control take it.
#pragma once

#include <regex>
#include <string>

namespace interleave::reports {

class name_pattern {
 public:
  // ECMAScript's dialect. Throws input_error, which names the option, where `expression` isn't one.
  name_pattern(const std::string& option, const std::string& expression);

  // An empty expression is found in every name.
  bool is_in(const std::string& name) const;

 private:
  bool everything_;
  std::regex expression_;
};

}  // namespace interleave::reports
