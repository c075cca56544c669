// WordClusters: which words are used alike, learned from how words stand together in much plain
// text. A word has one cluster at each of three depths, from a few broad ones ("names of persons")
// to many narrow ones ("German politicians"). Models use them as features, so that what they learn
// of a word holds for words they never saw (Turian, Ratinov and Bengio, 2010). Made by
// cluster_trainer.h. Beside them stands the word's kind: what words of such a vector name when they
// name something, by word_kinds.h.
//
// Thread safety: immutable after map. Errors: map reports kCorrupt for bytes that are no clusters,
// kUnsupported for another version.
//
// File format, all numbers little-endian:
//   0  magic "ANNCLU\r\n"   8 u32 version (2)   12 u32 words n   16 u32 narrow clusters m
//   20 u32 kinds k   24 u64 checksum of what follows
//   32 m × (u16 broad, u16 middle): the clusters that a narrow one lies in
//   then 65,537 u32: where in the words each bucket (the top 16 bits of the hash) begins
//   then n u16: the next 16 bits of each word's hash, ascending in a bucket
//   then n u16: the narrow cluster of each word (the low 10 bits) and its kind (the high 6).
// Two of some hundred thousand words may share their 32 bits: the first one counts.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/data_files.h"
#include "engine/base/result.h"

namespace annals {

class WordClusters {
 public:
  // Of a word that is in no cluster.
  static constexpr std::uint16_t kNone = 0xffff;
  static constexpr std::size_t kMostNarrow = 1024;
  static constexpr std::size_t kMostKinds = 64;
  // Broad, middle and narrow, and the kind: numbers below kNone, each counted from 0.
  struct Clusters {
    std::uint16_t broad = kNone;
    std::uint16_t middle = kNone;
    std::uint16_t narrow = kNone;
    std::uint16_t kind = kNone;
    bool operator==(const Clusters&) const = default;
  };
  struct Word {
    std::uint64_t hash = 0;  // hash64 of the folded word
    std::uint16_t narrow = 0;
    std::uint16_t kind = 0;
  };
  // What a narrow cluster lies in.
  struct Above {
    std::uint16_t broad = 0;
    std::uint16_t middle = 0;
  };

  // models/clusters.bin; without such a file no word is in a cluster.
  static Result<WordClusters> load(const DataFiles& data);
  // Points into the bytes, which must live as long as the clusters.
  static Result<WordClusters> map(std::string_view bytes);
  // The file. Of words of the same 32 bits the first one is kept. Numbers must be below
  // kMostNarrow, kMostKinds and `kinds`.
  static std::string build(const std::vector<Word>& words, const std::vector<Above>& above,
                           std::size_t kinds = 1);

  // By hash64 of the folded word.
  Clusters find(std::uint64_t hash) const;
  // The same, and when there is no such word, without its marks: "münchen" as "munchen".
  Clusters find(std::string_view folded) const;
  std::size_t size() const { return prints_.size() / 2; }

 private:
  std::string_view above_;
  std::string_view buckets_;
  std::string_view prints_;
  std::string_view narrow_;
};

}  // namespace annals
