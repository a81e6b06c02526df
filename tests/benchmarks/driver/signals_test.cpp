// Signals that ask a run to stop.
#include "benchmarks/driver/signals.hpp"

#include <csignal>

#include <gtest/gtest.h>

namespace interleave::driver {
namespace {

TEST(stop_signals, are_none_until_one_comes) {
  stop_signals signals;
  EXPECT_EQ(signals.received(), std::nullopt);
}

TEST(stop_signals, remember_the_first) {
  stop_signals signals;
  ::raise(SIGTERM);
  EXPECT_EQ(signals.received(), SIGTERM);
  ::raise(SIGINT);
  EXPECT_EQ(signals.received(), SIGTERM);
}

TEST(stop_signals, that_were_ignored_before_stay_ignored) {
  ::signal(SIGHUP, SIG_IGN);  // as under nohup
  {
    stop_signals signals;
    ::raise(SIGHUP);
    EXPECT_EQ(signals.received(), std::nullopt);
  }
  ::signal(SIGHUP, SIG_DFL);
}

TEST(stop_signals, put_everything_back) {
  sigset_t before;
  ::sigprocmask(SIG_SETMASK, nullptr, &before);
  {
    stop_signals signals;
    ::raise(SIGINT);  // came too late to be looked at, and must not end us
  }
  sigset_t after;
  ::sigprocmask(SIG_SETMASK, nullptr, &after);
  EXPECT_EQ(sigismember(&before, SIGINT), sigismember(&after, SIGINT));
  struct sigaction pipe{};
  ::sigaction(SIGPIPE, nullptr, &pipe);
  EXPECT_EQ(pipe.sa_handler, SIG_DFL);
}

}  // namespace
}  // namespace interleave::driver
