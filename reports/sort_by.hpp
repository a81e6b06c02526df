// A stable sort by key. std::stable_sort would do, but clang warns inside of libstdc++ 12's (get_temporary_buffer).
#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace interleave::reports {

template <class Value, class Key>
void sort_by(std::vector<Value>& values, Key key_of) {
  std::vector<std::pair<decltype(key_of(values[0])), std::size_t>> order;
  order.reserve(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) order.emplace_back(key_of(values[i]), i);
  std::sort(order.begin(), order.end());
  std::vector<Value> sorted;
  sorted.reserve(values.size());
  for (const auto& [key, index] : order) sorted.push_back(std::move(values[index]));
  values = std::move(sorted);
}

}  // namespace interleave::reports
