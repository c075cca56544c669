// What the name tagger's features are made from: for each word its affixes, its shape, its
// clusters, what pack and gazetteer say of it, and what other places of the article show.
//
// Thread safety: a reader and its memory belong to one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "ingest/learn/word_clusters.h"
#include "ingest/who/gazetteer.h"
#include "ingest/who/name_lexicon.h"
#include "ingest/who/words.h"

namespace annals::who {

// What features are made from, for each word of an article, made once.
struct WordTraits {
  std::uint64_t word = 0;     // hash of the folded form
  std::uint64_t suffix2 = 0;  // hashes of the last and first letters
  std::uint64_t suffix3 = 0;
  std::uint64_t suffix4 = 0;
  std::uint64_t suffix6 = 0;
  std::uint64_t prefix3 = 0;
  std::uint64_t prefix5 = 0;
  std::uint64_t shape = 0;      // "Xx", "XX", "xX", "Xx-Xx", "0" …
  std::uint32_t lexicon = 0;    // what the pack says, a few bits
  std::uint32_t gazetteer = 0;  // what the gazetteer says, with place in a longer name
  std::uint32_t article = 0;    // what other occurrences in the article show
  WordClusters::Clusters clusters;
};

// What a word alone shows, worked out once for each word rather than each time it is read. For one
// lexicon and gazetteer.
class TraitMemory {
  friend class TraitReader;
  // Direct-mapped: a word pushed out costs time, never the result.
  static constexpr std::size_t kSlots = std::size_t{1} << 12U;
  struct Slot {
    std::uint64_t key = 0;  // 0: empty
    WordTraits traits;
  };
  std::vector<Slot> slots_;
};

class TraitReader {
 public:
  TraitReader(const NameLexicon& lexicon, const Gazetteer& gazetteer, TraitMemory& memory)
      : lexicon_(lexicon), gazetteer_(gazetteer), memory_(memory) {
    memory_.slots_.resize(TraitMemory::kSlots);
  }

  // Traits of every word of the list. Sentences [first, last) of the analysis are one article.
  void read(const WordList& words, std::vector<WordTraits>& out) const;

 private:
  // All but the towns of several words and what the article shows; from the memory, if it is there.
  const WordTraits& alone(const WordList& words, const Word& word) const;
  WordTraits make_alone(const WordList& words, const Word& word) const;
  std::uint32_t gazetteer_bits(std::string_view fold) const;
  bool ends_in_noun(std::string_view fold) const;
  WordClusters::Clusters clusters_of(const WordList& words, const Word& word) const;

  const NameLexicon& lexicon_;
  const Gazetteer& gazetteer_;
  TraitMemory& memory_;
};

}  // namespace annals::who
