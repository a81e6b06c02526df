// render_trend usual|hostile|long OUT.html: what `interleave history trend --html` does to an invented history, without
// the rest of the program. usual: three cells of two groups, one of which became slower; hostile: names and commits
// that want to be more than text; long: more runs than a chart has dots for.
#include "tests/tracking/history/history_data.hpp"
#include "tracking/history/trend.hpp"
#include "tracking/history/trend_html.hpp"

#include <cstdio>
#include <exception>
#include <fstream>
#include <string>
#include <vector>

namespace {

using namespace interleave::tracking;

history history_named(const std::string& kind) {
  const bool is_hostile = kind == "hostile";
  const std::vector<std::string> names =
      is_hostile ? std::vector<std::string>{"</script><script>window.owned = 1</script>", "__proto__",
                                            "\u202e" + std::string(200, 'a')}
                 : std::vector<std::string>{"cpu_hash/threads", "io_echo/coroutines", "io_echo/threads"};
  const std::size_t runs = kind == "long" ? 1000 : 80;
  history made = testing::history_of(runs, names, [&](std::size_t cell, std::size_t run) {
    return 1000.0 * static_cast<double>(1 + cell) * (cell == 1 && run >= runs / 2 ? 1.2 : 1);
  });
  for (stored_run& stored : made.runs) {
    if (is_hostile) stored.run.from.commit = "\"><img src=x onerror=alert(1)>";
    if (stored.run.from.time > testing::day(runs * 3 / 4)) stored.run.compiler = is_hostile ? "<b>" : "GNU 13.2.0";
  }
  return made;
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 3) {
    std::fputs("usage: render_trend usual|hostile|long OUT.html\n", stderr);
    return 2;
  }
  const trend found = find_trend(history_named(argv[1]), {}, "invented");
  std::ofstream out(argv[2], std::ios::binary);
  out << trend_html(found, "https://example.invalid/commit/{sha}");
  out.close();
  return out ? 0 : 1;
} catch (const std::exception& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 2;
}
