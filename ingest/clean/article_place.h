// Where does the article stand on its page, and which blocks belong to other articles?
//
// Thread safety: plain values and a free function.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "ingest/clean/page_view.h"
#include "ingest/clean/structure.h"

namespace annals {

// Whether a block belongs to comments or teasers: by its own name, or by what stands before it.
enum class Others : std::uint8_t { kNone, kLikely, kSure };

// In blocks of the page.
struct ArticlePlace {
  std::size_t title = 0;
  std::size_t last = 0;
  std::size_t first_text = 0;
  std::vector<Others> others;  // of each block
};

// The draft has blocks.
ArticlePlace place_of(const Draft& draft, const PageView& view);

}  // namespace annals
