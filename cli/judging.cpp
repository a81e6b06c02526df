// See the header.
#include "cli/judging.hpp"

#include "reports/answer/open_questions.hpp"
#include "reports/results/run_results.hpp"

#include <utility>

namespace interleave::cli {

driver::results_judge judged_by_the_report() {
  return [](const driver::json& results) {
    const std::string text = results.dump(-1, ' ', false, driver::json::error_handler_t::replace);
    const reports::analysis model = reports::analyse({{reports::read_text(text, "the run so far")}});
    std::vector<driver::named_question> found;
    for (reports::open_question& question : reports::open_questions(model))
      found.push_back({std::move(question.cells), question.samples_to_decide});
    return found;
  };
}

}  // namespace interleave::cli
