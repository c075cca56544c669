// What do the members of a row have in common? Comments, teasers and the articles of an endless
// page stand in rows of their like, and each has a headline that leads elsewhere or a line that
// says when and by whom; the paragraphs of an article have neither.
//
// Thread safety: a free function. Time and memory: linear in the page.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "ingest/clean/elements.h"
#include "ingest/clean/page_view.h"

namespace annals {

// A head is a line of some words that is a link; a note is a short line with a number, such as a
// time.
enum RowMeasure : std::uint8_t {
  kRowMemberHeads,  // in the block's member of its row
  kRowMemberNotes,
  kRowHeads,  // share of the row's members that hold one
  kRowNotes,
  kRowBlocks,     // of a member, on average
  kRowSentences,  // share of the row's words
  kRowLinks,
  kRowAboveHeads,       // in the innermost element of more than one block
  kRowSignatureHeaded,  // of the blocks whose elements have equal names: those behind a head
  kRowSinceHead,        // distance in blocks
  kRowToHead,
  kRowHeadsNear,
  kRowMeasures,
};
using RowMeasuresOfBlock = std::array<float, kRowMeasures>;

std::vector<RowMeasuresOfBlock> measure_rows(const PageView& view, const ElementTree& tree);

}  // namespace annals
