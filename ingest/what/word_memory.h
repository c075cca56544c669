// What the models look at in a word alone, worked out once for each word rather than each time it
// is read: its lemma, the lemma's clusters, and whether it names an event.
//
// Inside the room. Thread safety: a WordMemory belongs to one thread, and to one lexicon and its
// language.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "ingest/language/analysis.h"
#include "ingest/learn/word_clusters.h"
#include "ingest/what/lexicon.h"

namespace annals::what {

struct WordFacts {
  std::uint64_t lemma = 0;          // hash64 of it
  WordClusters::Clusters clusters;  // of the lemma
  bool event_noun = false;          // Lexicon::is_event_noun of the word and its lemma
  bool event_form = false;          // the same of the word as it stands
  bool verb_too = false;            // the lemma is a verb of the pack as well
};

class WordMemory {
 public:
  explicit WordMemory(const Lexicon& lexicon) : lexicon_(lexicon), slots_(kSlots) {}

  // The reference holds until the next call.
  const WordFacts& facts(const Analysis& analysis, const Token& token);

 private:
  // Direct-mapped: a word pushed out costs time, never the result.
  static constexpr std::size_t kSlots = std::size_t{1} << 13U;
  struct Slot {
    std::uint64_t key = 0;  // 0: empty
    WordFacts facts;
  };
  const Lexicon& lexicon_;
  std::vector<Slot> slots_;
};

}  // namespace annals::what
