// The bundled scripts, styles and licence texts of the report page, as the build made them. Embedded into the binary,
// so that writing a report needs neither node nor any file beside the executable.
#pragma once

#include <string_view>

namespace interleave::reports::assets {

std::string_view script();             // the report's: goes into <script> as it is
std::string_view comparison_script();  // the comparison's
std::string_view trend_script();       // the trend's
std::string_view style();              // of every page: goes into <style> as it is
std::string_view licences();           // plain text: escape it

}  // namespace interleave::reports::assets
