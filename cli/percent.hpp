// "3%" on the command line.
#pragma once

#include <string>

namespace interleave::cli {

// 0.03 of "3%" or "3 %". Throws usage_error, which names the option, outside of 0 to 100 % and for anything else:
// without its sign, 0.03 might be meant as a share.
double share_of(const std::string& option, const std::string& percent);

}  // namespace interleave::cli
