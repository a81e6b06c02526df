// "3%" on the command line.
#pragma once

#include <string>

namespace interleave::cli {

// 0.03 for "3%" or "3 %". Throws usage_error, naming the option, for values outside 0 to 100 % and for any other text:
// without the percent sign, 0.03 might be meant as a share.
double share_of(const std::string& option, const std::string& percent);

}  // namespace interleave::cli
