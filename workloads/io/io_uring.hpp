// Whether event loops can read files through io_uring here.
#pragma once

#include <system_error>

#include <liburing.h>

namespace interleave {

// Nothing if a ring as large as Asio's can be made, else why it can't. Asking for less would prove little: before Linux
// 5.12 a ring counts towards the memory that a process may lock (ulimit -l), often 64 KiB. And the setting
// kernel.io_uring_disabled alone doesn't tell: a container's seccomp filter may refuse what the kernel allows.
inline std::error_code why_no_io_uring() {
  constexpr unsigned entries_of_asio = 16'384;
  io_uring ring{};
  if (const int result = io_uring_queue_init(entries_of_asio, &ring, 0); result < 0)
    return {-result, std::generic_category()};
  io_uring_queue_exit(&ring);
  return {};
}

}  // namespace interleave
