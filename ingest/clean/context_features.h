// What can be measured of a block once the first models have judged the whole page: the rows of the
// second look.
//
// Thread safety: free functions. Time and memory: linear in the page.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "ingest/clean/features.h"
#include "ingest/clean/page_view.h"

namespace annals {

// Second look: columns with what the first models thought of the block and its surroundings, beside
// the features of the block itself. `chances` and `titles` are their probabilities of being text of
// the article and of being the headline.
// The columns point into `first`, the features of the first look, which must outlive them.
FeatureColumns context_features(const PageView& view, const FeatureColumns& first,
                                std::span<const float> chances, std::span<const float> titles);
std::size_t context_feature_count();
std::uint64_t context_feature_set();

}  // namespace annals
