// Parsing within a limit of nesting.
#include "benchmarks/driver/json.hpp"

#include <fmt/format.h>

namespace interleave::driver {

json parse_json(std::string_view text) {
  bool is_too_deep = false;
  const auto is_kept = [&](int levels_around, json::parse_event_t event, json&) {
    const bool opens = event == json::parse_event_t::object_start || event == json::parse_event_t::array_start;
    is_too_deep = is_too_deep || (opens && levels_around >= deepest_nesting);
    return !is_too_deep;
  };
  json parsed = json::parse(text, is_kept);
  if (is_too_deep) throw nested_too_deep(fmt::format("it is nested deeper than {} levels", deepest_nesting));
  return parsed;
}

json parse_json_or_discard(std::string_view text) {
  try {
    return parse_json(text);
  } catch (const json::parse_error&) {
  } catch (const nested_too_deep&) {
  }
  return json::value_t::discarded;
}

}  // namespace interleave::driver
