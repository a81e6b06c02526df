// Starting, watching and ending the peer's process.
#include "workloads/peer/echo_peer.hpp"

#include "workloads/ended_process.hpp"
#include "workloads/io/system.hpp"
#include "workloads/peer/echo_server.hpp"

#include <cstring>
#include <stdexcept>
#include <string>
#include <utility>

#include <linux/close_range.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

namespace interleave {
namespace {

descriptor listen_on_loopback(loopback_endpoint& endpoint) {
  descriptor listener(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (listener.get() < 0) throw_errno("socket for the echo peer");
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  sockaddr generic;
  std::memcpy(&generic, &address, sizeof generic);
  socklen_t length = sizeof generic;
  if (::bind(listener.get(), &generic, length) != 0 || ::listen(listener.get(), 4096) != 0 ||
      ::getsockname(listener.get(), &generic, &length) != 0)
    throw_errno("listen on the loopback interface");
  std::memcpy(&address, &generic, sizeof address);
  endpoint.port = ntohs(address.sin_port);
  return listener;
}

[[noreturn]] void be_the_peer(descriptor listener, echo_peer::counters& counts, pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(0);  // the parent ended before the line above
  prctl(PR_SET_NAME, "echo-peer");
  prctl(PR_SET_TIMERSLACK, 1);  // the declared delay is the delay
  // The peer needs none of the parent's other descriptors, and must not keep them open.
  const int kept = listener.get();
  if (kept > 3) close_range(3, static_cast<unsigned>(kept - 1), 0);
  close_range(static_cast<unsigned>(kept + 1), ~0U, 0);
  int failure = 0;
  try {
    failure = serve(std::move(listener), counts);
  } catch (const std::exception&) {
    failure = ENOMEM;
  }
  counts.failure.store(failure);
  _exit(1);
}

}  // namespace

echo_peer::echo_peer() : shared_(1) {
  descriptor listener = listen_on_loopback(endpoint_);
  const pid_t parent = getpid();
  pid_ = fork();
  if (pid_ < 0) throw_errno("fork the echo peer");
  if (pid_ == 0) be_the_peer(std::move(listener), shared_[0], parent);
}

echo_peer::~echo_peer() {
  kill(pid_, SIGKILL);
  while (waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

std::chrono::nanoseconds echo_peer::cpu_time() const {
  clockid_t clock{};
  timespec used{};
  if (clock_getcpuclockid(pid_, &clock) != 0 || clock_gettime(clock, &used) != 0) {
    check_alive();
    throw std::runtime_error("the echo peer's CPU time cannot be read");
  }
  return std::chrono::seconds(used.tv_sec) + std::chrono::nanoseconds(used.tv_nsec);
}

void echo_peer::check_alive() const {
  siginfo_t info{};
  if (waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == 0) return;
  const int failure = counts().failure.load();
  throw_lost(failure != 0 ? std::string("the echo peer was lost: ") + strerror(failure) : "the echo peer was lost",
             status_of(info));
}

}  // namespace interleave
