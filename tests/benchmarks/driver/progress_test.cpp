// What is shown, where, and how often.
#include "benchmarks/driver/progress.hpp"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace interleave::driver {
namespace {

using std::chrono::seconds;
using testing::HasSubstr;
using testing::Not;

progress_state state() {
  return {"round 2 of 5", 37, 600, 2, "io_echo/coroutines/in_flight:8", 12345.0, 80.2};
}

TEST(progress, says_how_far_it_is_and_how_long_it_takes) {
  EXPECT_EQ(
      progress_line(state()),
      "37/600 · 1 min 21 s left · 2 failed · round 2 of 5 · io_echo/coroutines/in_flight:8 · last 12.3 k tasks/s");
}

TEST(progress, leaves_out_what_is_not_known) {
  EXPECT_EQ(progress_line({"calibrating", 0, 9, 0, "noop", {}, {}}), "0/9 · calibrating · noop");
  EXPECT_EQ(progress_line({"judging", 9, 9, 0, "", {}, {}}), "9/9 · judging");
}

TEST(progress, rounds_durations_up_to_what_people_plan_with) {
  EXPECT_EQ(rough_duration(0), "0 s");
  EXPECT_EQ(rough_duration(59.1), "1 min 00 s");
  EXPECT_EQ(rough_duration(3900), "1 h 05 min");
}

TEST(progress, keeps_the_fraction_of_a_short_sample_and_rounds_a_long_one) {
  EXPECT_EQ(length_of_sample(0.25), "0.25 s");
  EXPECT_EQ(length_of_sample(11.9), "12 s");
  EXPECT_EQ(length_of_sample(150), "2 min 30 s");
}

TEST(progress, shows_what_measured_programs_say_only_after_it_was_made_safe) {
  for (const bool rewritten : {false, true}) {
    std::ostringstream out;
    progress shown(out, {.rewrite_line = rewritten, .made_safe = [](std::string_view) { return "safe"; }});
    shown.show(state(), seconds(0));
    shown.say("evil");
    EXPECT_THAT(out.str(), AllOf(HasSubstr("safe"), Not(HasSubstr("evil")), Not(HasSubstr("io_echo"))));
  }
}

TEST(progress, rewrites_one_line_on_a_terminal) {
  std::ostringstream out;
  progress shown(out, {.rewrite_line = true, .color = false, .columns = [] { return 200; }});
  shown.show(state(), seconds(0));
  shown.show(state(), seconds(1));
  EXPECT_THAT(out.str(), Not(HasSubstr("\n")));
  EXPECT_THAT(out.str(), HasSubstr("\r\x1b[2K37/600"));
}

TEST(progress, never_fills_the_last_column_of_a_terminal) {
  std::ostringstream out;
  progress shown(out, {.rewrite_line = true, .color = false, .columns = [] { return 10; }});
  shown.show(state(), seconds(0));
  EXPECT_EQ(out.str(), "\r\x1b[2K37/600 · ");
}

TEST(progress, takes_its_line_away_before_a_sentence_that_stays) {
  std::ostringstream out;
  progress shown(out, {.rewrite_line = true, .color = false, .columns = [] { return 6; }});
  shown.show(state(), seconds(0));
  shown.say("careful");
  EXPECT_EQ(out.str(), "\r\x1b[2K37/60\r\x1b[2Kcareful\n");
}

TEST(progress, writes_a_plain_line_now_and_then_elsewhere) {
  std::ostringstream out;
  progress shown(out, {});
  for (int second = 0; second < 31; ++second) shown.show(state(), seconds(second));
  const std::string line = progress_line(state()) + "\n";
  EXPECT_EQ(out.str(), line + line + line);
}

TEST(progress, writes_no_escape_code_elsewhere) {
  std::ostringstream out;
  progress shown(out, {});
  shown.show(state(), seconds(0));
  shown.say("failed", true);
  shown.clear();
  EXPECT_THAT(out.str(), Not(HasSubstr("\x1b")));
}

TEST(progress, colours_problems_only_where_asked_to) {
  std::ostringstream out;
  progress shown(out, {.rewrite_line = false, .color = true});
  shown.say("fine");
  shown.say("failed", true);
  EXPECT_EQ(out.str(), "fine\n\x1b[33mfailed\x1b[0m\n");
}

}  // namespace
}  // namespace interleave::driver
