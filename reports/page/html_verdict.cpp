// The sections on verdict and validity: which model, by how much, and whether to trust it. Words say everything;
// colours only repeat it.
#include "reports/page/html_sections.hpp"
#include "reports/words/text.hpp"

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>

#include <fmt/format.h>

namespace interleave::reports {
namespace {

// A bar of 0 to 100 %: an SVG, because the page's policy forbids style attributes.
void write_bar(html_writer& out, const runner_look& look, double share) {
  const std::string width = std::to_string(std::clamp(share, 0.0, 1.0) * 100) + "%";
  const auto svg = out.open("svg", {{"class", "bar " + color_classes(look)}, {"aria-hidden", "true"}});
  out.leaf("rect", {{"width", "100%"}, {"height", "100%"}, {"class", "bar-track"}}, "");
  out.leaf("rect", {{"width", width}, {"height", "100%"}, {"class", "bar-value"}}, "");
}

// Emphasises the leading number: "12.3x" of "12.3x sequential (11.8-12.9) at 64 in flight".
void write_figure(html_writer& out, std::string_view text) {
  const std::size_t space = text.find(' ');
  const auto paragraph = out.open("p", {{"class", "figure"}});
  out.leaf("strong", text.substr(0, space));
  if (space != std::string_view::npos) out.text(text.substr(space));
}

void write_line(html_writer& out, std::string_view text) {
  if (!text.empty()) out.leaf("p", text);
}

// A card is narrow: one row a cost, and one column a runner, of which few fit.
void write_costs_of(html_writer& out, const page_model& page, const kind_verdict& verdict) {
  if (verdict.costs.empty()) return;
  constexpr std::size_t most = 3;
  const std::vector<entry_cost> shown(
      verdict.costs.begin(), verdict.costs.begin() + static_cast<std::ptrdiff_t>(std::min(most, verdict.costs.size())));
  const text_table wide = cost_table(page.run, verdict.costs_title, shown);
  write_line(out, verdict.costs_title + ":");
  text_table narrow;
  narrow.head = {"cost"};
  for (const auto& row : wide.rows) narrow.head.push_back(row[1]);
  for (std::size_t column = 2; column < wide.head.size(); ++column) {
    auto& line = narrow.rows.emplace_back(std::vector{wide.head[column]});
    for (const auto& row : wide.rows) line.push_back(row[column]);
  }
  write_table(out, narrow, "What it costs: " + verdict.costs_title + ", scrolls sideways");
}

void write_card(html_writer& out, const page_model& page, const kind_verdict& verdict) {
  const bool has_runner = verdict.decided && verdict.runner.has_value();
  const std::string classes = has_runner ? "card answer " + color_classes(page.looks[*verdict.runner]) : "card answer";
  const auto card = out.open("article", {{"class", classes}});
  out.leaf("p", {{"class", "kicker"}}, verdict.kind_label + " work");
  {
    const auto heading = out.open("h3");
    if (has_runner) write_marker(out, page.looks[*verdict.runner]);
    out.breakable(verdict.headline);
  }
  if (!verdict.speed_up_text.empty()) write_figure(out, verdict.speed_up_text);
  if (has_runner && verdict.efficiency) write_bar(out, page.looks[*verdict.runner], *verdict.efficiency);
  if (!verdict.efficiency_text.empty()) out.leaf("p", {{"class", "share"}}, verdict.efficiency_text);
  write_costs_of(out, page, verdict);
  const auto details = out.open("div", {{"class", "fine"}});
  write_line(out, verdict.holds_text);
  write_line(out, verdict.full_text);
  write_line(out, verdict.reason_text);
  if (!verdict.exceptions.empty()) {
    const auto list = out.open("ul");
    for (const std::string& exception : verdict.exceptions) out.leaf("li", exception);
  }
  write_line(out, verdict.evidence_text);
  if (verdict.decided && !verdict.subjects.empty()) {
    const subject& first = page.run.subjects[verdict.subjects.front()];
    const auto paragraph = out.open("p");
    out.leaf("a", {{"href", fmt::format("#{}", selection(first, verdict.in_flight))}},
             fmt::format("See the evidence for {} work", verdict.kind_label));
  }
}

std::string_view icon(check_status status) {
  switch (status) {
    case check_status::invalid:
      return "✖";
    case check_status::warning:
      return "▲";
    case check_status::passed:
      break;
  }
  return "✔";
}

std::string_view status_class(check_status status) {
  switch (status) {
    case check_status::invalid:
      return "invalid";
    case check_status::warning:
      return "warning";
    case check_status::passed:
      break;
  }
  return "passed";
}

void write_status(html_writer& out, const validity_check& item) {
  const auto badge = out.open("span", {{"class", "status"}});
  out.leaf("span", {{"aria-hidden", "true"}}, icon(item.status));
  out.text(" " + item.status_label);
}

void write_check(html_writer& out, const validity_check& item) {
  const auto entry = out.open("li", {{"class", "check " + std::string(status_class(item.status))}});
  write_status(out, item);
  const auto words = out.open("div");
  {
    const auto finding = out.open("p");
    out.leaf("strong", item.title);
    out.text(" " + item.finding);
  }
  if (!item.mend.empty()) {
    const auto mend = out.open("p", {{"class", "mend"}});
    out.leaf("span", "To mend: ");
    out.text(item.mend);
  }
}

// The worst check, in a line right under the verdict, so that the verdict is never read without it.
void write_trust(html_writer& out, const page_model& page) {
  const auto& checks = page.run.checks;
  const auto rank = [](const validity_check& item) { return static_cast<int>(item.status); };
  const auto worst = std::ranges::max_element(checks, {}, rank);
  if (worst == checks.end()) return;
  const auto line = out.open("p", {{"class", "trust " + std::string(status_class(worst->status))}});
  out.leaf("span", {{"class", "status"}, {"aria-hidden", "true"}}, icon(worst->status));
  out.leaf("strong", " Can you trust it? ");
  out.text(page.run.checks_summary + " ");
  out.leaf("a", {{"href", "#validity"}}, "See the checks");
}

}  // namespace

void write_verdict(html_writer& out, const page_model& page) {
  const verdict_view& verdict = page.run.verdict;
  const auto section = out.open("section", {{"id", "verdict"}, {"aria-labelledby", "verdict-heading"}});
  out.leaf("h2", {{"id", "verdict-heading"}}, "Verdict");
  out.leaf("p", {{"class", verdict.provisional ? "sentence provisional" : "sentence"}}, verdict.sentence);
  if (!page.run.comparable) {
    out.leaf("p", "Measured under different conditions, so side by side and not against each other:");
    const auto list = out.open("ul");
    for (const machine_set& set : page.run.sets) {
      const auto item = out.open("li");
      out.leaf("strong", set.label);
      out.text(": " + set.description);
    }
  }
  if (!verdict.kinds.empty()) {
    const auto cards = out.open("div", {{"class", "cards"}});
    for (const kind_verdict& kind : verdict.kinds) write_card(out, page, kind);
  }
  if (!verdict.command.empty()) {
    const auto paragraph = out.open("p");
    out.text("For a firmer answer: ");
    out.leaf("code", verdict.command);
  }
  write_trust(out, page);
  const auto rule = out.open("details");
  out.leaf("summary", "How the verdict is found");
  out.leaf("p", verdict.rule);
  out.leaf("p", page.run.reference_sentence);
}

void write_validity(html_writer& out, const page_model& page) {
  const auto section = out.open("section", {{"id", "validity"}, {"aria-labelledby", "validity-heading"}});
  out.leaf("h2", {{"id", "validity-heading"}}, "Can I trust this run?");
  out.leaf("p", page.run.checks_summary);
  const auto& checks = page.run.checks;
  const auto is_passed = [](const validity_check& item) { return item.status == check_status::passed; };
  const auto passed = std::ranges::count_if(checks, is_passed);
  if (std::ranges::any_of(checks, std::not_fn(is_passed))) {
    const auto list = out.open("ul", {{"class", "checks"}});
    for (const validity_check& item : checks) {
      if (!is_passed(item)) write_check(out, item);
    }
  }
  if (passed == 0) return;
  const auto folded = out.open("details");
  out.leaf("summary", count_text(static_cast<std::uint64_t>(passed), "check passed", "checks passed"));
  const auto list = out.open("ul", {{"class", "checks"}});
  for (const validity_check& item : checks) {
    if (is_passed(item)) write_check(out, item);
  }
}

}  // namespace interleave::reports
