// A regular expression to search for in the names of cells, as given to --filter and --control.
#pragma once

#include <regex>
#include <string>

namespace interleave::reports {

class name_pattern {
 public:
  // ECMAScript syntax. Throws input_error, naming the option, if `expression` is invalid.
  name_pattern(const std::string& option, const std::string& expression);

  // An empty expression matches every name.
  bool is_in(const std::string& name) const;

 private:
  bool everything_;
  std::regex expression_;
};

}  // namespace interleave::reports
