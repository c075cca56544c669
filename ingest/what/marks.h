// Marks on the words of a sentence that stand beside the part each word plays: what is quoted, what
// the record names, and words that belong to no clause.
//
// Inside the room. Thread safety: free functions on values.
#pragma once

#include "ingest/what/sentence.h"

namespace annals::what {

inline bool overlaps(Span span, const v1::TextSpan& other) {
  return span.begin < other.end() && other.begin() < span.end;
}

// Words in quotation marks of some length; an open mark runs on within the block.
void mark_quotes(SentenceView& view, QuoteState& quotes, std::uint32_t block);
// Mentions and times of the record.
void attach_record(SentenceView& view, RecordCursor& cursor);
// "At least 20 people": the words before the number are no preposition.
void mark_approximators(SentenceView& view);
// "BERLIN (dpa) - Der Rat tagt.": who filed a report and where has no part in it.
void mark_dateline(SentenceView& view);

}  // namespace annals::what
