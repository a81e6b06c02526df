// The report's sections, in order. Each writes its own content; html_page.cpp writes the frame around them.
#include "reports/page/html.hpp"

#include "reports/page/html_look.hpp"
#include "reports/page/html_page.hpp"
#include "reports/page/html_sections.hpp"
#include "reports/web/assets.hpp"

#include <string>
#include <vector>

namespace interleave::reports {
namespace {

std::vector<page_link> links_of(const analysis& run) {
  std::vector<page_link> links = {{"#verdict", "Verdict"}};
  if (!run.matrix.subjects.empty()) links.push_back({"#matrix", "Matrix"});
  for (const page_link& link :
       {page_link{"#validity", "Validity"}, page_link{"#map", "Decision map"}, page_link{"#explore", "Explore"}})
    links.push_back(link);
  for (const answer_view* answer : answers(run)) links.push_back({"#" + answer->id, answer->title});
  links.push_back({"#cells", "All cells"});
  links.push_back({"#environment", "Environment"});
  return links;
}

}  // namespace

std::string html(const analysis& run) {
  page_model page{run, {}};
  for (const runner_view& runner : run.runners) page.looks.push_back(look_of(runner.name, runner.family));
  const page_frame frame{.title = run.title,
                         .subtitle = run.subtitle,
                         .skip_words = "Skip to the verdict",
                         .links = links_of(run),
                         .script = assets::script(),
                         .data = chart_data(page)};
  return html_page(frame, [&](html_writer& out) {
    write_verdict(out, page);
    write_matrix(out, page);
    write_validity(out, page);
    write_map(out, page);
    write_explore(out, page);
    write_answers(out, page);
    write_cells(out, page);
    write_environment(out, page);
  });
}

}  // namespace interleave::reports
