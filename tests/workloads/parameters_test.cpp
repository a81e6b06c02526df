// Parameters as a user writes them.
#include "workloads/parameters.hpp"

#include "tests/support/error_of.hpp"
#include "workloads/errors.hpp"

#include <array>

#include <gtest/gtest.h>

namespace interleave {
namespace {

constexpr std::array<parameter, 2> declared{
    {{"delay", unit::duration, 0, 0, 10'000'000'000, "a wait"}, {"size", unit::bytes, 65536, 1, 1 << 20, "a size"}}};

TEST(parse_value, reads_every_unit) {
  EXPECT_EQ(parse_value("5ms", unit::duration, "x"), 5'000'000);
  EXPECT_EQ(parse_value("1.5s", unit::duration, "x"), 1'500'000'000);
  EXPECT_EQ(parse_value("20us", unit::duration, "x"), 20'000);
  EXPECT_EQ(parse_value("7ns", unit::duration, "x"), 7);
  EXPECT_EQ(parse_value("0", unit::duration, "x"), 0);
  EXPECT_EQ(parse_value("64KiB", unit::bytes, "x"), 65536);
  EXPECT_EQ(parse_value("3", unit::bytes, "x"), 3);
  EXPECT_EQ(parse_value("96", unit::count, "x"), 96);
}

TEST(parse_value, refuses_what_it_cannot_mean) {
  for (const char* text : {"", "ms", "5", "5 ms", "-5ms", "5m", "nanms", "1e30s", "0.5ns", "infs"})
    EXPECT_THROW(parse_value(text, unit::duration, "x"), usage_error) << text;
  for (const char* text : {"1.5", "12x", "64KB", "-1"})
    EXPECT_THROW(parse_value(text, unit::count, "x"), usage_error) << text;
}

TEST(parse_value, names_the_place_and_the_forms_it_takes) {
  EXPECT_EQ(error_of([] { parse_value("5", unit::duration, "io_echo.delay"); }),
            "io_echo.delay: '5' is no duration; write 500us, 5ms or 1.5s");
}

TEST(format_value, is_the_inverse_of_parse_value) {
  for (const char* text : {"5ms", "1500ms", "20us", "7ns", "2s", "0ms"})
    EXPECT_EQ(format_value(parse_value(text, unit::duration, "x"), unit::duration), text);
  for (const char* text : {"64KiB", "1MiB", "4097", "0"})
    EXPECT_EQ(format_value(parse_value(text, unit::bytes, "x"), unit::bytes), text);
}

TEST(parameter_values, start_as_declared_and_leave_no_suffix) {
  const parameter_values values("w", declared);
  EXPECT_EQ(values["size"], 65536);
  EXPECT_EQ(values.name_suffix(), "");
}

TEST(parameter_values, name_only_what_differs_from_the_default) {
  parameter_values values("w", declared);
  values.set("delay", "1000us");
  values.set("size", "64KiB");
  EXPECT_EQ(values.name_suffix(), "/delay:1ms");
}

TEST(parameter_values, refuse_unknown_names_and_values_out_of_bounds) {
  parameter_values values("w", declared);
  EXPECT_EQ(error_of([&] { values.set("dealy", "1ms"); }), "w.dealy: no such parameter; w has delay, size");
  EXPECT_EQ(error_of([&] { values.set("size", "2MiB"); }), "w.size: 2MiB is out of bounds; give 1 to 1MiB");
}

}  // namespace
}  // namespace interleave
