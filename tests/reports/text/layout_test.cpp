// The terminal and Markdown forms: their content, their order, and that names cannot inject markup or control
// sequences.
#include "reports/answer/analysis.hpp"
#include "reports/text/markdown.hpp"
#include "reports/text/terminal.hpp"
#include "reports/words/plain_text.hpp"
#include "tests/reports/lines.hpp"
#include "tests/reports/test_data.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace interleave::reports {
namespace {

using testing::lines_of;
using testing::read_data;

const std::vector<std::vector<std::string>>& inputs() {
  static const std::vector<std::vector<std::string>> all = {
      {"complete.json"},   {"few_samples.json"}, {"one_runner.json"},       {"no_sequential.json"},
      {"incomplete.json"}, {"hostile.json"},     {"google_benchmark.json"}, {"few_samples.json", "other_machine.json"},
      {"tiny.json"},       {"debug_build.json"}, {"shapes.json"},           {"granularity.json"}};
  return all;
}

TEST(terminal_test, verdict_comes_before_map_and_map_before_cells) {
  const std::string text = terminal(analyse(read_data({"complete.json"})));
  const std::size_t verdict = text.find("\nVerdict\n");
  const std::size_t map = text.find("\nDecision map\n");
  const std::size_t cells = text.find("\nCells\n");
  ASSERT_NE(verdict, std::string::npos);
  ASSERT_NE(cells, std::string::npos);
  EXPECT_LT(verdict, map);
  EXPECT_LT(map, cells);
}

TEST(terminal_test, every_cell_and_every_reason_is_there) {
  const analysis model = analyse(read_data({"complete.json"}));
  const std::string text = terminal(model, {200, false, true, true});
  EXPECT_NE(text.find("killed by SIGSEGV (1 of 6 samples)"), std::string::npos);
  EXPECT_NE(text.find("task 17 gave 0x1f, expected 0x2f"), std::string::npos);
  EXPECT_NE(text.find("unsupported: io_uring isn't available after fork here"), std::string::npos);
  EXPECT_NE(text.find(model.verdict.kinds[0].headline), std::string::npos);
}

TEST(terminal_test, tables_and_prose_keep_within_the_width) {
  for (const auto& names : inputs()) {
    if (names[0] == "hostile.json") continue;  // its names alone are wider
    const analysis model = analyse(read_data(names));
    for (const std::size_t width : {60U, 80U, 120U, 200U}) {
      for (const std::string& line : lines_of(terminal(model, {width, false, true, true}))) {
        // Commands and paths stay whole, for copying.
        if (line.find("--resume") != std::string::npos || line.find('/') != std::string::npos) continue;
        EXPECT_LE(display_width(line), width) << line;
      }
    }
  }
}

TEST(outputs_test, say_below_the_title_what_the_letters_of_sets_mean) {
  const analysis model = analyse(read_data({"few_samples.json", "other_machine.json"}));
  ASSERT_EQ(model.sets.size(), 2U);
  for (const std::string& text : {terminal(model, {1000, false, true, true}), markdown(model)}) {
    for (const machine_set& set : model.sets) {
      const bool is_marked = text.starts_with('#');
      const std::string line = set.label + ": " + set.description;
      const std::size_t found = text.find("\n" + (is_marked ? markdown_text(line) : line) + "\n");
      EXPECT_LT(found, text.find("Verdict\n")) << line;
    }
  }
}

TEST(outputs_test, say_below_the_title_how_a_run_was_placed_unless_it_is_the_default) {
  run_results results = read_data({"complete.json"});
  const auto begin_of = [&](const char* placement) {
    results.runs.front().placement = placement;
    const analysis model = analyse(results);
    const std::string text = terminal(model);
    const std::string marked = markdown(model);
    return text.substr(0, text.find("Verdict\n")) + marked.substr(0, marked.find("## Verdict\n"));
  };
  for (const char* const placement : {"one-cpu", "spread", "free"}) {
    const std::string line = std::string("\nPlacement: ") + placement + "\n";
    const std::string text = begin_of(placement);
    EXPECT_NE(text.find(line), std::string::npos) << placement;
    EXPECT_NE(text.find(line), text.rfind(line)) << placement << " in only one of the two";
  }
  EXPECT_EQ(begin_of("stratified").find("Placement"), std::string::npos);
  EXPECT_EQ(begin_of("").find("Placement"), std::string::npos);
}

TEST(terminal_test, colour_only_when_asked) {
  const analysis model = analyse(read_data({"hostile.json"}));
  EXPECT_EQ(terminal(model).find('\x1b'), std::string::npos);
  EXPECT_NE(terminal(model, {100, true, true, true}).find("\x1b[1m"), std::string::npos);
}

TEST(terminal_test, hostile_names_send_no_control_characters) {
  const std::string text = terminal(analyse(read_data({"hostile.json"})));
  for (const char c : text) {
    EXPECT_FALSE(static_cast<unsigned char>(c) < 0x20 && c != '\n') << static_cast<int>(c);
  }
  EXPECT_EQ(text.find("\u202e"), std::string::npos);
}

TEST(terminal_test, ascii_when_asked) {
  const std::string text = terminal(analyse(read_data({"hostile.json"})), {100, false, false, true});
  EXPECT_TRUE(std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; }));
}

TEST(markdown_test, every_table_row_has_the_columns_of_its_header) {
  for (const auto& names : inputs()) {
    const auto lines = lines_of(markdown(analyse(read_data(names))));
    std::size_t columns = 0;
    for (const std::string& line : lines) {
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
}

TEST(markdown_test, no_html_of_a_name_gets_through) {
  const std::string text = markdown(analyse(read_data({"hostile.json"})));
  for (const char* tag : {"<script", "<img", "</title", "<!--", "<b>"}) {
    for (std::size_t at = text.find(tag); at != std::string::npos; at = text.find(tag, at + 1)) {
      EXPECT_EQ(text[at - 1], '\\') << text.substr(at, 40);
    }
  }
  EXPECT_EQ(text.find("@everyone"), std::string::npos);
}

TEST(outputs_test, show_the_same_words) {
  for (const auto& names : inputs()) {
    if (names[0] == "hostile.json") continue;
    const analysis model = analyse(read_data(names));
    const std::string marked = markdown(model);
    EXPECT_NE(marked.find(markdown_text(model.verdict.sentence)), std::string::npos);
    const std::string plain = terminal(model, {10'000, false, true, true});
    EXPECT_NE(plain.find(model.verdict.sentence), std::string::npos);
    for (const answer_view* answer : answers(model)) {
      for (const std::string& sentence : answer->sentences) {
        EXPECT_NE(marked.find(markdown_text(sentence)), std::string::npos);
        EXPECT_NE(plain.find(sentence), std::string::npos);
      }
    }
    for (const validity_check& check : model.checks) {
      if (check.status == check_status::passed) continue;
      EXPECT_NE(marked.find(markdown_text(check.finding)), std::string::npos);
      EXPECT_NE(plain.find(check.finding), std::string::npos);
    }
  }
}

}  // namespace
}  // namespace interleave::reports
