// SHA-256 in the form that a Content-Security-Policy takes: 'sha256-<base64>'.
#pragma once

#include <string>
#include <string_view>

namespace interleave::reports {

// Includes the quotes. Throws std::runtime_error where libcrypto can't compute it.
std::string policy_digest(std::string_view content);

}  // namespace interleave::reports
