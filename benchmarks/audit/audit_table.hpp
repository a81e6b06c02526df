// The audit as text for people: what the machine is, the worst checks first, the limits, and the ceilings they imply.
#pragma once

#include "benchmarks/audit/audit.hpp"

#include <cstddef>
#include <string>

namespace interleave::audit {

struct table_look {
  std::size_t width = 100;  // sentences are broken here; commands never are, so that they can be copied
  bool colour = false;
};

[[nodiscard]] std::string as_table(const report& from, const table_look& look);

}  // namespace interleave::audit
