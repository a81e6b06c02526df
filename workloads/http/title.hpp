// The title of an HTML page, as a browser would show it; parsed by gumbo, Google's HTML5 parser.
#pragma once

#include <string>
#include <string_view>

namespace interleave::http {

// The text of the first title element of the head, without white space around it and with one blank in place of each
// stretch within. Empty where there is none.
std::string title_of(std::string_view page);

}  // namespace interleave::http
