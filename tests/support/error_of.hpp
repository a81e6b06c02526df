// The message of an action that must fail.
#pragma once

#include <exception>
#include <string>

namespace interleave {

// The message of the exception that `action` throws; empty if it throws none.
std::string error_of(auto&& action) {
  try {
    action();
  } catch (const std::exception& e) {
    return e.what();
  }
  return {};
}

}  // namespace interleave
