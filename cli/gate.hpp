// interleave gate: is the candidate slower than the base?
#pragma once

#include "cli/commands.hpp"

#include <CLI/CLI.hpp>

namespace interleave::cli {

void add_gate(CLI::App& app, program& shared);

}  // namespace interleave::cli
