// Nearest-rank percentiles: by walking up the counts of the short latencies, by partial sorting of the long ones.
#include "benchmarks/percentiles.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace interleave {
namespace {

// Finds values by their rank, 1 being the smallest. Each call's rank must be at least that of the call before.
class ranking {
 public:
  explicit ranking(latency_record& record) : counts_(record.short_tasks), rest_(record.long_ticks) {}

  std::uint64_t at(std::uint64_t rank) {
    for (; value_ < counts_.size(); ++value_) {
      if (below_ + counts_[value_] >= rank) return value_;
      below_ += counts_[value_];
    }
    const auto nth = rest_.begin() + static_cast<std::ptrdiff_t>(rank - below_ - 1);
    // All values from the last one found onwards are at least as large as it.
    std::nth_element(rest_.begin() + sorted_, nth, rest_.end());
    sorted_ = nth - rest_.begin();
    return *nth;
  }

 private:
  const std::vector<std::uint64_t>& counts_;
  std::vector<std::uint64_t>& rest_;
  std::uint64_t below_ = 0;  // how many are shorter than value_
  std::size_t value_ = 0;
  std::ptrdiff_t sorted_ = 0;
};

double sum_of(const latency_record& record) {
  double sum = std::accumulate(record.long_ticks.begin(), record.long_ticks.end(), 0.0);
  for (std::size_t t = 0; t < record.short_tasks.size(); ++t)
    sum += static_cast<double>(t) * static_cast<double>(record.short_tasks[t]);
  return sum;
}

}  // namespace

void add_latencies(std::map<std::string, double>& counters, latency_record record) {
  const std::uint64_t count = record.tasks();
  if (count == 0) return;
  // Rounded to whole nanoseconds, the resolution of the clocks.
  const auto ns_of = [&](std::uint64_t ticks) { return std::round(static_cast<double>(ticks) * record.ns_per_tick); };
  counters["latency_ns_mean"] = sum_of(record) * record.ns_per_tick / static_cast<double>(count);
  struct percentile {
    const char* name;
    double share;
  };
  ranking ranked(record);
  for (const percentile& p : {percentile{"latency_ns_p50", 0.5}, percentile{"latency_ns_p90", 0.9},
                              percentile{"latency_ns_p99", 0.99}, percentile{"latency_ns_p99_9", 0.999}}) {
    const auto rank = static_cast<std::uint64_t>(std::ceil(p.share * static_cast<double>(count)));
    if (count - rank < 10) break;
    counters[p.name] = ns_of(ranked.at(rank));
  }
  counters["latency_ns_max"] = ns_of(ranked.at(count));
}

}  // namespace interleave
