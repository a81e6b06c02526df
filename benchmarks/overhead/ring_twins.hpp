// brigade_pipes by hand: a word through a ring of pipes, without the suite. run() returns the sum of what came back.
#pragma once

#include "benchmarks/overhead/twins.hpp"

#include <cstddef>
#include <memory>
#include <string_view>

namespace interleave {

// For the runners `thread_pool` and `coroutines`; throws std::invalid_argument for another.
std::unique_ptr<twin> make_brigade_twin(std::string_view runner, std::size_t members);

}  // namespace interleave
