// Words of a small vocabulary.
#include "workloads/http/made_page.hpp"

#include "workloads/task.hpp"

#include <array>
#include <string_view>

#include <fmt/format.h>

namespace interleave::http {
namespace {

constexpr std::array<std::string_view, 16> words{"queue", "thread", "loop",  "socket", "fork",  "event",
                                                 "lock",  "page",   "core",  "timer",  "fiber", "signal",
                                                 "cache", "ring",   "frame", "peer"};

class word_stream {
 public:
  explicit word_stream(std::uint64_t seed) : seed_(seed) {}
  std::string_view next() { return words[splitmix64(seed_, i_++) % words.size()]; }

 private:
  std::uint64_t seed_;
  std::uint64_t i_ = 0;
};

}  // namespace

made_page make_page(std::uint64_t number, std::size_t size) {
  word_stream text(number);
  const std::string_view first = text.next();
  const std::string_view second = text.next();
  const std::string_view third = text.next();
  made_page made;
  made.title = fmt::format("{} & {} < \u201c{}\u201d \u00b7 {}", first, second, third, number);
  made.html = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<!-- <title>{2} in a comment</title> "
      "-->\n"
      "<script>const text = '<title>{1} in a script</title>';</script>\n"
      "<title>\n  {0} &amp; {1}\n  &lt; &ldquo;{2}&#8221; &middot; {3}\n</title>\n</head>\n<body>\n"
      "<svg viewBox=\"0 0 9 9\"><title>{0} in an image</title></svg>\n",
      first, second, third, number);
  constexpr std::string_view end = "</body>\n</html>\n";
  while (made.html.size() + end.size() < size) {
    made.html += "<p><a href=\"/";
    made.html += text.next();
    made.html += "\">";
    for (int i = 0; i < 12; ++i) made.html.append(text.next()).append(" ");
    made.html += "</a></p>\n";
  }
  made.html += end;
  return made;
}

}  // namespace interleave::http
