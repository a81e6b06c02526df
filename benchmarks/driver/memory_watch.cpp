// Looking at every process of a sample takes milliseconds if it has a thousand of them, and would disturb what is being
// measured. So the machine's free memory is read first (one small file, 20 us).
#include "benchmarks/driver/memory_watch.hpp"

#include "benchmarks/driver/process_tree.hpp"

#include <unistd.h>

namespace interleave::driver {

memory_watch::memory_watch(std::uint64_t limit_bytes, pid_t spared)
    : limit_bytes_(limit_bytes), available_before_bytes_(memory_available_bytes()), spared_(spared) {}

std::uint64_t memory_watch::excess_bytes() const {
  if (limit_bytes_ == 0) return 0;
  // Free memory is only a hint: the kernel counts it per processor and updates the sum now and then, and other programs
  // free memory too. So a fall by a quarter of the limit, or any reading under small limits, is reason enough to look
  // closer.
  constexpr std::uint64_t coarse_from_bytes = 1ULL << 30U;
  const std::uint64_t available = memory_available_bytes();
  const std::uint64_t fall = available_before_bytes_ > available ? available_before_bytes_ - available : 0;
  if (limit_bytes_ >= coarse_from_bytes && fall < limit_bytes_ / 4) return 0;
  const std::uint64_t used = memory_used_bytes(descendants_of(::getpid(), spared_), limit_bytes_);
  return used > limit_bytes_ ? used : 0;
}

}  // namespace interleave::driver
