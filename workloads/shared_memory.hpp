// Memory that a process and the workers it forks see alike: an anonymous shared mapping, zeroed, at the same address in
// all of them. Pages are taken from the system only when touched, so a generous reservation costs nothing.
#pragma once

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <system_error>
#include <type_traits>
#include <utility>

#include <sys/mman.h>

namespace interleave {

template <class T>
class shared_array {
 public:
  // Throws std::system_error where the mapping is refused.
  explicit shared_array(std::size_t count) : count_(count) {
    void* memory = mmap(nullptr, bytes(), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) throw std::system_error(errno, std::generic_category(), "mmap of shared memory");
    first_ = static_cast<T*>(memory);
    // Plain data starts as the zero pages that the mapping is made of; constructing them would touch every page.
    if constexpr (!std::is_trivially_default_constructible_v<T>) std::uninitialized_value_construct_n(first_, count);
  }
  shared_array(shared_array&& other) noexcept : first_(std::exchange(other.first_, nullptr)), count_(other.count_) {}
  shared_array& operator=(shared_array&&) = delete;
  ~shared_array() {
    if (first_ != nullptr) munmap(first_, bytes());
  }

  T& operator[](std::size_t i) { return first_[i]; }
  const T& operator[](std::size_t i) const { return first_[i]; }
  std::span<T> first(std::size_t count) { return {first_, count}; }
  std::span<const T> first(std::size_t count) const { return {first_, count}; }
  std::span<T> all() { return {first_, count_}; }
  std::span<const T> all() const { return {first_, count_}; }
  std::size_t size() const { return count_; }

 private:
  std::size_t bytes() const { return count_ * sizeof(T); }

  T* first_ = nullptr;
  std::size_t count_ = 0;
};

// Several arrays in one mapping, because every further mapping makes each fork and each exit a microsecond longer.
class shared_region {
 public:
  explicit shared_region(std::size_t bytes) : memory_(bytes) {}

  // The next `count` elements, at a multiple of `alignment`; they begin as shared_array's do. The region must be large
  // enough: bytes_for() of every call, added up.
  template <class T>
  std::span<T> take(std::size_t count, std::size_t alignment = alignof(T)) {
    used_ = (used_ + alignment - 1) / alignment * alignment;
    auto* const first = static_cast<T*>(static_cast<void*>(&memory_[used_]));
    used_ += count * sizeof(T);
    if constexpr (!std::is_trivially_default_constructible_v<T>) std::uninitialized_value_construct_n(first, count);
    return {first, count};
  }
  template <class T>
  static constexpr std::size_t bytes_for(std::size_t count, std::size_t alignment = alignof(T)) {
    return count * sizeof(T) + alignment;
  }

 private:
  shared_array<std::uint8_t> memory_;
  std::size_t used_ = 0;
};

}  // namespace interleave
