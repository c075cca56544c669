#include "ingest/clean/article_place.h"

#include "ingest/clean/cues.h"

namespace annals {
namespace {

constexpr std::uint32_t kCommentHint = 1U << 0U;
constexpr std::uint32_t kRelatedHint = 1U << 3U;
static_assert(kHintNames[0] == "comment" && kHintNames[3] == "related");

}  // namespace

ArticlePlace place_of(const Draft& draft, const PageView& view) {
  ArticlePlace place;
  place.last = draft.blocks.back().block;
  place.first_text = draft.blocks.front().block;
  for (const DraftBlock& block : draft.blocks) {
    if (block.kind == v1::BLOCK_KIND_PARAGRAPH) {
      place.first_text = block.block;
      break;
    }
  }
  place.title = draft.title_block.value_or(draft.blocks.front().block);
  place.others.assign(view.size(), Others::kNone);
  bool announced = false;
  for (std::size_t i = 0; i < view.size(); ++i) {
    const bool below = i > place.last;
    if (below && (find_cue(view.cues[i], lang::v1::CUE_KIND_COMMENTS) != nullptr ||
                  find_cue(view.cues[i], lang::v1::CUE_KIND_RELATED) != nullptr))
      announced = true;
    const std::uint32_t hints = view.hints[i] >> kHintCount;
    const bool comment = i > place.first_text && (hints & kCommentHint) != 0;
    const bool related = below && (hints & kRelatedHint) != 0;
    place.others[i] = comment                ? Others::kSure
                      : announced || related ? Others::kLikely
                                             : Others::kNone;
  }
  return place;
}

}  // namespace annals
