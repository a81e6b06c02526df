// The JSON type of the driver: keys keep the order in which they were written, so that files read well and diff well.
#pragma once

#include <nlohmann/json.hpp>

namespace interleave::driver {

using json = nlohmann::ordered_json;

}  // namespace interleave::driver
