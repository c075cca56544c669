#include "ingest/read/html_blocks.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "engine/base/ascii.h"
#include "ingest/read/html_entities.h"
#include "ingest/read/utf8.h"

namespace annals {
namespace {

// Elements nested deeper are treated as if they stood on this level.
constexpr std::size_t kDeepest = 4096;
// How far up an end tag looks for its element across others. Keeps hostile nesting linear.
constexpr std::size_t kFarthest = 256;
constexpr std::size_t kLongestLabel = 120;
constexpr std::size_t kLongestCapture = 1000;
constexpr std::uint32_t kZeroWidthSpace = 0x200B;

constexpr std::array<bool, 256> make_stops() {
  std::array<bool, 256> stops{};
  for (const char c : {' ', '\t', '\n', '\r', '\f', '&'})
    stops.at(static_cast<unsigned char>(c)) = true;
  return stops;
}
constexpr std::array<bool, 256> kStops = make_stops();

// Does a style attribute hide its element?
bool style_hides(std::string_view style) {
  constexpr std::size_t kLongest = 512;
  std::array<char, kLongest> buffer{};
  std::size_t size = 0;
  for (const char c : style.substr(0, kLongest)) {
    if (is_ascii_space(c)) continue;
    buffer.at(size++) = ascii_lower(c);
  }
  const std::string_view plain(buffer.data(), size);
  return plain.find("display:none") != std::string_view::npos ||
         plain.find("visibility:hidden") != std::string_view::npos;
}

// Pages of React that arrive in pieces: a hidden element with an id like "S:1f" holds a piece that
// a script puts in its place (react-dom/server, "renderToPipeableStream").
bool arrives_late(const std::vector<HtmlAttribute>& attributes) {
  return std::any_of(attributes.begin(), attributes.end(), [](const HtmlAttribute& attribute) {
    return equals_nocase(attribute.name, "id") && attribute.value.size() > 2 &&
           attribute.value.starts_with("S:");
  });
}

bool is_blank_code(std::uint32_t code) {
  return code == 0xA0 || (code >= 0x2000 && code <= 0x200B) || code == 0x202F || code == 0x3000 ||
         code == 0xFEFF || code <= 0x20;
}

// Elements that templates put side by side, each with words of its own: author, day, time of day.
bool holds_words(Tag tag) {
  return tag == Tag::kSpan || tag == Tag::kTime || tag == Tag::kA;
}

}  // namespace

void HtmlBlocks::close_implied(Tag tag) {
  // A paragraph ends where a line-building element begins.
  if (has_open(Tag::kP) && !stack_.empty()) {
    const std::uint32_t nearest = stack_.back().nearest;
    if (nearest < stack_.size() && stack_[nearest].tag == Tag::kP) pop_to(nearest);
  }
  const auto close_up_to = [&](auto closes, auto stops) {
    const std::size_t least = stack_.size() > kFarthest ? stack_.size() - kFarthest : 0;
    for (std::size_t i = stack_.size(); i > least; --i) {
      const Tag open = stack_[i - 1].tag;
      if (closes(open)) {
        pop_to(i - 1);
        return;
      }
      if (stops(open)) return;
    }
  };
  const auto in_table = [](Tag open) { return open == Tag::kTable; };
  switch (tag) {
    case Tag::kLi:
      if (has_open(Tag::kLi))
        close_up_to([](Tag open) { return open == Tag::kLi; },
                    [](Tag open) {
                      return open == Tag::kUl || open == Tag::kOl || open == Tag::kMenu ||
                             is_barrier(open);
                    });
      break;
    case Tag::kDd:
    case Tag::kDt:
      if (has_open(Tag::kDd) || has_open(Tag::kDt))
        close_up_to([](Tag open) { return open == Tag::kDd || open == Tag::kDt; },
                    [](Tag open) { return open == Tag::kDl || is_barrier(open); });
      break;
    case Tag::kTd:
    case Tag::kTh:
      if (has_open(Tag::kTd) || has_open(Tag::kTh))
        close_up_to([](Tag open) { return open == Tag::kTd || open == Tag::kTh; },
                    [](Tag open) { return open == Tag::kTr || open == Tag::kTable; });
      break;
    case Tag::kTr:
      if (has_open(Tag::kTr)) close_up_to([](Tag open) { return open == Tag::kTr; }, in_table);
      break;
    case Tag::kTbody:
    case Tag::kThead:
    case Tag::kTfoot:
      if (has_open(Tag::kTbody) || has_open(Tag::kThead) || has_open(Tag::kTfoot))
        close_up_to(
            [](Tag open) {
              return open == Tag::kTbody || open == Tag::kThead || open == Tag::kTfoot;
            },
            in_table);
      break;
    default:
      if (is_heading(tag) && !stack_.empty()) {
        const std::uint32_t nearest = stack_.back().nearest;
        if (nearest < stack_.size() && is_heading(stack_[nearest].tag)) pop_to(nearest);
      }
      break;
  }
}

void HtmlBlocks::open(const HtmlToken& token, const TagInfo& info,
                      const std::vector<HtmlAttribute>& attributes, std::string_view capture) {
  if (info.block) {
    if (!hidden()) end_block();
    breaks_ = 0;
    close_implied(info.tag);
  }
  if (info.is_void) return;
  seam_ = seam_ || holds_words(info.tag);
  if (stack_.size() >= kDeepest) {
    ++overflow_;
    return;
  }
  Open element;
  element.tag = info.tag;
  element.block = info.block;
  element.name = token.name;
  element.id = next_id_++;
  const auto index = static_cast<std::uint32_t>(stack_.size());
  if (!stack_.empty()) {
    const Open& parent = stack_.back();
    element.hidden = parent.hidden;
    element.pre = parent.pre;
    element.level = parent.level;
    element.outer = parent.nearest;
    element.kind = info.block ? element_kind(info.tag, parent.kind) : parent.kind;
    if (info.block) stack_[parent.nearest].has_block_child = true;
  }
  // What is not shown bounds the paragraphs inside it, too.
  element.nearest = info.block || info.skipped || stack_.empty() ? index : element.outer;
  if (info.block)
    element.level =
        is_heading(info.tag)
            ? static_cast<std::uint8_t>(1 + static_cast<int>(info.tag) - static_cast<int>(Tag::kH1))
        : element.kind == Element::kHeading ? element.level
                                            : std::uint8_t{0};
  element.pre = element.pre || info.tag == Tag::kPre;
  element.hidden = element.hidden || info.skipped;
  bool open_dialog = false;
  bool hides = false;
  for (const HtmlAttribute& attribute : attributes) {
    const std::string_view name = attribute.name;
    switch (name.size()) {
      case 2:
        if (equals_nocase(name, "id")) element.id_value = attribute.value;
        break;
      case 4:
        if (equals_nocase(name, "href")) element.link = info.tag == Tag::kA;
        if (equals_nocase(name, "open")) open_dialog = true;
        break;
      case 5:
        if (equals_nocase(name, "class")) element.class_value = attribute.value;
        // Whole pages hide themselves until their script has run.
        if (equals_nocase(name, "style") && info.tag != Tag::kBody && info.tag != Tag::kHtml &&
            info.tag != Tag::kMain && info.tag != Tag::kArticle)
          element.hidden = element.hidden || style_hides(attribute.value);
        break;
      case 6:
        hides = equals_nocase(name, "hidden") && info.tag != Tag::kBody && info.tag != Tag::kHtml;
        element.hidden = element.hidden || (hides && !arrives_late(attributes));
        break;
      default:
        break;
    }
  }
  if (info.tag == Tag::kDialog && !open_dialog) element.hidden = true;
  if (element.link) {
    // Two links side by side are never one word.
    if (in_block_ && link_end_ == page_.text.size() && !space_) want_space(token.span.begin);
    ++links_;
  }
  if (!capture.empty() && !element.hidden) {
    element.captures = true;
    captures_.push_back({std::string(capture), static_cast<std::uint32_t>(page_.text.size())});
  }
  ++counts_.at(static_cast<std::size_t>(info.tag));
  stack_.push_back(element);
}

void HtmlBlocks::close(const HtmlToken& token, const TagInfo& info) {
  if (info.tag == Tag::kBody || info.tag == Tag::kHtml || info.tag == Tag::kHead) return;
  if (info.block) {
    if (!hidden()) end_block();
    breaks_ = 0;
  }
  if (info.is_void) return;
  seam_ = seam_ || holds_words(info.tag);
  if (overflow_ > 0) {
    --overflow_;
    return;
  }
  if (!has_open(info.tag)) return;
  const auto matches = [&](const Open& element) {
    return element.tag == info.tag && (info.tag != Tag::kUnknown || element.name == token.name);
  };
  const std::size_t least = stack_.size() > kFarthest ? stack_.size() - kFarthest : 0;
  bool crossed = false;
  for (std::size_t i = stack_.size(); i > least; --i) {
    Open& element = stack_[i - 1];
    if (matches(element)) {
      if (!crossed || info.block || info.skipped) {
        pop_to(i - 1);
      } else if (element.link) {
        // <a><div></a> …: the link ends here, the line goes on.
        element.link = false;
        --links_;
        link_end_ = page_.text.size();
      }
      return;
    }
    if (is_barrier(element.tag) && !is_table_part(info.tag)) return;
    crossed = crossed || element.block;
  }
}

void HtmlBlocks::pop_to(std::size_t size) {
  while (stack_.size() > size) {
    const Open& element = stack_.back();
    if (element.link) {
      --links_;
      link_end_ = page_.text.size();
    }
    if (element.captures) {
      const Capture capture = std::move(captures_.back());
      captures_.pop_back();
      std::size_t begin = capture.begin;
      std::size_t end = page_.text.size();
      while (begin < end && is_ascii_space(page_.text[begin]))
        ++begin;
      while (end > begin && is_ascii_space(page_.text[end - 1]))
        --end;
      if (begin < end && end - begin <= kLongestCapture) {
        Field field;
        field.signal = capture.signal;
        field.value = page_.text.substr(begin, end - begin);
        std::replace(field.value.begin(), field.value.end(), '\n', ' ');
        field.source = map_.written().map(
            {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
        page_.fields.push_back(std::move(field));
      }
    }
    const bool inside_hidden = stack_.size() > 1 && stack_[stack_.size() - 2].hidden;
    if (element.block && !inside_hidden) end_block();
    --counts_.at(static_cast<std::size_t>(element.tag));
    stack_.pop_back();
  }
}

std::uint32_t HtmlBlocks::name_of(const Open& element) {
  label_.clear();
  const auto add = [this](std::string_view part) {
    const std::size_t begin = label_.size();
    label_.append(part.substr(0, kLongestLabel - begin));
    for (std::size_t i = begin; i < label_.size(); ++i)
      label_[i] = ascii_lower(label_[i]);
  };
  add(element.name);
  if (!element.id_value.empty()) {
    add("#");
    add(element.id_value);
  }
  std::string_view classes = element.class_value;
  while (!classes.empty() && label_.size() < kLongestLabel) {
    std::size_t end = 0;
    while (end < classes.size() && !is_ascii_space(classes[end]))
      ++end;
    if (end > 0) {
      add(".");
      add(classes.substr(0, end));
    }
    classes.remove_prefix(std::min(end + 1, classes.size()));
  }
  const auto [it, fresh] =
      names_.try_emplace(label_, static_cast<std::uint32_t>(page_.names.size()));
  if (fresh) page_.names.push_back(label_);
  return it->second;
}

std::uint32_t HtmlBlocks::node() {
  std::size_t known = stack_.size();
  while (known > 0 && stack_[known - 1].node == 0)
    --known;
  for (std::size_t i = known; i < stack_.size(); ++i) {
    Open& element = stack_[i];
    element.node = static_cast<std::uint32_t>(page_.nodes.size());
    const std::uint32_t parent = i == 0 ? 0 : stack_[i - 1].node;
    page_.nodes.push_back({parent, name_of(element), static_cast<std::uint32_t>(i + 1)});
  }
  return stack_.back().node;
}

void HtmlBlocks::begin_block() {
  in_block_ = true;
  space_ = false;
  seam_ = false;
  block_ = PageBlock();
  block_.span.begin = static_cast<std::uint32_t>(page_.text.size());
  block_.element = Element::kParagraph;
  if (breaks_ > 1) block_.blank_before = static_cast<std::uint8_t>(breaks_ - 1);
  breaks_ = 0;
  if (stack_.empty()) return;
  const std::size_t nearest = stack_.back().nearest;
  const Open& element = stack_[nearest];
  block_.element = element.kind;
  block_.level = element.level;
  block_.depth = static_cast<std::uint32_t>(nearest + 1);
  const bool own =
      is_container(element.tag) || (element.tag == Tag::kDiv && element.has_block_child);
  block_.container = own || nearest == 0 ? element.id : stack_[element.outer].id;
  block_.node = node();
}

void HtmlBlocks::end_block() {
  space_ = false;
  if (!in_block_) return;
  in_block_ = false;
  std::size_t begin = block_.span.begin;
  std::size_t end = page_.text.size();
  trim_blanks(page_.text, begin, end);
  block_.span = {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  page_.text += '\n';
  block_.link_bytes = std::min(block_.link_bytes, block_.span.size());
  page_.blocks.push_back(block_);
}

void HtmlBlocks::want_space(std::uint32_t at) {
  space_ = in_block_;
  space_at_ = at;
  space_in_link_ = links_ > 0;
}

void HtmlBlocks::put_space() {
  if (!space_) return;
  space_ = false;
  map_.add(static_cast<std::uint32_t>(page_.text.size()), space_at_, 1);
  page_.text += ' ';
  if (space_in_link_) ++block_.link_bytes;
}

void HtmlBlocks::note_seam(char next) {
  if (!std::exchange(seam_, false) || !in_block_ || space_) return;
  const char last = page_.text.back();
  const auto word = [](char c) {
    return is_ascii_digit(c) || is_ascii_letter(c) || static_cast<unsigned char>(c) >= 0x80;
  };
  if (word(last) && word(next))
    page_.seams.push_back(static_cast<std::uint32_t>(page_.text.size()));
}

void HtmlBlocks::put_run(std::uint32_t begin, std::uint32_t end) {
  if (!in_block_) {
    const std::string_view run = text_.substr(0, end);
    while (begin < end) {
      const std::size_t blank = blank_at(run, begin);
      if (blank == 0) break;
      begin += static_cast<std::uint32_t>(blank);
    }
    if (begin == end) return;
    begin_block();
  }
  note_seam(text_[begin]);
  put_space();
  map_.add(static_cast<std::uint32_t>(page_.text.size()), begin, end - begin);
  page_.text.append(text_, begin, end - begin);
  if (links_ > 0) block_.link_bytes += end - begin;
}

void HtmlBlocks::put_letter(std::uint32_t code, Span reference) {
  if (code == kSoftHyphen || code == kZeroWidthSpace) return;
  if (!in_block_) {
    if (is_blank_code(code)) return;
    begin_block();
  }
  seam_ = false;
  put_space();
  const std::size_t size = page_.text.size();
  append_utf8(code, page_.text);
  map_.produced(static_cast<std::uint32_t>(size),
                static_cast<std::uint32_t>(page_.text.size() - size), reference);
  if (links_ > 0) block_.link_bytes += static_cast<std::uint32_t>(page_.text.size() - size);
}

void HtmlBlocks::text(Span span) {
  if (hidden()) return;
  const bool pre = !stack_.empty() && stack_.back().pre;
  std::uint32_t i = span.begin;
  while (i < span.end) {
    const char c = text_[i];
    if (is_ascii_space(c)) {
      if (pre && c == '\n') {
        line_break(i);
      } else if (!space_) {
        want_space(i);
      }
      ++i;
      continue;
    }
    if (c == '&') {
      const CharacterReference reference =
          character_reference(text_.substr(i, span.end - i), false);
      if (reference.length > 0) {
        if (reference.code == ' ' || reference.code == '\n' || reference.code == '\t') {
          want_space(i);
        } else {
          put_letter(reference.code, {i, i + static_cast<std::uint32_t>(reference.length)});
        }
        i += static_cast<std::uint32_t>(reference.length);
        continue;
      }
    }
    // Words with single blanks between them are one run.
    const std::uint32_t begin = i++;
    while (i < span.end) {
      const auto byte = static_cast<unsigned char>(text_[i]);
      if (kStops[byte]) {
        if (byte != ' ' || i + 1 >= span.end || kStops[static_cast<unsigned char>(text_[i + 1])])
          break;
      }
      ++i;
    }
    put_run(begin, i);
  }
}

void HtmlBlocks::line_break(std::uint32_t at) {
  if (hidden()) return;
  if (!stack_.empty() && stack_.back().kind == Element::kHeading) {
    want_space(at);
    return;
  }
  end_block();
  if (breaks_ < std::numeric_limits<std::uint8_t>::max()) ++breaks_;
}

void HtmlBlocks::finish() {
  pop_to(0);
  end_block();
}

}  // namespace annals
