// The frame shared by all our HTML pages: head with security policy, header, footer, data and script. The caller writes
// the sections between. A page is one file and makes no network requests.
#pragma once

#include "reports/page/html_writer.hpp"

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace interleave::reports {

struct page_link {
  std::string target;  // "#verdict"
  std::string words;
};

struct page_frame {
  std::string title;
  std::string subtitle;
  std::string skip_words;        // text of the link that skips the header, to the first section
  std::vector<page_link> links;  // to the sections; not empty
  std::string_view script;       // one of those in assets.hpp
  std::string data;              // JSON that the script draws, already passed through escape_json_for_script()
};

// The controls that src/rows.js needs above a table #cell-table: filter and copy. `total`: the number of rows, in
// words.
void write_row_controls(html_writer& out, std::string_view placeholder, std::string_view total);

using select_option = std::pair<std::string, std::string>;  // value, label

// A labelled list of choices in a form of class "controls".
void write_select(html_writer& out, std::string_view id, std::string_view label,
                  const std::vector<select_option>& options, const std::string& chosen);

struct table_column {
  std::string_view title;
  std::string_view explanation;
  bool number = true;  // sorts numerically
};

// The head that src/rows.js needs in that table.
void write_sortable_head(html_writer& out, std::span<const table_column> columns);

// What to know before trusting the answer; writes nothing if there are no cautions.
void write_cautions(html_writer& out, std::span<const std::string> cautions);

std::string html_page(const page_frame& page, const std::function<void(html_writer&)>& write_sections);

}  // namespace interleave::reports
