// Which words name a speaker in full: article, appositions, attributes?
//
// Inside the room. Thread safety: const on a sentence that nobody writes meanwhile.
#pragma once

#include <cstdint>

#include "ingest/what/sentence.h"

namespace annals::what {

// The speaker's words [first, last).
struct Words {
  std::int32_t first = 0;
  std::int32_t last = 0;

  bool empty() const { return last <= first; }
  bool holds(std::int32_t word) const { return word >= first && word < last; }
};

// All words of the noun phrase `k`, without a preposition before it: "der Sprecher der Polizei,
// Hans Meier".
Words speaker_words(const SentenceView& view, std::int32_t k);

}  // namespace annals::what
