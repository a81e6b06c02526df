// Connecting and opening.
#include "workloads/io/system.hpp"

#include <cerrno>
#include <stdexcept>
#include <system_error>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace interleave {

void throw_errno(const std::string& what) {
  throw std::system_error(errno, std::generic_category(), what);
}

descriptor connect_to(loopback_endpoint endpoint) {
  descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (socket.get() < 0) throw_errno("socket");
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(endpoint.port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  sockaddr generic;
  static_assert(sizeof generic == sizeof address);
  __builtin_memcpy(&generic, &address, sizeof generic);
  if (::connect(socket.get(), &generic, sizeof generic) != 0) throw_errno("connect to the peer");
  set_connection_options(socket.get());
  return socket;
}

void set_connection_options(int socket) {
  const int on = 1;
  const linger by_reset{.l_onoff = 1, .l_linger = 0};
  if (::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0 ||
      ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &by_reset, sizeof by_reset) != 0)
    throw_errno("setsockopt");
}

descriptor open_for_reading(const std::filesystem::path& path, open_options options) {
  descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | (options.direct ? O_DIRECT : 0)));
  if (file.get() < 0) throw_errno("open " + path.string());
  return file;
}

void throw_closed_by_peer() {
  throw std::runtime_error("the peer closed the connection");
}
void throw_end_of_file() {
  throw std::runtime_error("the file ended before the block was read");
}

}  // namespace interleave
