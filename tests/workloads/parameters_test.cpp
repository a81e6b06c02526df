// Parameters as a user writes them and as a workload gets them.
#include "workloads/parameters.hpp"

#include "tests/support/error_of.hpp"
#include "workloads/errors.hpp"

#include <array>
#include <chrono>
#include <stdexcept>

#include <gtest/gtest.h>

namespace interleave {
namespace {

using namespace std::chrono_literals;

enum class transport { plain, tls, quic };
constexpr one_of<transport> transports{"plain", "tls", "quic"};

constexpr std::array<parameter, 5> declared{
    {{"delay", kinds::duration, 0ns, 0ns, 10s, "a wait"},
     {"size", kinds::size, 65536, 1, 1 << 20, "a size"},
     {"lost", kinds::share, fraction::percent(1), fraction(0), fraction::percent(50), "a share"},
     {"over", transports, transport::plain, "how it is carried"},
     {"warm", kinds::off_or_on, false, "a switch"}}};

TEST(parse_value, reads_every_unit) {
  EXPECT_EQ(parse_value("5ms", kinds::duration, "x"), 5ms);
  EXPECT_EQ(parse_value("1.5s", kinds::duration, "x"), 1500ms);
  EXPECT_EQ(parse_value("20us", kinds::duration, "x"), 20us);
  EXPECT_EQ(parse_value("7ns", kinds::duration, "x"), 7ns);
  EXPECT_EQ(parse_value("0", kinds::duration, "x"), 0ns);
  EXPECT_EQ(parse_value("64KiB", kinds::size, "x"), 65536U);
  EXPECT_EQ(parse_value("3", kinds::size, "x"), 3U);
  EXPECT_EQ(parse_value("96", kinds::count, "x"), 96);
  EXPECT_EQ(parse_value("10%", kinds::share, "x").count(), 100'000);
  EXPECT_EQ(parse_value("0.1", kinds::share, "x").count(), 100'000);
  EXPECT_EQ(parse_value("2.5%", kinds::share, "x").count(), 25'000);
  EXPECT_EQ(parse_value("0", kinds::share, "x").count(), 0);
  EXPECT_EQ(parse_value("tls", transports, "x"), transport::tls);
  EXPECT_TRUE(parse_value("on", kinds::off_or_on, "x"));
}

// 1.005 times 1000 is 1004.9999999999999 in binary.
TEST(parse_value, takes_decimal_fractions_that_binary_cannot_hold) {
  EXPECT_EQ(parse_value("1.005us", kinds::duration, "x"), 1005ns);
  EXPECT_EQ(parse_value("4.35us", kinds::duration, "x"), 4350ns);
  EXPECT_EQ(parse_value("0.0003", kinds::share, "x").count(), 300);
}

TEST(parse_value, refuses_what_it_cannot_mean) {
  for (const char* text : {"", "ms", "5", "5 ms", "-5ms", "5m", "nanms", "1e30s", "0.5ns", "infs"})
    EXPECT_THROW(parse_value(text, kinds::duration, "x"), usage_error) << text;
  for (const char* text : {"1.5", "12x", "64KB", "-1"})
    EXPECT_THROW(parse_value(text, kinds::count, "x"), usage_error) << text;
  for (const char* text : {"", "%", "ten%", "-1%", "0.0000001", "0.00001%"})
    EXPECT_THROW(parse_value(text, kinds::share, "x"), usage_error) << text;
  for (const char* text : {"", "TLS", "tl", "tls ", "1"})
    EXPECT_THROW(parse_value(text, transports, "x"), usage_error) << text;
}

TEST(parse_value, says_of_what_is_too_large_what_the_most_is) {
  EXPECT_EQ(error_of([] { parse_value("1e30s", kinds::duration, "--timeout"); }),
            "--timeout: 1e30s is too large for a duration; give at most 9000000s");
  EXPECT_EQ(error_of([] { parse_value("9000000000000001", kinds::count, "x"); }),
            "x: 9000000000000001 is too large for a count; give at most 9000000000000000");
  EXPECT_EQ(parse_value("9000000s", kinds::duration, "x"), 9'000'000s);
  parameter_values values("io_echo", declared);
  EXPECT_EQ(error_of([&] { values.set("delay", "1e30s"); }), "io_echo.delay: 1e30s is out of bounds; give 0ms to 10s");
}

TEST(parse_value, names_the_place_and_the_forms_it_takes) {
  EXPECT_EQ(error_of([] { parse_value("5", kinds::duration, "io_echo.delay"); }),
            "io_echo.delay: '5' is no duration; write 500us, 5ms or 1.5s");
  EXPECT_EQ(error_of([] { parse_value("a lot", kinds::share, "w.lost"); }),
            "w.lost: 'a lot' is no share; write 10%, 2.5% or 0.1");
  EXPECT_EQ(error_of([] { parse_value("ssl", transports, "w.over"); }),
            "w.over: 'ssl' is no choice; write plain, tls or quic");
  EXPECT_EQ(error_of([] { parse_value("1", kinds::off_or_on, "w.warm"); }),
            "w.warm: '1' is no choice; write off or on");
}

TEST(format_value, is_the_inverse_of_parse_value) {
  for (const char* text : {"5ms", "1500ms", "20us", "7ns", "2s", "0ms"})
    EXPECT_EQ(format_value(parse_value(text, kinds::duration, "x"), kinds::duration), text);
  for (const char* text : {"64KiB", "1MiB", "4097", "0"})
    EXPECT_EQ(format_value(parse_value(text, kinds::size, "x"), kinds::size), text);
  for (const char* text : {"10%", "2.5%", "100%", "0%", "0.0001%", "33.3333%"})
    EXPECT_EQ(format_value(parse_value(text, kinds::share, "x"), kinds::share), text);
  for (const char* text : {"plain", "tls", "quic"})
    EXPECT_EQ(format_value(parse_value(text, transports, "x"), transports), text);
}

TEST(fraction, of_a_whole_is_exact) {
  EXPECT_EQ(fraction::percent(10).of(1024), 102U);
  EXPECT_EQ(fraction(333'333).of(3), 0U);
  EXPECT_EQ(fraction::percent(100).of(7), 7U);
}

TEST(parameter_values, start_as_declared_and_leave_no_suffix) {
  const parameter_values values("w", declared);
  EXPECT_EQ(values.get(kinds::duration, "delay"), 0ns);
  EXPECT_EQ(values.get(kinds::size, "size"), 65536U);
  EXPECT_EQ(values.get(kinds::share, "lost").count(), 10'000);
  EXPECT_EQ(values.get(transports, "over"), transport::plain);
  EXPECT_FALSE(values.get(kinds::off_or_on, "warm"));
  EXPECT_EQ(values.name_suffix(), "");
}

TEST(parameter_values, name_only_what_differs_from_the_default) {
  parameter_values values("w", declared);
  values.set("delay", "1000us");
  values.set("size", "64KiB");
  values.set("lost", "0.025");
  values.set("over", "quic");
  values.set("warm", "off");
  EXPECT_EQ(values.name_suffix(), "/delay:1ms/lost:2.5%/over:quic");
  EXPECT_EQ(values.get(transports, "over"), transport::quic);
}

TEST(parameter_values, refuse_unknown_names_and_values_out_of_bounds) {
  parameter_values values("w", declared);
  EXPECT_EQ(error_of([&] { values.set("dealy", "1ms"); }),
            "w.dealy: no such parameter; w has delay, size, lost, over, warm");
  EXPECT_EQ(error_of([&] { values.set("size", "2MiB"); }), "w.size: 2MiB is out of bounds; give 1 to 1MiB");
  EXPECT_EQ(error_of([&] { values.set("lost", "0.6"); }), "w.lost: 0.6 is out of bounds; give 0% to 50%");
  EXPECT_EQ(error_of([&] { values.set("over", "udp"); }), "w.over: 'udp' is no choice; write plain, tls or quic");
}

TEST(parameter_values, refuse_what_could_only_be_kept_rounded) {
  static constexpr std::array<parameter, 1> in_words{{{"size", kinds::size, 64, 16, 1 << 20, "a multiple of 8", 8}}};
  parameter_values values("w", in_words);
  values.set("size", "72");
  EXPECT_EQ(values.get(kinds::size, "size"), 72U);
  EXPECT_EQ(error_of([&] { values.set("size", "100"); }), "w.size: 100 is no multiple of 8; give 96 or 104");
}

TEST(parameter_values, are_got_as_the_kind_they_were_declared_as) {
  const parameter_values values("w", declared);
  EXPECT_EQ(values.get<std::int64_t>(kinds::size, "size"), 65536);
  EXPECT_THROW(values.get(kinds::count, "size"), std::logic_error);
  EXPECT_THROW(values.get(kinds::off_or_on, "over"), std::logic_error);
}

TEST(parameter, says_which_words_there_are) {
  EXPECT_EQ(declared[0].sentence(), "a wait");
  EXPECT_EQ(declared[3].sentence(), "how it is carried: plain, tls or quic");
}

}  // namespace
}  // namespace interleave
