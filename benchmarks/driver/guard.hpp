// Cleans up if the driver itself is killed. Our child dies with us (PR_SET_PDEATHSIG), but processes that the child has
// started need not. So a small guard process sleeps until we are gone, and then ends every process that carries the
// run's mark, and removes the scratch folders that they leave.
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
  // "INTERLEAVE_RUN=...": set in the environment of each child, and inherited by whatever the child starts.
  [[nodiscard]] const std::string& mark() const { return mark_; }

 private:
  std::string mark_;
  pid_t pid_ = -1;
};

}  // namespace interleave::driver
