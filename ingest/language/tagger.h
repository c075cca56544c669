// Part-of-speech tags (Universal Dependencies) for the words of a sentence, by a SequenceModel.
//
// Thread safety: immutable after map; a TaggerScratch belongs to one thread.
// Errors: as SequenceModel::map; kCorrupt too when the model's labels are no tags.
#pragma once

#include <array>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "ingest/language/analysis.h"
#include "ingest/learn/sequence_model.h"
#include "ingest/learn/word_clusters.h"

namespace annals {

inline constexpr std::size_t kPosCount = 18;  // with kUnknown
// "NOUN"; "_" for kUnknown.
std::string_view to_string(Pos pos);
// The inverse; kUnknown for anything else.
Pos parse_pos(std::string_view name);

// A word as the tagger sees it: its form and its folded form. Quotation marks all look alike.
struct TagWord {
  std::string_view form;
  std::string_view lower;
};
TagWord tag_word(const Analysis& analysis, const Token& token);

// What is known of the frequent words of the training data: with which tags they occur.
// In the model's extra bytes: u32 slots, then per slot u32 top bits of the hash of the folded word
// and u32 bit set: bits 0 … 17 the tags, bit 31: no other tag is possible. Open addressing; an
// empty slot is 0.
class TagDictionary {
 public:
  // Bits above the tags: no other tag is possible; the tags were guessed in untagged text.
  static constexpr std::uint32_t kClosed = 1U << 31U;
  static constexpr std::uint32_t kGuessed = 1U << 30U;
  static constexpr std::uint32_t kTags = (1U << kPosCount) - 1;

  struct Word {
    std::uint64_t hash = 0;  // hash64 of the folded word
    std::uint32_t tags = 0;
  };
  // The bytes of a dictionary of these words.
  static std::string build(std::vector<Word> words);
  // An empty dictionary for bytes that are none.
  static TagDictionary map(std::string_view bytes);

  // 0 for a word that is not in it.
  std::uint32_t find(std::uint64_t hash) const;

 private:
  std::string_view slots_;
};

// Appends the features of every word of a sentence; the one function for training and tagging.
void tag_features(std::span<const TagWord> words, const TagDictionary& dictionary,
                  const WordClusters& clusters, SequenceFeatures& features);

// What the features look at in a word.
struct TagInfo {
  std::uint64_t lower = 0;  // hash of the folded word
  std::uint64_t group = 0;  // its tags in the dictionary, or else what its shape and ending say
  std::uint64_t ending = 0;
  std::uint32_t tags = 0;
  std::uint32_t capital = 0;
  WordClusters::Clusters clusters;
  bool cuts = false;  // punctuation: a clause ends here
};

// What lies further off in the clause of a word.
struct TagClause {
  const TagInfo* last = nullptr;       // the last word of its clause, if behind it
  const TagInfo* next_verb = nullptr;  // the next word that can be a verb
  const TagInfo* auxiliary = nullptr;  // the first word before it that can be an auxiliary
};

// Under what a word's scores are kept; `first`: it opens a sentence or quotation.
std::uint64_t tag_cache_key(std::string_view form, bool first);

// Buffers, and the scores of words seen before: a word's own features and what it says about its
// neighbours are added up once.
class TaggerScratch {
  friend class Tagger;
  static constexpr std::size_t kSlots = std::size_t{1} << 14U;
  static constexpr std::size_t kReach = 2;  // a word speaks of the two words on either side
  static constexpr std::size_t kPlaces = 2 * kReach + 1;
  struct Slot {
    std::uint64_t key = 0;
    bool used = false;
    TagInfo info;
    std::uint32_t allowed = 0;  // labels; 0: any
    std::array<std::array<std::int16_t, kPosCount>, kPlaces> scores{};
  };
  // Direct-mapped: a word pushed out costs time, never the result. Made when the first word is
  // tagged: the words of a query never are.
  struct Free {
    void operator()(Slot* slots) const { std::free(slots); }
  };
  void prepare();
  std::unique_ptr<Slot[], Free> slots_;
  std::vector<TagWord> words_;
  std::vector<TagInfo> infos_;
  std::vector<TagClause> clauses_;
  std::vector<std::uint64_t> allowed_;
  std::vector<std::int32_t> scores_;
  std::vector<std::uint8_t> labels_;
  std::vector<Pos> tags_;
  SequenceScratch viterbi_;
};

class Tagger {
 public:
  // The bytes, also those of the clusters, must outlive the tagger.
  static Result<Tagger> map(std::string_view bytes, const WordClusters& clusters);

  // Fills Token.pos of a sentence.
  void tag(Analysis& analysis, const SentenceRange& sentence, TaggerScratch& scratch) const;
  // The tags of bare words.
  void tag(std::span<const TagWord> words, TaggerScratch& scratch, std::vector<Pos>& tags) const;

 private:
  const TaggerScratch::Slot& slot_of(const TagWord& word, bool first, TaggerScratch& scratch) const;

  SequenceModel model_;
  TagDictionary dictionary_;
  WordClusters clusters_;
  std::vector<Pos> tags_;  // of the model's labels
};

}  // namespace annals
