// The stories of a whole store, grouped once: kept in the store until its articles, the decisions
// or the program change. What is kept is what grouping anew would give, byte for byte.
//
// Thread safety: as Store. Errors: the store's.
#pragma once

#include <vector>

#include <annals/v1/timeline.pb.h>

#include "engine/base/result.h"
#include "engine/store/store.h"
#include "engine/story/stories.h"

namespace annals {

// What grouping reads of the newest revision of every article, in key order.
Result<std::vector<DigestPtr>> story_digests(const Store& store);

// All stories of the store, in the order of describe_stories.
Result<std::vector<v1::Story>> stories_of(const Store& store, const StoryOptions& options);

}  // namespace annals
