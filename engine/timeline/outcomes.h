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
#include <unordered_map>
#include <vector>

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

// What became of the due entries of one query: its clusters, found by their actors. All that is
// given must outlive it.
class Outcomes {
 public:
  // `clusters` are all that the query's events merge to.
  Outcomes(std::span<const EventCluster> clusters, const EntryContext& context,
           const ClassRelations& relations);

  // Of an entry that is_due().
  OutcomeDraft find(const EntryDraft& due) const;

 private:
  friend class Judge;
  // What is asked of a cluster again and again.
  struct Facts {
    std::int32_t first = 0;  // first and last day on which it was reported
    std::int32_t last = 0;
    std::vector<std::uint32_t> who;  // its actors but places, sorted
  };

  std::span<const EventCluster> clusters_;
  const EntryContext& context_;
  const ClassRelations& relations_;
  std::vector<Facts> facts_;
  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> by_actor_;  // clusters, in order
  std::vector<std::uint32_t> postponements_;  // clusters of classes that put things off
};

}  // namespace annals
