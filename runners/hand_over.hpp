// Tells ThreadSanitizer of hand-overs between threads that happen inside a library it can't see into, because the
// library is not compiled with it (oneTBB, OpenMP's runtime). Without it, does nothing.
#pragma once

#if defined(__SANITIZE_THREAD__)
#define INTERLEAVE_WITH_TSAN 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define INTERLEAVE_WITH_TSAN 1
#endif
#endif

#ifdef INTERLEAVE_WITH_TSAN
extern "C" {
void __tsan_acquire(void* address);
void __tsan_release(void* address);
}
#endif

namespace interleave {

// One of a thread's hand-overs to another: what the first did before give() is seen by the other after take().
class hand_over {
 public:
#ifdef INTERLEAVE_WITH_TSAN
  void give() { __tsan_release(this); }
  void take() { __tsan_acquire(this); }

 private:
  char address_ = 0;
#else
  void give() {}
  void take() {}
#endif
};

}  // namespace interleave
