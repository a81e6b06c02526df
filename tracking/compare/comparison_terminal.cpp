// See the header. Every string passes printable(), so that a name can't send escape sequences to the terminal.
#include "tracking/compare/comparison_terminal.hpp"

#include "reports/words/plain_text.hpp"
#include "reports/words/text.hpp"
#include "reports/words/text_columns.hpp"
#include "tracking/compare/comparison_texts.hpp"

#include <algorithm>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace interleave::tracking {

namespace {

using reports::display_width;

constexpr std::size_t narrowest = 40;
constexpr std::string_view bold_code = "1";

class writer {
 public:
  writer(const comparison& model, const reports::terminal_options& options)
      : model_(model), options_(options), width_(std::max(options.width, narrowest)) {}

  std::string write() {
    line(coloured(bold_code, safe(model_.title)));
    line("");
    for (const std::string& part : reports::wrapped(safe(model_.headline), width_)) line(coloured(bold_code, part));
    for (const std::string& caution : model_.cautions) paragraph(caution, 2);
    cells();
    winners();
    names("Only in the base", model_.base_only);
    names("Only in the candidate", model_.candidate_only);
    facts();
    if (!model_.reading.empty()) heading("How to read this");
    for (const std::string& sentence : model_.reading) paragraph(sentence, 2);
    return std::move(out_);
  }

 private:
  std::string safe(std::string_view text) const {
    return options_.unicode ? reports::printable(text) : reports::ascii_only(reports::printable(text));
  }

  std::string coloured(std::string_view code, const std::string& text) const {
    return options_.colour && !code.empty() ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : text;
  }

  void line(std::string_view text) {
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    out_ += text;
    out_ += '\n';
  }

  void heading(std::string_view text, std::string_view code = bold_code) {
    line("");
    line(coloured(code, safe(text)));
  }

  void paragraph(std::string_view text, std::size_t indent) {
    for (const std::string& part : reports::wrapped(safe(text), width_ - indent)) {
      line(std::string(indent, ' ') + part);
    }
  }

  static std::string_view colour_of(finding found) {
    if (found == finding::slower) return "1;31";
    return found == finding::faster ? "1;32" : bold_code;
  }

  void cells() {
    // Names and notes may be long: a name that leaves no room goes on a line above its row, a note on a line below it.
    std::vector<std::string> names;
    std::vector<std::string> notes;
    reports::column_table all{compared_columns(), {}};
    all.columns.erase(all.columns.begin());
    all.columns.pop_back();
    for (const compared_cell& cell : model_.cells) {
      std::vector<std::string> row = compared_texts(cell);
      for (std::string& text : row) text = safe(text);
      names.push_back(std::move(row.front()));
      notes.push_back(std::move(row.back()));
      all.rows.emplace_back(row.begin() + 1, row.end() - 1);
    }
    const std::size_t name_width = widest_up_to(names, width_ / 2);
    const std::vector<std::size_t> widths = all.widths();
    const std::vector<std::size_t> shown = all.columns_that_fit(widths, 1, width_ - 2 - name_width);
    const auto row_text = [&](const std::string& name, const auto& text_of) {
      std::string text = "  " + reports::padded(name, name_width, false);
      for (const std::size_t c : shown) text += "  " + reports::padded(text_of(c), widths[c], all.columns[c].right);
      return text;
    };
    for (std::size_t i = 0; i < all.rows.size(); ++i) {
      if (i == 0 || model_.cells[i].found != model_.cells[i - 1].found) {
        heading(finding_heading(model_.cells[i]), colour_of(model_.cells[i].found));
        line(row_text("cell", [&](std::size_t c) { return std::string(all.columns[c].title); }));
      }
      const bool has_room = display_width(names[i]) <= name_width;
      if (!has_room) line("  " + names[i]);
      line(row_text(has_room ? names[i] : "", [&](std::size_t c) { return all.rows[i][c]; }));
      for (const std::string& part : reports::wrapped(notes[i], width_ - 6)) line("      " + part);
    }
  }

  static std::size_t widest_up_to(const std::vector<std::string>& texts, std::size_t most) {
    std::size_t widest = 0;
    for (const std::string& text : texts) {
      if (const std::size_t width = display_width(text); width <= most) widest = std::max(widest, width);
    }
    return std::max<std::size_t>(widest, 4);  // "cell"
  }

  void winners() {
    if (model_.winners.empty()) return;
    heading("The decision map names another runner");
    for (const winner_change& change : model_.winners) paragraph(change.sentence, 2);
  }

  void names(std::string_view title, const std::vector<std::string>& list) {
    if (list.empty()) return;
    heading(fmt::format("{} ({})", title, reports::count_text(list.size(), "cell", "cells")));
    constexpr std::size_t most = 20;  // about a screenful; --format json lists all of them
    const std::size_t shown = list.size() > most ? most - 1 : list.size();
    for (const std::string& name : std::span(list).first(shown)) line("  " + safe(name));
    if (shown < list.size()) paragraph(fmt::format("and {} more (--format json has all)", list.size() - shown), 2);
  }

  void facts() {
    heading("What was compared");
    std::size_t widest = 0;
    for (const compared_fact& fact : model_.facts) widest = std::max(widest, display_width(safe(fact.name)));
    for (const compared_fact& fact : model_.facts) {
      const std::string label = "  " + reports::padded(safe(fact.name), widest, false) + "  ";
      const auto shown = [](const std::string& value) { return value.empty() ? std::string("unknown") : value; };
      const std::string values = fact.differs ? shown(fact.base) + " | " + shown(fact.candidate) : fact.base;
      line(label + safe(values));
    }
  }

  const comparison& model_;
  const reports::terminal_options& options_;
  std::size_t width_;
  std::string out_;
};

}  // namespace

std::string comparison_terminal(const comparison& model, const reports::terminal_options& options) {
  return writer(model, options).write();
}

}  // namespace interleave::tracking
