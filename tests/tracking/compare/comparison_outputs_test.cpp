// The forms of a comparison: their content, that names cannot inject markup, and that a comment stays within its limit.
#include "reports/words/plain_text.hpp"
#include "tests/reports/lines.hpp"
#include "tests/tracking/test_recordings.hpp"
#include "tracking/compare/comparison.hpp"
#include "tracking/compare/comparison_html.hpp"
#include "tracking/compare/comparison_json.hpp"
#include "tracking/compare/comparison_markdown.hpp"
#include "tracking/compare/comparison_terminal.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace interleave::tracking {
namespace {

using reports::testing::lines_of;
using testing::add_cell;
using testing::empty_recording;
using testing::noisy;

constexpr const char* hostile = "<img src=x onerror=alert(1)>|`]()\x1b[31m\u202e@everyone</script>";

// `count` cells of which every tenth is slower; the last has a hostile name and failed once.
comparison of_cells(std::size_t count, const std::string& prefix = "workload/runner/in_flight:") {
  recording base = empty_recording("base.json");
  recording candidate = empty_recording("candidate.json");
  for (std::size_t i = 0; i < count; ++i) {
    const std::string name = i + 1 == count ? hostile : prefix + std::to_string(i);
    add_cell(base, name, noisy(1000, 0.01, 15, 2 * i));
    add_cell(candidate, name, noisy(i % 10 == 0 ? 1200 + static_cast<double>(i) : 1000, 0.01, 15, 2 * i + 1));
  }
  candidate.cells.back().failures = {hostile};
  add_cell(base, std::string("gone ") + hostile, {1, 2});
  comparison found = compare(base, candidate);
  found.winners.push_back({hostile, 8, "a", "b", std::string("At ") + hostile + ": was a, is b."});
  return found;
}

TEST(comparison_markdown, of_a_thousand_cells_fits_a_comment) {
  EXPECT_LE(comparison_markdown(of_cells(1000)).size(), longest_comment);
  // Names so long that each fills what it may, of characters that all need an escape.
  const std::string text = comparison_markdown(of_cells(1000, std::string(1000, '*')));
  EXPECT_LE(text.size(), longest_comment);
  EXPECT_NE(text.find("There is no room here for "), std::string::npos);
}

// Whatever is long: names, parameters, hosts, messages, lists. An escape is up to five times as long as what it is for.
TEST(comparison_markdown, fits_a_comment_where_everything_is_hostile) {
  for (const char c : {'@', '\x01', '*'}) {
    const std::string words(1'000, c);
    recording base = empty_recording(words);
    recording candidate = empty_recording(words);
    base.cpu_model = candidate.cpu_model = "";
    base.host = base.compiler = base.version = base.library_version = words;
    candidate.host = candidate.compiler = candidate.version = candidate.library_version = words + "2";
    for (std::size_t i = 0; i < 40; ++i) {
      const std::string name = words + std::to_string(i);
      add_cell(base, name, noisy(1000, 0.01, 15, i));
      add_cell(candidate, name, noisy(1500, 0.01, 15, i + 100));
      base.cells.back().failures = candidate.cells.back().failures = {words};
      add_cell(base, "gone" + name, {1});
      add_cell(candidate, "new" + name, {1});
    }
    comparison found = compare(base, candidate);
    for (int i = 0; i < 40; ++i) found.winners.push_back({words, 8, words, words, words});
    const std::string text = comparison_markdown(found);
    EXPECT_LE(text.size(), longest_comment);
    std::size_t rows = 0;
    for (const std::string& line : lines_of(text)) rows += line.find("**slower**") != std::string::npos ? 1U : 0U;
    EXPECT_GE(rows, 10U);
  }
}

TEST(comparison_markdown, has_the_worst_ten_first_and_counts_what_is_left_out) {
  const comparison model = of_cells(1000);
  const std::vector<std::string> lines = lines_of(comparison_markdown(model));
  std::vector<std::string> rows;
  for (const std::string& line : lines) {
    if (line.find("| 15 / 15 |") != std::string::npos) rows.push_back(line);
  }
  ASSERT_GT(rows.size(), 100U);
  for (std::size_t i = 0; i < 10; ++i) {
    EXPECT_NE(rows[i].find("**slower**"), std::string::npos) << rows[i];
    EXPECT_NE(rows[i].find("in\\_flight:" + model.cells[i].name.substr(model.cells[i].name.find(':') + 1) + " "),
              std::string::npos);
  }
  const std::string left = std::to_string(model.cells.size() - rows.size());
  EXPECT_TRUE(std::any_of(lines.begin(), lines.end(), [&](const std::string& line) {
    return line.starts_with("There is no room here for " + left + " more");
  })) << left;
}

TEST(comparison_markdown, every_table_row_has_the_columns_of_its_header) {
  std::size_t columns = 0;
  for (const std::string& line : lines_of(comparison_markdown(of_cells(30)))) {
    if (!line.starts_with('|')) {
      columns = 0;
      continue;
    }
    std::size_t borders = 0;
    for (std::size_t i = 0; i < line.size(); ++i)
      borders += line[i] == '|' && (i == 0 || line[i - 1] != '\\') ? 1U : 0U;
    if (columns == 0) columns = borders;
    EXPECT_EQ(borders, columns) << line;
  }
}

TEST(comparison_markdown, no_html_and_no_mention_of_a_name_gets_through) {
  const std::string text = comparison_markdown(of_cells(12));
  for (std::size_t at = text.find("<img"); at != std::string::npos; at = text.find("<img", at + 1)) {
    EXPECT_EQ(text[at - 1], '\\');
  }
  EXPECT_NE(text.find("<img"), std::string::npos);
  EXPECT_EQ(text.find("@everyone"), std::string::npos);
}

TEST(comparison_terminal, groups_by_finding_and_keeps_within_the_width) {
  const comparison model = of_cells(40, "w/r/");
  for (const std::size_t width : {80U, 120U}) {
    const std::string text = comparison_terminal(model, {.width = width});
    EXPECT_LT(text.find("\nSlower\n"), text.find("\nNo difference shown\n"));
    for (const std::string& line : lines_of(text)) {
      if (line.find("onerror") != std::string::npos) continue;  // names stay whole, for copying
      EXPECT_LE(reports::display_width(line), width) << line;
    }
  }
}

TEST(comparison_terminal, names_a_screenful_of_cells_without_a_partner_and_counts_the_rest) {
  recording base = empty_recording("base.json");
  recording candidate = empty_recording("candidate.json");
  for (recording* each : {&base, &candidate}) add_cell(*each, "both", noisy(1000, 0.01, 15, 1));
  for (int i = 0; i < 21; ++i) add_cell(base, std::string("gone").append(std::to_string(i)), {1, 2});
  for (int i = 0; i < 20; ++i) add_cell(candidate, std::string("new").append(std::to_string(i)), {1, 2});
  const std::string text = comparison_terminal(compare(base, candidate));
  EXPECT_NE(text.find("and 2 more"), std::string::npos) << text;
  EXPECT_NE(text.find("gone7"), std::string::npos) << "they stand by name";
  EXPECT_EQ(text.find("gone8"), std::string::npos);
  EXPECT_NE(text.find("new19"), std::string::npos);
}

TEST(comparison_terminal, sends_no_control_characters_and_colour_only_when_asked) {
  const comparison model = of_cells(12);
  for (const char c : comparison_terminal(model)) EXPECT_FALSE(static_cast<unsigned char>(c) < 0x20 && c != '\n');
  EXPECT_NE(comparison_terminal(model, {.colour = true}).find("\x1b[1;31mSlower"), std::string::npos);
  const std::string plain = comparison_terminal(model, {.unicode = false});
  EXPECT_TRUE(std::all_of(plain.begin(), plain.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; }));
}

TEST(comparison_json, has_every_cell_with_full_numbers) {
  const comparison model = of_cells(20);
  const auto document = nlohmann::json::parse(comparison_json(model));
  ASSERT_EQ(document["cells"].size(), model.cells.size());
  for (std::size_t i = 0; i < model.cells.size(); ++i) {
    EXPECT_EQ(document["cells"][i]["name"], model.cells[i].name);
    EXPECT_EQ(document["cells"][i]["finding"], finding_word(model.cells[i].found));
    EXPECT_EQ(document["cells"][i]["ratio"], model.cells[i].effect->median);
    EXPECT_EQ(document["cells"][i]["p_adjusted"], *model.cells[i].p);
    EXPECT_EQ(document["cells"][i]["base"]["samples"], 15);
  }
  EXPECT_EQ(document["winners"].size(), 1U);
  EXPECT_EQ(document["base_only"].size(), 1U);
  EXPECT_EQ(document["better"], "less");
}

TEST(comparison_json, has_null_where_there_is_no_number) {
  recording base = empty_recording();
  add_cell(base, "a", {1, 2});
  const auto document = nlohmann::json::parse(comparison_json(compare(base, base)));
  EXPECT_EQ(document["cells"][0]["ratio"], 1);
  EXPECT_TRUE(document["cells"][0]["ratio_low"].is_null());
  EXPECT_TRUE(document["cells"][0]["p_adjusted"].is_null());
  EXPECT_EQ(document["cells"][0]["finding"], "too_few");
}

TEST(comparison_html, holds_no_markup_of_a_name) {
  const std::string page = comparison_html(of_cells(12));
  EXPECT_EQ(page.find("<img"), std::string::npos);
  EXPECT_NE(page.find("&lt;img"), std::string::npos);
  // In the data, where `<` is escaped too.
  EXPECT_NE(page.find("\\u003cimg"), std::string::npos);
}

TEST(comparison_outputs, say_the_same) {
  const comparison model = of_cells(30);
  const std::string terminal = comparison_terminal(model, {.width = 10'000});
  const std::string page = comparison_html(model);
  for (const std::string& caution : model.cautions) {
    EXPECT_NE(terminal.find(caution), std::string::npos);
    EXPECT_NE(page.find(caution.substr(0, 40)), std::string::npos);
  }
  EXPECT_NE(terminal.find(model.headline), std::string::npos);
  EXPECT_NE(page.find(model.headline), std::string::npos);
  EXPECT_TRUE(comparison_markdown(model).starts_with("### " + model.headline));
}

}  // namespace
}  // namespace interleave::tracking
