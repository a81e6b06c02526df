// Wording and layout of the progress display.
#include "benchmarks/driver/progress.hpp"

#include <cmath>
#include <ostream>

#include <fmt/format.h>

namespace interleave::driver {
namespace {

// Outside a terminal (a log file, CI) every line is kept, so there are few of them.
constexpr std::chrono::seconds plain_interval(15);

}  // namespace

std::string rough_duration(double seconds) {
  const auto whole = static_cast<std::int64_t>(std::ceil(seconds));
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  return fmt::format("{} h {:02} min", whole / 3600, whole / 60 % 60);
}

std::string length_of_sample(double seconds) {
  return seconds < 60 ? fmt::format("{:.2g} s", seconds) : rough_duration(seconds);
}

std::string short_number(double value) {
  struct magnitude {
    double from;
    std::string_view suffix;
  };
  for (const auto& [from, suffix] : {magnitude{1e9, " G"}, magnitude{1e6, " M"}, magnitude{1e3, " k"}})
    if (value >= from) return fmt::format("{:.3g}{}", value / from, suffix);
  return fmt::format("{:.3g}", value);
}

std::string progress_line(const progress_state& state) {
  std::string line = fmt::format("{}/{}", state.done, state.total);
  if (state.seconds_left) line += fmt::format(" · {} left", rough_duration(*state.seconds_left));
  if (state.failed > 0) line += fmt::format(" · {} failed", state.failed);
  line += fmt::format(" · {}", state.phase);
  if (!state.cell.empty()) line += fmt::format(" · {}", state.cell);
  if (state.rate_per_s) line += fmt::format(" · last {} tasks/s", short_number(*state.rate_per_s));
  return line;
}

void progress::show(const progress_state& state, std::chrono::nanoseconds now) {
  if (style_.rewrite_line) {
    std::string line = style_.made_safe(progress_line(state));
    // A line that wraps cannot be rewritten. Every "·" is two bytes wide and one column: cut by columns, not by bytes.
    const int columns = style_.columns();
    int used = 0;
    std::size_t end = 0;
    while (end < line.size()) {
      const bool starts_character = (static_cast<unsigned char>(line[end]) & 0xc0U) != 0x80U;
      if (starts_character && ++used >= columns) break;
      ++end;
    }
    line.resize(end);
    out_ << "\r\x1b[2K" << line << std::flush;
    line_is_shown_ = true;
    return;
  }
  const bool due = !last_plain_line_ || now - *last_plain_line_ >= plain_interval || state.phase != last_phase_;
  if (!due) return;
  last_plain_line_ = now;
  last_phase_ = state.phase;
  out_ << style_.made_safe(progress_line(state)) << '\n' << std::flush;
}

void progress::say(std::string_view sentence, bool is_problem) {
  clear();
  const std::string safe = style_.made_safe(sentence);
  if (is_problem && style_.color)
    out_ << "\x1b[33m" << safe << "\x1b[0m\n" << std::flush;
  else
    out_ << safe << '\n' << std::flush;
}

void progress::clear() {
  if (!line_is_shown_) return;
  out_ << "\r\x1b[2K" << std::flush;
  line_is_shown_ = false;
}

}  // namespace interleave::driver
