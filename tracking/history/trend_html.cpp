// The sections of the page, one function each, and the data that its script draws.
#include "tracking/history/trend_html.hpp"

#include "reports/page/html_page.hpp"
#include "reports/page/html_writer.hpp"
#include "reports/statistics/ranks.hpp"
#include "reports/web/assets.hpp"
#include "reports/words/text.hpp"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace interleave::tracking {

namespace {

using nlohmann::json;
using reports::html_writer;

// More dots than a chart has pixels can't be told apart, and 200 charts of 10,000 dots would make a page of 100 MB.
constexpr std::size_t most_drawn = 400;

std::string_view class_of(change_kind kind) {
  if (kind == change_kind::regression) return "slower";
  return kind == change_kind::improvement ? "faster" : "muted";
}

std::string_view word_of(const trend_change& change) {
  if (change.kind == change_kind::regression) return change.undone ? "regression, undone" : "regression";
  if (change.kind == change_kind::control) return "control cell";
  return change.kind == change_kind::improvement ? "improvement" : "change";
}

// A commit's name is escaped to be a single part of the URL's path.
std::string link_to(std::string_view commit, std::string_view url) {
  constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";
  std::string encoded;
  for (const char c : commit) {
    if (plain.find(c) != std::string_view::npos) {
      encoded += c;
    } else {
      encoded += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  constexpr std::string_view place = "{sha}";
  std::string link(url);
  for (std::size_t at = link.find(place); at != std::string::npos; at = link.find(place, at + encoded.size()))
    link.replace(at, place.size(), encoded);
  return link;
}

std::string id_of_cell(std::size_t cell) {
  return fmt::format("cell-{}", cell);
}

// "io_echo" for "io_echo/threads/in_flight:8".
std::string group_of(const std::string& name) {
  return name.substr(0, name.find('/'));
}

class page {
 public:
  page(html_writer& out, const trend& model, std::string_view commit_url)
      : out_(out), model_(model), commit_url_(commit_url) {}

  void write() {
    write_answer();
    write_charts();
    write_facts();
  }

 private:
  void write_answer() {
    const auto section = out_.open("section", {{"id", "answer"}, {"aria-labelledby", "answer-heading"}});
    out_.leaf("h2", {{"id", "answer-heading"}}, "Changes");
    out_.leaf("p", {{"class", "sentence"}}, model_.headline);
    reports::write_cautions(out_, model_.cautions);
    if (!model_.changes.empty()) write_changes();
  }

  void write_changes() {
    const auto card = out_.open("div", {{"class", "card"}});
    const auto scroll = out_.open("div", {{"class", "scroll tall"},
                                          {"role", "region"},
                                          {"aria-label", "Changes, scrolls both ways"},
                                          {"tabindex", "0"}});
    const auto table = out_.open("table", {{"class", "changes"}});
    out_.leaf("caption", {{"class", "visually-hidden"}}, "Regressions that stand come first, the worst of them on top");
    {
      const auto head = out_.open("thead");
      const auto line = out_.open("tr");
      for (const std::string_view title :
           {"cell", "change", "what", "before", "after", "last before", "first after", "since", "chance"})
        out_.leaf("th", {{"scope", "col"}}, title);
    }
    const auto body = out_.open("tbody");
    for (const trend_change& change : model_.changes) write_change(change);
  }

  void write_change(const trend_change& change) {
    const auto line = out_.open("tr");
    {
      const auto name = out_.open("th", {{"scope", "row"}});
      const auto link = out_.open("a", {{"href", fmt::format("#{}", id_of_cell(change.cell))}});
      out_.breakable(model_.cells[change.cell].name);
    }
    out_.leaf("td", {{"class", class_of(change.kind)}}, change.change_text);
    out_.leaf("td", word_of(change));
    out_.leaf("td", change.before_text);
    out_.leaf("td", change.after_text);
    for (const std::size_t run : {change.last_before, change.first_after}) {
      const auto field = out_.open("td");
      write_commit(model_.runs[run]);
    }
    out_.leaf("td", model_.runs[change.first_after].time.substr(0, 10));
    out_.leaf("td", change.p_text);
  }

  void write_commit(const trend_run& run) {
    if (commit_url_.empty() || run.commit.empty()) {
      out_.leaf("code", run.commit_text);
    } else {
      const auto link = out_.open("a", {{"href", link_to(run.commit, commit_url_)}, {"rel", "noreferrer"}});
      out_.leaf("code", run.commit_text);
    }
  }

  void write_charts() {
    const auto section = out_.open("section", {{"id", "charts"}, {"aria-labelledby", "charts-heading"}});
    out_.leaf("h2", {{"id", "charts-heading"}}, "Every cell");
    out_.leaf("p", {{"class", "fine needs-script"}},
              "A dot is a run, hollow where it stands far from its neighbours; the line through it its spread. Level "
              "lines are medians between changes. Runs of another machine or build have lines of their own.");
    if (std::ranges::any_of(model_.cells, [](const trend_series& cell) { return cell.points.size() > most_drawn; }))
      out_.leaf(
          "p", {{"class", "fine needs-script"}},
          fmt::format("Of more than {} runs, neighbours are drawn together: the dot is their median, the line their "
                      "range.",
                      most_drawn));
    out_.leaf("p", {{"class", "without-script"}}, "The drawings are made by scripts; the tables have the levels.");
    std::map<std::string, std::vector<std::size_t>> groups;
    for (std::size_t cell = 0; cell < model_.cells.size(); ++cell)
      groups[group_of(model_.cells[cell].name)].push_back(cell);
    for (const auto& [name, cells] : groups) {
      out_.leaf("h3", name);
      const auto group = out_.open("div", {{"class", "group-of-charts"}});
      for (const std::size_t cell : cells) write_chart(cell);
    }
  }

  void write_chart(std::size_t cell) {
    const trend_series& series = model_.cells[cell];
    const std::string id = id_of_cell(cell);
    const std::string name_id = id + "-name";
    const std::string sentence_id = id + "-sentence";
    const auto figure = out_.open("figure", {{"class", "card"}, {"id", id}});
    {
      const auto caption = out_.open("figcaption");
      const auto heading = out_.open("h4", {{"id", name_id}});
      out_.breakable(series.name);
    }
    out_.leaf("p", {{"class", "message"}, {"id", sentence_id}}, series.sentence);
    out_.leaf("div",
              {{"class", "plot needs-script"},
               {"role", "img"},
               {"aria-labelledby", fmt::format("{} {}", name_id, sentence_id)}},
              "");
    const auto details = out_.open("details");
    out_.leaf("summary", "Levels as a table");
    const auto scroll = out_.open("div", {{"class", "scroll"},
                                          {"role", "region"},
                                          {"aria-label", fmt::format("Levels of {}", series.name)},
                                          {"tabindex", "0"}});
    const auto table = out_.open("table");
    {
      const auto head = out_.open("thead");
      const auto line = out_.open("tr");
      for (const std::string_view title : {"from", "to", "runs", "level", "machine and build"})
        out_.leaf("th", {{"scope", "col"}}, title);
    }
    const auto body = out_.open("tbody");
    for (const trend_segment& segment : series.segments) write_segment(series, segment);
  }

  void write_segment(const trend_series& series, const trend_segment& segment) {
    const std::size_t stretch = series.points[segment.first].stretch;
    const auto in_segment = std::count_if(series.points.begin() + static_cast<std::ptrdiff_t>(segment.first),
                                          series.points.begin() + static_cast<std::ptrdiff_t>(segment.last) + 1,
                                          [&](const trend_point& point) { return point.stretch == stretch; });
    const auto line = out_.open("tr");
    for (const std::size_t place : {segment.first, segment.last}) {
      const trend_run& run = model_.runs[series.points[place].run];
      const auto field = out_.open("td");
      write_commit(run);
      out_.text(fmt::format(" ({})", run.time.substr(0, 10)));
    }
    out_.leaf("td", std::to_string(in_segment));
    out_.leaf("td", reports::value_text(model_.metric, segment.level));
    out_.leaf("td", model_.stretches[stretch]);
  }

  void write_facts() {
    const auto section = out_.open("section", {{"id", "measured"}, {"aria-labelledby", "measured-heading"}});
    out_.leaf("h2", {{"id", "measured-heading"}}, "What was measured");
    const auto card = out_.open("div", {{"class", "card"}});
    out_.leaf("p", fmt::format("{}, from {} to {}, on:", reports::count_text(model_.runs.size(), "run", "runs"),
                               model_.runs.front().time, model_.runs.back().time));
    const auto list = out_.open("ul", {{"class", "names"}});
    for (const std::string& stretch : model_.stretches) out_.leaf("li", stretch);
  }

  html_writer& out_;
  const trend& model_;
  std::string_view commit_url_;
};

double rounded(double value) {
  return std::stod(fmt::format("{:.5g}", value));
}

// Neighbouring points of one segment drawn as one dot, where a chart can't show all.
struct drawn_point {
  std::size_t run = 0;
  double value = 0;
  double low = 0;
  double high = 0;
  bool lone = false;
  std::size_t runs = 1;
};

drawn_point drawn_as_one(const std::vector<trend_point>& part) {
  const trend_point& one = part.front();
  if (part.size() == 1) return {one.run, one.value, one.low, one.high, one.lone, 1};
  const std::size_t middle = part[part.size() / 2].run;
  std::vector<double> values;
  for (const trend_point& point : part) values.push_back(point.value);
  const auto [lowest, highest] = std::ranges::minmax(values);
  return {middle, reports::median_in_place(values), lowest, highest, false, part.size()};
}

// By run.
std::vector<drawn_point> drawn_points(const trend_series& series) {
  const std::size_t together = (series.points.size() + most_drawn - 1) / most_drawn;
  std::vector<drawn_point> drawn;
  for (const trend_segment& segment : series.segments) {
    std::vector<trend_point> part;
    for (std::size_t place = segment.first; place <= segment.last; ++place) {
      const trend_point& point = series.points[place];
      if (point.stretch == series.points[segment.first].stretch) part.push_back(point);
      if (part.size() == together || (place == segment.last && !part.empty()))
        drawn.push_back(drawn_as_one(std::exchange(part, {})));
    }
  }
  std::ranges::sort(drawn, {}, &drawn_point::run);
  return drawn;
}

std::string tooltip_text(const drawn_point& point, const std::string& metric) {
  const std::string value = reports::value_text(metric, point.value);
  if (point.runs == 1) return value;
  return fmt::format("{}, the median of {} runs from {} to {}", value, point.runs,
                     reports::value_text(metric, point.low), reports::value_text(metric, point.high));
}

json series_data(const trend_series& series, const trend& model) {
  json points = json::array();
  for (const drawn_point& point : drawn_points(series))
    points.push_back({point.run, rounded(point.value), rounded(point.low), rounded(point.high), point.lone ? 1 : 0,
                      tooltip_text(point, model.metric)});
  json segments = json::array();
  for (const trend_segment& segment : series.segments)
    segments.push_back({series.points[segment.first].run, series.points[segment.last].run, rounded(segment.level)});
  return {{"points", std::move(points)}, {"segments", std::move(segments)}, {"changes", json::array()}};
}

// The axis formats numbers as reports::value_text() does.
std::string_view axis_kind(const std::string& metric) {
  const std::string one = reports::value_text(metric, 1);
  if (one.ends_with(" ns")) return "duration";
  return one.ends_with(" B") ? "bytes" : "number";
}

std::string data_of(const trend& model) {
  json data = {{"kind", axis_kind(model.metric)}, {"metric", model.metric}, {"runs", json::array()}};
  for (const trend_run& run : model.runs) data["runs"].push_back({run.commit_text, run.time.substr(0, 10)});
  data["cells"] = json::array();
  for (const trend_series& series : model.cells) data["cells"].push_back(series_data(series, model));
  for (const trend_change& change : model.changes)
    data["cells"][change.cell]["changes"].push_back({change.first_after, class_of(change.kind), change.change_text});
  return reports::escape_json_for_script(data.dump(-1, ' ', false, json::error_handler_t::replace));
}

}  // namespace

std::string trend_html(const trend& model, std::string_view commit_url) {
  const reports::page_frame frame{
      .title = "Trend of " + model.metric,
      .subtitle = fmt::format("{} of {}", reports::count_text(model.runs.size(), "run", "runs"),
                              reports::count_text(model.cells.size(), "cell", "cells")),
      .skip_words = "Skip to the changes",
      .links = {{"#answer", "Changes"}, {"#charts", "Every cell"}, {"#measured", "What was measured"}},
      .script = reports::assets::trend_script(),
      .data = data_of(model)};
  return reports::html_page(frame, [&](html_writer& out) { page(out, model, commit_url).write(); });
}

}  // namespace interleave::tracking
