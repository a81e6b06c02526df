// The echo peer's process.
#include "workloads/peer/echo_peer.hpp"

#include "workloads/io/system.hpp"
#include "workloads/peer/echo_server.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <utility>

#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/socket.h>

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
