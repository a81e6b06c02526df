// A signalfd; the previous signal state is restored at the end.
#include "benchmarks/driver/signals.hpp"

#include "runners/system/refusal.hpp"

#include <array>
#include <cerrno>
#include <stdexcept>

#include <sys/signalfd.h>

namespace interleave::driver {

stop_signals::stop_signals() {
  sigset_t wanted;
  sigemptyset(&wanted);
  for (const int number : std::array{SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction before{};
    ::sigaction(number, nullptr, &before);
    if (before.sa_handler != SIG_IGN) sigaddset(&wanted, number);
  }
  ::sigprocmask(SIG_BLOCK, &wanted, &mask_before_);
  fd_ = descriptor(::signalfd(-1, &wanted, SFD_CLOEXEC | SFD_NONBLOCK));
  if (fd_.get() < 0) {
    const int error_number = errno;
    ::sigprocmask(SIG_SETMASK, &mask_before_, nullptr);
    throw std::runtime_error(refusal("receive signals: signalfd", error_number));
  }

  struct sigaction ignore{};
  ignore.sa_handler = SIG_IGN;
  ::sigaction(SIGPIPE, &ignore, &pipe_before_);
  ::sigaction(SIGXFSZ, &ignore, &file_size_before_);
}

stop_signals::~stop_signals() {
  // A signal that came too late to be handled must not end us once it is unblocked.
  received();
  ::sigaction(SIGPIPE, &pipe_before_, nullptr);
  ::sigaction(SIGXFSZ, &file_size_before_, nullptr);
  ::sigprocmask(SIG_SETMASK, &mask_before_, nullptr);
}

std::optional<int> stop_signals::received() {
  signalfd_siginfo info{};
  while (::read(fd_.get(), &info, sizeof info) == static_cast<ssize_t>(sizeof info))
    if (!first_) first_ = static_cast<int>(info.ssi_signo);
  return first_;
}

}  // namespace interleave::driver
