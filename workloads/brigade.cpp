// What a lap must result in, summed from the last member to the first.
#include "workloads/brigade.hpp"

namespace interleave::brigade {

std::vector<digest> expected(std::size_t members) {
  digest power = 1;
  digest added = 0;
  for (std::size_t i = members; i-- > 0; power *= factor) added += power * (i + 1);
  std::vector<digest> digests;
  for (std::uint64_t input = 0; input < inputs; ++input) digests.push_back(power * input + added);
  return digests;
}

}  // namespace interleave::brigade
