// What this process holds of the system's resources: compared before and after something, it shows what was left
// behind.
#pragma once

#include <cstddef>
#include <cstdint>
#include <ostream>

namespace interleave {

struct process_census {
  std::size_t descriptors = 0;
  std::size_t threads = 0;
  std::size_t children = 0;  // zombies included
  std::size_t shared_mappings = 0;

  friend bool operator==(const process_census&, const process_census&) = default;
  friend std::ostream& operator<<(std::ostream& out, const process_census& c);
};

process_census take_census();

// The number of this machine's IPv4 sockets in TIME_WAIT for this port.
std::size_t sockets_in_time_wait(std::uint16_t port);

}  // namespace interleave
