// prctl.
#include "benchmarks/timer_slack.hpp"

#include <cerrno>
#include <system_error>

#include <sys/prctl.h>

namespace interleave {

std::string_view name_of(timer_slack slack) {
  return slack == timer_slack::least ? "least" : "default";
}

std::optional<timer_slack> timer_slack_named(std::string_view name) {
  if (name == "default") return timer_slack::as_it_is;
  if (name == "least") return timer_slack::least;
  return std::nullopt;
}

with_timer_slack::with_timer_slack(timer_slack slack) {
  if (slack == timer_slack::as_it_is) return;
  before_ns_ = prctl(PR_GET_TIMERSLACK);
  if (before_ns_ < 0 || prctl(PR_SET_TIMERSLACK, 1UL) != 0)
    throw std::system_error(errno, std::generic_category(), "--timer-slack: setting it (prctl)");
}

with_timer_slack::~with_timer_slack() {
  if (before_ns_ > 0) prctl(PR_SET_TIMERSLACK, static_cast<unsigned long>(before_ns_));
}

}  // namespace interleave
