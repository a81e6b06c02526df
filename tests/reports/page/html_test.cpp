// The parts of the page that need no browser. What a browser makes of the whole is in tests/browser.
#include "reports/page/html.hpp"

#include "reports/answer/analysis.hpp"
#include "reports/page/html_digest.hpp"
#include "reports/page/html_look.hpp"
#include "reports/page/html_writer.hpp"
#include "tests/reports/test_data.hpp"

#include <cstddef>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace interleave::reports {
namespace {

TEST(html_writer, escapes_what_could_end_text_or_an_attribute) {
  EXPECT_EQ(escape_html("<a href=\"x\" b='y'>&</a>"), "&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;&lt;/a&gt;");
}

TEST(html_writer, replaces_control_characters_and_keeps_line_breaks_and_utf_8) {
  const std::string nul(1, '\0');
  EXPECT_EQ(escape_html("a" + nul + "b\x1b\x7f\xc2\x9b\n\t\xc3\xa9\xc2\xb5"),
            "a\xef\xbf\xbd"
            "b\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\n\t\xc3\xa9\xc2\xb5");
}

TEST(html_writer, json_cannot_end_its_script_element) {
  EXPECT_EQ(escape_json_for_script(R"({"a":"</script><!--"})"), R"({"a":"\u003c/script>\u003c!--"})");
}

TEST(html_writer, lets_no_control_character_through_in_a_script) {
  EXPECT_EQ(escape_json_for_script("[\"\x7f\xc2\x9b\xc2\xb5\"]"), "[\"\\u007f\\u009b\xc2\xb5\"]");
}

TEST(html_writer, closes_elements_with_their_scope_and_escapes_on_the_way_in) {
  html_writer out;
  {
    const auto outer = out.open("p", {{"title", "\"<"}});
    out.text("a & b");
    out.leaf("b", {{"class", "x"}}, "<i>");
    out.void_element("input", {{"value", "'"}});
  }
  EXPECT_EQ(std::move(out).take(),
            R"(<p title="&quot;&lt;">a &amp; b<b class="x">&lt;i&gt;</b><input value="&#39;"></p>)");
}

TEST(html_writer, long_names_may_break_after_underscores) {
  html_writer out;
  out.breakable("a_<b>_");
  EXPECT_EQ(std::move(out).take(), "a_<wbr>&lt;b&gt;_");
}

// FIPS 180-4's example and the empty message, as `openssl dgst -sha256 -binary | base64` prints them.
TEST(html_digest, is_base64_of_sha_256_as_a_policy_wants_it) {
  EXPECT_EQ(policy_digest(""), "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='");
  EXPECT_EQ(policy_digest("abc"), "'sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0='");
}

// The names in runners/CMakeLists.txt, where a runner is added.
std::vector<std::string> registered_runners() {
  std::ifstream list(INTERLEAVE_RUNNERS_LIST);
  std::vector<std::string> names;
  bool inside = false;
  for (std::string line; std::getline(list, line);) {
    if (line.starts_with("descriptor_list(")) {
      inside = true;
    } else if (inside) {
      const bool last = line.ends_with(')');
      names.push_back(line.substr(2, line.size() - 2 - (last ? 1 : 0)));
      inside = !last;
    }
  }
  return names;
}

// Where nothing is decided there is still something to be seen.
TEST(html_explore, opens_where_most_runners_have_a_number) {
  testing::run_builder builder;
  builder.workload("noop", work_kind::floor).workload("io_echo", work_kind::io);
  builder.runner("pool").runner("loop", runner_family::event_loop).runner("fibers", runner_family::event_loop);
  builder.cell("noop", "pool", 8, 400, 0.3);
  for (const char* const runner : {"pool", "loop", "fibers"}) builder.cell("io_echo", runner, 64, 400, 0.3);
  builder.cell("io_echo", "pool", 8192, 400, 0.3).cell("io_echo", "loop", 8192, 400, 0.3);
  const std::string page = html(analyse(builder.results()));
  EXPECT_NE(page.find("selected=\"\">io_echo</option>"), std::string::npos);
  EXPECT_NE(page.find("<option value=\"64\" selected=\"\">64</option>"), std::string::npos);
}

TEST(html_look, no_two_of_our_runners_look_alike_even_without_hues) {
  const std::vector<std::string> names = registered_runners();
  ASSERT_GT(names.size(), 20U);
  std::map<std::pair<std::size_t, std::string_view>, std::string> seen;
  for (const std::string& name : names) {
    const runner_look look = look_of(name, runner_family::threads);
    const auto [other, is_new] = seen.try_emplace({look.shade, look.marker}, name);
    EXPECT_TRUE(is_new) << name << " looks like " << other->second << ": give it a row in html_look.cpp";
  }
}

// A reader who has learned a runner's mark finds it again in the next report, whatever was measured there.
TEST(html_look, depends_on_nothing_but_name_and_family) {
  const auto marks_in = [](std::vector<std::string> names) {
    testing::run_builder builder;
    builder.workload("io_echo", work_kind::io);
    for (const std::string& name : names) builder.runner(name).cell("io_echo", name, 8, 100);
    const std::string page = html(analyse(builder.results()));
    std::map<std::string, std::string> marks;
    for (const std::string& name : names) {
      const std::size_t at = page.find("</svg>" + name + "</span></th>");  // in the matrix
      if (at == std::string::npos) continue;
      const std::size_t begin = page.rfind("<svg", at);
      marks[name] = page.substr(begin, at - begin);
    }
    return marks;
  };
  const auto few = marks_in({"loop_per_core", "somebody_elses"});
  const auto more = marks_in({"thread_pool", "somebody_elses", "futures", "loop_per_core"});
  ASSERT_EQ(few.size(), 2U);
  for (const auto& [name, mark] : few) EXPECT_EQ(more.at(name), mark) << name;
  EXPECT_NE(few.at("loop_per_core"), few.at("somebody_elses"));
  EXPECT_NE(few.at("loop_per_core").find("class=\"marker threads shade-1\""), std::string::npos);
}

TEST(html, a_run_with_nothing_in_it_is_a_page_all_the_same) {
  const std::string page = html(analysis{});
  EXPECT_TRUE(page.starts_with("<!doctype html>"));
  EXPECT_TRUE(page.ends_with("</html>\n"));
  EXPECT_NE(page.find("No batch was measured"), std::string::npos);
}

}  // namespace
}  // namespace interleave::reports
