// How a batch fails, and what keeps the first of its failures where processes share the work.
#pragma once

#include <atomic>
#include <exception>
#include <stdexcept>
#include <string>
#include <string_view>

namespace interleave {

// A batch that did not do its work: a task threw, a digest was wrong, a task is missing.
class batch_failure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};
// ... because a task's result was not the expected one.
class wrong_digest : public batch_failure {
 public:
  using batch_failure::batch_failure;
};
// ... because the system refused what it takes: memory, a process, a file. Another day it may not.
class refused : public batch_failure {
 public:
  using batch_failure::batch_failure;
};
// ... because somebody ended one of its processes.
class killed : public batch_failure {
 public:
  using batch_failure::batch_failure;
};

enum class failure_cause { its_own, refusal, kill };
// Errors of the system, as of memory, are refusals.
failure_cause cause_of(const std::exception& error);

// The first of the failures that several processes or threads may meet at once, for memory that they share.
class first_failure {
 public:
  void note(const std::exception& error) { note(error.what(), cause_of(error)); }
  // Keeps 255 bytes of the text.
  void note(std::string_view why, failure_cause cause = failure_cause::its_own);
  // While nobody notes anything.
  void forget();
  // Throws what was noted, if anything was, as the error of its cause: "a task failed: no luck".
  void throw_if_any(std::string_view what) const;

 private:
  std::atomic<bool> taken_{false};
  std::atomic<bool> written_{false};
  failure_cause cause_{};
  char why_[256]{};
};

}  // namespace interleave
