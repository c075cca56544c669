// When was the article published and updated? All stamps of the page, weighed against each other.
//
// Evidence of one day adds up; the day with the most is the answer, told as finely as the best of
// its stamps. What stands elsewhere on the page (comments, teasers, rights notes) is no evidence,
// and neither is the time the page was fetched. Dates that cannot be are kept with the reason.
// Thread safety: free functions.
#pragma once

#include <string_view>

#include <annals/v1/article.pb.h>

#include "engine/base/day.h"
#include "ingest/clean/knowledge.h"
#include "ingest/clean/page_view.h"
#include "ingest/clean/structure.h"

namespace annals {

struct StampContext {
  const PageView* view = nullptr;
  const Draft* draft = nullptr;
  const CleanKnowledge* knowledge = nullptr;
  std::string_view language;
  std::string_view url;
  const date::time_zone* zone = nullptr;
};

// Fills stamps, published, updated and the stamps of the sections. The article's blocks, sections
// and source map are filled already.
void add_stamps(const StampContext& context, v1::Article& article);

}  // namespace annals
