#include "ingest/read/html_tags.h"

#include <algorithm>
#include <array>

#include "engine/base/ascii.h"

namespace annals {
namespace {

struct Entry {
  std::string_view name;
  TagInfo info;
};

constexpr Entry line(std::string_view name, Tag tag) {
  return {name, {tag, true, false, false, false}};
}
constexpr Entry word(std::string_view name, Tag tag) {
  return {name, {tag, false, false, false, false}};
}
constexpr Entry empty(std::string_view name, Tag tag = Tag::kVoid, bool block = false) {
  return {name, {tag, block, true, false, false}};
}
constexpr Entry raw(std::string_view name, Tag tag) {
  return {name, {tag, false, false, true, true}};
}
constexpr Entry unseen(std::string_view name, Tag tag) {
  return {name, {tag, false, false, false, true}};
}

// Sorted by name.
constexpr std::array kEntries = {
    word("a", Tag::kA),
    line("address", Tag::kAddress),
    empty("area"),
    line("article", Tag::kArticle),
    line("aside", Tag::kAside),
    unseen("audio", Tag::kAudio),
    empty("base"),
    line("blockquote", Tag::kBlockquote),
    line("body", Tag::kBody),
    empty("br", Tag::kBr),
    line("button", Tag::kButton),
    unseen("canvas", Tag::kCanvas),
    line("caption", Tag::kCaption),
    line("center", Tag::kCenter),
    empty("col"),
    unseen("datalist", Tag::kDatalist),
    line("dd", Tag::kDd),
    line("details", Tag::kDetails),
    line("dialog", Tag::kDialog),
    line("dir", Tag::kUl),
    line("div", Tag::kDiv),
    line("dl", Tag::kDl),
    line("dt", Tag::kDt),
    empty("embed"),
    line("fieldset", Tag::kFieldset),
    line("figcaption", Tag::kFigcaption),
    line("figure", Tag::kFigure),
    line("footer", Tag::kFooter),
    line("form", Tag::kForm),
    empty("frame"),
    line("h1", Tag::kH1),
    line("h2", Tag::kH2),
    line("h3", Tag::kH3),
    line("h4", Tag::kH4),
    line("h5", Tag::kH5),
    line("h6", Tag::kH6),
    line("head", Tag::kHead),
    line("header", Tag::kHeader),
    line("hgroup", Tag::kHgroup),
    empty("hr", Tag::kHr, true),
    line("html", Tag::kHtml),
    raw("iframe", Tag::kIframe),
    empty("img"),
    empty("input"),
    line("legend", Tag::kLegend),
    line("li", Tag::kLi),
    empty("link", Tag::kLink),
    line("main", Tag::kMain),
    unseen("math", Tag::kMath),
    line("menu", Tag::kMenu),
    empty("meta", Tag::kMeta),
    line("nav", Tag::kNav),
    raw("noembed", Tag::kNoembed),
    raw("noframes", Tag::kNoframes),
    raw("noscript", Tag::kNoscript),
    word("object", Tag::kObject),
    line("ol", Tag::kOl),
    line("optgroup", Tag::kOptgroup),
    line("option", Tag::kOption),
    line("p", Tag::kP),
    empty("param"),
    line("pre", Tag::kPre),
    raw("script", Tag::kScript),
    line("section", Tag::kSection),
    unseen("select", Tag::kSelect),
    empty("source"),
    word("span", Tag::kSpan),
    raw("style", Tag::kStyle),
    line("summary", Tag::kSummary),
    unseen("svg", Tag::kSvg),
    line("table", Tag::kTable),
    line("tbody", Tag::kTbody),
    line("td", Tag::kTd),
    unseen("template", Tag::kTemplate),
    raw("textarea", Tag::kTextarea),
    line("tfoot", Tag::kTfoot),
    line("th", Tag::kTh),
    line("thead", Tag::kThead),
    word("time", Tag::kTime),
    raw("title", Tag::kTitle),
    line("tr", Tag::kTr),
    empty("track"),
    line("ul", Tag::kUl),
    unseen("video", Tag::kVideo),
    empty("wbr"),
    raw("xmp", Tag::kXmp),
};
static_assert(std::is_sorted(kEntries.begin(), kEntries.end(),
                             [](const Entry& a, const Entry& b) { return a.name < b.name; }));

// A name of at most ten letters and digits as a number, regardless of case: names are looked up at
// every tag, and numbers compare quicker than words. 0 for others.
constexpr std::uint64_t number_of(std::string_view name) {
  constexpr std::size_t kLongest = 10;
  if (name.size() > kLongest) return 0;
  std::uint64_t out = 0;
  for (const char c : name) {
    const char low = ascii_lower(c);
    const bool letter = low >= 'a' && low <= 'z';
    if (!letter && (low < '0' || low > '9')) return 0;
    out = out * 64 + static_cast<std::uint64_t>(letter ? low - 'a' + 1 : low - '0' + 27);
  }
  return out;
}

constexpr auto kNumbers = [] {
  std::array<std::uint64_t, kEntries.size()> out{};
  std::transform(kEntries.begin(), kEntries.end(), out.begin(),
                 [](const Entry& entry) { return number_of(entry.name); });
  return out;
}();

// Where the entries of each first letter begin.
constexpr std::size_t kLetters = 26;
constexpr std::array<std::uint8_t, kLetters + 1> kFirst = [] {
  std::array<std::uint8_t, kLetters + 1> first{};
  for (std::size_t letter = 0; letter <= kLetters; ++letter) {
    std::size_t at = 0;
    while (at < kEntries.size() && static_cast<std::size_t>(kEntries[at].name[0] - 'a') < letter)
      ++at;
    first[letter] = static_cast<std::uint8_t>(at);
  }
  return first;
}();

}  // namespace

TagInfo tag_info(std::string_view name) {
  if (name.empty() || !is_ascii_letter(name.front())) return {};
  const std::uint64_t number = number_of(name);
  const auto letter = static_cast<std::size_t>(ascii_lower(name.front()) - 'a');
  for (std::size_t i = kFirst[letter]; i < kFirst[letter + 1]; ++i) {
    if (kNumbers[i] == number) return kEntries[i].info;
  }
  return {};
}

bool is_container(Tag tag) {
  switch (tag) {
    case Tag::kArticle:
    case Tag::kAside:
    case Tag::kBody:
    case Tag::kDl:
    case Tag::kFigure:
    case Tag::kFooter:
    case Tag::kForm:
    case Tag::kHeader:
    case Tag::kHtml:
    case Tag::kMain:
    case Tag::kMenu:
    case Tag::kNav:
    case Tag::kOl:
    case Tag::kSection:
    case Tag::kTable:
    case Tag::kTbody:
    case Tag::kTr:
    case Tag::kUl:
      return true;
    default:
      return false;
  }
}

bool is_barrier(Tag tag) {
  return tag == Tag::kTd || tag == Tag::kTh || tag == Tag::kTable || tag == Tag::kTemplate ||
         tag == Tag::kCaption;
}

bool is_table_part(Tag tag) {
  return tag == Tag::kTable || tag == Tag::kTr || tag == Tag::kTbody || tag == Tag::kThead ||
         tag == Tag::kTfoot || tag == Tag::kTd || tag == Tag::kTh;
}

bool is_heading(Tag tag) {
  return tag >= Tag::kH1 && tag <= Tag::kH6;
}

Element element_kind(Tag tag, Element outer) {
  if (is_heading(tag)) return Element::kHeading;
  const bool special = outer == Element::kCaption || outer == Element::kQuote;
  switch (tag) {
    case Tag::kFigcaption:
    case Tag::kCaption:
      return Element::kCaption;
    case Tag::kBlockquote:
      return Element::kQuote;
    case Tag::kLi:
    case Tag::kDd:
    case Tag::kDt:
      return Element::kListItem;
    case Tag::kTd:
    case Tag::kTh:
      return Element::kTableCell;
    case Tag::kButton:
    case Tag::kLegend:
    case Tag::kSummary:
    case Tag::kOption:
      return Element::kOther;
    case Tag::kP:
      return special || outer == Element::kListItem ? outer : Element::kParagraph;
    case Tag::kDiv:
    case Tag::kCenter:
    case Tag::kAddress:
    case Tag::kFieldset:
      return outer == Element::kOther ? Element::kParagraph : outer;
    default:
      if (is_container(tag)) return special ? outer : Element::kParagraph;
      return outer;
  }
}

}  // namespace annals
