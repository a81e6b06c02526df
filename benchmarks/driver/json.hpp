// The JSON type of the driver: keys keep the order in which they were written, so that files read well and diff well.
#pragma once

#include <stdexcept>
#include <string_view>

#include <nlohmann/json.hpp>

namespace interleave::driver {

using json = nlohmann::ordered_json;

// How deeply a document that is read may be nested. Copying or writing one recurses, and results.json, in which most
// end up two levels deeper, is read up to 32.
inline constexpr int deepest_nesting = 24;

class nested_too_deep : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Throws json::parse_error or nested_too_deep.
json parse_json(std::string_view text);
// The same; what can't be parsed becomes a discarded value, which is no object and no array.
json parse_json_or_discard(std::string_view text);

}  // namespace interleave::driver
