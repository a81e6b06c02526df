// Renders the report as one offline HTML file: verdict, validity, decision map, charts, every cell, environment. Lays
// out what analyse() found and computes nothing itself. Scripts in the page draw charts from the same numbers;
// everything else works without them. The page makes no network requests, and its security policy forbids them.
#pragma once

#include "reports/answer/analysis.hpp"

#include <string>

namespace interleave::reports {

std::string html(const analysis& run);

}  // namespace interleave::reports
