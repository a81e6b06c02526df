// How a process ended, in words.
#pragma once

#include <string>

namespace interleave {

// From a status of waitpid(): "exit code 3", "signal 11 (Segmentation fault)".
std::string how_it_ended(int status);

}  // namespace interleave
