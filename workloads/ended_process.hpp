// What it means that a process has ended which was still needed.
#pragma once

#include <csignal>
#include <string_view>

namespace interleave {

// The status that waitpid() would give.
int status_of(const siginfo_t& ended);

// `what`: "a worker process was lost"; `status`: as waitpid() gives it. Throws batch_failure, "... : exit code 3" or
// "... : signal 11 (Segmentation fault)", or, where the signal was sent from outside, killed.
[[noreturn]] void throw_lost(std::string_view what, int status);

}  // namespace interleave
