// The guard against our own sudden death. Our child dies with us (PR_SET_PDEATHSIG), but what the child has started
// does not have to. So a small process sleeps until we are gone, and then ends every process that bears the run's mark.
#pragma once

#include <string>

#include <sys/types.h>

namespace interleave::driver {

class run_guard {
 public:
  // Call while no other file that matters is open: the guard is a fork of this process.
  run_guard();
  ~run_guard();
  run_guard(const run_guard&) = delete;
  run_guard& operator=(const run_guard&) = delete;

  [[nodiscard]] pid_t pid() const { return pid_; }
  // "INTERLEAVE_RUN=..." for the environment of what is started, and inherited by whatever that starts.
  [[nodiscard]] const std::string& mark() const { return mark_; }

 private:
  std::string mark_;
  pid_t pid_ = -1;
};

}  // namespace interleave::driver
