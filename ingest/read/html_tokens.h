// HTML into tags and text, in one pass without a tree.
//
// Follows the tokenizer of the WHATWG HTML standard where it decides what is text: quotes in
// attributes, comments, raw text of scripts and styles. Linear in the input, allocates nothing but
// a list of attributes that is reused. libxml2's SAX interface hands over text after references
// are undone and without positions, which the source map needs; so this is our own.
//
// Thread safety: a value of one thread. Errors: none; any bytes are HTML.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/base/span.h"

namespace annals {

struct HtmlAttribute {
  std::string_view name;   // as written
  std::string_view value;  // between the quotes, references not undone
};

enum class HtmlTokenKind : std::uint8_t { kText, kOpen, kClose, kEnd };

struct HtmlToken {
  HtmlTokenKind kind = HtmlTokenKind::kEnd;
  // Text: its bytes. Tags: from '<' to behind '>'.
  Span span;
  // Tag name as written.
  std::string_view name;
  bool self_closing = false;
};

class HtmlTokens {
 public:
  // `text` must outlive the tokens.
  explicit HtmlTokens(std::string_view text) : text_(text) {}

  HtmlToken next();
  // Of the last open tag. Valid until the next call of next().
  const std::vector<HtmlAttribute>& attributes() const { return attributes_; }
  // Takes everything up to "</element" as raw text: the content of <script> and the like, called
  // behind their open tag. To the end when it is never closed.
  Span raw_text(std::string_view element);

 private:
  HtmlToken tag(std::size_t begin, bool close);
  // Moves behind a comment, declaration or processing instruction.
  void skip_markup();

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<HtmlAttribute> attributes_;
};

}  // namespace annals
