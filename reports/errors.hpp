// The one error that a result file can cause: which file, where in it, what is wrong, and what the user can do.
// The command line prints what() and exits with 2; nothing has been written by then.
#pragma once

#include <stdexcept>
#include <string>

namespace interleave::reports {

struct input_error : std::runtime_error {
  // `where` is a JSON pointer ("/benchmarks/3/items_per_second"), "line 12", or empty when the file as a whole is
  // meant.
  input_error(std::string path, std::string where, std::string problem, std::string remedy);

  std::string path;
  std::string where;
  std::string problem;
  std::string remedy;
};

}  // namespace interleave::reports
