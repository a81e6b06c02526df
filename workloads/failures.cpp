// Telling causes apart, and keeping them over the border of a process.
#include "workloads/failures.hpp"

#include "workloads/errors.hpp"

#include <algorithm>
#include <cstring>
#include <new>
#include <system_error>

#include <fmt/format.h>

namespace interleave {

failure_cause cause_of(const std::exception& error) {
  if (dynamic_cast<const killed*>(&error) != nullptr) return failure_cause::kill;
  const bool is_refusal =
      dynamic_cast<const refused*>(&error) != nullptr || dynamic_cast<const std::system_error*>(&error) != nullptr ||
      dynamic_cast<const std::bad_alloc*>(&error) != nullptr || dynamic_cast<const usage_error*>(&error) != nullptr;
  return is_refusal ? failure_cause::refusal : failure_cause::its_own;
}

void first_failure::note(std::string_view why, failure_cause cause) {
  if (taken_.exchange(true)) return;
  const std::size_t length = std::min(why.size(), sizeof why_ - 1);
  std::memcpy(why_, why.data(), length);
  why_[length] = '\0';
  cause_ = cause;
  written_.store(true);
}

void first_failure::forget() {
  taken_.store(false, std::memory_order_relaxed);
  written_.store(false, std::memory_order_relaxed);
}

void first_failure::throw_if_any(std::string_view what) const {
  if (!written_.load()) return;
  const std::string message = fmt::format("{}: {}", what, why_);
  switch (cause_) {
    case failure_cause::kill:
      throw killed(message);
    case failure_cause::refusal:
      throw refused(message);
    case failure_cause::its_own:
      break;
  }
  throw batch_failure(message);
}

}  // namespace interleave
