#include "ingest/read/sniff.h"

#include <algorithm>
#include <array>
#include <string>

#include "engine/base/ascii.h"

namespace annals {
namespace {

using namespace std::string_view_literals;

struct Magic {
  std::string_view bytes;
  std::string_view what;
};

constexpr std::array kMagics = {
    Magic{"\x89PNG\r\n"sv, "a PNG image"},
    Magic{"\xFF\xD8\xFF"sv, "a JPEG image"},
    Magic{"GIF8"sv, "a GIF image"},
    Magic{"%PDF-"sv, "a PDF document"},
    Magic{"PK\x03\x04"sv, "a ZIP archive"},
    Magic{"\x7F"
          "ELF"sv,
          "a program"},
    Magic{"BZh"sv, "bzip2 data"},
    Magic{"\xFD"
          "7zXZ\0"sv,
          "xz data"},
    Magic{"7z\xBC\xAF"sv, "a 7z archive"},
    Magic{"wOFF"sv, "a font"},
    Magic{"wOF2"sv, "a font"},
    Magic{"OggS"sv, "Ogg media"},
    Magic{"ID3\x03"sv, "MP3 audio"},
    Magic{"SQLite format 3\0"sv, "an SQLite database"},
    Magic{"\xD0\xCF\x11\xE0"sv, "an old Office document"},
    Magic{"WARC/1."sv, "a WARC archive"},
};

std::string_view skip_space(std::string_view text) {
  const std::size_t at = text.find_first_not_of(" \t\r\n\f");
  return at == std::string_view::npos ? std::string_view() : text.substr(at);
}

// UTF-16 and UTF-32 by dropping the zero bytes: good enough to see tags and braces.
std::string narrow(std::string_view head) {
  std::string out;
  out.reserve(head.size());
  if (head.starts_with("\xFF\xFE"sv) || head.starts_with("\xFE\xFF"sv)) head.remove_prefix(2);
  for (const char c : head)
    if (c != '\0') out += c;
  return out;
}

constexpr std::array kTags = {"!doctype html"sv,
                              "html"sv,
                              "head"sv,
                              "body"sv,
                              "meta"sv,
                              "title"sv,
                              "div"sv,
                              "p"sv,
                              "span"sv,
                              "a"sv,
                              "br"sv,
                              "h1"sv,
                              "h2"sv,
                              "h3"sv,
                              "ul"sv,
                              "ol"sv,
                              "li"sv,
                              "table"sv,
                              "tr"sv,
                              "td"sv,
                              "article"sv,
                              "section"sv,
                              "main"sv,
                              "header"sv,
                              "script"sv,
                              "style"sv,
                              "link"sv,
                              "img"sv,
                              "figure"sv,
                              "em"sv,
                              "strong"sv,
                              "b"sv,
                              "i"sv,
                              "time"sv,
                              "blockquote"sv,
                              "nav"sv,
                              "footer"sv};

// Does a known tag start behind this '<' or '</'?
bool known_tag(std::string_view text) {
  if (text.starts_with('/')) text.remove_prefix(1);
  return std::any_of(kTags.begin(), kTags.end(), [&](std::string_view tag) {
    if (!starts_with_nocase(text, tag)) return false;
    if (text.size() == tag.size()) return true;
    const char next = text[tag.size()];
    return next == '>' || next == ' ' || next == '/' || next == '\t' || next == '\n' ||
           next == '\r';
  });
}

std::size_t count_tags(std::string_view text) {
  std::size_t tags = 0;
  for (std::size_t at = text.find('<'); at != std::string_view::npos; at = text.find('<', at + 1))
    tags += known_tag(text.substr(at + 1)) ? 1U : 0U;
  return tags;
}

// The root element of an XML document, or "".
std::string_view xml_root(std::string_view text) {
  for (std::size_t at = text.find('<'); at != std::string_view::npos; at = text.find('<', at + 1)) {
    const std::string_view rest = text.substr(at + 1);
    if (rest.starts_with("!--")) {
      at = text.find("-->", at);
      if (at == std::string_view::npos) return {};
      continue;
    }
    if (rest.starts_with('?') || rest.starts_with('!')) continue;
    return rest.substr(0, std::min(rest.find_first_of(" \t\r\n/>"), rest.size()));
  }
  return {};
}

Sniffed sniff_markup(std::string_view text) {
  if (starts_with_nocase(text, "<?xml")) {
    const std::string_view root = xml_root(text);
    if (starts_with_nocase(root, "html") && root.size() == 4) return {Content::kHtml, {}};
    if (root == "rss" || root == "rdf:RDF") return {Content::kUnsupported, "an RSS feed"};
    if (root == "feed") return {Content::kUnsupported, "an Atom feed"};
    if (root == "svg") return {Content::kUnsupported, "an SVG image"};
    if (text.find("<html") != std::string_view::npos) return {Content::kHtml, {}};
    return {Content::kUnsupported, "XML of another kind than XHTML"};
  }
  if (starts_with_nocase(text, "<rss")) return {Content::kUnsupported, "an RSS feed"};
  if (starts_with_nocase(text, "<svg")) return {Content::kUnsupported, "an SVG image"};
  if (text.starts_with("<!--") || known_tag(text.substr(1))) return {Content::kHtml, {}};
  return {Content::kText, {}};
}

std::string_view stem_suffix(std::string_view name) {
  for (const std::string_view packed : {".gz"sv, ".zst"sv})
    if (name.ends_with(packed)) name.remove_suffix(packed.size());
  const std::size_t slash = name.rfind('/');
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || (slash != std::string_view::npos && dot < slash)) return {};
  return name.substr(dot);
}

}  // namespace

Sniffed sniff(std::string_view head, std::string_view name) {
  head = head.substr(0, kSniffBytes);
  if (head.empty()) return {Content::kEmpty, {}};
  if (head.starts_with("\x1F\x8B"sv)) return {Content::kGzip, {}};
  if (head.starts_with("\x28\xB5\x2F\xFD"sv)) return {Content::kZstd, {}};
  // A skippable zstd frame.
  if (head.size() >= 4 && head.substr(1, 3) == "\x2A\x4D\x18"sv && (head[0] & 0xF0) == 0x50)
    return {Content::kZstd, {}};
  for (const Magic& magic : kMagics)
    if (head.starts_with(magic.bytes)) return {Content::kUnsupported, magic.what};

  std::string narrowed;
  if (head.find('\0') != std::string_view::npos) {
    narrowed = narrow(head);
    head = narrowed;
  }
  if (head.starts_with("\xEF\xBB\xBF"sv)) head.remove_prefix(3);
  const std::string_view text = skip_space(head);
  const std::string_view suffix = stem_suffix(name);
  const bool named_json = suffix == ".json" || suffix == ".jsonl" || suffix == ".ndjson";
  if (text.empty()) return {Content::kText, {}};
  if (text.front() == '{') {
    const std::string_view rest = skip_space(text.substr(1));
    if (rest.empty() || rest.front() == '"' || rest.front() == '}' || named_json)
      return {Content::kJson, {}};
  }
  if (text.front() == '[') {
    const std::string_view rest = skip_space(text.substr(1));
    if (rest.empty() ? named_json : (rest.front() == '{' || named_json))
      return {Content::kJsonArray, {}};
  }
  if (text.front() == '<') {
    const Sniffed markup = sniff_markup(text);
    if (markup.content != Content::kText) return markup;
  }
  if (named_json) return {Content::kJson, {}};
  const std::size_t tags = count_tags(text);
  if ((suffix == ".html" || suffix == ".htm" || suffix == ".xhtml") && tags > 0)
    return {Content::kHtml, {}};
  // A fragment of a page: a tag every few hundred bytes. Prose about tags has fewer.
  if (tags >= 4 && tags * 400 >= text.size()) return {Content::kHtml, {}};
  return {Content::kText, {}};
}

bool is_page_asset(std::string_view name) {
  static constexpr std::array kSuffixes = {
      ".css"sv,   ".js"sv,   ".mjs"sv, ".map"sv, ".png"sv, ".jpg"sv, ".jpeg"sv, ".gif"sv,
      ".webp"sv,  ".avif"sv, ".svg"sv, ".ico"sv, ".bmp"sv, ".tif"sv, ".tiff"sv, ".woff"sv,
      ".woff2"sv, ".ttf"sv,  ".otf"sv, ".eot"sv, ".mp3"sv, ".mp4"sv, ".webm"sv, ".ogg"sv,
      ".wav"sv,   ".m4a"sv,  ".avi"sv, ".mov"sv, ".swf"sv};
  const std::string low = ascii_lower(stem_suffix(name));
  return std::find(kSuffixes.begin(), kSuffixes.end(), low) != kSuffixes.end();
}

}  // namespace annals
