// The essentials (the answer, the cautions, the worst ten cells) come first and are kept short by cutting names. Lists
// follow while there is room, and the table of the remaining cells takes what is left.
#include "tracking/compare/comparison_markdown.hpp"

#include "reports/results/json_cursor.hpp"
#include "reports/text/markdown.hpp"
#include "reports/words/plain_text.hpp"
#include "reports/words/text.hpp"
#include "tracking/compare/comparison_texts.hpp"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace interleave::tracking {

namespace {

using reports::markdown_text;

constexpr std::size_t worst = 10;
constexpr std::size_t longest_name = 120;  // bytes; escaping may double them, and turns an '@' into four
constexpr std::size_t longest_note = 200;
constexpr std::size_t most_listed = 20;  // winners and names
constexpr std::size_t room_for_the_end = 300;

class writer {
 public:
  explicit writer(const comparison& model) : model_(model) {}

  std::string write() {
    line("### " + text(model_.headline, 1000));
    line("");
    line(text(model_.title, 1000));
    line("");
    for (const std::string& caution : model_.cautions) line("- " + text(caution, 1000));
    const std::size_t first = std::min(worst, model_.cells.size());
    table(0, first);
    where_there_is_room([&] { winners(); });
    where_there_is_room([&] { names("Only in the base", model_.base_only); });
    where_there_is_room([&] { names("Only in the candidate", model_.candidate_only); });
    where_there_is_room([&] { facts(); });
    if (first < model_.cells.size()) rest(first);
    return std::move(out_);
  }

 private:
  // Cut only after it was made printable, as that may make it five times as long.
  static std::string text(std::string_view value, std::size_t most) {
    return markdown_text(reports::shortened(reports::printable(value), most));
  }

  template <typename Section>
  void where_there_is_room(Section write_section) {
    const std::size_t before = out_.size();
    write_section();
    if (out_.size() + 3 * room_for_the_end <= longest_comment) return;
    out_.resize(before);
    line("");
    line("There is no room here for a list; `interleave compare --format json` has it.");
  }

  void line(std::string_view content) {
    out_ += content;
    out_ += '\n';
  }

  static std::string row(const std::vector<std::string>& texts) {
    std::string joined = "|";
    for (const std::string& each : texts) joined += ' ' + each + " |";
    return joined;
  }

  static std::string row_of(const compared_cell& cell) {
    std::vector<std::string> texts = compared_texts(cell);
    for (std::size_t c = 0; c < texts.size(); ++c) {
      texts[c] = text(texts[c], c == 0 ? longest_name : longest_note);
    }
    const bool stands_out = cell.found == finding::slower || cell.found == finding::faster;
    texts.insert(texts.begin() + 1, stands_out ? "**" + markdown_text(cell.label) + "**" : markdown_text(cell.label));
    return row(texts);
  }

  void head() {
    std::vector<std::string> titles;
    std::vector<std::string> rules;
    for (const reports::text_column& column : compared_columns()) {
      titles.emplace_back(column.title);
      rules.emplace_back(column.right ? "---:" : "---");
    }
    titles.insert(titles.begin() + 1, "finding");
    rules.insert(rules.begin() + 1, "---");
    line("");
    line(row(titles));
    line(row(rules));
  }

  void table(std::size_t begin, std::size_t end) {
    head();
    for (std::size_t i = begin; i < end; ++i) line(row_of(model_.cells[i]));
  }

  void winners() {
    if (model_.winners.empty()) return;
    line("");
    line("The decision map names another runner:");
    line("");
    for (std::size_t i = 0; i < std::min(most_listed, model_.winners.size()); ++i) {
      line("- " + text(model_.winners[i].sentence, 400));
    }
    if (model_.winners.size() > most_listed) line(fmt::format("- and {} more", model_.winners.size() - most_listed));
  }

  void names(std::string_view title, const std::vector<std::string>& list) {
    if (list.empty()) return;
    std::vector<std::string> short_names;
    for (const std::string& name : list)
      short_names.push_back(reports::shortened(reports::printable(name), longest_name));
    line("");
    line(fmt::format("{} ({}): {}", title, list.size(), markdown_text(reports::list_text(short_names, most_listed))));
  }

  void facts() {
    line("");
    line("<details><summary>What was compared, and how to read it</summary>");
    line("");
    line(row({"", "base", "candidate"}));
    line(row({"---", "---", "---"}));
    for (const compared_fact& fact : model_.facts) {
      line(row({text(fact.name, longest_name), text(fact.base, longest_note), text(fact.candidate, longest_note)}));
    }
    line("");
    for (const std::string& sentence : model_.reading) line("- " + markdown_text(sentence));
    line("");
    line("</details>");
  }

  void rest(std::size_t begin) {
    line("");
    line(fmt::format("<details><summary>The other {}</summary>",
                     reports::count_text(model_.cells.size() - begin, "cell", "cells")));
    head();
    std::size_t next = begin;
    for (; next < model_.cells.size(); ++next) {
      const std::string content = row_of(model_.cells[next]);
      if (out_.size() + content.size() + 1 + room_for_the_end > longest_comment) break;
      line(content);
    }
    line("");
    if (const std::size_t left = model_.cells.size() - next; left > 0) {
      line(fmt::format("There is no room here for {} more {}; `interleave compare --format json` has them all.", left,
                       left == 1 ? "cell" : "cells"));
      line("");
    }
    line("</details>");
  }

  const comparison& model_;
  std::string out_;
};

}  // namespace

std::string comparison_markdown(const comparison& model) {
  return writer(model).write();
}

}  // namespace interleave::tracking
