// What became of what was due?
//
// Kept: a report says, on its day or later, that the same event of the same actors happened on it.
// Moved: a later report puts it off, or announces the same event for another day. Cancelled: before
// its day, or on it, the opposite happened or a report denies it. Missed: after its day a report
// denies it. Else it is open until its day and unknown afterwards; silence proves nothing. Thread
// safety: free functions on values.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include <annals/v1/timeline.pb.h>

#include "engine/timeline/entries.h"
#include "engine/timeline/relations.h"

namespace annals {

struct OutcomeDraft {
  v1::Outcome outcome = v1::OUTCOME_UNSPECIFIED;
  // The cluster that tells it, or nullptr; points into those given.
  const EventCluster* told_by = nullptr;
  std::optional<std::int32_t> moved_to;
  std::string reason;
};

// Whether an entry says that something is due on a day.
bool is_due(const EntryDraft& entry);

// Of an entry that is_due(); `clusters` are all that the query's events merge to.
OutcomeDraft find_outcome(const EntryDraft& due, std::span<const EventCluster> clusters,
                          const EntryContext& context, const ClassRelations& relations);

}  // namespace annals
