// Escaping and elements, appended to one string. Builds no tree; scopes are the only check on nesting.
#include "reports/page/html_writer.hpp"

#include "reports/words/plain_text.hpp"

namespace interleave::reports {

std::string escape_html(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    switch (const char c = text[i]) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        const auto byte = static_cast<unsigned char>(c);
        const auto next = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : '\0');
        const bool is_above_ascii = byte == 0xc2 && next >= 0x80 && next < 0xa0;  // U+0080 to U+009F
        if (is_above_ascii || (byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7f) {
          out += "\xef\xbf\xbd";
          if (is_above_ascii) ++i;
        } else {
          out += c;
        }
    }
  }
  return out;
}

std::string escape_json_for_script(std::string_view json) {
  std::string out;
  out.reserve(json.size());
  for (const char c : escape_controls_in_json(json)) {
    // In JSON, `<` occurs only inside strings, where escapes are allowed.
    if (c == '<') {
      out += "\\u003c";
    } else {
      out += c;
    }
  }
  return out;
}

void html_writer::start(std::string_view tag, attributes list) {
  out_ += '<';
  out_ += tag;
  for (const html_attribute& attribute : list) {
    out_ += ' ';
    out_ += attribute.name;
    out_ += "=\"";
    out_ += escape_html(attribute.value);
    out_ += '"';
  }
  out_ += '>';
}

void html_writer::close(std::string_view tag) {
  out_ += "</";
  out_ += tag;
  out_ += '>';
}

html_writer::scope html_writer::open(std::string_view tag, attributes list) {
  start(tag, list);
  return {*this, tag};
}

void html_writer::leaf(std::string_view tag, attributes list, std::string_view content) {
  start(tag, list);
  text(content);
  close(tag);
}

void html_writer::void_element(std::string_view tag, attributes list) {
  start(tag, list);
}

void html_writer::text(std::string_view content) {
  out_ += escape_html(content);
}

void html_writer::breakable(std::string_view name) {
  while (!name.empty()) {
    const std::size_t end = name.find('_');
    const std::size_t length = end == std::string_view::npos ? name.size() : end + 1;
    text(name.substr(0, length));
    name.remove_prefix(length);
    if (!name.empty()) out_ += "<wbr>";
  }
}

}  // namespace interleave::reports
