// Numbers in words, and what becomes of hostile strings.
#include "reports/words/text.hpp"

#include "reports/text/markdown.hpp"
#include "reports/words/plain_text.hpp"

#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace interleave::reports {
namespace {

TEST(text_test, factors_keep_three_digits) {
  EXPECT_EQ(factor_text(1.4), "1.40×");
  EXPECT_EQ(factor_text(12.34), "12.3×");
  EXPECT_EQ(factor_text(753.2), "753×");
  EXPECT_EQ(factor_text(9.999), "10.0×");
  EXPECT_EQ(factor_text(99.99), "100×");
  EXPECT_EQ(factor_text(confidence_interval{1.349, 1.461}), "1.35–1.46");
  EXPECT_EQ(factor_text(estimate{1.4, confidence_interval{1.35, 1.46}}), "1.40×");
  EXPECT_EQ(interval_after(estimate{1.4, confidence_interval{1.35, 1.46}}), " (1.35–1.46)");
  EXPECT_EQ(interval_after(estimate{1.4, std::nullopt}), "");
}

TEST(text_test, factors_below_a_tenth_are_fractions) {
  EXPECT_EQ(factor_text(0.12), "0.12×");
  EXPECT_EQ(factor_text(0.0452), "1/22");
  EXPECT_EQ(factor_text(0.00012), "1/8333");
  EXPECT_EQ(factor_text(confidence_interval{0.04, 0.05}), "1/25–1/20");
  EXPECT_EQ(factor_text(confidence_interval{0.09, 0.11}), "1/11–0.11");
}

TEST(text_test, a_factor_that_is_large_and_not_known_is_a_bound) {
  const estimate open{980, confidence_interval{755, 9909}};
  EXPECT_EQ(factor_text(open), "at least 755×");
  EXPECT_EQ(interval_after(open), "");
  const estimate small{3, confidence_interval{1.1, 8}};
  EXPECT_EQ(factor_text(small), "3.00×");
  EXPECT_EQ(interval_after(small), " (1.10–8.00)");
}

TEST(text_test, nothing_is_less_than_none_and_no_share_exceeds_its_bound) {
  EXPECT_EQ(bytes_text(-0.06), "0 B");
  EXPECT_EQ(duration_text(-3), "0 ns");
  EXPECT_EQ(rate_text(-1), "0/s");
  EXPECT_EQ(share_of_bound_text(0.744), "74 %");
  EXPECT_EQ(share_of_bound_text(1.09), "100 %");
}

TEST(text_test, units_follow_the_size) {
  EXPECT_EQ(rate_text(950), "950/s");
  EXPECT_EQ(rate_text(12'345), "12.3k/s");
  EXPECT_EQ(rate_text(999'960), "1.00M/s");
  EXPECT_EQ(duration_text(850), "850 ns");
  EXPECT_EQ(duration_text(1.234e6), "1.23 ms");
  EXPECT_EQ(duration_text(0.5), "0.50 ns");
  EXPECT_EQ(duration_text(0), "0 ns");
  EXPECT_EQ(bytes_text(6 * 1048576.0), "6.00 MiB");
  EXPECT_EQ(percent_text(0.744), "74 %");
  EXPECT_EQ(percent_text(0.0051), "0.5 %");
  EXPECT_EQ(percent_text(0.0004), "<0.1 %");
  EXPECT_EQ(percent_text(0), "0 %");
  EXPECT_EQ(number_text(0.01234), "0.0123");
  EXPECT_EQ(number_text(1.03), "1.03");
  EXPECT_EQ(number_text(0), "0");
}

TEST(text_test, lists_read_as_english_and_end) {
  EXPECT_EQ(list_text(std::vector<std::string>{}), "");
  EXPECT_EQ(list_text(std::vector<std::string>{"a"}), "a");
  EXPECT_EQ(list_text(std::vector<std::string>{"a", "b"}), "a and b");
  EXPECT_EQ(list_text(std::vector<std::string>{"a", "b", "c"}), "a, b and c");
  EXPECT_EQ(list_text(std::vector<std::string>{"a", "b", "c", "d"}, 3), "a, b and 2 more");
}

TEST(text_test, shell_words_are_quoted_when_they_must_be) {
  EXPECT_EQ(shell_word("--set"), "--set");
  EXPECT_EQ(shell_word("io_echo.delay=5ms"), "io_echo.delay=5ms");
  EXPECT_EQ(shell_word("io_*"), "'io_*'");
  EXPECT_EQ(shell_word("a'; rm -rf /"), "'a'\\''; rm -rf /'");
  EXPECT_EQ(shell_word(""), "''");
}

TEST(printable_test, leaves_nothing_that_a_terminal_obeys) {
  EXPECT_EQ(printable("\x1b[31mred"), "\\x1b[31mred");
  EXPECT_EQ(printable("a\nb\tc"), "a b c");
  EXPECT_EQ(printable("\x7f"), "\\x7f");
  EXPECT_EQ(printable("\xc2\x9b"
                      "31m"),
            "\\xc2\\x9b31m");                               // C1 control: CSI in one character
  EXPECT_EQ(printable("\xe2\x80\xae"), "\\xe2\\x80\\xae");  // right-to-left override
  EXPECT_EQ(printable("\xff\xc3"), "\\xff\\xc3");           // not UTF-8
  EXPECT_EQ(printable("\xc0\xaf"), "\\xc0\\xaf");           // overlong
  EXPECT_EQ(printable("\xed\xa0\x80"), "\\xed\\xa0\\x80");  // surrogate
  EXPECT_EQ(printable("größer × 日本 🚀"), "größer × 日本 🚀");
}

TEST(printable_test, may_keep_lines) {
  EXPECT_EQ(printable_lines("a\x1b\nb\r\n"), "a\\x1b\nb \n");
  EXPECT_EQ(printable_lines(""), "");
}

TEST(printable_test, ascii_keeps_the_sense) {
  EXPECT_EQ(ascii_only("1.40× (1.35–1.46) · ≈ of 4 µs…"), "1.40x (1.35-1.46) | ~ of 4 us...");
  EXPECT_EQ(ascii_only("日"), "?");
}

TEST(wrapped_test, breaks_at_spaces_and_keeps_long_words_whole) {
  EXPECT_EQ(wrapped("one two three", 7), (std::vector<std::string>{"one two", "three"}));
  EXPECT_EQ(wrapped("a verylongword b", 5), (std::vector<std::string>{"a", "verylongword", "b"}));
  EXPECT_EQ(wrapped("1.40× 1.40×", 11), (std::vector<std::string>{"1.40× 1.40×"})) << "counts characters, not bytes";
  EXPECT_TRUE(wrapped("", 10).empty());
}

TEST(markdown_text_test, nothing_acts_as_markup) {
  EXPECT_EQ(markdown_text("a|b"), "a\\|b");
  EXPECT_EQ(markdown_text("io_echo"), "io\\_echo");
  EXPECT_EQ(markdown_text("`x` *y* [z](u) <b> #1 ~~s~~"), "\\`x\\` \\*y\\* \\[z\\](u) \\<b\\> \\#1 \\~\\~s\\~\\~");
  EXPECT_EQ(markdown_text("https://a.b www.a.b"), "https\\://a.b www\\.a.b");
  EXPECT_EQ(markdown_text("a\n# b"), "a \\# b");
  EXPECT_EQ(markdown_text("- item"), "\\- item");
  EXPECT_EQ(markdown_text("@everyone"),
            "@\u200b"
            "everyone");
}

TEST(markdown_code_test, the_fence_is_longer_than_any_inside) {
  EXPECT_EQ(markdown_code("ls -l"), "`ls -l`");
  EXPECT_EQ(markdown_code("a`b``c"), "```a`b``c```");
  EXPECT_EQ(markdown_code("`a`"), "`` `a` ``");
}

}  // namespace
}  // namespace interleave::reports
