// Pages that `scrape` reads, made from a number, with the title that a reader must find.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace interleave::http {

struct made_page {
  std::string title;  // as a browser would show it
  std::string html;
};

// About `size` bytes, at least what a page has without its text. What is not the title looks like one in some places: a
// comment, a script, an SVG image.
made_page make_page(std::uint64_t number, std::size_t size);

}  // namespace interleave::http
