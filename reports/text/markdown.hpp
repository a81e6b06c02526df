// The report as GitHub-flavoured Markdown, for a pull request or a job summary. Lays out what analyse() says.
#pragma once

#include "reports/answer/analysis.hpp"

#include <string>
#include <string_view>

namespace interleave::reports {

std::string markdown(const analysis& model);

// Escapes text so that Markdown shows it as it is, on one line: no markup, HTML, link, table border or mention.
std::string markdown_text(std::string_view text);

// The same as a code span, for commands.
std::string markdown_code(std::string_view text);

}  // namespace interleave::reports
