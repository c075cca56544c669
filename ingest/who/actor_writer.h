// How are the actors found told in a record? Their keys, names and descriptions, most mentioned
// first, and all their mentions in order of the text.
//
// Thread safety: pure function.
#pragma once

#include <vector>

#include <annals/v1/record.pb.h>

#include "ingest/who/candidates.h"
#include "ingest/who/clusters.h"
#include "ingest/who/words.h"

namespace annals::who {

// Replaces mentions and actors of `record`; Candidate::actor becomes the cluster it ended up in.
void write_actors(const WordList& words, const Clusters& clusters,
                  std::vector<Candidate>& candidates, v1::ArticleRecord& record);

}  // namespace annals::who
