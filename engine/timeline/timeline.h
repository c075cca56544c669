// Which days matter, what happened on them, how do reports agree?
//
// Thread safety: free functions; the store is only read. Errors: those of the store; an unknown
// story or actor is kNotFound and names what was looked for.
#pragma once

#include <string_view>

#include <annals/v1/timeline.pb.h>

#include "engine/base/ids.h"
#include "engine/base/result.h"
#include "engine/store/store.h"

namespace annals {

// Builds the timeline that a query asks for. Equal sets of articles give equal bytes. Record times
// matter only through known_at_second. Without max_days the days far weaker than the best are left
// out; without max_sentences there are two a day. Timeline.stories is filled when the query names a
// story.
Result<v1::Timeline> build_timeline(const Store& store, const v1::TimelineQuery& query);

// The entry that an id of a timeline names, merged from all articles of the store that mention its
// actors: what a query left out may join it. An entry's id is the least of its events' ids, so any
// event's number finds the entry that holds the event. Error kNotFound.
Result<v1::Entry> find_entry(const Store& store, EntryId id);

// Two entries and how they disagree, merged as by find_entry from all articles that mention an
// actor of either. Error kNotFound when there is no such entry, or when they do not disagree.
Result<v1::Conflict> find_conflict(const Store& store, EntryId a, EntryId b);

}  // namespace annals
