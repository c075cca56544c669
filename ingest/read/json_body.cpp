#include "ingest/read/json_body.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "ingest/read/html_page.h"
#include "ingest/read/sniff.h"
#include "ingest/read/text_page.h"

namespace annals {
namespace {

// Is a body HTML rather than text with a few tags? Only then do line ends mean nothing.
bool is_markup(std::string_view body) {
  constexpr std::array<std::string_view, 4> kParagraphs = {"<p>", "<p ", "<br", "<div"};
  return std::any_of(
             kParagraphs.begin(), kParagraphs.end(),
             [&](std::string_view tag) { return body.find(tag) != std::string_view::npos; }) &&
         sniff(body, {}).content == Content::kHtml;
}

// The page in a body that is HTML. `map` has nothing written yet.
std::optional<ArticleBody> read_markup(const JsonTree& tree, const JsonNode& node, MapWriter map) {
  const std::string_view raw = slice(tree.text, node.raw);
  const auto has = [&](std::string_view bracket) {
    return raw.find(bracket) != std::string_view::npos;
  };
  if (!has("<") && !has("\\u003")) return {};
  DecodedText body;
  unescape_json(tree.text, node.raw, body.copy, &map);
  if (!is_markup(body.copy)) return {};
  // As in any page that was decoded.
  std::replace_if(
      body.copy.begin(), body.copy.end(),
      [](char c) { return static_cast<unsigned char>(c) < ' ' && c != '\n'; }, ' ');
  body.copied = true;
  body.map = map.take();
  Page page;
  parse_html(body.copy, body, 0, page);
  // Of the page inside only the text counts.
  for (PageBlock& block : page.blocks)
    block.node = 0;
  return ArticleBody{std::move(page.text), std::move(page.blocks), std::move(page.source_map)};
}

}  // namespace

void append_json_text(const JsonTree& tree, const JsonNode& node, bool one_line, std::string& out,
                      MapWriter& map) {
  const std::size_t begin = out.size();
  unescape_json(tree.text, node.raw, out, &map);
  // In place, so that every byte keeps its place: of a CR LF pair the first becomes a blank at the
  // line's end, which blocks do not include.
  for (std::size_t i = begin; i < out.size(); ++i) {
    char& c = out[i];
    if (static_cast<unsigned char>(c) >= 0x20) continue;
    const bool pair = c == '\r' && i + 1 < out.size() && out[i + 1] == '\n';
    const bool ends = c == '\n' || c == '\f' || (c == '\r' && !pair);
    if (ends && !one_line) {
      c = '\n';
    } else if (c != '\t' || one_line) {
      c = ' ';
    }
  }
}

ArticleBody read_json_body(const JsonTree& tree, const JsonNode& node, const MapWriter& map) {
  if (auto markup = read_markup(tree, node, map.fresh())) return std::move(*markup);
  ArticleBody body;
  MapWriter own = map.fresh();
  append_json_text(tree, node, false, body.text, own);
  add_line_blocks(body.text, 0, body.blocks);
  body.source_map = own.take();
  return body;
}

}  // namespace annals
