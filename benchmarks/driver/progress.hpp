// What the user sees during a run: on a terminal one line that is rewritten, elsewhere a plain line now and then. It
// decides nothing and measures nothing.
#pragma once

#include <chrono>
#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

namespace interleave::driver {

struct progress_style {
  bool rewrite_line = false;  // a terminal that understands "\r" and "erase line"
  bool color = false;
  std::function<int()> columns = [] { return 80; };  // asked each time: windows are resized
  // Removes control sequences from lines, because measured programs choose names and messages.
  std::function<std::string(std::string_view)> made_safe = [](std::string_view lines) { return std::string(lines); };
};

struct progress_state {
  std::string phase;  // "calibrating", "round 2 of 5"
  std::size_t done = 0;
  std::size_t total = 0;
  std::size_t failed = 0;
  std::string cell;
  std::optional<double> rate_per_s;  // of the previous sample
  std::optional<double> seconds_left;
};

class progress {
 public:
  progress(std::ostream& out, progress_style style) : out_(out), style_(std::move(style)) {}
  ~progress() { clear(); }
  progress(const progress&) = delete;
  progress& operator=(const progress&) = delete;

  // May be called often; redraws only when it is worth it.
  void show(const progress_state& state, std::chrono::nanoseconds now);
  // A line that stays: a warning, a failed sample.
  void say(std::string_view sentence, bool is_problem = false);
  // Takes the rewritten line off the screen.
  void clear();

 private:
  std::ostream& out_;
  progress_style style_;
  bool line_is_shown_ = false;
  std::string last_phase_;
  std::optional<std::chrono::nanoseconds> last_plain_line_;
};

std::string progress_line(const progress_state& state);
// "8 s", "3 min 20 s", "1 h 05 min"
std::string rough_duration(double seconds);
// "0.25 s", "12 s", and from a minute on as above
std::string length_of_sample(double seconds);
// "950", "12.3 k", "1.20 M"
std::string short_number(double value);

}  // namespace interleave::driver
