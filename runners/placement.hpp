// Where workers run: left to the kernel, all on one CPU, spread over the CPUs, or anywhere but on the CPU of their
// peer. It is recorded with the results, because waking a thread on another CPU can cost several times as much as on
// the same one.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include <sys/types.h>

namespace interleave {

enum class placement_policy { free, one_cpu, spread, apart };
std::string_view name_of(placement_policy);
std::optional<placement_policy> placement_named(std::string_view name);  // "free", "one-cpu", "spread", "apart"

class placement {
 public:
  // Takes the CPUs this process may use now. one_cpu pins the process at once, so that whatever it starts later, the
  // peer included, runs there too; apart leaves the last CPU to the peer, as if that were on another machine, where
  // there are two CPUs or more. Throws std::system_error where the kernel refuses.
  explicit placement(placement_policy policy);
  // Lets the process use the CPUs again that it had before.
  ~placement();
  placement(const placement&) = delete;
  placement& operator=(const placement&) = delete;

  // CPUs the work can use: the affinity mask, bounded by the cgroup's quota where the suite finds one.
  int cores() const { return cores_; }

  // Called by worker number `index` in its own thread: spread pins it to the next CPU in turn.
  void place_worker(int index) const {
    if (policy_ == placement_policy::spread) pin_worker(index);
  }
  // Called by a thread that hands tasks to workers and runs none itself: spread pins it to the last CPU, where the
  // first worker is not.
  void place_submitter() const;
  // spread, apart: the peer sits on the last CPU.
  void place_peer(pid_t peer) const;

 private:
  void pin_worker(int index) const;

  placement_policy policy_;
  std::vector<int> cpus_;
  int cores_;
};

}  // namespace interleave
