// See the header.
#include "cli/written.hpp"

#include "benchmarks/driver/files.hpp"
#include "benchmarks/driver/whole_file.hpp"
#include "workloads/errors.hpp"

#include <stdexcept>
#include <string>
#include <system_error>

#include <fmt/format.h>

namespace interleave::cli {

namespace {

namespace fs = std::filesystem;

bool is_file(const fs::path& output) {
  return !output.empty() && output != "-";
}

// Also by way of links. Devices and FIFOs hold nothing that could be lost.
bool are_one_file(const fs::path& one, const fs::path& other) {
  std::error_code error;
  if (fs::exists(one, error) && fs::exists(other, error))
    return fs::is_regular_file(one, error) && fs::equivalent(one, other, error);
  return fs::weakly_canonical(fs::absolute(one), error) == fs::weakly_canonical(fs::absolute(other), error);
}

}  // namespace

void print_note(std::string_view sentence) noexcept {
  if (sentence.empty()) return;
  say("interleave: ");
  say(sentence);
  say("\n");
}

void refuse_overwriting(std::span<const fs::path> inputs, std::initializer_list<named_output> outputs) {
  for (const named_output* output = outputs.begin(); output != outputs.end(); ++output) {
    if (!is_file(output->file)) continue;
    for (const fs::path& input : inputs)
      if (are_one_file(input, output->file))
        throw usage_error(fmt::format("{} {}: this file is read, and what it holds would be lost; name another one",
                                      output->option, output->file.string()));
    for (const named_output* other = outputs.begin(); other != output; ++other)
      if (is_file(other->file) && are_one_file(other->file, output->file))
        throw usage_error(fmt::format("{} and {} both write {}: give one of them another file", other->option,
                                      output->option, output->file.string()));
  }
}

void write_each(std::initializer_list<std::function<void()>> outputs, std::string_view remedy) {
  std::string first_error;
  for (const std::function<void()>& write : outputs) {
    try {
      write();
    } catch (const driver::storage_error& error) {
      if (first_error.empty()) first_error = error.what();
    }
  }
  if (!first_error.empty()) throw std::runtime_error(fmt::format("{}\n{}", first_error, remedy));
}

void write_to(const fs::path& file, std::string_view text) {
  if (file.empty() || file == "-")
    print_whole(text);
  else
    driver::write_file_durably(file, text);
}

}  // namespace interleave::cli
