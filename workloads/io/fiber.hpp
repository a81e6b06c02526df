// A function with a stack of its own, which can pause in the middle of any call it makes and go on there later: a
// stackful coroutine (Boost.Context). It runs in the thread that resumes it, always the same one.
//
// It must not pause while it handles an exception: the language's runtime keeps those by thread, not by stack.
#pragma once

#include <cstddef>
#include <functional>

#include <boost/context/fiber.hpp>
#include <boost/context/protected_fixedsize_stack.hpp>

namespace interleave {

class fiber {
 public:
  // Ample room for what tasks call and for unwinding an exception; only pages that were touched take memory. Below it
  // lies a guard page, which ends the process when it is touched.
  static constexpr std::size_t stack_bytes = std::size_t{128} << 10;
  // The stack and its guard.
  static constexpr int mappings = 2;

  // Makes the stack, which serves for every start. Throws std::bad_alloc.
  fiber();
  // It must have ended, or never been started.
  ~fiber();
  fiber(const fiber&) = delete;
  fiber& operator=(const fiber&) = delete;

  // Runs `body`, which must not throw, until it pauses for the first time or ends.
  void start(std::function<void()> body);
  // Goes on where it paused, until it pauses again or ends.
  void resume();

  // Inside a fiber: the one that is running, and back to whatever resumed it.
  static fiber& current();
  static void pause();

 private:
  class switching;
  boost::context::fiber run(boost::context::fiber&& outside);

  boost::context::protected_fixedsize_stack stacks_{stack_bytes};
  boost::context::stack_context stack_;
  std::function<void()> body_;
  boost::context::fiber inside_;   // where it paused
  boost::context::fiber outside_;  // what resumed it
  void* tsan_fiber_;
  const void* outside_stack_ = nullptr;  // for AddressSanitizer
  std::size_t outside_stack_bytes_ = 0;
};

}  // namespace interleave
