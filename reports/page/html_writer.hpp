// Writes HTML in which nothing can go unescaped: text and attribute values are escaped as they are added, and elements
// close with their scope. The one exception, verbatim(), is for what the build produced (scripts and styles) and for
// JSON that has been through escape_json_for_script(). Knows nothing of reports.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace interleave::reports {

// Replaces `&<>"'` by character references, and control characters, which HTML forbids, by U+FFFD.
std::string escape_html(std::string_view text);

// Writes `<` as \u003c: valid JSON stays valid, and can't end or open an element.
std::string escape_json_for_script(std::string_view json);

struct html_attribute {
  std::string_view name;   // trusted: a literal
  std::string_view value;  // escaped
};

class html_writer {
 public:
  using attributes = std::initializer_list<html_attribute>;

  // Closes its element when it goes out of scope.
  class [[nodiscard]] scope {
   public:
    scope(html_writer& writer, std::string_view tag) : writer_(writer), tag_(tag) {}
    ~scope() { writer_.close(tag_); }
    scope(const scope&) = delete;
    scope& operator=(const scope&) = delete;

   private:
    html_writer& writer_;
    std::string_view tag_;
  };

  scope open(std::string_view tag, attributes list = {});
  void leaf(std::string_view tag, attributes list, std::string_view content);
  void leaf(std::string_view tag, std::string_view text) { leaf(tag, {}, text); }
  void void_element(std::string_view tag, attributes list = {});  // no content, no end tag: <meta>, <input>
  void text(std::string_view content);
  // A name that may wrap after each underscore: runner names are long and phone screens narrow.
  void breakable(std::string_view name);
  void verbatim(std::string_view trusted) { out_ += trusted; }

  std::string take() && { return std::move(out_); }

 private:
  void start(std::string_view tag, attributes list);
  void close(std::string_view tag);

  std::string out_;
};

}  // namespace interleave::reports
