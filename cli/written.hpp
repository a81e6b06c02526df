// Where a command's text goes.
#pragma once

#include "benchmarks/driver/standard_streams.hpp"

#include <filesystem>
#include <functional>
#include <initializer_list>
#include <span>
#include <string_view>

namespace interleave::cli {

using driver::print_whole;
using driver::say;

// A sentence on the command, as by say() and preceded by the program's name; does nothing for an empty sentence.
void print_note(std::string_view sentence) noexcept;

// A file to be written, and the option that names it, for messages.
struct named_output {
  std::string_view option;
  std::filesystem::path file;  // empty or "-": standard output, or none
};

// Throws usage_error if an output is one of the files that are read, under whatever name, or if two outputs are one
// file. Call it before the work that the outputs are for.
void refuse_overwriting(std::span<const std::filesystem::path> inputs, std::initializer_list<named_output> outputs);

// Writes every output, even where one before it could not be written; then throws the first error, with `remedy` as its
// last line. For what took long to measure: no file that can't be written may hide the other outputs.
void write_each(std::initializer_list<std::function<void()>> outputs, std::string_view remedy);

// To the file, whole or not at all; to standard output if `file` is empty or "-".
void write_to(const std::filesystem::path& file, std::string_view text);

}  // namespace interleave::cli
