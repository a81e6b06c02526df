// What a sample asks of address space, which limits count though little of it is ever touched.
#pragma once

#include <cstdint>

namespace interleave {

// Reserved before the first task: the records of latencies, 8 bytes for each of the most tasks that a batch may have,
// and the program itself. A sample of `noop` under `sequential` runs with a limit of 1,100,000 KiB, and not with
// 1,000,000.
inline constexpr std::uint64_t reserved_by_a_sample = 1'152ULL << 20U;
// glibc gives a thread this much stack where RLIMIT_STACK is unlimited (x86-64).
inline constexpr std::uint64_t stack_where_unlimited = 2ULL << 20U;
// A thread's stack is two mappings: the stack, and its guard page.
inline constexpr std::int64_t mappings_per_thread = 2;

}  // namespace interleave
