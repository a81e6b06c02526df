// Formats what a history holds and what a trend says; adds no wording of its own on changes. For terminals every string
// passes printable(), so that a name can't send escape sequences.
#include "tracking/history/history_texts.hpp"

#include "reports/errors.hpp"
#include "reports/words/json_text.hpp"
#include "reports/words/plain_text.hpp"
#include "reports/words/text.hpp"
#include "reports/words/text_columns.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace interleave::tracking {

namespace {

using nlohmann::ordered_json;
using reports::column_table;
using reports::terminal_options;

constexpr std::size_t narrowest = 40;

class terminal_writer {
 public:
  explicit terminal_writer(const terminal_options& options)
      : options_(options), width_(std::max(options.width, narrowest)) {}

  std::string safe(std::string_view text) const {
    return options_.unicode ? reports::printable(text) : reports::ascii_only(reports::printable(text));
  }

  void line(std::string_view text, std::string_view code = "") {
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    out_ +=
        options_.colour && !code.empty() ? fmt::format("\x1b[{}m{}\x1b[0m\n", code, text) : fmt::format("{}\n", text);
  }

  void paragraph(std::string_view text, std::size_t indent, std::string_view code = "") {
    for (const std::string& part : reports::wrapped(safe(text), width_ - indent))
      line(std::string(indent, ' ') + part, code);
  }

  void item(std::string_view text, std::string_view code = "") {
    const char* mark = "- ";
    for (const std::string& part : reports::wrapped(safe(text), width_ - 2)) {
      line(mark + part, code);
      mark = "  ";
    }
  }

  // Whether the columns of at least this importance fit side by side.
  bool has_room(column_table all, int importance) const {
    make_safe(all);
    const std::vector<std::size_t> widths = all.widths();
    std::size_t total = 0;
    for (std::size_t c = 0; c < widths.size(); ++c)
      if (widths[c] > 0 && all.columns[c].importance >= importance) total += 2 + widths[c];
    return total <= width_;
  }

  // The first `always` columns are never dropped; a row's code sets its colour.
  void table(column_table all, std::size_t always, const std::vector<std::string>& codes = {}) {
    make_safe(all);
    const std::vector<std::size_t> widths = all.widths();
    const std::vector<std::size_t> shown = all.columns_that_fit(widths, always, width_);
    const auto text_of = [&](const auto& entry) {
      std::string text;
      for (const std::size_t c : shown) text += "  " + reports::padded(entry(c), widths[c], all.columns[c].right);
      return text;
    };
    line(text_of([&](std::size_t c) { return std::string(all.columns[c].title); }), "1");
    for (std::size_t r = 0; r < all.rows.size(); ++r)
      line(text_of([&](std::size_t c) { return all.rows[r][c]; }), codes.empty() ? "" : codes[r]);
  }

  std::string take() { return std::move(out_); }

 private:
  void make_safe(column_table& all) const {
    for (std::vector<std::string>& row : all.rows)
      for (std::string& text : row) text = safe(text);
  }

  const terminal_options& options_;
  std::size_t width_;
  std::string out_;
};

// Enough of the hash to tell runs apart, and short enough to type.
std::string short_id(const std::string& id) {
  constexpr std::size_t shown = 10;
  return id.substr(std::min(id.size(), id.find('-') + 1), shown);
}

std::string labels_text(const provenance& from) {
  std::string text;
  for (const auto& [name, value] : from.labels) text += fmt::format("{}{}={}", text.empty() ? "" : " ", name, value);
  return text;
}

ordered_json number_json(double value) {
  return std::isnan(value) ? ordered_json() : ordered_json(value);
}

ordered_json facts_json(const stored_run& stored) {
  const history_run& run = stored.run;
  return {{"id", stored.id},          {"commit", run.from.commit},  {"branch", run.from.branch},
          {"time", run.from.time},    {"labels", run.from.labels},  {"measured", run.date},
          {"host", run.host},         {"cpu_model", run.cpu_model}, {"caches", run.caches},
          {"cores", run.cores},       {"compiler", run.compiler},   {"build_type", run.build_type},
          {"settings", run.settings}, {"version", run.version},     {"library_version", run.library_version}};
}

ordered_json run_document(const stored_run& stored) {
  const history_run& run = stored.run;
  ordered_json document = facts_json(stored);
  document["cells"] = ordered_json::array();
  for (std::size_t cell = 0; cell < run.cells->size(); ++cell) {
    ordered_json entry = {
        {"name", (*run.cells)[cell]}, {"measurements", run.measurements[cell]}, {"failures", run.failures[cell]}};
    for (const kept_metric& metric : run.metrics)
      entry[metric.name] = {{"median", number_json(metric.medians[cell])},
                            {"spread", number_json(metric.spreads[cell])}};
    document["cells"].push_back(std::move(entry));
  }
  return document;
}

std::string text_of(const ordered_json& document) {
  return reports::json_text(document, 1);
}

std::string note_of(const trend_change& change) {
  if (change.kind == change_kind::improvement) return "better";
  if (change.kind == change_kind::control) return "control cell";
  return change.undone ? "undone since" : "";
}

}  // namespace

std::string history_terminal(const history& kept, const terminal_options& options) {
  column_table all{{{"run", false, 9},
                    {"time", false, 5},
                    {"commit", false, 6},
                    {"branch", false, 4},
                    {"cells", true, 3},
                    {"cpu", false, 2},
                    {"compiler", false, 1},
                    {"labels", false, 0}},
                   {}};
  for (const auto& [id, run] : kept.runs) {
    all.rows.push_back({short_id(id), run.from.time, short_commit(run.from.commit), run.from.branch,
                        std::to_string(run.cells->size()), run.cpu_model, run.compiler, labels_text(run.from)});
  }
  terminal_writer out(options);
  out.table(std::move(all), 1);
  return out.take();
}

std::string run_terminal(const stored_run& stored, const terminal_options& options) {
  const history_run& run = stored.run;
  terminal_writer out(options);
  ordered_json facts = facts_json(stored);
  facts["labels"] = labels_text(run.from);
  facts["cores"] = run.cores > 0 ? std::to_string(run.cores) : "";
  for (const auto& [name, value] : facts.items()) {
    const auto text = value.get<std::string>();
    if (!text.empty()) out.line(out.safe(fmt::format("{:<16}{}", name, text)));
  }
  out.line("");
  // On a narrow terminal, the metrics that were kept last are dropped first; failures are shown as long as there is
  // room.
  constexpr int most_important = std::numeric_limits<int>::max();
  column_table all{{{"cell", false, most_important}, {"samples", true, 0}, {"failed", true, most_important - 1}}, {}};
  std::vector<std::string> titles;
  for (const kept_metric& metric : run.metrics) titles.push_back(out.safe(metric.name));
  for (std::size_t i = 0; i < titles.size(); ++i)
    all.columns.push_back({titles[i], true, static_cast<int>(titles.size() - i)});
  for (std::size_t cell = 0; cell < run.cells->size(); ++cell) {
    std::vector<std::string> row = {(*run.cells)[cell], std::to_string(run.measurements[cell]),
                                    run.failures[cell] == 0 ? "" : std::to_string(run.failures[cell])};
    for (const kept_metric& metric : run.metrics) {
      const double spread = metric.spreads[cell];
      std::string text = std::isnan(metric.medians[cell]) ? "" : reports::value_text(metric.name, metric.medians[cell]);
      if (!text.empty() && !std::isnan(spread)) text += " ± " + reports::value_text(metric.name, spread);
      row.push_back(std::move(text));
    }
    all.rows.push_back(std::move(row));
  }
  out.table(std::move(all), 2);
  return out.take();
}

std::string trend_terminal(const trend& model, const terminal_options& options) {
  terminal_writer out(options);
  out.paragraph(model.headline, 0, "1");
  for (const std::string& caution : model.cautions) out.paragraph(caution, 2);
  if (model.changes.empty()) return out.take();
  constexpr int essential = 5;
  column_table all{{{"change", true, 9},
                    {"cell", false, 9},
                    {"before", true, 2},
                    {"after", true, 3},
                    {"commits", false, essential},
                    {"since", false, essential},
                    {"p", false, 0},
                    {"note", false, essential}},
                   {}};
  std::vector<std::string> codes;
  for (const trend_change& change : model.changes) {
    all.rows.push_back({change.change_text, model.cells[change.cell].name, change.before_text, change.after_text,
                        change.commits_text, model.runs[change.first_after].time.substr(0, 10), change.p_text,
                        note_of(change)});
    codes.push_back(change.kind == change_kind::regression && !change.undone ? "31"
                    : change.kind == change_kind::improvement                ? "32"
                                                                             : "");
  }
  out.line("");
  // The note says that a change was undone. Where names leave no room for it, whole sentences replace the table.
  if (out.has_room(all, essential)) {
    out.table(std::move(all), 2, codes);
  } else {
    for (std::size_t i = 0; i < codes.size(); ++i) out.item(model.changes[i].sentence, codes[i]);
  }
  return out.take();
}

std::string history_json(const history& kept) {
  ordered_json document = ordered_json::array();
  for (const stored_run& stored : kept.runs) {
    ordered_json facts = facts_json(stored);
    facts["cells"] = stored.run.cells->size();
    document.push_back(std::move(facts));
  }
  return text_of(document);
}

std::string run_json(const stored_run& stored) {
  return text_of(run_document(stored));
}

std::string full_history_json(const history& kept) {
  ordered_json document = ordered_json::array();
  for (const stored_run& stored : kept.runs) document.push_back(run_document(stored));
  return text_of(document);
}

otava_table history_table(const history& kept, const std::string& metric, const std::string& source) {
  if (kept.runs.empty()) throw empty_history(source);
  std::map<std::string, std::size_t> columns;
  for (const auto& [id, run] : kept.runs)
    if (run.find(metric) != nullptr)
      for (const std::string& name : *run.cells) columns.emplace(name, 0);
  if (columns.empty())
    throw reports::input_error(source, "", fmt::format("no run has the metric '{}'", metric),
                               "real_time and cpu_time are always kept, counters by `history add --counter`");
  otava_table table;
  for (auto& [name, column] : columns) {
    column = table.columns.size();
    table.columns.push_back(name);
  }
  for (const auto& [id, run] : kept.runs) {
    otava_row& row = table.rows.emplace_back(run.from.time, run.from.commit, run.from.branch,
                                             std::vector<double>(columns.size(), otava_row::no_value));
    const kept_metric* const values = run.find(metric);
    for (std::size_t cell = 0; values != nullptr && cell < run.cells->size(); ++cell)
      row.values[columns.at((*run.cells)[cell])] = values->medians[cell];
  }
  return table;
}

}  // namespace interleave::tracking
