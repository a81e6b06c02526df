// The sections of the page, in the order in which they appear. Each function writes one <section> with its heading.
#pragma once

#include "reports/answer/analysis.hpp"
#include "reports/page/html_look.hpp"
#include "reports/page/html_writer.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace interleave::reports {

struct page_model {
  const analysis& run;
  std::vector<runner_look> looks;  // parallel to run.runners
};

void write_verdict(html_writer& out, const page_model& page);
void write_matrix(html_writer& out, const page_model& page);
void write_validity(html_writer& out, const page_model& page);
void write_map(html_writer& out, const page_model& page);
void write_explore(html_writer& out, const page_model& page);
void write_sweeps(html_writer& out, const page_model& page);
// What the drawing of a sweep shows: level, figure, and the other parameters where they have several values.
void write_sweep_controls(html_writer& out, const page_model& page, const sweep_view& view);
void write_costs(html_writer& out, const page_model& page);
void write_granularities(html_writer& out, const page_model& page);
void write_cells(html_writer& out, const page_model& page);
void write_environment(html_writer& out, const page_model& page);

// The data that the scripts draw; all of it is in the page as text as well.
std::string chart_data(const page_model& page);

// How an entry of the matrix looks: "near-4 best", or "none" where it has no number.
std::string matrix_class(const matrix_metric& shown, const matrix_entry& entry);

// A table whose first column names the rows, in a box that scrolls by itself; `label` names it for screen readers.
void write_table(html_writer& out, const text_table& table, std::string_view label);

// "w=io_echo&c=8", the fragment that selects a workload and a level; also the id of the table row that a reader without
// scripts lands on. Subject ids need no escaping: analyse() makes them of [a-z0-9_-].
std::string selection(const subject& subject, std::int64_t in_flight);

}  // namespace interleave::reports
