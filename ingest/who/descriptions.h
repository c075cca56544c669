// Whom do descriptions ("the company"), governments without a country and pronouns mean?
//
// Thread safety: pure function.
#pragma once

#include <vector>

#include "ingest/who/candidates.h"
#include "ingest/who/clusters.h"
#include "ingest/who/name_lexicon.h"

namespace annals::who {

// Attaches descriptions, governments without a country and pronouns to the actors named, in order
// of the text. What may mean several actors or none stays alone.
void attach_descriptions(const NameLexicon& lexicon, std::vector<Candidate>& candidates,
                         Clusters& clusters);

}  // namespace annals::who
