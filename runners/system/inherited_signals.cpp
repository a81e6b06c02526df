// sigaction(2) for every signal there is.
#include "runners/system/inherited_signals.hpp"

#include <csignal>

namespace interleave {

void reset_inherited_signals() {
  for (int number = 1; number < NSIG; ++number) {
    if (number == SIGHUP || number == SIGTSTP || number == SIGTTIN || number == SIGTTOU) continue;
    struct sigaction found{};
    // A handler can only be one that has been installed in this process, by a sanitizer for example.
    if (::sigaction(number, nullptr, &found) != 0 || found.sa_handler != SIG_IGN) continue;
    struct sigaction usual{};
    usual.sa_handler = SIG_DFL;
    ::sigaction(number, &usual, nullptr);
  }
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

}  // namespace interleave
