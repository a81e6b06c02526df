// What an action that must fail says.
#pragma once

#include <exception>
#include <string>

namespace interleave {

// The words of the exception that `action` throws; empty where it throws none.
std::string error_of(auto&& action) {
  try {
    action();
  } catch (const std::exception& e) {
    return e.what();
  }
  return {};
}

}  // namespace interleave
