// Ends a sample that exceeds its memory limit before the machine runs out, at next to no cost for other samples.
#pragma once

#include <cstdint>

#include <sys/types.h>

namespace interleave::driver {

class memory_watch {
 public:
  // Watches all our descendants but `spared`. A limit of 0 allows everything.
  memory_watch(std::uint64_t limit_bytes, pid_t spared);

  // The memory that they use together if that is above the limit, else 0.
  [[nodiscard]] std::uint64_t excess_bytes() const;

 private:
  std::uint64_t limit_bytes_;
  std::uint64_t available_before_bytes_;
  pid_t spared_;
};

}  // namespace interleave::driver
