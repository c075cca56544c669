// What do the page's structured data say its text is (JSON-LD articleBody, liveBlogUpdate), and
// does the page show it?
//
// Thread safety: free functions. Time: linear in page and body.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "ingest/clean/page_view.h"
#include "ingest/clean/vocabulary.h"

namespace annals {

// The runs of words of that text.
Phrases body_phrases(const Page& page);

// The chances of the blocks once more, knowing that text: where the page shows most of it, a block
// out of it is likelier than the models think, and one that says nothing of it is less.
std::vector<float> agree_with_body(const PageView& view, std::span<const float> chances);

// The page that consists of that text alone, when the page shows little of it and what was kept is
// much less. Its data are those of the page.
std::optional<Page> page_of_body(const PageView& view, const std::vector<bool>& kept);

}  // namespace annals
