// Which articles does a query ask for, and what of them was known by then?
//
// Of each article the newest revision that the query admits: by report time (as-of) and by record
// time (known-at). A section stamped after the as-of time is cut away with its events. Thread
// safety: free functions; the store is only read.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <annals/v1/digest.pb.h>
#include <annals/v1/timeline.pb.h>

#include "engine/base/day.h"
#include "engine/base/result.h"
#include "engine/store/store.h"

namespace annals {

struct Selection {
  std::vector<DigestPtr> digests;  // by article id
  std::vector<v1::Story> stories;  // the stories asked for, when the query names one
};

// Errors: the store's; kNotFound names a story that is not there.
Result<Selection> select_articles(const Store& store, const v1::TimelineQuery& query);

// Whether a revision may be used: it is not certainly from after the as-of time. A revision whose
// only later part are update sections with their own stamp may be used without them.
bool admissible(const v1::Digest& digest, std::optional<Instant> as_of);
// Takes away the sections stamped after the as-of time. Sentences keep their numbers: those cut
// lose their terms and times and are no body any more; their events are removed.
void cut_after(v1::Digest& digest, Instant as_of);

}  // namespace annals
