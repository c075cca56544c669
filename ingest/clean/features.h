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

// Rows of block_feature_count() numbers, one a block.
std::vector<float> block_features(const PageView& view, const CleanKnowledge& knowledge);
std::size_t block_feature_count();
// Names the list of features; models carry it.
std::uint64_t block_feature_set();

}  // namespace annals
