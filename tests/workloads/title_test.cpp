// Titles, found by gumbo as a browser shows them; libxml2's parser, which has nothing to do with it, gives a second
// opinion.
#include "workloads/http/title.hpp"

#include "workloads/http/made_page.hpp"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>
#include <unistd.h>

namespace interleave::http {
namespace {

TEST(title, is_found_where_a_browser_finds_it) {
  EXPECT_EQ(title_of("<title>plain</title>"), "plain");
  EXPECT_EQ(title_of("<html><head><title> two\n  lines </title></head></html>"), "two lines");
  EXPECT_EQ(title_of("<TITLE>a &lt;b&gt; &amp; &eacute;&#8212;</TITLE>"), "a <b> & é—");
  EXPECT_EQ(title_of("<!-- <title>no</title> --><title>yes</title>"), "yes");
  EXPECT_EQ(title_of("<script>'<title>no</title>'</script><title>yes</title>"), "yes");
  EXPECT_EQ(title_of("<title>first</title><title>second</title>"), "first");
  EXPECT_EQ(title_of("<title><b>no element</b></title>"), "<b>no element</b>");
  EXPECT_EQ(title_of("<body><svg><title>of an image</title></svg></body>"), "");
  EXPECT_EQ(title_of("<title>never closed"), "never closed");
  EXPECT_EQ(title_of(""), "");
}

TEST(title, of_a_made_page_is_the_one_it_was_made_with) {
  for (std::uint64_t number = 0; number < 100; ++number)
    for (const std::size_t size : {1024U, 8192U, 100'000U}) {
      const made_page page = make_page(number, size);
      ASSERT_EQ(title_of(page.html), page.title);
      EXPECT_GE(page.html.size(), size);
      EXPECT_LE(page.html.size(), size + 200);
    }
}

std::string title_by_libxml2(const std::string& html) {
  std::string path = "/tmp/title-test-XXXXXX";
  const int made = ::mkstemp(path.data());
  std::ofstream(path) << html;
  ::close(made);
  const std::string command = "xmllint --html --xpath 'normalize-space(/html/head/title)' '" + path + "' 2>/dev/null";
  std::string title;
  if (FILE* const output = ::popen(command.c_str(), "r"); output != nullptr) {
    for (int c = 0; (c = std::fgetc(output)) != EOF;) title += static_cast<char>(c);
    ::pclose(output);
  }
  std::filesystem::remove(path);
  if (title.ends_with('\n')) title.pop_back();
  return title;
}

TEST(title, of_a_made_page_is_the_one_that_another_parser_finds) {
  for (std::uint64_t number = 0; number < 8; ++number) {
    const made_page page = make_page(number, 8192);
    EXPECT_EQ(title_by_libxml2(page.html), page.title);
  }
}

}  // namespace
}  // namespace interleave::http
