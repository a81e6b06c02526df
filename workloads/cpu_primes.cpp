// cpu_primes: finds the primes in one segment of the integers with the sieve of Eratosthenes. Stresses integer
// arithmetic and the first-level cache (the segment's flags). Does not stress memory bandwidth, and tasks are of nearly
// equal size: for uneven ones see cpu_mandelbrot.
#include "workloads/checkpoint.hpp"
#include "workloads/describe.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace interleave {

struct cpu_primes {
  static constexpr std::uint64_t segments = 16;
  static constexpr std::array<parameter, 1> parameters{
      {{"segment", kinds::count, 32768, 64, 1 << 20, "integers sieved per task"}}};

  explicit cpu_primes(const parameter_values& values)
      : length(values.get<std::size_t>(kinds::count, "segment")),
        small_primes(primes_below_root_of(length * segments)) {}

  // A segment's digest tells which primes it found, not only how many.
  static digest add(digest so_far, std::uint64_t prime) { return so_far * 31 + prime; }

  struct client {
    explicit client(const cpu_primes& w) : shared(w), composite(w.length) {}

    digest run(task_id id) {
      const std::uint64_t first = id % segments * shared.length;
      const std::uint64_t end = first + shared.length;
      std::ranges::fill(composite, char{0});
      for (const std::uint64_t p : shared.small_primes) {
        const std::uint64_t from = std::max(p * p, (first + p - 1) / p * p);
        for (std::uint64_t multiple = from; multiple < end; multiple += p) composite[multiple - first] = 1;
        checkpoint();
      }
      digest found = 0;
      for (std::uint64_t n = std::max<std::uint64_t>(first, 2); n < end; ++n)
        if (composite[n - first] == 0) found = add(found, n);
      return found;
    }

    const cpu_primes& shared;
    std::vector<char> composite;
  };

  // The unsegmented sieve over the whole range at once.
  std::vector<digest> expected() const {
    std::vector<bool> is_composite(length * segments);
    std::vector<digest> found(segments, 0);
    for (std::uint64_t n = 2; n < is_composite.size(); ++n) {
      if (is_composite[n]) continue;
      found[n / length] = add(found[n / length], n);
      for (std::uint64_t multiple = n * 2; multiple < is_composite.size(); multiple += n) is_composite[multiple] = true;
    }
    return found;
  }

  // By trial division: they are few.
  static std::vector<std::uint64_t> primes_below_root_of(std::uint64_t end) {
    std::vector<std::uint64_t> primes;
    for (std::uint64_t n = 2; n * n < end; ++n)
      if (std::ranges::none_of(primes, [n](std::uint64_t p) { return n % p == 0; })) primes.push_back(n);
    return primes;
  }

  std::size_t length;
  std::vector<std::uint64_t> small_primes;
};

extern const workload_descriptor cpu_primes_workload = describe<cpu_primes>({
    .name = "cpu_primes",
    .kind = workload_kind::cpu,
    .summary = "sieve one segment for primes: integer arithmetic in cache",
    .parameters = cpu_primes::parameters,
});

}  // namespace interleave
