// SequenceScorer: the labels that a SequenceModel gives a sequence, without a list of its features.
//
//   SequenceScorer scorer(model, scratch);
//   for (each word) {
//     scorer.group(feature_hash(kOfWord, word), [&] {
//       scorer.add(feature_hash(kWord, word));
//       scorer.add(feature_hash(kEnding, …));
//     });
//     scorer.end_position();
//   }
//   scorer.decode(labels);
//
// Features that look at the same things are a group, named by a key: whenever the key is the same,
// they are. What the model says of a group is kept as a row of numbers, and when it is seen again,
// its features need not even be worked out. That pays where most groups of a text were seen before;
// features of rare things are better added alone. SequenceFeatures takes the same calls, for
// training.
//
// Thread safety: a scorer and its scratch belong to one thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include "ingest/learn/sequence_model.h"

namespace annals {

// Buffers of a scorer and what it remembers: of one model.
class ScorerScratch {
  friend class SequenceScorer;
  // Direct-mapped: a group pushed out costs time, never the result.
  static constexpr std::size_t kSlots = std::size_t{1} << 13U;
  std::vector<std::uint64_t> slots_;  // of each group the key, then its scores as i16, four a word
  std::vector<std::uint64_t> features_;  // the first ones are the position's, not yet added up
  std::vector<std::int32_t> scores_;     // position × label
  SequenceScratch sequence_;
};

class SequenceScorer {
 public:
  // Both must outlive it.
  SequenceScorer(const SequenceModel& model, ScorerScratch& scratch);

  [[gnu::always_inline]] void add(std::uint64_t feature) {
    if (count_ == scratch_.features_.size()) scratch_.features_.resize(2 * count_ + 64);
    scratch_.features_[count_++] = feature;
  }

  // `emit` adds the features, and is called when their sum is not known.
  template <class Emit>
  void group(std::uint64_t key, const Emit& emit) {
    std::uint64_t* const slot =
        scratch_.slots_.data() + (key & (ScorerScratch::kSlots - 1)) * (1 + words_);
    if (slot[0] != ~key) {  // an empty slot is 0, and so is feature_hash(0, 0)
      const std::size_t first = count_;
      emit();
      if (!remember(first, key, slot)) return;
    }
    for (std::size_t w = 0; w < words_; ++w) {
      std::array<std::int16_t, 4> row;
      std::memcpy(row.data(), slot + 1 + w, sizeof(row));
      for (std::size_t l = 0; l < row.size(); ++l)
        sums_[4 * w + l] += row[l];
    }
  }

  void end_position();

  // The best labels of the positions so far.
  void decode(std::vector<std::uint8_t>& labels);

 private:
  // Puts the sum of the features from `first` on into the slot. False when it does not fit there:
  // then it is added at once.
  bool remember(std::size_t first, std::uint64_t key, std::uint64_t* slot);

  const SequenceModel& model_;
  ScorerScratch& scratch_;
  std::size_t words_;                                            // of a row
  std::size_t count_ = 0;                                        // of features
  std::array<std::int32_t, SequenceModel::kMostLabels> sums_{};  // of the position
};

}  // namespace annals
