// The frame of the page: head with its security policy, header, the sections in their order, data and script. What the
// sections say is theirs.
#include "reports/html.hpp"

#include "reports/html_digest.hpp"
#include "reports/html_look.hpp"
#include "reports/html_sections.hpp"
#include "reports/html_writer.hpp"
#include "reports/web/assets.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace interleave::reports {
namespace {

// Only our own two pieces run, named by their digests: a name that got past the escaping still could not execute, and
// nothing can be fetched or sent.
std::string policy() {
  return "default-src 'none'; base-uri 'none'; form-action 'none'; script-src " + policy_digest(assets::script()) +
         "; style-src " + policy_digest(assets::style());
}

void write_head(html_writer& out, const page_model& page) {
  const auto head = out.open("head");
  out.void_element("meta", {{"charset", "utf-8"}});
  out.void_element("meta", {{"http-equiv", "Content-Security-Policy"}, {"content", policy()}});
  out.void_element("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
  out.void_element("meta", {{"name", "color-scheme"}, {"content", "light dark"}});
  out.void_element("meta", {{"name", "generator"}, {"content", "interleave"}});
  out.leaf("title", page.run.title);
  const auto style = out.open("style");
  out.verbatim(assets::style());
}

void write_header(html_writer& out, const page_model& page) {
  std::vector<std::pair<std::string, std::string_view>> links = {
      {"#verdict", "Verdict"}, {"#validity", "Validity"}, {"#map", "Decision map"}, {"#explore", "Explore"}};
  for (const answer_view* answer : answers(page.run)) links.emplace_back("#" + answer->id, answer->title);
  links.emplace_back("#cells", "All cells");
  links.emplace_back("#environment", "Environment");
  const auto header = out.open("header");
  out.leaf("a", {{"class", "skip"}, {"href", "#verdict"}}, "Skip to the verdict");
  out.leaf("h1", page.run.title);
  out.leaf("p", {{"class", "subtitle"}}, page.run.subtitle);
  const auto bar = out.open("div", {{"class", "bar-of-links"}});
  {
    const auto nav = out.open("nav", {{"aria-label", "Sections"}});
    for (const auto& [target, words] : links) out.leaf("a", {{"href", target}}, words);
  }
  out.leaf("button", {{"type", "button"}, {"id", "theme"}, {"class", "needs-script"}}, "Theme");
}

void write_footer(html_writer& out) {
  const auto footer = out.open("footer");
  out.leaf("p", "Written by interleave. This file is complete: it asks for nothing over the network.");
  const auto details = out.open("details");
  out.leaf("summary", "Licences of the libraries in this file");
  out.leaf("pre", {{"tabindex", "0"}}, assets::licences());
}

}  // namespace

std::string html(const analysis& run) {
  const page_model page{run, looks_of(run.runners)};
  html_writer out;
  out.verbatim("<!doctype html>\n");
  {
    const auto root = out.open("html", {{"lang", "en"}});
    write_head(out, page);
    const auto body = out.open("body");
    write_header(out, page);
    {
      const auto main = out.open("main");
      write_verdict(out, page);
      write_validity(out, page);
      write_map(out, page);
      write_explore(out, page);
      write_answers(out, page);
      write_cells(out, page);
      write_environment(out, page);
    }
    write_footer(out);
    {
      const auto data = out.open("script", {{"type", "application/json"}, {"id", "report-data"}});
      out.verbatim(chart_data(page));
    }
    const auto script = out.open("script");
    out.verbatim(assets::script());
  }
  out.verbatim("\n");
  return std::move(out).take();
}

}  // namespace interleave::reports
