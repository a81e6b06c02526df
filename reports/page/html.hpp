// The report as one offline HTML file: verdict, validity, decision map, charts, every cell, environment. Lays out what
// analyse() found and computes nothing of its own; scripts in the page draw the charts from the same numbers and are
// needed for nothing else. The page asks for nothing over the network, and its policy forbids that it could.
#pragma once

#include "reports/answer/analysis.hpp"

#include <string>

namespace interleave::reports {

std::string html(const analysis& run);

}  // namespace interleave::reports
