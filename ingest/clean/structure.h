// The article as blocks with kinds and sections, from what was chosen of a page.
//
// Thread safety: free functions. Errors: none; an empty draft means that there is no article.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <annals/v1/article.pb.h>

#include "engine/base/span.h"
#include "ingest/clean/chooser.h"
#include "ingest/clean/page_view.h"

namespace annals {

struct DraftBlock {
  std::size_t block = 0;  // in Page.blocks
  Span span;              // in Page.text; without bullet or number
  v1::BlockKind kind = v1::BLOCK_KIND_PARAGRAPH;
  std::string_view reason;  // why it is kept
};

struct DraftSection {
  v1::SectionKind kind = v1::SECTION_KIND_MAIN;
  std::size_t first = 0;  // blocks [first, last) of the draft
  std::size_t last = 0;
  std::optional<Span> stamp_line;         // in Page.text: where its stamp would stand
  std::optional<std::size_t> live_entry;  // in Page.live_entries
};

struct Draft {
  std::string title;
  std::optional<std::size_t> title_block;  // in Page.blocks
  std::vector<DraftBlock> blocks;
  std::vector<DraftSection> sections;
};

// A saved page, tagless or HTML.
Draft draft_page(const PageView& view, const Choice& choice);
// A record whose text is the article already: everything is kept.
Draft draft_record(const PageView& view);

}  // namespace annals
