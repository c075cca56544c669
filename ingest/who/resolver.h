// Resolver: which candidates of an article are one actor? First names with each other (spelling,
// genitive, legal form, surname, acronym), then descriptions and pronouns with the actors named.
// The steps that join names stand here; normalise.h, descriptions.h and actor_writer.h hold the
// rest.
//
// A sieve of precise steps first, after Raghunathan et al., "A Multi-Pass Sieve for Coreference
// Resolution" (2010), without its vague last passes: a wrong link costs more than a missing one.
// Thread safety: pure function.
#pragma once

#include <vector>

#include <annals/v1/record.pb.h>

#include "ingest/who/candidates.h"

namespace annals::who {

// Decides Candidate::actor for each, drops candidates that name nobody, and writes mentions and
// actors into `record`.
void resolve(const WordList& words, const NameLexicon& lexicon, std::vector<Candidate>& candidates,
             v1::ArticleRecord& record);

}  // namespace annals::who
