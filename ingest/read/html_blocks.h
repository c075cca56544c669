// Visible text into lines, while the markup goes by: the open elements and the line in the making.
// Thread safety: a value of one thread. Errors: none.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ingest/read/decode.h"
#include "ingest/read/html_tags.h"
#include "ingest/read/html_tokens.h"
#include "ingest/read/page.h"

namespace annals {

// An element whose text is wanted as a field when it ends.
struct Capture {
  std::string signal;
  std::uint32_t begin = 0;  // in Page.text
};

class HtmlBlocks {
 public:
  // All must outlive the blocks.
  HtmlBlocks(std::string_view text, MapWriter& map, Page& page)
      : text_(text), map_(map), page_(page) {}

  // An element begins; `capture` names the field for its text, if any.
  void open(const HtmlToken& token, const TagInfo& info,
            const std::vector<HtmlAttribute>& attributes, std::string_view capture);
  void close(const HtmlToken& token, const TagInfo& info);
  // Text of the page.
  void text(Span span);
  // A <br>.
  void line_break(std::uint32_t at);
  // The end of the page.
  void finish();
  // Text is not shown here.
  bool hidden() const { return !stack_.empty() && stack_.back().hidden; }
  bool has_open(Tag tag) const { return counts_.at(static_cast<std::size_t>(tag)) > 0; }

 private:
  struct Open {
    Tag tag = Tag::kUnknown;
    bool block = false;
    bool hidden = false;
    bool link = false;
    bool pre = false;
    bool has_block_child = false;
    bool captures = false;
    std::uint8_t level = 0;
    Element kind = Element::kParagraph;
    std::uint32_t id = 0;
    std::uint32_t node = 0;  // in Page.nodes; 0: holds no text yet
    // Index of the nearest line-building element, this one or an outer one.
    std::uint32_t nearest = 0;
    std::uint32_t outer = 0;  // the same, without this one
    std::string_view name;
    std::string_view id_value;
    std::string_view class_value;
  };

  void close_implied(Tag tag);
  void pop_to(std::size_t size);
  void begin_block();
  void end_block();
  void put_run(std::uint32_t begin, std::uint32_t end);
  void put_letter(std::uint32_t code, Span reference);
  // A blank is due before the next letter; it stands for what is at `at`.
  void want_space(std::uint32_t at);
  void put_space();
  // Text follows: keeps in mind where words of neighbouring elements touch.
  void note_seam(char next);
  // The node of the innermost open element, made with those around it where there is none yet.
  std::uint32_t node();
  // The number of an element's name.
  std::uint32_t name_of(const Open& element);

  std::string_view text_;
  MapWriter& map_;
  Page& page_;
  std::vector<Open> stack_;
  std::unordered_map<std::string, std::uint32_t> names_;  // -> place in Page.names
  std::string label_;                                     // memory for the name in the making
  std::vector<Capture> captures_;  // of the open elements that capture, in order
  std::array<std::uint32_t, static_cast<std::size_t>(Tag::kCount)> counts_{};
  std::uint32_t overflow_ = 0;  // open elements beyond the deepest level that is kept
  std::uint32_t links_ = 0;
  std::uint32_t next_id_ = 1;
  bool in_block_ = false;
  PageBlock block_;
  bool space_ = false;
  bool space_in_link_ = false;
  std::uint32_t space_at_ = 0;
  std::size_t link_end_ = 0;  // where the last link's text ended
  bool seam_ = false;         // an element inside the line has begun or ended since the last letter
  std::uint8_t breaks_ = 0;
};

}  // namespace annals
