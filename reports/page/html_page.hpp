// The frame of every page that we write: head with its security policy, header, footer, data and script. What stands
// between is the caller's. The page is one file and asks for nothing over the network.
#pragma once

#include "reports/page/html_writer.hpp"

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace interleave::reports {

struct page_link {
  std::string target;  // "#verdict"
  std::string words;
};

struct page_frame {
  std::string title;
  std::string subtitle;
  std::string skip_words;        // of the link past the header, to the first section
  std::vector<page_link> links;  // of the sections; not empty
  std::string_view script;       // of assets.hpp
  std::string data;              // what the script draws from: JSON, through escape_json_for_script()
};

// What src/rows.js wants above a table #cell-table: filter and copy. `total`: how many rows, in words.
void write_row_controls(html_writer& out, std::string_view placeholder, std::string_view total);

struct table_column {
  std::string_view title;
  std::string_view explanation;
  bool number = true;  // what it sorts by
};

// And what it wants as that table's head.
void write_sortable_head(html_writer& out, std::span<const table_column> columns);

// What to know before believing the answer; nothing where there is nothing to say.
void write_cautions(html_writer& out, std::span<const std::string> cautions);

std::string html_page(const page_frame& page, const std::function<void(html_writer&)>& write_sections);

}  // namespace interleave::reports
