// The part that a noun phrase has in a clause, as the event models see it.
//
// Inside the room. Thread safety: pure functions.
#pragma once

#include <cstdint>

#include "engine/base/hash.h"
#include "ingest/what/sentence.h"

namespace annals::what {

enum class Function : std::uint8_t {
  kNone,
  kSubject,
  kObject,
  kIndirect,
  kAgent,
  kPreposition,
  kAttribute,
  kOwner,
  kOther
};

// Part of a phrase in a clause.
inline Function function_of(const SentenceView& view, std::int32_t k, const Clause& clause) {
  for (int steps = 0; view.nominal(k).listed_with >= 0 && steps < 8; ++steps)
    k = view.nominal(k).listed_with;
  if (k == clause.subject) return Function::kSubject;
  if (k == clause.object) return Function::kObject;
  if (k == clause.indirect) return Function::kIndirect;
  const Nominal& n = view.nominal(k);
  if (n.agent_preposition && clause.passive) return Function::kAgent;
  if (n.attribute_of >= 0)
    return n.preposition == 0 && view.nominal(n.attribute_of).possessor == k ? Function::kOwner
                                                                             : Function::kAttribute;
  return n.preposition != 0 ? Function::kPreposition : Function::kOther;
}

// Its preposition as part of a feature.
inline std::uint64_t preposition_of(const SentenceView& view, std::int32_t k) {
  const Nominal& n = view.nominal(k);
  if (n.preposition == 0) return 0;
  if (n.preposition == kCuePreposition) return 1;
  return hash64(view.lexicon->prepositions[n.preposition - 1U]);
}

}  // namespace annals::what
