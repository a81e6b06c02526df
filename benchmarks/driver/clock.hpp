// The driver's only sources of time, behind an interface so that tests need none.
#pragma once

#include <chrono>

namespace interleave::driver {

class clock {
 public:
  virtual ~clock() = default;
  virtual std::chrono::nanoseconds monotonic() = 0;
  virtual std::chrono::system_clock::time_point utc() = 0;
};

class system_clock final : public clock {
 public:
  std::chrono::nanoseconds monotonic() override { return std::chrono::steady_clock::now().time_since_epoch(); }
  std::chrono::system_clock::time_point utc() override { return std::chrono::system_clock::now(); }
};

inline double seconds_of(std::chrono::nanoseconds span) {
  return std::chrono::duration<double>(span).count();
}

}  // namespace interleave::driver
