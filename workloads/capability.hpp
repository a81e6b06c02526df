// What a workload may need of a runner beyond running its shape, and a runner may lack: a set, each member with its
// reason, so that no code has to ask for a name.
#pragma once

#include <array>
#include <cstddef>
#include <initializer_list>
#include <string_view>

namespace interleave {

enum class capability {
  // A task that waits stops there and goes on later: it blocks its thread, or it is a coroutine or a fiber.
  suspending_tasks,
  // What a task changes in its slot, such as a connection, is there for the slot's next task.
  keeping_slots,
  // All tasks in flight can wait at once.
  waiting_tasks,
  // Tasks that only compute have a mechanism of their own in the model.
  computing_tasks,
};
inline constexpr std::size_t capability_count = 4;

// A reason completes a sentence that begins with the name of the workload or runner: "loses its slots".
class capability_set {
 public:
  struct member {
    capability what;
    std::string_view why;
  };

  constexpr capability_set() = default;
  constexpr capability_set(std::initializer_list<member> members) {
    for (const member& m : members) add(m);
  }
  constexpr void add(const member& m) { why_.at(static_cast<std::size_t>(m.what)) = m.why; }
  // Empty where it is no member.
  constexpr std::string_view why(capability what) const { return why_[static_cast<std::size_t>(what)]; }

 private:
  std::array<std::string_view, capability_count> why_{};
};

}  // namespace interleave
