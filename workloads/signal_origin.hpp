// Who sent the signal that ended a process.
#pragma once

#include <algorithm>
#include <array>
#include <csignal>

namespace interleave {

// Whether the program caused the signal itself, or a limit that it meets wherever it is started. Every other signal was
// sent from outside.
inline bool is_of_its_own_making(int signal) {
  constexpr std::array own{SIGSEGV, SIGBUS,  SIGFPE,  SIGILL,  SIGABRT,   SIGTRAP, SIGSYS,
                           SIGPIPE, SIGXFSZ, SIGXCPU, SIGALRM, SIGVTALRM, SIGPROF};
  return std::ranges::find(own, signal) != own.end();
}

}  // namespace interleave
