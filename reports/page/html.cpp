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

// A sweep of task sizes leads with its own question: it has none of the work that verdicts are about.
bool leads_with_granularity(const analysis& run) {
  return !run.granularities.empty() && !run.verdict.available;
}

std::vector<page_link> links_of(const analysis& run) {
  std::vector<page_link> links;
  const auto add_granularities = [&] {
    for (const granularity_view& view : run.granularities) links.push_back({"#" + view.id, view.title});
  };
  if (leads_with_granularity(run)) add_granularities();
  links.push_back({"#verdict", "Verdict"});
  if (!run.matrix.subjects.empty()) links.push_back({"#matrix", "Matrix"});
  links.push_back({"#validity", "Validity"});
  links.push_back({"#map", "Decision map"});
  links.push_back({"#explore", "Explore"});
  for (const sweep_view& view : run.sweeps) links.push_back({"#" + view.id, view.title});
  for (const cost_view& view : run.costs) links.push_back({"#" + view.id, view.title});
  if (!leads_with_granularity(run)) add_granularities();
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
                         .skip_words = "Skip to the answer",
                         .links = links_of(run),
                         .script = assets::script(),
                         .data = chart_data(page)};
  return html_page(frame, [&](html_writer& out) {
    if (leads_with_granularity(run)) write_granularities(out, page);
    write_verdict(out, page);
    write_matrix(out, page);
    write_validity(out, page);
    write_map(out, page);
    write_explore(out, page);
    write_sweeps(out, page);
    write_costs(out, page);
    if (!leads_with_granularity(run)) write_granularities(out, page);
    write_cells(out, page);
    write_environment(out, page);
  });
}

}  // namespace interleave::reports
