// The one error type that means "the user can mend this": a bad argument, parameter or file. Executables turn it into
// one clear sentence on stderr and exit code 2.
#pragma once

#include <stdexcept>

namespace interleave {

class usage_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace interleave
