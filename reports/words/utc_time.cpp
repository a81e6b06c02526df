// Parsed by hand: the standard library of g++ 12 has calendar types, but can't parse dates.
#include "reports/words/utc_time.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <ctime>

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace interleave::reports {

namespace {

using std::chrono::seconds;
using std::chrono::sys_seconds;

// Consumes a text from the front; each method returns whether the expected part was there.
class text_parts {
 public:
  explicit text_parts(std::string_view text) : rest_(text) {}

  bool is_empty() const { return rest_.empty(); }

  bool take(char wanted) {
    if (rest_.empty() || rest_.front() != wanted) return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool digits(std::size_t count, int& number) {
    if (rest_.size() < count || rest_.substr(0, count).find_first_not_of("0123456789") != std::string_view::npos)
      return false;
    std::from_chars(rest_.data(), rest_.data() + count, number);
    rest_.remove_prefix(count);
    return true;
  }

  void skip_digits() { rest_.remove_prefix(std::min(rest_.size(), rest_.find_first_not_of("0123456789"))); }

 private:
  std::string_view rest_;
};

std::optional<seconds> clock_time(text_parts& parts) {
  int hour = 0;
  int minute = 0;
  int second = 0;
  if (!parts.digits(2, hour) || !parts.take(':') || !parts.digits(2, minute)) return std::nullopt;
  if (parts.take(':')) {
    if (!parts.digits(2, second)) return std::nullopt;
    if (parts.take('.')) parts.skip_digits();
  }
  if (hour > 23 || minute > 59 || second > 60) return std::nullopt;  // a leap second is the 60th
  return std::chrono::hours(hour) + std::chrono::minutes(minute) + seconds(second);
}

// Offset of local time from UTC.
std::optional<seconds> offset(text_parts& parts) {
  if (parts.is_empty() || parts.take('Z')) return seconds(0);
  const bool behind = parts.take('-');
  int hours = 0;
  int minutes = 0;
  if (!behind && !parts.take('+')) return std::nullopt;
  if (!parts.digits(2, hours)) return std::nullopt;
  const bool has_minutes = parts.take(':') || !parts.is_empty();
  if (has_minutes && !parts.digits(2, minutes)) return std::nullopt;
  if (hours > 23 || minutes > 59) return std::nullopt;
  const seconds ahead = std::chrono::hours(hours) + std::chrono::minutes(minutes);
  return behind ? -ahead : ahead;
}

// Doesn't use the system clock's time_point: its nanoseconds end in the year 2262.
std::string canonical(sys_seconds time) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(static_cast<std::time_t>(time.time_since_epoch().count())));
}

// Only years of four digits, so that texts sort as times do.
bool has_four_digits(sys_seconds time) {
  const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(time));
  return date.year() >= std::chrono::year(0) && date.year() <= std::chrono::year(9999);
}

}  // namespace

std::optional<std::string> utc_time(std::string_view text) {
  text_parts parts(text);
  int year = 0;
  int month = 0;
  int day = 0;
  if (!parts.digits(4, year) || !parts.take('-') || !parts.digits(2, month) || !parts.take('-') ||
      !parts.digits(2, day))
    return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  sys_seconds time = std::chrono::sys_days(date);
  if (parts.take('T') || parts.take(' ')) {
    const std::optional<seconds> of_day = clock_time(parts);
    const std::optional<seconds> ahead = of_day ? offset(parts) : std::nullopt;
    if (!ahead) return std::nullopt;
    time += *of_day - *ahead;
  }
  if (!parts.is_empty() || !has_four_digits(time)) return std::nullopt;
  return canonical(time);
}

std::string utc_now() {
  return canonical(std::chrono::time_point_cast<seconds>(std::chrono::system_clock::now()));
}

}  // namespace interleave::reports
