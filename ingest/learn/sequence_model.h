// SequenceModel: labels for the tokens of a sentence (tags, names), by a linear model over hashed
// features with one weight for each pair of neighbouring labels, decoded exactly (Viterbi).
// Trained by sequence_trainer.h as an averaged structured perceptron (Collins, 2002).
//
//   SequenceFeatures features;              // reused from sentence to sentence
//   for (each token) { features.add(feature_hash(kWord, hash64(word))); … features.end_position();
//   } std::vector<std::uint8_t> labels; model.decode(features, scratch, labels);  //
//   model.labels()[labels[i]] is the label of token i
//
// Thread safety: immutable after map; a scratch belongs to one thread.
// Errors: map reports kCorrupt for bytes that are no model, kUnsupported for another version.
//
// File format, all numbers little-endian, all offsets from the start of the file:
//   0   magic "ANNSEQ\r\n"   8 u32 version (1)         12 u32 labels L (1 … 64)
//   16  u32 bucket bits b    20 u32 features            24 u32 offset of the label names
//   28  u32 of transitions   32 u32 of buckets          36 u32 of entries
//   40  u32 of extra bytes   44 u32 size of the file    48 u64 checksum of all other bytes
//   label names: each ended by a zero byte.
//   transitions: (L + 1) × L i16, row = label before (row L: start of the sentence), column =
//   label;
//     -32768: impossible.
//   buckets: 2^b + 1 u32, where in `entries` each bucket begins; a feature's bucket is the top b
//   bits
//     of its hash.
//   entries: u16 low bits of the hash, u8 n, n × (u8 label, i8 weight).
//   extra bytes: whatever the room that owns the model keeps with it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

namespace annals {

// The hash of a feature: what is looked at (a small number, unique in the feature set) and what was
// seen there. Mixed so that the values may be hashes, labels or small numbers.
constexpr std::uint64_t feature_hash(std::uint32_t kind, std::uint64_t a, std::uint64_t b = 0) {
  std::uint64_t x = a * 0x9e3779b97f4a7c15ULL + b * 0xc2b2ae3d27d4eb4fULL + kind;
  x ^= x >> 32U;
  x *= 0xd6e8feb86659fd93ULL;
  x ^= x >> 32U;
  x *= 0xd6e8feb86659fd93ULL;
  return x ^ (x >> 32U);
}

// The features of each position of one sequence, flat.
class SequenceFeatures {
 public:
  void clear() {
    count_ = 0;
    ends_.clear();
  }
  // Called some fifty times a word: a store, nearly always.
  [[gnu::always_inline]] void add(std::uint64_t hash) {
    if (count_ == hashes_.size()) grow();
    hashes_[count_++] = hash;
  }
  // Features that a SequenceScorer adds up together (sequence_scorer.h).
  template <class Emit>
  void group(std::uint64_t /*key*/, const Emit& emit) {
    emit();
  }
  void end_position() { ends_.push_back(static_cast<std::uint32_t>(count_)); }
  std::size_t size() const { return ends_.size(); }
  std::span<const std::uint64_t> all() const { return {hashes_.data(), count_}; }
  std::span<const std::uint64_t> at(std::size_t position) const {
    const std::uint32_t begin = position == 0 ? 0 : ends_[position - 1];
    return {hashes_.data() + begin, ends_[position] - begin};
  }

 private:
  void grow();

  std::vector<std::uint64_t> hashes_;  // the first count_ of them
  std::size_t count_ = 0;
  std::vector<std::uint32_t> ends_;  // of each position, in hashes_
};

// What a model said of features seen before: most features of a text are seen again and again, and
// adding up a row of numbers beside each other is quicker than reading an entry. Direct-mapped: a
// feature pushed out costs time, never the result.
class ScoreMemo {
  friend class SequenceModel;
  static constexpr std::size_t kSlots = std::size_t{1} << 13U;
  const char* model_ = nullptr;  // whose scores these are
  std::size_t words_ = 0;        // of a slot: of the feature, then its scores as i16, four a word
  std::vector<std::uint64_t> slots_;
};

// Buffers of a decoder, reused; best kept for one model.
struct SequenceScratch {
  std::vector<std::int32_t> scores;  // position × label
  std::vector<std::int32_t> best;    // position × label
  // Of each position the one label before it, or kMostLabels; of few labels those before each.
  std::vector<std::uint8_t> before;
  ScoreMemo memo;
};

class SequenceModel {
 public:
  // Labels are numbered below this.
  static constexpr std::size_t kMostLabels = 64;
  // The value of an impossible transition.
  static constexpr std::int16_t kImpossible = -32768;

  // Checks the bytes once and points into them: they must live as long as the model.
  static Result<SequenceModel> map(std::string_view bytes);

  const std::vector<std::string>& labels() const { return labels_; }
  std::size_t label_count() const { return labels_.size(); }
  // kMostLabels when there is no such label.
  std::size_t label_number(std::string_view label) const;
  std::string_view extra() const { return extra_; }
  std::size_t feature_count() const { return feature_count_; }

  // Adds the feature's weights to scores[0 … label_count()).
  void add_scores(std::uint64_t feature, std::int32_t* scores) const;
  // The same for many features; faster, since it fetches them from memory at the same time.
  void add_scores(std::span<const std::uint64_t> features, std::int32_t* scores) const;
  // The same; faster still for features seen before.
  void add_scores(std::span<const std::uint64_t> features, ScoreMemo& memo,
                  std::int32_t* scores) const;

  // The best labels of a sequence.
  void decode(const SequenceFeatures& features, SequenceScratch& scratch,
              std::vector<std::uint8_t>& labels) const;
  // The same from scores that were added up already: scores[position × label_count() + label].
  // `allowed`, when not empty, holds a bit set of the labels each position may take (0: all).
  void decode_scores(std::span<const std::int32_t> scores, std::span<const std::uint64_t> allowed,
                     SequenceScratch& scratch, std::vector<std::uint8_t>& labels) const;

 private:
  struct Bucket {
    std::uint32_t begin = 0;  // in entries_; it ends where the next one begins
    // A bit for the low five bits of each of its features: most features that a text shows were
    // never learned, and this says so without a look at the entries.
    std::uint32_t filter = 0;
  };
  static bool read_buckets(std::string_view begins, std::string_view entries, std::size_t labels,
                           std::vector<Bucket>& out);
  const Bucket& bucket_of(std::uint64_t feature) const {
    return buckets_[feature >> (64U - bucket_bits_)];
  }
  static bool may_know(const Bucket& bucket, std::uint64_t feature) {
    return ((bucket.filter >> (feature & 31U)) & 1U) != 0;
  }
  void add_entry(std::uint64_t feature, std::int32_t* scores) const;
  template <std::size_t kWidth>
  void add_rows(std::span<const std::uint64_t> features, ScoreMemo& memo,
                std::int32_t* scores) const;

  std::vector<std::string> labels_;
  std::vector<std::int32_t> transitions_;  // (L + 1) × L
  std::vector<std::int32_t> leads_;        // leads_of(transitions_)
  std::vector<Bucket> buckets_;            // and one that begins where the last one ends
  std::string_view entries_;
  std::string_view extra_;
  unsigned bucket_bits_ = 0;
  std::size_t feature_count_ = 0;
};

// Viterbi over any scores; what SequenceModel and its trainer share. `transitions` is (L + 1) × L
// as in the file; sums far below any real score stand for the impossible. `leads`, when not empty,
// are those of the transitions: they save time and change nothing.
void viterbi(std::span<const std::int32_t> scores, std::span<const std::int32_t> transitions,
             std::span<const std::int32_t> leads, std::size_t label_count,
             std::span<const std::uint64_t> allowed, SequenceScratch& scratch,
             std::vector<std::uint8_t>& labels);

// leads[m × L + l]: the most that label l can make up on label m in the next transition. A way to l
// that is behind the best way to m by more than that is no part of a best way.
std::vector<std::int32_t> leads_of(std::span<const std::int32_t> transitions,
                                   std::size_t label_count);

}  // namespace annals
