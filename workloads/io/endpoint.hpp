// Where a peer listens, without Asio: every peer of the suite is on the IPv4 loopback interface.
#pragma once

#include <cstdint>

namespace interleave {

struct loopback_endpoint {
  std::uint16_t port;
};

}  // namespace interleave
