// What a web server of the suite serves: files in one folder, one for each input.
#pragma once

#include "workloads/task.hpp"

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace interleave::http {

struct page {
  std::string target;  // "/7"
  std::vector<std::byte> content;
};

inline std::string target_of(task_id input) {
  return fmt::format("/{}", input);
}

inline page page_of(task_id input, std::string_view text) {
  const auto bytes = std::as_bytes(std::span(text));
  return {target_of(input), {bytes.begin(), bytes.end()}};
}

template <std::size_t count>
std::array<std::string, count> targets() {
  std::array<std::string, count> all;
  for (std::size_t i = 0; i < count; ++i) all[i] = target_of(i);
  return all;
}

}  // namespace interleave::http
