// Memory for coroutine frames: a per-thread list of freed frames, by size. A frame that lives for one task then costs a
// push and a pop instead of a trip through malloc. Frames may be freed in another thread than they were made in.
#pragma once

#include <array>
#include <cstddef>
#include <new>

namespace interleave {

class frame_recycler {
 public:
  static void* allocate(std::size_t bytes) {
    const std::size_t rank = rank_of(bytes);
    if (rank < ranks) {
      free_frame*& first = mine().lists[rank];
      if (first != nullptr) {
        free_frame* frame = first;
        first = frame->next;
        return frame;
      }
      return ::operator new((rank + 1) * granule);
    }
    return ::operator new(bytes);
  }

  static void deallocate(void* memory, std::size_t bytes) noexcept {
    const std::size_t rank = rank_of(bytes);
    if (rank >= ranks) return ::operator delete(memory);
    free_frame*& first = mine().lists[rank];
    first = ::new (memory) free_frame{first};
  }

 private:
  static constexpr std::size_t granule = 64;
  static constexpr std::size_t ranks = 16;  // frames up to 1 KiB are recycled
  struct free_frame {
    free_frame* next;
  };
  struct lists_of_a_thread {
    std::array<free_frame*, ranks> lists{};
    ~lists_of_a_thread() {
      for (free_frame* first : lists)
        while (first != nullptr) {
          free_frame* next = first->next;
          ::operator delete(first);
          first = next;
        }
    }
  };
  static std::size_t rank_of(std::size_t bytes) { return (bytes - 1) / granule; }
  static lists_of_a_thread& mine() {
    thread_local lists_of_a_thread lists;
    return lists;
  }
};

}  // namespace interleave
