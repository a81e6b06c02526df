// A port of the loopback interface that nobody else has.
#pragma once

#include "workloads/io/descriptor.hpp"
#include "workloads/io/endpoint.hpp"
#include "workloads/io/system.hpp"

#include <cstring>

#include <netinet/in.h>
#include <sys/socket.h>

namespace interleave {

// Binds `socket` (IPv4, TCP) to one that the kernel chooses. Throws std::system_error.
inline loopback_endpoint bind_to_free_port(const descriptor& socket) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  sockaddr generic;
  std::memcpy(&generic, &address, sizeof generic);
  socklen_t length = sizeof generic;
  if (::bind(socket.get(), &generic, length) != 0 || ::getsockname(socket.get(), &generic, &length) != 0)
    throw_errno("bind a port of the loopback interface");
  std::memcpy(&address, &generic, sizeof address);
  return {ntohs(address.sin_port)};
}

}  // namespace interleave
