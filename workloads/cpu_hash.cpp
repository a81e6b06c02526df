// cpu_hash: SHA-256 of one buffer with libcrypto, the kind of computing that real services do. Stresses one core's
// arithmetic, with dedicated instructions where the CPU has them. Does not stress memory: the buffers stay in cache.
#include "workloads/checkpoint.hpp"
#include "workloads/describe.hpp"
#include "workloads/reference/sha256.hpp"
#include "workloads/sha256.hpp"

#include <array>

namespace interleave {

struct cpu_hash {
  static constexpr std::uint64_t inputs = 8;
  static constexpr std::size_t piece = 16 * 1024;  // about 10 us between two checkpoints
  static constexpr std::array<parameter, 1> parameters{
      {{"size", kinds::size, 64 * 1024, 1, 16 << 20, "bytes hashed per task"}}};

  explicit cpu_hash(const parameter_values& values) : buffers(inputs) {
    for (std::uint64_t i = 0; i < inputs; ++i) {
      buffers[i].resize(values.get(kinds::size, "size"));
      fill_bytes(buffers[i], i);
    }
  }

  struct client {
    explicit client(const cpu_hash& w) : shared(w) {}

    digest run(task_id id) {
      std::span<const std::byte> rest = shared.buffers[id % inputs];
      hash.start();
      while (!rest.empty()) {
        const auto now = rest.first(std::min(piece, rest.size()));
        hash.add(now);
        rest = rest.subspan(now.size());
        checkpoint();
      }
      return hash.finish();
    }

    const cpu_hash& shared;
    sha256 hash;
  };

  std::vector<digest> expected() const {
    std::vector<digest> digests;
    for (const auto& buffer : buffers) digests.push_back(digest_of(reference::sha256(buffer)));
    return digests;
  }

  std::vector<std::vector<std::byte>> buffers;
};

extern const workload_descriptor cpu_hash_workload = describe<cpu_hash>({
    .name = "cpu_hash",
    .kind = workload_kind::cpu,
    .summary = "SHA-256 of one buffer with libcrypto",
    .parameters = cpu_hash::parameters,
});

}  // namespace interleave
