// How late the kernel may end the timed sleep of a thread, to end several at once (PR_SET_TIMERSLACK): 50 us where
// nothing else was asked for. Sleeping calls and timeouts of poll and epoll are subject to it, timers of file
// descriptors (timerfd, which event loops use) are not, so it delays some models only.
#pragma once

#include <optional>
#include <string_view>

namespace interleave {

enum class timer_slack { as_it_is, least };
std::string_view name_of(timer_slack);
std::optional<timer_slack> timer_slack_named(std::string_view name);  // "default", "least"

// As long as it exists, this thread, and threads and processes that it starts, have the slack: 1 ns for `least`. Throws
// std::system_error where the kernel refuses.
class with_timer_slack {
 public:
  explicit with_timer_slack(timer_slack);
  ~with_timer_slack();
  with_timer_slack(const with_timer_slack&) = delete;
  with_timer_slack& operator=(const with_timer_slack&) = delete;

 private:
  int before_ns_ = 0;  // 0: nothing was changed
};

}  // namespace interleave
