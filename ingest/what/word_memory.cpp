#include "ingest/what/word_memory.h"

#include <string>
#include <string_view>

#include "engine/base/hash.h"
#include "ingest/language/language.h"
#include "ingest/learn/sequence_model.h"

namespace annals::what {

const WordFacts& WordMemory::facts(const Analysis& analysis, const Token& token) {
  // Never 0, so that an empty slot holds no word's key.
  const std::uint64_t key = feature_hash(0, token.hash, static_cast<std::uint64_t>(token.pos)) | 1U;
  Slot& slot = slots_[(key >> 1U) & (kSlots - 1)];
  if (slot.key == key) return slot.facts;
  slot.key = key;
  const Language& language = *analysis.language;
  const std::string_view lower = analysis.lower_of(token);
  const std::string lemma = language.lemma(lower, token.pos);
  const Entry* const base = lexicon_.find(lemma);
  slot.facts = {.lemma = hash64(lemma),
                .clusters = language.clusters().find(hash64(lemma)),
                .event_noun = lexicon_.is_event_noun(lower, lemma),
                .event_form = lexicon_.is_event_noun(lower, lower),
                .verb_too = base != nullptr && base->verb_count != 0};
  return slot.facts;
}

}  // namespace annals::what
