// The bundled scripts, styles and licence texts of the HTML pages. Embedded into the binary, so that writing a report
// needs neither node nor any file beside the executable.
#pragma once

#include <string_view>

namespace interleave::reports::assets {

std::string_view script();             // of the report; goes into <script> unescaped
std::string_view comparison_script();  // of the comparison page
std::string_view trend_script();       // of the trend page
std::string_view style();              // of every page; goes into <style> unescaped
std::string_view licences();           // plain text; must be escaped

}  // namespace interleave::reports::assets
