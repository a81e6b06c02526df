// See the header. Escapes according to CommonMark 0.30 section 2.4 (any ASCII punctuation may follow a backslash), and
// for GitHub's extensions: tables, autolinks and mentions.
#include "reports/text/markdown.hpp"

#include "reports/text/cell_texts.hpp"
#include "reports/words/plain_text.hpp"
#include "reports/words/text.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

namespace interleave::reports {

namespace {

class writer {
 public:
  explicit writer(const analysis& model) : model_(model) {}

  std::string write() {
    line("# " + markdown_text(model_.title));
    block(markdown_text(model_.subtitle));
    for (const std::string& text : circumstances(model_)) block(markdown_text(text));
    verdict();
    if (!model_.matrix.subjects.empty()) matrix();
    checks();
    if (!model_.map.empty()) decision_map();
    for (const answer_view* view : answers(model_)) answer(*view);
    cells();
    environment();
    return std::move(out_);
  }

 private:
  void line(std::string_view text) {
    out_ += text;
    out_ += '\n';
  }
  void block(std::string_view text) {
    if (text.empty()) return;
    line("");
    line(text);
  }
  void row(const std::vector<std::string>& texts) {
    out_ += '|';
    for (const std::string& text : texts) out_ += ' ' + text + " |";
    out_ += '\n';
  }

  void verdict() {
    block("## Verdict");
    block("**" + markdown_text(model_.verdict.sentence) + "**");
    for (const kind_verdict& kind : model_.verdict.kinds) {
      block(fmt::format("**{}: {}**", markdown_text(kind.kind_label), markdown_text(kind.headline)));
      line("");
      std::string numbers = kind.speed_up_text;
      if (!kind.efficiency_text.empty()) numbers += (numbers.empty() ? "" : " · ") + kind.efficiency_text;
      for (const std::string& text : {numbers, kind.holds_text, kind.reason_text}) {
        if (!text.empty()) line("- " + markdown_text(text));
      }
      if (!kind.full_text.empty()) line("- " + markdown_text(kind.full_text));
      for (const std::string& text : kind.exceptions) line("- Except " + markdown_text(text));
      if (!kind.evidence_text.empty()) line("- " + markdown_text(kind.evidence_text));
      if (!kind.costs.empty()) {
        line("");
        table(cost_table(model_, kind.costs_title, kind.costs));
      }
    }
    if (!model_.verdict.command.empty()) block("To measure what is missing: " + markdown_code(model_.verdict.command));
    block("<sub>" + markdown_text(model_.verdict.rule) + "</sub>");
  }

  void matrix() {
    block("## Every workload under every model");
    for (std::size_t shown = 0; shown < model_.matrix.metrics.size(); ++shown) {
      const matrix_metric& metric = model_.matrix.metrics[shown];
      const std::string caption = caption_of(metric, in_flight_text(model_.levels[model_.matrix.level]));
      if (shown == 0) {
        block(markdown_text(caption));
        line("");
      } else {
        begin_details(caption);
      }
      matrix_table(model_.matrix.sheets[shown][model_.matrix.level]);
      if (shown > 0) block("</details>");
    }
  }

  void matrix_table(const matrix_sheet& sheet) {
    std::vector<std::string> header = {"workload"};
    std::vector<std::string> rule = {"---"};
    for (const std::size_t runner : model_.matrix.runners) {
      header.push_back(markdown_text(model_.runners[runner].name));
      rule.emplace_back("---:");
    }
    row(header);
    row(rule);
    for (std::size_t r = 0; r < sheet.size(); ++r) {
      std::vector<std::string> texts = {markdown_text(model_.subjects[model_.matrix.subjects[r]].label)};
      for (const matrix_entry& entry : sheet[r]) {
        const std::string text = markdown_text(entry.text);
        texts.push_back(entry.ratio == 1.0 ? "**" + text + "**" : text);
      }
      row(texts);
    }
  }

  void checks() {
    block("## Can this run be trusted?");
    block(markdown_text(model_.checks_summary));
    bool first = true;
    for (const validity_check& check : model_.checks) {
      if (check.status == check_status::passed) continue;
      if (first) line("");
      first = false;
      line(fmt::format("- **{}** {}: {} {}", markdown_text(check.status_label), markdown_text(check.title),
                       markdown_text(check.finding), markdown_text(check.mend)));
    }
  }

  void decision_map() {
    block("## Decision map");
    block("Winner and its lead over the next best; = of n: n runners are equal, the cheapest is named.");
    line("");
    std::vector<std::string> header = {"in flight"};
    std::vector<std::string> rule = {"---"};
    for (const std::int64_t level : model_.levels) {
      header.push_back(std::to_string(level));
      rule.emplace_back("---");
    }
    row(header);
    row(rule);
    for (const map_row& entry : model_.map) {
      std::vector<std::string> texts = {markdown_text(model_.subjects[entry.subject].label)};
      for (const decision& decision : entry.decisions) {
        const std::string text = markdown_text(map_text(model_, decision));
        texts.push_back(decision.outcome == outcome_kind::win ? "**" + text + "**" : text);
      }
      row(texts);
    }
  }

  void answer(const answer_view& view) {
    block("## " + markdown_text(view.title + ": " + view.question));
    line("");
    for (const std::string& sentence : view.sentences) line("- " + markdown_text(sentence));
    for (const std::string& stop : view.stops) line("- " + markdown_text(stop));
    for (const std::string& reason : view.left_out) line("- Without a number: " + markdown_text(reason));
    begin_details(view.title + " as a table");
    table(view.table);
    block("</details>");
  }

  void table(const text_table& content) {
    const auto escaped = [](std::vector<std::string> texts) {
      for (std::string& text : texts) text = markdown_text(text);
      return texts;
    };
    row(escaped(content.head));
    row(std::vector<std::string>(content.head.size(), "---"));
    for (const auto& texts : content.rows) row(escaped(texts));
  }

  void cells() {
    block("## Cells");
    for (std::size_t i = 0; i < model_.cells.size(); ++i) {
      const bool first = i == 0 || model_.cells[i].subject != model_.cells[i - 1].subject;
      if (first) begin_cells(model_.cells[i].subject);
      std::vector<std::string> texts = cell_texts(model_, model_.cells[i]);
      for (std::string& text : texts) text = markdown_text(text);
      row(texts);
      const bool last = i + 1 == model_.cells.size() || model_.cells[i].subject != model_.cells[i + 1].subject;
      if (last) block("</details>");
    }
  }

  void begin_cells(std::size_t subject) {
    begin_details(subject_heading(model_.subjects[subject]));
    std::vector<std::string> header;
    std::vector<std::string> rule;
    for (const text_column& column : cell_columns(model_)) {
      header.emplace_back(column.title);
      rule.emplace_back(column.right ? "---:" : "---");
    }
    row(header);
    row(rule);
  }

  // Not every renderer parses Markdown inside <summary>, but all parse HTML entities.
  void begin_details(std::string_view title) {
    std::string escaped;
    for (const char c : printable(title)) {
      switch (c) {
        case '&':
          escaped += "&amp;";
          break;
        case '<':
          escaped += "&lt;";
          break;
        case '>':
          escaped += "&gt;";
          break;
        case '_':
          escaped += "&#95;";
          break;
        case '*':
          escaped += "&#42;";
          break;
        case '`':
          escaped += "&#96;";
          break;
        case '[':
          escaped += "&#91;";
          break;
        case '\\':
          escaped += "&#92;";
          break;
        case '@':
          escaped += "@\u200b";
          break;
        default:
          escaped += c;
      }
    }
    block("<details><summary>" + escaped + "</summary>");
    line("");
  }

  void environment() {
    block("## Environment");
    for (const environment_group& group : model_.environment) {
      begin_details(group.title);
      row({"what", "value"});
      row({"---", "---"});
      for (const auto& [name, value] : group.pairs) row({markdown_text(name), markdown_text(value)});
      block("</details>");
    }
  }

  const analysis& model_;
  std::string out_;
};

}  // namespace

std::string markdown(const analysis& model) {
  return writer(model).write();
}

std::string markdown_text(std::string_view text) {
  const std::string safe = printable(text);
  std::string escaped;
  for (std::size_t i = 0; i < safe.size(); ++i) {
    const char c = safe[i];
    const std::string_view rest = std::string_view(safe).substr(i);
    if (std::string_view("\\`*_{}[]<>#|~!$&").find(c) != std::string_view::npos) {
      escaped += '\\';
      escaped += c;
    } else if (rest.starts_with("://")) {
      escaped += "\\:";  // prevents an autolink
    } else if (c == '.' && i >= 3 && std::string_view(safe).substr(i - 3, 3) == "www") {
      escaped += "\\.";
    } else if (c == '@') {
      escaped += "@\u200b";  // a name in a result file must not notify a GitHub user
    } else if (i == 0 && (c == '-' || c == '+' || c == '=')) {
      escaped += '\\';
      escaped += c;
    } else {
      escaped += c;
    }
  }
  return escaped;
}

std::string markdown_code(std::string_view text) {
  const std::string safe = printable(text);
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : safe) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  const std::string fence(longest + 1, '`');
  const bool needs_space = !safe.empty() && (safe.front() == '`' || safe.back() == '`');
  return fence + (needs_space ? " " : "") + safe + (needs_space ? " " : "") + fence;
}

}  // namespace interleave::reports
