// A walk to the title through gumbo's tree.
#include "workloads/http/title.hpp"

#include <memory>
#include <span>

#include <gumbo.h>

namespace interleave::http {
namespace {

struct destroy_output {
  void operator()(GumboOutput* output) const { gumbo_destroy_output(&kGumboDefaultOptions, output); }
};

std::span<void* const> children_of(const GumboNode& element) {
  const GumboVector& children = element.v.element.children;
  return {children.data, children.length};
}

const GumboNode* child_of(const GumboNode* parent, GumboTag tag) {
  if (parent == nullptr) return nullptr;
  for (void* const each : children_of(*parent)) {
    const auto* const child = static_cast<const GumboNode*>(each);
    if (child->type == GUMBO_NODE_ELEMENT && child->v.element.tag == tag) return child;
  }
  return nullptr;
}

std::string collapsed(std::string_view text) {
  constexpr std::string_view white = " \t\n\f\r";
  std::string words;
  for (std::size_t from = text.find_first_not_of(white); from != std::string_view::npos;) {
    const std::size_t to = text.find_first_of(white, from);
    if (!words.empty()) words += ' ';
    words += text.substr(from, to - from);
    from = text.find_first_not_of(white, to);
  }
  return words;
}

}  // namespace

std::string title_of(std::string_view page) {
  const std::unique_ptr<GumboOutput, destroy_output> parsed(
      gumbo_parse_with_options(&kGumboDefaultOptions, page.data(), page.size()));
  const GumboNode* const title = child_of(child_of(parsed->root, GUMBO_TAG_HEAD), GUMBO_TAG_TITLE);
  if (title == nullptr) return {};
  std::string text;
  for (void* const each : children_of(*title)) {
    const auto* const child = static_cast<const GumboNode*>(each);
    if (child->type == GUMBO_NODE_TEXT || child->type == GUMBO_NODE_WHITESPACE) text += child->v.text.text;
  }
  return collapsed(text);
}

}  // namespace interleave::http
