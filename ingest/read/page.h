// What a file holds, before anybody has decided which part of it is the article.
//
// Two steps, so that files can be cut apart by one thread and parsed by many:
//   bytes --split--> RawRecord (one article's bytes) --parse--> Page (UTF-8 text in blocks, plus
//   fields)
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <annals/v1/time.pb.h>

#include "engine/base/source_map.h"
#include "engine/base/span.h"

namespace annals {

// What the bytes of a record are, by their content and never by the file's name alone.
enum class RecordFormat : std::uint8_t { kText, kHtml, kJson };

// A name and a value that come with a page: structured data, meta tags, a sidecar file, an option.
// Signals in use:
//   "jsonld.datePublished" "jsonld.dateModified" "jsonld.headline" "jsonld.articleBody"
//   "jsonld.author" … "meta.<name or property>" as written, of RDFa too: "meta.og:title"
//   "link.canonical" "html.lang" "html.title" "time" (datetime or title of <time>) "time.text"
//   "time.pubdate" (the same with the attribute pubdate; data attributes that say publication)
//   "hatom.published" "hatom.updated" (titles of elements of these classes) "script.published" (a
//   member of a script's object whose name says publication) "microdata.<itemprop>"
//   "json.<key>" keys of a JSON record, canonical: id url title text published updated
//                               language outlet authors; unknown keys are not kept
//   "sidecar.<key>"             the same keys from X.meta.json
//   "option.<key>"              the user's word: published language outlet time_zone
struct Field {
  std::string signal;
  std::string value;
  // Where the value stands in the file, when it does.
  std::optional<v1::SourceSpan> source;
};

// One article's bytes, cut out of a file.
struct RawRecord {
  RecordFormat format = RecordFormat::kText;
  // The file as the user named it; "-" for standard input.
  std::string file;
  // Counted from 1; for JSONL the line.
  std::uint32_t record = 1;
  // Where `bytes` begins in the (decompressed) file.
  std::uint64_t offset = 0;
  std::string bytes;
  // Sidecar values and options that hold for this record.
  std::vector<Field> hints;
};

// What an HTML element (or a plain line) is to a reader.
enum class Element : std::uint8_t {
  kLine,       // a line of a tagless page
  kParagraph,  // <p>, or text directly in a container
  kHeading,    // <h1>…<h6>; see level
  kListItem,
  kQuote,
  kCaption,  // <figcaption> and the like
  kTableCell,
  kOther,
};

// One line of Page.text with what the markup says about it. For tagless text only `span`,
// `indent` and `blank_before` say anything.
struct PageBlock {
  Span span;  // in Page.text, without the line end
  Element element = Element::kLine;
  std::uint8_t level = 0;         // of a heading
  std::uint8_t indent = 0;        // leading blanks of a line (saturating)
  std::uint8_t blank_before = 0;  // empty lines before it (saturating)
  std::uint32_t link_bytes = 0;   // bytes of `span` inside links
  std::uint32_t depth = 0;        // of the element in the document
  std::uint32_t container = 0;    // equal numbers: same parent element
  std::uint32_t node = 0;         // the innermost element around it, in Page.nodes
};

// An element of the document that holds text.
struct PageNode {
  std::uint32_t parent = 0;  // in Page.nodes; 0 is the page itself
  std::uint32_t name = 0;    // in Page.names; elements of equal names have equal numbers
  std::uint32_t level = 0;   // how many elements there are from the outermost to this one
};

// The text that structured data say the article has (JSON-LD articleBody), with its own way back to
// the file: for pages that do not show it.
struct ArticleBody {
  std::string text;
  std::vector<PageBlock> blocks;
  SourceMap source_map;
};

// An entry of a live blog, as structured data tell it (JSON-LD liveBlogUpdate).
struct LiveEntry {
  std::string headline;
  std::string text;
  Field published;  // "jsonld.datePublished"; empty value: not said
};

struct Page {
  RecordFormat format = RecordFormat::kText;
  std::string file;
  std::uint32_t record = 1;
  std::uint64_t record_offset = 0;
  // Hash of bytes and hints, 32 hex digits: Article.revision.
  std::string revision;
  // UTF-8, valid, each line end one '\n'. Tagless text keeps its empty lines and outer blanks,
  // which no block covers. For JSON: title, blank line, text. For HTML: one block a line.
  std::string text;
  // From text to the file (record_offset already included).
  SourceMap source_map;
  std::vector<PageBlock> blocks;
  // Where in `text` words of neighbouring elements touch: "Erika Muster" and "3. Mai 2021", each in
  // a <span> and parted by a style sheet alone. In order.
  std::vector<std::uint32_t> seams;
  // Of HTML; the first is the page itself, and each stands behind the element around it.
  std::vector<PageNode> nodes = {PageNode{}};
  // Lower-case "tag#id.class.class"; the first is empty.
  std::vector<std::string> names = {std::string()};
  std::vector<Field> fields;
  ArticleBody body;
  std::vector<LiveEntry> live_entries;
  std::vector<std::string> notes;
};

// The first field with this signal, or nullptr.
const Field* find_field(const std::vector<Field>& fields, std::string_view signal);

}  // namespace annals
