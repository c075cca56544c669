// Everything a query's articles yield before words are read from the store: who acts, the corpus
// laid flat, the events and what they merge to.
//
// Thread safety: immutable after analyse(). Errors: the store's; an unknown story or actor is
// kNotFound and names what was looked for.
#pragma once

#include <functional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include <annals/v1/timeline.pb.h>

#include "engine/base/result.h"
#include "engine/graph/graph.h"
#include "engine/store/store.h"
#include "engine/timeline/corpus.h"
#include "engine/timeline/entries.h"
#include "engine/timeline/merge.h"
#include "engine/timeline/select.h"

namespace annals {

struct Findings {
  Selection selection;  // owns the digests
  ActorIndex index;
  std::set<std::uint32_t> wanted;  // the actors that the query names
  Corpus corpus;
  EventList events;
  EventClusters clusters;
  std::vector<double> salience;  // of the index's actors
  std::int32_t today = kNoDay;   // the day of the as-of time, or of the newest report
  std::string language;          // preferred among equals

  // Valid as long as the findings.
  EntryContext context() const { return {corpus, events.refs, salience, today, language}; }
  // Whether one of the actors asked for takes part; true when none is asked for.
  bool asked_for(const EventCluster& cluster) const;
};

// Of the articles that the query selects.
Result<Findings> analyse(const Store& store, const v1::TimelineQuery& query);
// Of the articles given.
Result<Findings> analyse(Selection selection, const v1::TimelineQuery& query);

// Drafts of the clusters that hold an actor asked for and that `keep` admits.
std::vector<EntryDraft> draft_entries(const Findings& findings,
                                      const std::function<bool(const EventCluster&)>& keep);

}  // namespace annals
