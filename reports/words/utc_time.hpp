// Points in time as ISO 8601 texts, of which the canonical ones sort as time does.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace interleave::reports {

// "2026-11-20T14:00:00Z" for any of "2026-11-20T15:00:00+01:00", "2026-11-20T14:00:00.123Z", "2026-11-20 14:00:00" and
// "2026-11-20": without an offset it is UTC, without a time of day midnight; fractions of a second are dropped. Nothing
// where the text is no such date, or one that no calendar has.
std::optional<std::string> utc_time(std::string_view text);

std::string utc_now();

}  // namespace interleave::reports
