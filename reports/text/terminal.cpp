// See the header. Every string passes printable(), so a name can't send escape sequences to the terminal.
#include "reports/text/terminal.hpp"

#include "reports/text/cell_texts.hpp"
#include "reports/words/plain_text.hpp"
#include "reports/words/text.hpp"
#include "reports/words/text_columns.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

namespace interleave::reports {

namespace {

constexpr std::size_t narrowest = 40;

class writer {
 public:
  writer(const analysis& model, const terminal_options& options) : model_(model), options_(options) {
    width_ = std::max(options.width, narrowest);
  }

  std::string write() {
    line(bold(safe(model_.title)));
    paragraph(model_.subtitle, 0);
    for (const std::string& text : circumstances(model_)) paragraph(text, 0);
    verdict();
    checks();
    if (!model_.map.empty()) decision_map();
    for (const answer_view* view : answers(model_)) answer(*view);
    if (options_.cells) cells();
    return std::move(out_);
  }

 private:
  std::string safe(std::string_view text) const {
    return options_.unicode ? printable(text) : ascii_only(printable(text));
  }

  std::string coloured(std::string_view code, std::string text) const {
    return options_.colour ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : text;
  }
  std::string bold(std::string text) const { return coloured("1", std::move(text)); }

  void line(std::string_view text) {
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    out_ += text;
    out_ += '\n';
  }

  void heading(std::string_view text) {
    line("");
    line(bold(safe(text)));
  }

  void paragraph(std::string_view text, std::size_t indent) {
    for (const std::string& part : wrapped(safe(text), width_ - indent)) line(std::string(indent, ' ') + part);
  }

  void verdict() {
    heading("Verdict");
    for (const std::string& part : wrapped(safe(model_.verdict.sentence), width_ - 2)) line("  " + bold(part));
    for (const kind_verdict& kind : model_.verdict.kinds) {
      line("");
      line("  " + safe(kind.kind_label) + ": " + bold(safe(kind.headline)));
      std::string numbers = kind.speed_up_text;
      if (!kind.efficiency_text.empty()) numbers += (numbers.empty() ? "" : " · ") + kind.efficiency_text;
      paragraph(numbers, 4);
      paragraph(kind.holds_text, 4);
      paragraph(kind.reason_text, 4);
      if (!kind.costs.empty()) words_table(cost_table(model_, kind.costs_title, kind.costs));
      paragraph(kind.full_text, 4);
      for (const std::string& exception : kind.exceptions) paragraph("Except " + exception, 4);
      paragraph(kind.evidence_text, 4);
    }
    if (!model_.verdict.command.empty()) {
      line("");
      line("  To measure what is missing:");
      line("    " + safe(model_.verdict.command));  // never wrapped, so that it can be copied
    }
  }

  void checks() {
    heading("Can this run be trusted?");
    paragraph(model_.checks_summary, 2);
    for (const validity_check& check : model_.checks) {
      if (check.status == check_status::passed) continue;
      const char* colour = check.status == check_status::invalid ? "31" : "33";
      line("  " + coloured(colour, check.status_label) + "  " + safe(check.title));
      paragraph(check.finding, 11);
      if (!check.mend.empty()) paragraph("Mend: " + check.mend, 11);
    }
  }

  void decision_map() {
    heading("Decision map");
    paragraph("Winner and its lead over the next best; = of n: n runners are equal, the cheapest is named.", 2);
    // As many levels side by side as fit, the rest in blocks below.
    std::vector<std::string> labels;
    for (const subject& subject : model_.subjects) labels.push_back(safe(subject.label));
    const std::size_t label_width = widest(labels, std::string("in flight").size());
    for (std::size_t first = 0; first < model_.levels.size();) {
      std::size_t used = 2 + label_width;
      std::size_t last = first;
      std::vector<std::size_t> widths;
      for (; last < model_.levels.size(); ++last) {
        std::size_t width = std::to_string(model_.levels[last]).size();
        for (const map_row& row : model_.map) {
          width = std::max(width, display_width(safe(map_text(model_, row.decisions[last]))));
        }
        if (last > first && used + 2 + width > width_) break;
        used += 2 + width;
        widths.push_back(width);
      }
      line("");
      std::string text = "  " + padded("in flight", label_width, false);
      for (std::size_t l = first; l < last; ++l)
        text += "  " + padded(std::to_string(model_.levels[l]), widths[l - first], false);
      line(text);
      for (const map_row& row : model_.map) {
        text = "  " + padded(labels[row.subject], label_width, false);
        for (std::size_t l = first; l < last; ++l) {
          text += "  " + padded(safe(map_text(model_, row.decisions[l])), widths[l - first], false);
        }
        line(text);
      }
      first = last;
    }
  }

  void answer(const answer_view& view) {
    heading(view.title + ": " + view.question);
    for (const std::string& sentence : view.sentences) paragraph(sentence, 2);
    for (const std::string& stop : view.stops) paragraph(stop, 2);
    for (const std::string& reason : view.left_out) paragraph("Without a number: " + reason, 2);
    if (options_.cells) words_table(view.table);
  }

  // The first column is the heading of a group of rows, the last one is prose.
  void words_table(const text_table& content) {
    const std::size_t columns = content.head.size();
    column_table all;
    for (std::size_t c = 1; c + 1 < columns; ++c) {
      all.columns.push_back({content.head[c], c > 1, static_cast<int>(columns - c)});
    }
    std::vector<std::string> notes;
    for (const auto& texts : content.rows) {
      auto& row = all.rows.emplace_back();
      for (std::size_t c = 1; c + 1 < columns; ++c) row.push_back(safe(texts[c]));
      notes.push_back(safe(texts.back()));
    }
    constexpr std::size_t always = 2;  // runner and the first figure
    rows(all, notes, always, [&](std::size_t row) { return content.rows[row].front(); });
  }

  // Prints rows under their group's heading, with as many columns as fit; a note follows its row or goes below it.
  template <class Heading>
  void rows(const column_table& all, const std::vector<std::string>& notes, std::size_t always, Heading heading_of) {
    const std::vector<std::size_t> widths = all.widths();
    const std::vector<std::size_t> shown = all.columns_that_fit(widths, always, width_);
    std::string header;
    for (const std::size_t c : shown)
      header += "  " + padded(safe(all.columns[c].title), widths[c], all.columns[c].right);
    for (std::size_t i = 0; i < all.rows.size(); ++i) {
      if (i == 0 || heading_of(i) != heading_of(i - 1)) {
        line("");
        line("  " + bold(safe(heading_of(i))));
        line(header);
      }
      std::string text;
      for (const std::size_t c : shown) text += "  " + padded(all.rows[i][c], widths[c], all.columns[c].right);
      if (display_width(text) + 2 + display_width(notes[i]) <= width_) {
        line(text + "  " + notes[i]);
      } else {
        line(text);
        for (const std::string& part : wrapped(notes[i], width_ - 6)) line("      " + part);
      }
    }
  }

  void cells() {
    heading("Cells");
    column_table all{cell_columns(model_), {}};
    all.columns.pop_back();  // notes are prose: they follow their row
    std::vector<std::string> notes;
    for (const cell_view& cell : model_.cells) {
      std::vector<std::string> row = cell_texts(model_, cell);
      for (std::string& text : row) text = safe(text);
      notes.push_back(std::move(row.back()));
      row.pop_back();
      all.rows.push_back(std::move(row));
    }
    constexpr std::size_t always = 3;  // runner, in_flight, throughput
    rows(all, notes, always,
         [&](std::size_t row) { return subject_heading(model_.subjects[model_.cells[row].subject]); });
  }

  static std::size_t widest(const std::vector<std::string>& texts, std::size_t least) {
    for (const std::string& text : texts) least = std::max(least, display_width(text));
    return least;
  }

  const analysis& model_;
  const terminal_options& options_;
  std::size_t width_ = 0;
  std::string out_;
};

}  // namespace

std::string terminal(const analysis& model, const terminal_options& options) {
  return writer(model, options).write();
}

}  // namespace interleave::reports
