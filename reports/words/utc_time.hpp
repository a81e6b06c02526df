// Points in time as ISO 8601 texts, whose canonical form sorts as time does.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace interleave::reports {

// "2026-11-20T14:00:00Z" for any of "2026-11-20T15:00:00+01:00", "2026-11-20T14:00:00.123Z", "2026-11-20 14:00:00" and
// the like. Without an offset the time is UTC, a date alone is midnight, fractions of a second are dropped. Nothing
// where the text isn't a date of this form, or one that doesn't exist.
std::optional<std::string> utc_time(std::string_view text);

std::string utc_now();

}  // namespace interleave::reports
