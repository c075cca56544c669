// What can be measured of each block of a page: the rows that the models of data/models judge.
//
// Neutral as to language and site: lengths, punctuation, repetition, shared vocabulary, cues of the
// packs, markup, and the same of the three blocks before and behind. Most of it follows
// Kohlschütter, Fankhauser and Nejdl, "Boilerplate Detection using Shallow Text Features" (2010)
// and Pomikálek, "Removing Boilerplate and Duplicate Content from Web Corpora" (2011).
// Thread safety: free functions. Time and memory: linear in the page.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "ingest/clean/knowledge.h"
#include "ingest/clean/page_view.h"

namespace annals {

// The numbers of all blocks: columns[feature][block]. What is known of a block's neighbours is the
// same memory, read a few places further.
struct FeatureColumns {
  FeatureColumns() = default;
  FeatureColumns(FeatureColumns&&) = default;
  FeatureColumns& operator=(FeatureColumns&&) = default;

  // The numbers of one block, appended.
  void append_row(std::size_t block, std::vector<float>& out) const {
    for (const float* column : columns)
      out.push_back(column[block]);
  }

  std::size_t count = 0;  // blocks
  std::vector<const float*> columns;
  std::vector<float> memory;
};

// block_feature_count() columns.
FeatureColumns block_features(const PageView& view, const CleanKnowledge& knowledge);
std::size_t block_feature_count();
// Names the list of features; models carry it.
std::uint64_t block_feature_set();

}  // namespace annals
