// Which days matter, what happened on them, how do reports agree?
//
// Thread safety: free functions; the store is only read. Errors: those of the store; an unknown
// story or actor is kNotFound and names what was looked for.
#pragma once

#include <annals/v1/timeline.pb.h>

#include "engine/base/result.h"
#include "engine/store/store.h"

namespace annals {

// Builds the timeline that a query asks for. Equal sets of articles give equal bytes. Record times
// matter only through known_at_second.
Result<v1::Timeline> build_timeline(const Store& store, const v1::TimelineQuery& query);

}  // namespace annals
