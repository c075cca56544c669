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
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/clean/cues.h"
#include "ingest/clean/knowledge.h"
#include "ingest/clean/words.h"
#include "ingest/read/page.h"

namespace annals {

// A page with what later steps need more than once.
struct PageView {
  const Page* page = nullptr;
  PageWords words;
  std::vector<std::vector<CueHit>> cues;  // of each block
  std::vector<std::uint32_t> hints;       // of each block: bits of kHintNames over its path
  std::vector<std::uint32_t> line_hash;   // equal for blocks with the same words

  std::size_t size() const { return page->blocks.size(); }
  std::string_view text_of(std::size_t block) const {
    return slice(page->text, page->blocks[block].span);
  }
};

PageView view_page(const Page& page, const CleanKnowledge& knowledge);

// Rows of block_feature_count() numbers, one a block.
std::vector<float> block_features(const PageView& view, const CleanKnowledge& knowledge);
std::size_t block_feature_count();
// Names the list of features; models carry it.
std::uint64_t block_feature_set();

// Second look: rows with what the first models thought of the block and its surroundings, beside
// the features of the block itself. `chances` and `titles` are their probabilities of being text of
// the article and of being the headline.
std::vector<float> context_features(const PageView& view, std::span<const float> rows,
                                    std::span<const float> chances, std::span<const float> titles);
std::size_t context_feature_count();
std::uint64_t context_feature_set();

// Whether a line ends like a sentence, closing quotation marks and brackets aside.
bool ends_sentence(std::string_view line);

}  // namespace annals
