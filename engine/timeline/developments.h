// What develops: things due and what became of them, reports that disagree, and what a timeline
// learned between two times. These look at every entry of a query, not at the best days only.
//
// Thread safety: free functions; the store is only read. Errors: as build_timeline.
#pragma once

#include <cstddef>
#include <vector>

#include <annals/v1/timeline.pb.h>

#include "engine/base/day.h"
#include "engine/base/result.h"
#include "engine/store/store.h"
#include "engine/timeline/entries.h"
#include "engine/timeline/outcomes.h"
#include "engine/timeline/tensions.h"

namespace annals {

// Everything due, by day.
Result<std::vector<v1::Development>> find_developments(const Store& store,
                                                       const v1::TimelineQuery& query);

// The entries that disagree, contradictions first, then the best supported; `most` at most.
Result<std::vector<v1::Conflict>> find_conflicts(const Store& store, const v1::TimelineQuery& query,
                                                 std::size_t most);

// By which clock two timelines are compared.
enum class DiffClock : std::uint8_t {
  kReport,  // what had been published by then
  kRecord,  // what the store knew by then
};
// What was added, removed and changed between two times; the query's own times are not looked at.
Result<v1::TimelineDiff> compare_timelines(const Store& store, const v1::TimelineQuery& query,
                                           Instant from, Instant to, DiffClock clock);

// Whether an entry lies in the days that a query asks for; an undated one only when it asks for
// none.
bool in_range(const EventCluster& cluster, const v1::TimelineQuery& query);
// The message of a disagreement between two entries: who says what.
v1::Tension tension_of(const TensionDraft& found, const v1::Entry& a, const v1::Entry& b);
// The message of something due; `told` is the entry that tells what became of it, or nullptr.
v1::DueItem due_item(const EntryDraft& due, const v1::Entry& entry, const OutcomeDraft& outcome,
                     const v1::Entry* told);

}  // namespace annals
