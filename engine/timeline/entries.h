// What is an entry worth? Merged events with their sources, status, confidence and score.
//
// Thread safety: free functions on values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <annals/v1/event.pb.h>

#include "engine/base/ids.h"
#include "engine/timeline/corpus.h"
#include "engine/timeline/merge.h"

namespace annals {

// Bytes of a headline; a longer sentence is cut to the clause that tells the event.
inline constexpr std::size_t kHeadlineBytes = 160;

// An entry before it is written out.
struct EntryDraft {
  EntryId id;  // the least id of its events
  EventCluster cluster;
  std::uint32_t best = 0;                // the event that tells it best: in the vector of refs
  std::vector<std::uint32_t> told_by;    // one event an article, in the order of report
  std::vector<std::uint32_t> source_of;  // of each of told_by: number of its independent source
  std::uint32_t independent_sources = 0;
  v1::Status status = v1::STATUS_UNSPECIFIED;
  double confidence = 0;
  std::vector<double> confidence_of;  // each independent source's best report, in their order
  double score = 0;
};

struct EntryContext {
  const Corpus& corpus;
  std::span<const EventRef> events;
  // Salience of each actor of the index.
  std::span<const double> salience;
  // What is due before this day is past due.
  std::int32_t today = kNoDay;
  // The language preferred among equals, or empty.
  std::string_view language;
};

EntryDraft draft_entry(const EventCluster& cluster, const EntryContext& context);

// Score and id of the entry of an event that is told once: most are, and then nothing has to be put
// together.
struct EntryWorth {
  double score = 0;
  EntryId id;
};
EntryWorth worth_of_telling(std::uint32_t event, const EntryContext& context);

const v1::DigestEvent& digest_event(const Corpus& corpus, const EventRef& ref);
// The day the set's newest report is from, or kNoDay.
std::int32_t newest_report_day(const Corpus& corpus);

// What reports of different status make of an event together.
v1::Status merged_status(std::span<const v1::Status> reports);

}  // namespace annals
