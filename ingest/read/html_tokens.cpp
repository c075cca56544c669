#include "ingest/read/html_tokens.h"

#include <algorithm>
#include <array>
#include <string>

#include "engine/base/ascii.h"

namespace annals {
namespace {

// More attributes than this are dropped; no page has them, and each costs memory.
constexpr std::size_t kMostAttributes = 256;

Span span_of(std::size_t begin, std::size_t end) {
  return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

}  // namespace

HtmlToken HtmlTokens::next() {
  while (at_ < text_.size()) {
    if (text_[at_] == '<' && at_ + 1 < text_.size()) {
      const char c = text_[at_ + 1];
      if (is_ascii_letter(c)) return tag(at_, false);
      if (c == '/') {
        if (at_ + 2 < text_.size() && is_ascii_letter(text_[at_ + 2])) return tag(at_, true);
        if (at_ + 2 < text_.size()) {
          skip_markup();
          continue;
        }
      } else if (c == '!' || c == '?') {
        skip_markup();
        continue;
      }
    }
    // Text up to the next '<' that begins markup.
    const std::size_t begin = at_;
    std::size_t end = at_;
    while (true) {
      end = std::min(text_.find('<', end == begin ? begin + 1 : end), text_.size());
      if (end + 1 >= text_.size()) {
        end = text_.size();
        break;
      }
      const char c = text_[end + 1];
      if (is_ascii_letter(c) || c == '/' || c == '!' || c == '?') break;
      ++end;
    }
    at_ = end;
    return {HtmlTokenKind::kText, span_of(begin, end), {}, false};
  }
  return {HtmlTokenKind::kEnd, span_of(at_, at_), {}, false};
}

HtmlToken HtmlTokens::tag(std::size_t begin, bool close) {
  const std::string_view text = text_;
  const std::size_t size = text.size();
  std::size_t i = begin + (close ? 2 : 1);
  const std::size_t name = i;
  while (i < size && !is_ascii_space(text[i]) && text[i] != '/' && text[i] != '>')
    ++i;
  HtmlToken token;
  token.kind = close ? HtmlTokenKind::kClose : HtmlTokenKind::kOpen;
  token.name = text.substr(name, i - name);
  attributes_.clear();
  while (i < size && text[i] != '>') {
    if (is_ascii_space(text[i])) {
      ++i;
      continue;
    }
    if (text[i] == '/') {
      token.self_closing = i + 1 < size && text[i + 1] == '>';
      ++i;
      continue;
    }
    const std::size_t key = i;
    ++i;  // a '=' here belongs to the name
    while (i < size && !is_ascii_space(text[i]) && text[i] != '=' && text[i] != '>' &&
           text[i] != '/')
      ++i;
    HtmlAttribute attribute{text.substr(key, i - key), {}};
    std::size_t behind = i;
    while (behind < size && is_ascii_space(text[behind]))
      ++behind;
    if (behind < size && text[behind] == '=') {
      i = behind + 1;
      while (i < size && is_ascii_space(text[i]))
        ++i;
      if (i < size && (text[i] == '"' || text[i] == '\'')) {
        const std::size_t end = std::min(text.find(text[i], i + 1), size);
        attribute.value = text.substr(i + 1, end - i - 1);
        i = std::min(end + 1, size);
      } else {
        const std::size_t value = i;
        while (i < size && !is_ascii_space(text[i]) && text[i] != '>')
          ++i;
        attribute.value = text.substr(value, i - value);
      }
    }
    if (!close && attributes_.size() < kMostAttributes) attributes_.push_back(attribute);
  }
  // A tag that the end cuts off is none.
  if (i >= size) {
    at_ = size;
    return {HtmlTokenKind::kEnd, span_of(size, size), {}, false};
  }
  at_ = i + 1;
  token.span = span_of(begin, at_);
  return token;
}

void HtmlTokens::skip_markup() {
  const std::string_view rest = text_.substr(at_);
  std::size_t end = std::string_view::npos;
  if (rest.starts_with("<!--")) {
    if (rest.starts_with("<!-->")) {
      end = 5;
    } else if (rest.starts_with("<!--->")) {
      end = 6;
    } else {
      // "--!>" closes as well.
      for (std::size_t dash = rest.find("--", 4); dash != std::string_view::npos;
           dash = rest.find("--", dash + 1)) {
        if (dash + 2 < rest.size() && rest[dash + 2] == '>') {
          end = dash + 3;
          break;
        }
        if (rest.substr(dash + 2, 2) == "!>") {
          end = dash + 4;
          break;
        }
      }
    }
  } else {
    const std::size_t close = rest.find('>');
    if (close != std::string_view::npos) end = close + 1;
  }
  at_ = end == std::string_view::npos ? text_.size() : at_ + end;
}

Span HtmlTokens::raw_text(std::string_view element) {
  const std::string name = ascii_lower(element);
  const std::size_t begin = at_;
  std::size_t end = at_;
  while (true) {
    end = text_.find("</", end);
    if (end == std::string_view::npos) {
      at_ = text_.size();
      return span_of(begin, at_);
    }
    const std::size_t behind = end + 2 + name.size();
    if (behind <= text_.size() && equals_nocase(text_.substr(end + 2, name.size()), name) &&
        (behind == text_.size() || is_ascii_space(text_[behind]) || text_[behind] == '>' ||
         text_[behind] == '/'))
      break;
    end += 2;
  }
  at_ = end;
  return span_of(begin, end);
}

}  // namespace annals
