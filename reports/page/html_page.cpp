// See the header.
#include "reports/page/html_page.hpp"

#include "reports/page/html_digest.hpp"
#include "reports/web/assets.hpp"

#include <utility>

namespace interleave::reports {
namespace {

// Only our own script and style sheet are allowed, by their digests. A name that got past the escaping still couldn't
// execute, and nothing can be fetched or sent.
std::string policy(std::string_view script) {
  return "default-src 'none'; base-uri 'none'; form-action 'none'; script-src " + policy_digest(script) +
         "; style-src " + policy_digest(assets::style());
}

void write_head(html_writer& out, const page_frame& page) {
  const auto head = out.open("head");
  out.void_element("meta", {{"charset", "utf-8"}});
  out.void_element("meta", {{"http-equiv", "Content-Security-Policy"}, {"content", policy(page.script)}});
  out.void_element("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
  out.void_element("meta", {{"name", "color-scheme"}, {"content", "light dark"}});
  out.void_element("meta", {{"name", "generator"}, {"content", "interleave"}});
  out.leaf("title", page.title);
  const auto style = out.open("style");
  out.verbatim(assets::style());
}

void write_header(html_writer& out, const page_frame& page) {
  const auto header = out.open("header");
  out.leaf("a", {{"class", "skip"}, {"href", page.links.front().target}}, page.skip_words);
  out.leaf("h1", page.title);
  out.leaf("p", {{"class", "subtitle"}}, page.subtitle);
  const auto bar = out.open("div", {{"class", "bar-of-links"}});
  {
    const auto nav = out.open("nav", {{"aria-label", "Sections"}});
    for (const page_link& link : page.links) out.leaf("a", {{"href", link.target}}, link.words);
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

void write_row_controls(html_writer& out, std::string_view placeholder, std::string_view total) {
  const auto form =
      out.open("form", {{"class", "controls needs-script"}, {"role", "search"}, {"aria-label", "Filter and copy"}});
  {
    const auto field = out.open("p", {{"class", "field"}});
    out.leaf("label", {{"for", "filter"}}, "Filter");
    out.void_element("input",
                     {{"id", "filter"}, {"type", "search"}, {"placeholder", placeholder}, {"autocomplete", "off"}});
  }
  out.leaf("button", {{"type", "button"}, {"id", "copy"}}, "Copy as CSV");
  out.leaf("output", {{"id", "shown-cells"}, {"for", "filter"}}, total);
  out.leaf("output", {{"id", "copied"}, {"for", "copy"}}, "");
}

void write_select(html_writer& out, std::string_view id, std::string_view label,
                  const std::vector<select_option>& options, const std::string& chosen) {
  const auto field = out.open("p", {{"class", "field"}});
  out.leaf("label", {{"for", id}}, label);
  const auto select = out.open("select", {{"id", id}, {"autocomplete", "off"}});
  for (const auto& [value, words] : options) {
    if (value == chosen) {
      out.leaf("option", {{"value", value}, {"selected", ""}}, words);
    } else {
      out.leaf("option", {{"value", value}}, words);
    }
  }
}

void write_sortable_head(html_writer& out, std::span<const table_column> columns) {
  const auto head = out.open("thead");
  const auto line = out.open("tr");
  for (const table_column& column : columns) {
    const std::string_view kind = column.number ? "number" : "words";
    const auto heading = out.open("th", {{"scope", "col"}, {"data-sort-method", kind}, {"class", kind}});
    out.leaf("span", {{"title", column.explanation}}, column.title);
  }
}

void write_cautions(html_writer& out, std::span<const std::string> cautions) {
  if (cautions.empty()) return;
  const auto list = out.open("ul", {{"class", "checks"}, {"aria-label", "What to know before believing it"}});
  for (const std::string& caution : cautions) {
    const auto item = out.open("li", {{"class", "check warning"}});
    out.leaf("span", {{"class", "status"}}, "caution");
    out.leaf("p", caution);
  }
}

std::string html_page(const page_frame& page, const std::function<void(html_writer&)>& write_sections) {
  html_writer out;
  out.verbatim("<!doctype html>\n");
  {
    const auto root = out.open("html", {{"lang", "en"}});
    write_head(out, page);
    const auto body = out.open("body");
    write_header(out, page);
    {
      const auto main = out.open("main");
      write_sections(out);
    }
    write_footer(out);
    {
      const auto data = out.open("script", {{"type", "application/json"}, {"id", "report-data"}});
      out.verbatim(page.data);
    }
    const auto script = out.open("script");
    out.verbatim(page.script);
  }
  out.verbatim("\n");
  return std::move(out).take();
}

}  // namespace interleave::reports
