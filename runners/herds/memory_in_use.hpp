// How much memory tasks occupy, the processes' part and the kernel's.
#pragma once

#include <optional>
#include <span>

#include <sys/types.h>

namespace interleave {

// Bytes; a part that this system does not show is absent.
struct memory_in_use {
  // Proportional set size, added up over this process and the others: a page that several share counts once.
  std::optional<double> user;
  // Kernel stacks, slab and page tables of the whole machine: the kernel has no account of them by process, so whatever
  // else starts or ends at the time is in it.
  std::optional<double> kernel;

  memory_in_use& operator+=(const memory_in_use& other);
  friend memory_in_use operator-(const memory_in_use& later, const memory_in_use& earlier);
};

memory_in_use memory_now(std::span<const pid_t> others);

}  // namespace interleave
