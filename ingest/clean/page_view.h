// What do later steps need of a page more than once? Its words, the cues and hints of each block,
// and which blocks say the same.
//
// Thread safety: plain values and free functions. Time and memory: linear in the page.
#pragma once

#include <cstddef>
#include <cstdint>
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
  std::vector<std::vector<CueHit>> cues;    // of each block
  std::vector<std::uint32_t> hints;         // of each block: bits of kHintNames over its path
  std::vector<std::uint32_t> line_hash;     // equal for blocks with the same words
  std::vector<std::uint8_t> ends_sentence;  // of each block: 1 when its line does

  std::size_t size() const { return page->blocks.size(); }
  std::string_view text_of(std::size_t block) const {
    return slice(page->text, page->blocks[block].span);
  }
};

// Equal for lines of the same words.
std::uint32_t line_hash(std::span<const PageWord> words);

PageView view_page(const Page& page, const CleanKnowledge& knowledge);

// Whether a line ends like a sentence, closing quotation marks and brackets aside.
bool ends_sentence(std::string_view line);

// The text without blanks and tabs at its ends.
std::string_view trim_line(std::string_view text);

}  // namespace annals
