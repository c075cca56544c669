// Which letters of a name are no part of it? Legal forms, a leading determiner and the s of a
// genitive.
//
// Thread safety: pure function.
#pragma once

#include <vector>

#include "ingest/who/candidates.h"
#include "ingest/who/name_lexicon.h"
#include "ingest/who/words.h"

namespace annals::who {

// Cuts Candidate::folded of all names that have no key yet, so that equal names are equal strings.
void normalise_names(const WordList& words, const NameLexicon& lexicon,
                     std::vector<Candidate>& candidates);

}  // namespace annals::who
