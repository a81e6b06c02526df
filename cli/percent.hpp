// "3%" on the command line.
#pragma once

#include <string>

namespace interleave::cli {

// 0.03 of "3%", "3 %" or "3". Throws usage_error, which names the option, for anything else and outside of 0 to 100 %.
double share_of(const std::string& option, const std::string& percent);

}  // namespace interleave::cli
