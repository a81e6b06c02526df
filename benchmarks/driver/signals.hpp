// Turns signals that ask a run to stop into something that can be polled together with other descriptors.
#pragma once

#include "benchmarks/driver/files.hpp"

#include <csignal>
#include <optional>

namespace interleave::driver {

// While it lives, SIGINT, SIGTERM and SIGHUP do not end this process but make fd() readable, and a file size limit or a
// closed pipe becomes an error of the call that met it. Signals ignored before (nohup) stay ignored.
class stop_signals {
 public:
  stop_signals();
  ~stop_signals();
  stop_signals(const stop_signals&) = delete;
  stop_signals& operator=(const stop_signals&) = delete;

  [[nodiscard]] int fd() const { return fd_.get(); }
  // The first of them that came, remembered.
  std::optional<int> received();
  // The signal mask that the process's children must get back.
  [[nodiscard]] const sigset_t& mask_before() const { return mask_before_; }

 private:
  sigset_t mask_before_{};
  descriptor fd_;
  std::optional<int> first_;
  struct sigaction pipe_before_{};
  struct sigaction file_size_before_{};
};

}  // namespace interleave::driver
