#include "ingest/when/timeml.h"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include <fmt/format.h>

#include "engine/base/xml.h"

namespace annals {
namespace {

constexpr std::size_t kNowhere = std::string_view::npos;

bool is_name_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == ':' || c == '-';
}

// Position of "<NAME" as a whole tag, from `at` on.
std::size_t find_tag(std::string_view bytes, std::string_view name, std::size_t at) {
  while ((at = bytes.find(name, at)) != kNowhere) {
    const std::size_t end = at + name.size();
    if (end >= bytes.size() || !is_name_char(bytes[end])) return at;
    at = end;
  }
  return kNowhere;
}

void append_utf8(std::string& out, std::uint32_t code) {
  if (code == 0 || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) code = 0xFFFD;
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0U | (code >> 6U));
    out += static_cast<char>(0x80U | (code & 0x3FU));
  } else if (code < 0x10000) {
    out += static_cast<char>(0xE0U | (code >> 12U));
    out += static_cast<char>(0x80U | ((code >> 6U) & 0x3FU));
    out += static_cast<char>(0x80U | (code & 0x3FU));
  } else {
    out += static_cast<char>(0xF0U | (code >> 18U));
    out += static_cast<char>(0x80U | ((code >> 12U) & 0x3FU));
    out += static_cast<char>(0x80U | ((code >> 6U) & 0x3FU));
    out += static_cast<char>(0x80U | (code & 0x3FU));
  }
}

// Appends what the entity at `at` stands for and returns the position behind it; an '&' that begins
// none stands for itself.
std::size_t decode_entity(std::string_view text, std::size_t at, std::string& out) {
  struct Named {
    std::string_view name;
    char sign;
  };
  constexpr Named kNamed[] = {
      {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}};
  const std::string_view rest = text.substr(at);
  for (const Named& named : kNamed) {
    if (rest.starts_with(named.name)) {
      out += named.sign;
      return at + named.name.size();
    }
  }
  if (rest.starts_with("&#")) {
    const bool hex = rest.size() > 2 && (rest[2] == 'x' || rest[2] == 'X');
    const std::size_t first = hex ? 3 : 2;
    const std::size_t end = rest.substr(0, 12).find(';');
    if (end != kNowhere && end > first) {
      std::uint32_t code = 0;
      const char* last = rest.data() + end;
      const auto [stop, error] = std::from_chars(rest.data() + first, last, code, hex ? 16 : 10);
      if (error == std::errc() && stop == last) {
        append_utf8(out, code);
        return at + end + 1;
      }
    }
  }
  out += '&';
  return at + 1;
}

// The text of an element's content: entities decoded, tags and comments left out.
std::string decode(std::string_view content) {
  std::string out;
  out.reserve(content.size());
  for (std::size_t at = 0; at < content.size();) {
    const char c = content[at];
    if (c == '&') {
      at = decode_entity(content, at, out);
      continue;
    }
    if (c == '<' && at + 1 < content.size()) {
      if (content.substr(at).starts_with("<!--")) {
        const std::size_t end = content.find("-->", at + 4);
        at = end == kNowhere ? content.size() : end + 3;
        continue;
      }
      const char next = content[at + 1];
      if (next == '/' || next == '?' || next == '!' || is_name_char(next)) {
        const std::size_t end = content.find('>', at);
        if (end != kNowhere) {
          at = end + 1;
          continue;
        }
      }
    }
    out += c;
    ++at;
  }
  return out;
}

// The text came out of XML, so its control characters may go back.
void append_escaped(std::string& out, std::string_view text) {
  append_xml(out, text, XmlControls::kKeep);
}

// The value attribute of the first TIMEX3 in <DCT>.
std::string creation_time(std::string_view bytes) {
  const std::size_t begin = find_tag(bytes, "<DCT", 0);
  if (begin == kNowhere) return "";
  const std::size_t end = std::min(bytes.find("</DCT", begin), bytes.size());
  const std::string_view dct = bytes.substr(begin, end - begin);
  const std::size_t timex = find_tag(dct, "<TIMEX3", 0);
  if (timex == kNowhere) {
    const std::size_t open = dct.find('>');
    return open == kNowhere ? "" : decode(dct.substr(open + 1));
  }
  const std::string_view tag = dct.substr(timex, dct.find('>', timex) - timex);
  for (std::size_t at = tag.find("value"); at != kNowhere; at = tag.find("value", at + 1)) {
    std::size_t quote = at + 5;
    while (quote < tag.size() && (tag[quote] == ' ' || tag[quote] == '='))
      ++quote;
    if (quote >= tag.size() || (tag[quote] != '"' && tag[quote] != '\'')) continue;
    const std::size_t close = tag.find(tag[quote], quote + 1);
    if (close == kNowhere) return "";
    return decode(tag.substr(quote + 1, close - quote - 1));
  }
  return "";
}

std::string_view type_name(v1::TimexType type) {
  switch (type) {
    case v1::TIMEX_TYPE_TIME:
      return "TIME";
    case v1::TIMEX_TYPE_DURATION:
      return "DURATION";
    case v1::TIMEX_TYPE_SET:
      return "SET";
    default:
      return "DATE";
  }
}

}  // namespace

Result<TimemlDocument> parse_timeml(std::string_view bytes) {
  const std::size_t tag = find_tag(bytes, "<TEXT", 0);
  if (tag == kNowhere) return fail(ErrorCode::kInvalidInput, "TimeML without a <TEXT> element");
  const std::size_t open = bytes.find('>', tag);
  if (open == kNowhere)
    return fail(ErrorCode::kInvalidInput,
                fmt::format("the <TEXT> tag at byte {} does not end", tag));
  TimemlDocument out;
  // The last end tag, so that a text that speaks of </TEXT> in a comment stays whole.
  const std::size_t close = bytes.rfind("</TEXT");
  const bool closed = close != kNowhere && close > open;
  if (!closed)
    return fail(ErrorCode::kInvalidInput,
                fmt::format("the <TEXT> element at byte {} has no end tag", tag));
  out.head = std::string(bytes.substr(0, open + 1));
  out.text = decode(bytes.substr(open + 1, close - open - 1));
  out.creation_time = creation_time(bytes.substr(0, tag));
  if (out.creation_time.empty()) out.creation_time = creation_time(bytes.substr(close));
  const std::size_t id = find_tag(bytes, "<DOCID", 0);
  if (id != kNowhere && id < tag) {
    const std::size_t begin = bytes.find('>', id);
    const std::size_t end = bytes.find("</DOCID", id);
    if (begin != kNowhere && end != kNowhere && begin < end)
      out.id = decode(bytes.substr(begin + 1, end - begin - 1));
  }
  return out;
}

v1::Article article_of(const TimemlDocument& document) {
  v1::Article out;
  out.set_text(document.text);
  const std::string& text = document.text;
  v1::Section& section = *out.add_sections();
  section.set_kind(v1::SECTION_KIND_MAIN);
  section.mutable_span()->set_end(static_cast<std::uint32_t>(text.size()));
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    if (end > at) {
      v1::Block& block = *out.add_blocks();
      block.set_kind(v1::BLOCK_KIND_PARAGRAPH);
      block.mutable_span()->set_begin(static_cast<std::uint32_t>(at));
      block.mutable_span()->set_end(static_cast<std::uint32_t>(end));
    }
    at = end + 1;
  }
  return out;
}

std::string to_timeml(const TimemlDocument& document,
                      const std::vector<v1::TimeExpression>& times) {
  std::string out = document.head;
  out.reserve(out.size() + document.text.size() + times.size() * 80 + 32);
  const std::string_view text = document.text;
  std::size_t at = 0;
  int number = 0;
  for (const v1::TimeExpression& time : times) {
    const std::size_t begin = time.span().begin();
    const std::size_t end = time.span().end();
    if (begin < at || end <= begin || end > text.size()) continue;  // TimeML cannot nest them
    append_escaped(out, text.substr(at, begin - at));
    out += fmt::format(R"(<TIMEX3 tid="t{}" type="{}" value=")", ++number, type_name(time.type()));
    append_escaped(out, time.value());
    out += '"';
    const auto attribute = [&](std::string_view name, const std::string& value) {
      if (value.empty()) return;
      out += fmt::format(" {}=\"", name);
      append_escaped(out, value);
      out += '"';
    };
    attribute("mod", time.mod());
    attribute("quant", time.quant());
    attribute("freq", time.freq());
    out += '>';
    append_escaped(out, text.substr(begin, end - begin));
    out += "</TIMEX3>";
    at = end;
  }
  append_escaped(out, text.substr(at));
  out += "</TEXT>\n</TimeML>\n";
  return out;
}

}  // namespace annals
