// A herd under any model: makes one half of the tasks and then the other, reads the memory in use after each, and lets
// all of them go. A model adds how a task is made, waits and is let go.
#pragma once

#include "runners/runner.hpp"
#include "workloads/herd.hpp"

#include <functional>
#include <string_view>
#include <vector>

#include <sys/types.h>

namespace interleave {

using herd_setup = setup_of<herd_work>;

// The waiting tasks of one herd. Destroying it lets them go, and leaves nothing of them.
class herd {
 public:
  virtual ~herd() = default;
  // Makes `more` tasks and returns when all tasks of the herd are waiting. Throws where one cannot be made.
  virtual void grow(std::uint64_t more) = 0;
  // Lets all tasks go and returns when all have ended.
  virtual void let_go() = 0;
  // After let_go(): how many tasks have ended, and the sum of what they contributed.
  virtual std::uint64_t ended() const = 0;
  virtual std::uint64_t sum() const = 0;
  // The processes of the tasks, where these are not in this one.
  virtual std::span<const pid_t> processes() const { return {}; }
};

using herd_maker = std::function<std::unique_ptr<herd>(const herd_work&, std::uint64_t count, const placement&)>;

// `workers`: threads or processes that execute tasks.
std::unique_ptr<stage> make_herd_stage(const herd_setup&, int workers, herd_maker);

// Throws batch_failure: "thread 31902 of 100000 could not be made: Resource temporarily unavailable".
[[noreturn]] void throw_not_made(std::string_view what, std::uint64_t number, std::uint64_t count, int error);

// The herds that runners name in their descriptors.
std::unique_ptr<stage> herd_of_threads(const herd_setup&);
std::unique_ptr<stage> herd_of_processes(const herd_setup&);
std::unique_ptr<stage> herd_of_lean_coroutines(const herd_setup&);
std::unique_ptr<stage> herd_of_spawned_coroutines(const herd_setup&);

}  // namespace interleave
