// The echo peer's process.
#include "workloads/peer/echo_peer.hpp"

#include "workloads/io/system.hpp"
#include "workloads/peer/echo_server.hpp"
#include "workloads/peer/loopback_port.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <utility>

#include <sys/prctl.h>
#include <sys/socket.h>

namespace interleave {
namespace {

descriptor listen_on_loopback(loopback_endpoint& endpoint) {
  descriptor listener(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (listener.get() < 0) throw_errno("socket for the echo peer");
  endpoint = bind_to_free_port(listener);
  if (::listen(listener.get(), 4096) != 0) throw_errno("listen on the loopback interface");
  return listener;
}

}  // namespace

echo_peer::echo_peer() : peer_server("the echo peer") {
  descriptor listener = listen_on_loopback(endpoint_);
  const std::array kept{listener.get()};
  start(kept, [&] {
    prctl(PR_SET_NAME, "echo-peer");
    prctl(PR_SET_TIMERSLACK, 1);  // the declared delay is the delay
    try {
      shared_[0].failure = serve(std::move(listener), shared_[0]);
    } catch (const std::exception&) {
      shared_[0].failure = ENOMEM;
    }
  });
}

std::string echo_peer::last_words() const {
  const int failure = counts().failure.load();
  return failure != 0 ? strerror(failure) : "";
}

}  // namespace interleave
