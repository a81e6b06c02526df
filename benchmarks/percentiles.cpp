// Nearest-rank percentiles by partial sorting.
#include "benchmarks/percentiles.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace interleave {

void add_latencies(std::map<std::string, double>& counters, std::vector<std::uint64_t> values_ns) {
  if (values_ns.empty()) return;
  const auto count = static_cast<double>(values_ns.size());
  struct percentile {
    const char* name;
    double share;
  };
  auto from = values_ns.begin();
  for (const percentile& p : {percentile{"latency_ns_p50", 0.5}, percentile{"latency_ns_p90", 0.9},
                              percentile{"latency_ns_p99", 0.99}, percentile{"latency_ns_p99_9", 0.999}}) {
    const auto rank = static_cast<std::ptrdiff_t>(std::ceil(p.share * count));
    if (count - static_cast<double>(rank) < 10) break;
    const auto nth = values_ns.begin() + (rank - 1);
    std::nth_element(from, nth, values_ns.end());
    counters[p.name] = static_cast<double>(*nth);
    from = nth;
  }
  counters["latency_ns_max"] = static_cast<double>(*std::max_element(from, values_ns.end()));
  counters["latency_ns_mean"] = std::accumulate(values_ns.begin(), values_ns.end(), 0.0) / count;
}

}  // namespace interleave
