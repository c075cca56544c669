// Noun phrases around a describing noun: "der chinesische Inhaberkonzern", "a former government
// spokesman".
//
// Thread safety: pure functions.
#pragma once

#include <cstdint>
#include <string>

#include "ingest/who/name_lexicon.h"
#include "ingest/who/words.h"

namespace annals::who {

struct NounPhrase {
  std::uint32_t first = 0;       // first word, with the determiner when it belongs to the phrase
  std::uint32_t attributes = 0;  // first word behind the determiner
  std::uint32_t noun = 0;        // words of the noun [noun, last)
  std::uint32_t last = 0;
  const Form* form = nullptr;
  std::size_t prefix =
      0;             // bytes of the folded noun before its head ("inhaber" in "inhaberkonzern")
  std::string head;  // folded head ("konzern")
  std::uint16_t country = 0xFFFF;
  lang::v1::DeterminerKind determiner = lang::v1::DETERMINER_KIND_UNSPECIFIED;
  bool plural = false;
};

// The noun of the pack that is spelled by most words from `i` on; nullptr when there is none.
const Form* longest_noun(const WordList& words, const NameLexicon& lexicon, std::uint32_t i,
                         std::uint32_t end, std::uint32_t& taken);

// Whether a describing noun begins at word `i`; then fills `out`.
bool find_noun_phrase(const WordList& words, const NameLexicon& lexicon,
                      const SentenceRange& sentence, std::uint32_t i, NounPhrase& out);

}  // namespace annals::who
