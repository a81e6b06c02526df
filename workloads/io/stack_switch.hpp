// Telling the sanitizers that the stack changes, which they cannot see: Boost.Context tells them only where it was
// built for ucontext, and Debian's was not. Nothing in builds without sanitizers.
#pragma once

#include <cstddef>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define INTERLEAVE_ASAN 1
#endif
#if __has_feature(thread_sanitizer)
#define INTERLEAVE_TSAN 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#define INTERLEAVE_ASAN 1
#endif
#if defined(__SANITIZE_THREAD__)
#define INTERLEAVE_TSAN 1
#endif

#if defined(INTERLEAVE_ASAN)
#include <sanitizer/common_interface_defs.h>
#endif
#if defined(INTERLEAVE_TSAN)
#include <sanitizer/tsan_interface.h>
#endif

namespace interleave::stack_switch {

// AddressSanitizer: before the jump to a stack, and first thing on it. `kept` is what begin() stored when this stack
// was left, null on a new one; a null `keep` says that this stack is left for good.
inline void begin([[maybe_unused]] void** keep, [[maybe_unused]] const void* bottom,
                  [[maybe_unused]] std::size_t bytes) {
#if defined(INTERLEAVE_ASAN)
  __sanitizer_start_switch_fiber(keep, bottom, bytes);
#endif
}
inline void end([[maybe_unused]] void* kept, [[maybe_unused]] const void** left_bottom,
                [[maybe_unused]] std::size_t* left_bytes) {
#if defined(INTERLEAVE_ASAN)
  __sanitizer_finish_switch_fiber(kept, left_bottom, left_bytes);
#endif
}

// ThreadSanitizer: which stack the thread is on. Told by the resuming side only, before it jumps and when it is back:
// so the calls that TSan counts, in and out, are balanced on either stack, even where a function ends on the other.
inline void* make_tsan_fiber() {
#if defined(INTERLEAVE_TSAN)
  return __tsan_create_fiber(0);
#else
  return nullptr;
#endif
}
inline void destroy_tsan_fiber([[maybe_unused]] void* fiber) {
#if defined(INTERLEAVE_TSAN)
  __tsan_destroy_fiber(fiber);
#endif
}
inline void* current_tsan_fiber() {
#if defined(INTERLEAVE_TSAN)
  return __tsan_get_current_fiber();
#else
  return nullptr;
#endif
}
inline void switch_tsan_fiber([[maybe_unused]] void* fiber) {
#if defined(INTERLEAVE_TSAN)
  __tsan_switch_to_fiber(fiber, 0);
#endif
}

}  // namespace interleave::stack_switch
