// The OpenMP runtime that this program runs with, and what the environment tells it. The runtime comes with the
// compiler, g++'s libgomp or LLVM's libomp.
#pragma once

#include <string>

namespace interleave {

// The file of its library: "libgomp.so.1.0.0". It has no version of its own to ask for.
std::string openmp_runtime();
// The version of OpenMP that the program was compiled for, as year and month: 201511 is OpenMP 4.5.
int openmp_specification();

// For the label of a row: the runtime, and what decides whether its threads spin or sleep when they have nothing to do;
// "openmp=libgomp.so.1.0.0 wait_policy=default".
std::string openmp_words();

// Throws usage_error where the environment has a variable by which the runtime binds threads to CPUs. It binds the
// first thread of a program as soon as it is loaded, so under every model tasks would run on fewer CPUs than there are.
void refuse_bound_threads();

// Why a team has fewer threads than it was asked for: names the variables that are set. Throws usage_error where any
// is, batch_failure where none is.
[[noreturn]] void refuse_small_team(int threads, int asked_for);

}  // namespace interleave
