// How late something was, each time it happened: exact, in memory that forked workers share. For what happens much more
// seldom than tasks, because all writers share one counter.
#pragma once

#include "workloads/shared_memory.hpp"
#include "workloads/workload.hpp"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <numeric>
#include <string>
#include <vector>

namespace interleave {

class lateness_record {
 public:
  // After the first million they are only counted.
  static constexpr std::uint64_t most_kept = 1 << 20;

  lateness_record() : count_(1), kept_ns_(most_kept) {}

  void clear() { count_[0] = 0; }
  void add(std::uint64_t ns) {
    const std::uint64_t i = count_[0].fetch_add(1, std::memory_order_relaxed);
    if (i < most_kept) kept_ns_[i] = ns;
  }
  std::uint64_t count() const { return count_[0]; }

  // <name>_p50, _p90 and _p99 by nearest rank, each only where at least 10 values lie above it; <name>_mean and _max.
  void report(counters& into, const std::string& name) const {
    const auto kept = kept_ns_.first(std::min(count(), most_kept));
    if (kept.empty()) return;
    std::vector<std::uint64_t> sorted(kept.begin(), kept.end());
    std::ranges::sort(sorted);
    for (const std::uint64_t percent : {50U, 90U, 99U}) {
      const std::uint64_t rank = (sorted.size() * percent + 99) / 100;
      if (sorted.size() - rank < 10) break;
      into[name + "_p" + std::to_string(percent)] = static_cast<double>(sorted[rank - 1]);
    }
    into[name + "_mean"] = std::accumulate(sorted.begin(), sorted.end(), 0.0) / static_cast<double>(sorted.size());
    into[name + "_max"] = static_cast<double>(sorted.back());
  }

 private:
  shared_array<std::atomic<std::uint64_t>> count_;
  shared_array<std::uint64_t> kept_ns_;
};

}  // namespace interleave
