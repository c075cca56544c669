// Is a date a stamp of the article, or told by its line?
//
// Thread safety: free functions. Time: linear in the line.
#pragma once

#include <cstddef>
#include <string_view>

#include "engine/base/span.h"
#include "ingest/clean/article_place.h"
#include "ingest/clean/page_view.h"

namespace annals {

// Whether a date in block `block` is an end of a period: "14. - 20. Januar 2022", "2020/7/11-12".
bool ends_period(const PageView& view, std::size_t block, Span date);

// Why a date without cue and clock time in block `block` is told by its line and no stamp of the
// article of a tagless page; empty when it may be one. `date` is in the page's text. A line of many
// words is a sentence, unless the date stands in a dateline at its head.
std::string_view told_date(const PageView& view, std::size_t block, Span date,
                           const ArticlePlace& article);

}  // namespace annals
