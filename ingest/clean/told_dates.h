// Is a date in a tagless page a stamp of the article, or told by its line?
//
// Thread safety: a free function. Time: linear in the line.
#pragma once

#include <cstddef>
#include <string_view>

#include "engine/base/span.h"
#include "ingest/clean/page_view.h"

namespace annals {

// The article on its page, in blocks.
struct ArticlePlace {
  std::size_t title = 0;
  std::size_t last = 0;
};

// Why a date without cue and clock time in block `block` is told by its line and no stamp of the
// article; empty when it may be one. `date` is in the page's text. A line of many words is a
// sentence, unless the date stands in a dateline at its head.
std::string_view told_date(const PageView& view, std::size_t block, Span date,
                           const ArticlePlace& article);

}  // namespace annals
