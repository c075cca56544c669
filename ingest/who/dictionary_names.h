// What do the dictionaries say of names? Where countries and known actors stand in a sentence, and
// what is known at once of a candidate with such a name.
//
// Thread safety: pure functions.
#pragma once

#include <vector>

#include "ingest/who/candidates.h"
#include "ingest/who/name_lexicon.h"
#include "ingest/who/words.h"

namespace annals::who {

// The names that are certain by dictionary: countries, known actors.
// The spans are sorted and do not overlap.
void find_dictionary_names(const WordList& words, const NameLexicon& lexicon,
                           const SentenceRange& sentence, std::vector<NameSpan>& out);

// Adds dictionary names to the model's `names` of a sentence: what the model labels with more words
// stays ("China Mobile"), what it cuts short or passes over the dictionary says. What a town is
// called the model may know better.
void join_dictionary(const std::vector<NameSpan>& dictionary, std::vector<NameSpan>& names);

// What the dictionary says of exactly the words of a candidate of `sentence`: its folded form, key
// and kind, or that a genitive s may be there.
void apply_dictionary(const WordList& words, const NameLexicon& lexicon,
                      const SentenceRange& sentence, Candidate& c);

}  // namespace annals::who
