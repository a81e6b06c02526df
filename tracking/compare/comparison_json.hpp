// The comparison for programs: one JSON document with full numbers.
//
// {"schema_version": 1, "headline", "comparable", "metric", "better": "less"|"more", "margin", "cautions": [], "facts":
// [{"name", "base", "candidate", "differs"}], "cells": [{"name", "finding", "ratio", "ratio_low", "ratio_high",
// "smallest_visible_ratio", "p_adjusted", "base": {"samples", "median"}, "candidate": {...}, "note"}], "base_only": [],
// "candidate_only": [], "winners": [{"subject", "in_flight", "before", "after"}]}. Missing numbers are null; "finding"
// is one of slower, faster, none_shown, too_few, failed, skipped, not_compared; times are in ns.
#pragma once

#include "tracking/compare/comparison.hpp"

#include <string>

namespace interleave::tracking {

std::string comparison_json(const comparison& model);

// The finding as the JSON spells it, e.g. "none_shown".
std::string finding_word(finding found);

}  // namespace interleave::tracking
