// interleave doctor: examines the machine before anything is measured on it.
#pragma once

#include "cli/commands.hpp"

#include <CLI/CLI.hpp>

namespace interleave::cli {

void add_doctor(CLI::App& app, program& shared);

}  // namespace interleave::cli
