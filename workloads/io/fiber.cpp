// Switching stacks.
#include "workloads/io/fiber.hpp"

#include "workloads/io/stack_switch.hpp"

#include <utility>

namespace interleave {
namespace {

namespace context = boost::context;

thread_local fiber* running = nullptr;

// Lends Boost a stack that exists already, and keeps it when Boost is done with it.
struct kept_stack {
  context::stack_context stack;
  context::stack_context allocate() const { return stack; }
  void deallocate(context::stack_context&) const noexcept {}
};

}  // namespace

// What the resuming side does before and after a switch.
class fiber::switching {
 public:
  explicit switching(fiber& to) : outer_(std::exchange(running, &to)), outer_tsan_(stack_switch::current_tsan_fiber()) {
    stack_switch::begin(&kept_, static_cast<const char*>(to.stack_.sp) - to.stack_.size, to.stack_.size);
    stack_switch::switch_tsan_fiber(to.tsan_fiber_);
  }
  ~switching() {
    stack_switch::switch_tsan_fiber(outer_tsan_);
    stack_switch::end(kept_, nullptr, nullptr);
    running = outer_;
  }
  switching(const switching&) = delete;
  switching& operator=(const switching&) = delete;

 private:
  fiber* outer_;
  void* outer_tsan_;
  void* kept_ = nullptr;
};

fiber::fiber() : stack_(stacks_.allocate()), tsan_fiber_(stack_switch::make_tsan_fiber()) {}

fiber::~fiber() {
  stack_switch::destroy_tsan_fiber(tsan_fiber_);
  stacks_.deallocate(stack_);
}

void fiber::start(std::function<void()> body) {
  body_ = std::move(body);
  const switching there(*this);
  inside_ = context::fiber(std::allocator_arg, kept_stack{stack_}, [this](context::fiber&& outside) {
              return run(std::move(outside));
            }).resume();
}

void fiber::resume() {
  const switching there(*this);
  inside_ = std::move(inside_).resume();
}

context::fiber fiber::run(context::fiber&& outside) {
  stack_switch::end(nullptr, &outside_stack_, &outside_stack_bytes_);
  outside_ = std::move(outside);
  body_();
  stack_switch::begin(nullptr, outside_stack_, outside_stack_bytes_);
  return std::move(outside_);
}

fiber& fiber::current() {
  return *running;
}

void fiber::pause() {
  fiber& me = current();
  void* kept = nullptr;
  stack_switch::begin(&kept, me.outside_stack_, me.outside_stack_bytes_);
  me.outside_ = std::move(me.outside_).resume();
  stack_switch::end(kept, &me.outside_stack_, &me.outside_stack_bytes_);
}

}  // namespace interleave
