// Mends the model's spans with what it cannot know: "US-Konzern" is no name, "Messenger" is no part
// of "Messenger Signal", the long form of an acronym is one name.
//
// Thread safety: pure functions.
#pragma once

#include <vector>

#include "ingest/who/candidates.h"
#include "ingest/who/gazetteer.h"

namespace annals::who {

// Trims, drops and joins the spans of one sentence; they stay sorted and do not overlap.
void mend_names(const WordList& words, const NameLexicon& lexicon, const Gazetteer& gazetteer,
                const SentenceRange& sentence, std::vector<NameSpan>& names);

}  // namespace annals::who
