// JSON as text that is safe to print.
#pragma once

#include "reports/words/plain_text.hpp"

#include <string>

namespace interleave::reports {

// The document and a newline; `indent` as nlohmann's dump() takes it. Invalid UTF-8 is replaced, and no control
// character is left in strings that JSON itself would let through.
template <class Json>
std::string json_text(const Json& document, int indent) {
  return escape_controls_in_json(document.dump(indent, ' ', false, Json::error_handler_t::replace)) + "\n";
}

}  // namespace interleave::reports
