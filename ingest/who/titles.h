// Which words before a name are honorifics and titles. Internal to the room.
#pragma once

#include "ingest/who/candidates.h"

namespace annals::who {

// Takes honorifics and titles that the model took for part of a person's name off it ("Mr.
// Kessler", "President Biden"): they become its description and gender.
void split_titles(const WordList& words, const NameLexicon& lexicon, Candidate& c);

}  // namespace annals::who
