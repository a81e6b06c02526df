// What to say where the kernel refuses a process, a descriptor or a system call.
#pragma once

#include <string>
#include <string_view>

namespace interleave {

// "cannot make a file in memory: Too many open files; raise the limit of open files (ulimit -n)". `attempt`: what could
// not be done; `error_number`: errno.
std::string refusal(std::string_view attempt, int error_number);

}  // namespace interleave
