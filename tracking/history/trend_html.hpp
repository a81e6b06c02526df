// The trend as one page that loads nothing over the network: the changes, worst first, then a chart of each cell.
#pragma once

#include "tracking/history/trend.hpp"

#include <string>
#include <string_view>

namespace interleave::tracking {

// `commit_url`: address of a commit's page, with "{sha}" as placeholder; empty for no links.
std::string trend_html(const trend& model, std::string_view commit_url = {});

}  // namespace interleave::tracking
