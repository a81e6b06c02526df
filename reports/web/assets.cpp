// Embeds the bundle's files. Doesn't check their contents; the build script does.
#include "reports/web/assets.hpp"

// `.incbin` in a top-level asm rather than an assembler file: one language in the project, and every compiler we
// support takes it. An array initialiser of half a megabyte would cost seconds and 200 MB to compile.
#define INTERLEAVE_EMBED(symbol, file)                              \
  asm(".pushsection .rodata\n"                                      \
      ".balign 16\n"                                                \
      ".hidden " #symbol "\n.hidden " #symbol                       \
      "_end\n"                                                      \
      ".global " #symbol "\n.global " #symbol "_end\n" #symbol      \
      ":\n"                                                         \
      ".incbin \"" INTERLEAVE_REPORT_BUNDLE "/" file "\"\n" #symbol \
      "_end:\n"                                                     \
      ".byte 0\n"                                                   \
      ".popsection\n");                                             \
  extern "C" const char symbol[];                                   \
  extern "C" const char symbol##_end[]

INTERLEAVE_EMBED(interleave_report_script, "report.js");
INTERLEAVE_EMBED(interleave_comparison_script, "comparison.js");
INTERLEAVE_EMBED(interleave_trend_script, "trend.js");
INTERLEAVE_EMBED(interleave_report_style, "report.css");
INTERLEAVE_EMBED(interleave_report_licences, "licences.txt");

namespace interleave::reports::assets {

std::string_view script() {
  return {interleave_report_script, interleave_report_script_end};
}
std::string_view comparison_script() {
  return {interleave_comparison_script, interleave_comparison_script_end};
}
std::string_view trend_script() {
  return {interleave_trend_script, interleave_trend_script_end};
}
std::string_view style() {
  return {interleave_report_style, interleave_report_style_end};
}
std::string_view licences() {
  return {interleave_report_licences, interleave_report_licences_end};
}

}  // namespace interleave::reports::assets
