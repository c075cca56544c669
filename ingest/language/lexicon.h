// What a pack says about single words, as a table from the hash of the folded word to flags.
//
// Thread safety: immutable after build.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <annals/lang/v1/words.pb.h>

#include "engine/base/result.h"

namespace annals {

enum WordFlag : std::uint16_t {
  kStopWord = 1U << 0U,
  kSentenceStarter = 1U << 1U,  // stop words too
  kAbbreviation = 1U << 2U,
  kAbbreviationBeforeName = 1U << 3U,
  kAbbreviationBeforeNumber = 1U << 4U,
  kMonth = 1U << 5U,
  kBeforeOrdinal = 1U << 6U,
  kDanglingFirst = 1U << 7U,
  kDanglingPronoun = 1U << 8U,
  kPersonalPronoun = 1U << 9U,
  kContraction = 1U << 10U,
};
using WordFlags = std::uint16_t;

class Lexicon {
 public:
  static Lexicon build(const lang::v1::Words& words);

  // 0 for a word the pack does not mention. `hash` is hash64(folded word).
  WordFlags flags(std::uint64_t hash) const;
  WordFlags flags_of(std::string_view folded_word) const;

 private:
  struct Slot {
    std::uint64_t hash = 0;
    WordFlags flags = 0;
  };
  void add(std::string_view word, WordFlags flags);
  std::vector<Slot> slots_;  // open addressing; size is a power of two, at most half full
};

}  // namespace annals
