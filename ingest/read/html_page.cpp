#include "ingest/read/html_page.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/ascii.h"
#include "ingest/read/html_blocks.h"
#include "ingest/read/html_entities.h"
#include "ingest/read/html_tags.h"
#include "ingest/read/html_tokens.h"
#include "ingest/read/json_ld.h"
#include "ingest/read/script_dates.h"

namespace annals {
namespace {

// A page that says more is not believed.
constexpr std::size_t kMostFields = 4096;
constexpr std::size_t kLongestValue = 16U << 10U;
constexpr std::size_t kMostScriptDates = 16;

// Structured data under whatever type its script names.
bool is_linked_data(std::string_view type, std::string_view content) {
  if (type.find("ld+json") != std::string_view::npos) return true;
  const std::string_view head = content.substr(0, 400);
  const std::size_t begin = head.find_first_not_of(" \t\r\n");
  return begin != std::string_view::npos && (head[begin] == '{' || head[begin] == '[') &&
         head.find("\"@context\"") != std::string_view::npos &&
         head.find("schema.org") != std::string_view::npos;
}

bool has_class(std::string_view classes, std::string_view name) {
  for (std::size_t at = classes.find(name); at != std::string_view::npos;
       at = classes.find(name, at + 1)) {
    const std::size_t end = at + name.size();
    if ((at == 0 || classes[at - 1] == ' ') && (end == classes.size() || classes[end] == ' '))
      return true;
  }
  return false;
}

bool begins_in_digit(std::string_view value) {
  return !value.empty() && is_ascii_digit(value.front());
}

class Builder {
 public:
  Builder(std::string_view text, const DecodedText& decoded, std::uint64_t offset, Page& page)
      : text_(text),
        map_(decoded.map, offset),
        page_(page),
        tokens_(text),
        blocks_(text, map_, page),
        xml_(text.substr(0, 64).find("<?xml") != std::string_view::npos) {}

  void run();

 private:
  std::string_view attribute(std::string_view name) const;
  void open(const HtmlToken& token);
  void raw(const HtmlToken& token, const TagInfo& info);
  void meta();
  void link();
  // Adds the fields of <time>, of attributes and itemprop and names the capture of the element's
  // text.
  std::string element_fields(const TagInfo& info);
  // The dates that attributes name, and no element of HTML.
  void attribute_dates(const TagInfo& info);
  // A field from an attribute's or element's raw text.
  void field(std::string signal, std::string_view raw_value);

  std::string_view text_;
  MapWriter map_;
  Page& page_;
  HtmlTokens tokens_;
  HtmlBlocks blocks_;
  JsonLd json_ld_;
  bool xml_;
  bool has_title_ = false;
  std::size_t script_dates_ = 0;
};

std::string_view Builder::attribute(std::string_view name) const {
  for (const HtmlAttribute& candidate : tokens_.attributes())
    if (equals_nocase(candidate.name, name)) return candidate.value;
  return {};
}

void Builder::field(std::string signal, std::string_view raw_value) {
  if (raw_value.size() > kLongestValue || page_.fields.size() >= kMostFields) return;
  Field field;
  field.value = plain_value(raw_value);
  if (field.value.empty()) return;
  field.signal = std::move(signal);
  const auto begin = static_cast<std::uint32_t>(raw_value.data() - text_.data());
  field.source = map_.map({begin, begin + static_cast<std::uint32_t>(raw_value.size())});
  page_.fields.push_back(std::move(field));
}

void Builder::meta() {
  const std::string_view content = attribute("content");
  if (content.empty()) return;
  std::string_view name = attribute("property");
  if (name.empty()) name = attribute("name");
  if (!name.empty()) field("meta." + plain_value(name), content);
  const std::string_view item = attribute("itemprop");
  if (!item.empty()) field("microdata." + plain_value(item), content);
}

void Builder::link() {
  const std::string_view rel = attribute("rel");
  const std::string_view href = attribute("href");
  if (href.empty()) return;
  if (equals_nocase(rel, "canonical")) field("link.canonical", href);
  const std::string_view item = attribute("itemprop");
  if (!item.empty()) field("microdata." + plain_value(item), href);
}

void Builder::attribute_dates(const TagInfo& info) {
  std::string_view title;
  std::string_view property;
  std::string_view content;
  for (const HtmlAttribute& candidate : tokens_.attributes()) {
    const std::string_view name = candidate.name;
    if (equals_nocase(name, "title")) {
      title = candidate.value;
    } else if (equals_nocase(name, "property")) {
      property = candidate.value;
    } else if (equals_nocase(name, "content")) {
      content = candidate.value;
    } else if (name.starts_with("data-") && begins_in_digit(candidate.value) &&
               says_publication(name)) {
      field("time.pubdate", candidate.value);
    }
  }
  // RDFa: <span property="dc:date dc:created" content="2020-09-14T13:46:00+02:00">.
  if (!property.empty() && begins_in_digit(content))
    field("meta." + plain_value(property.substr(0, property.find(' '))), content);
  if (title.empty()) return;
  // hAtom: <abbr class="published" title="2020-09-14T13:46:00+02:00">.
  const std::string_view classes = attribute("class");
  if (has_class(classes, "published")) {
    field("hatom.published", title);
  } else if (has_class(classes, "updated")) {
    field("hatom.updated", title);
  } else if (info.tag == Tag::kTime && begins_in_digit(title) && attribute("datetime").empty()) {
    field("time", title);
  }
}

std::string Builder::element_fields(const TagInfo& info) {
  std::string capture;
  const std::string_view item = attribute("itemprop");
  const std::string_view datetime = attribute("datetime");
  if (info.tag == Tag::kTime) {
    const bool pubdate = std::any_of(
        tokens_.attributes().begin(), tokens_.attributes().end(),
        [](const HtmlAttribute& candidate) { return equals_nocase(candidate.name, "pubdate"); });
    field(pubdate ? "time.pubdate" : "time", datetime);
    capture = "time.text";
  }
  attribute_dates(info);
  if (item.empty()) return capture;
  // Body text is in the blocks; the other properties are short.
  const std::string name = plain_value(item);
  const std::string_view content = attribute("content");
  if (!content.empty()) {
    field("microdata." + name, content);
  } else if (!datetime.empty()) {
    field("microdata." + name, datetime);
  } else if (capture.empty() && name != "articleBody") {
    capture = "microdata." + name;
  }
  return capture;
}

void Builder::raw(const HtmlToken& token, const TagInfo& info) {
  const std::string_view type = info.tag == Tag::kScript ? attribute("type") : std::string_view();
  const Span content = tokens_.raw_text(token.name);
  if (info.tag == Tag::kScript) {
    if (is_linked_data(type, slice(text_, content))) {
      json_ld_.add(text_, content, map_);
    } else {
      for (const Span date : find_script_dates(text_, content, kMostScriptDates - script_dates_)) {
        field("script.published", slice(text_, date));
        ++script_dates_;
      }
    }
  }
  if (info.tag == Tag::kTitle && !has_title_ && !blocks_.hidden()) {
    has_title_ = true;
    field("html.title", slice(text_, content));
  }
}

void Builder::open(const HtmlToken& token) {
  const TagInfo info = tag_info(token.name);
  switch (info.tag) {
    case Tag::kMeta:
      meta();
      return;
    case Tag::kLink:
      link();
      return;
    case Tag::kBr:
      blocks_.line_break(token.span.begin);
      return;
    case Tag::kHead:
      return;
    case Tag::kHtml: {
      std::string_view lang = attribute("lang");
      if (lang.empty()) lang = attribute("xml:lang");
      if (find_field(page_.fields, "html.lang") == nullptr) field("html.lang", lang);
      if (blocks_.has_open(Tag::kHtml)) return;
      break;
    }
    case Tag::kBody:
      if (blocks_.has_open(Tag::kBody)) return;
      break;
    default:
      break;
  }
  // In XHTML and inside pictures and formulas "<a/>" is a whole element; in HTML it only begins
  // one.
  const bool foreign = blocks_.has_open(Tag::kSvg) || blocks_.has_open(Tag::kMath);
  const bool whole = token.self_closing && (xml_ || foreign) && !info.is_void;
  if (info.raw) {
    if (!whole) raw(token, info);
    return;
  }
  const std::string capture =
      tokens_.attributes().empty() && info.tag != Tag::kTime ? std::string() : element_fields(info);
  if (whole) return;
  blocks_.open(token, info, tokens_.attributes(), capture);
}

void Builder::run() {
  while (true) {
    const HtmlToken token = tokens_.next();
    switch (token.kind) {
      case HtmlTokenKind::kText:
        blocks_.text(token.span);
        break;
      case HtmlTokenKind::kOpen:
        open(token);
        break;
      case HtmlTokenKind::kClose: {
        const TagInfo info = tag_info(token.name);
        if (info.tag == Tag::kBr) {
          blocks_.line_break(token.span.begin);
        } else {
          blocks_.close(token, info);
        }
        break;
      }
      case HtmlTokenKind::kEnd: {
        blocks_.finish();
        page_.source_map = map_.take();
        std::vector<Field> article = json_ld_.take_fields();
        page_.fields.insert(page_.fields.end(), std::make_move_iterator(article.begin()),
                            std::make_move_iterator(article.end()));
        page_.body = json_ld_.take_body();
        page_.live_entries = json_ld_.take_live_entries();
        for (std::string& note : json_ld_.take_notes())
          page_.notes.push_back(std::move(note));
        return;
      }
    }
  }
}

}  // namespace

void parse_html(std::string_view text, const DecodedText& decoded, std::uint64_t offset,
                Page& page) {
  Builder(text, decoded, offset, page).run();
}

}  // namespace annals
