// What stands between two marks, which verbs it has, and what opens a subordinate clause there?
//
// Inside the room. Thread safety: const on a sentence whose words nobody writes.
#pragma once

#include <cstdint>

#include "ingest/what/sentence.h"

namespace annals::what {

bool is_verb(const Word& word);
bool can_be_finite(const Word& word);
bool only_finite(const Word& word);
// The type of clause that a subordinator of that kind opens.
ClauseType type_of(std::uint8_t kind);

// The words from one to the next mark that separates clauses.
struct Segment {
  std::int32_t end = 0;
  std::int32_t first_verb = -1;
  std::int32_t last_verb = -1;
  bool finite = false;
  bool marked = false;
  bool certain = false;  // a form that can only be finite
};

// What opens a subordinate clause at i, perhaps behind a coordinator or preposition.
struct Opener {
  bool found = false;
  ClauseType type = ClauseType::kMain;
  std::int32_t word = -1;
};

class SegmentReader {
 public:
  explicit SegmentReader(const SentenceView& view)
      : view_(view), grammar_(view.lexicon->grammar()), n_(view.size()) {}

  // Whether a mark separates clauses. A hyphen or a quotation mark around a word does not.
  bool breaks(std::int32_t i) const;
  // The ")" of a short remark without a verb that opens at i: "(SPD)", "($31 billion)"; else -1.
  // The clause runs on over it, and its words belong to none.
  std::int32_t remark_end(std::int32_t i) const;
  // The segment from a word to the next mark that separates.
  Segment scan(std::int32_t from) const;
  // The opener of a subordinate clause, if the segment that begins at `from` has one.
  Opener opener_at(std::int32_t from, const Segment& segment, bool behind_comma) const;
  // A finite verb with something before it follows before the next opener.
  bool finite_follows(std::int32_t from) const;
  // Whether a frame of the verb wants a clause: "says (that) …".
  bool takes_clause(const Word& verb) const;
  // Whether only adverbs and negations stand between the two words.
  bool has_gap_only_adverbs(std::int32_t from, std::int32_t to) const;
  // Whether a form that can only be finite stands behind `from`, before `end`.
  bool only_finite_behind(std::int32_t from, std::int32_t end) const;

 private:
  // Every verb of the segment stands at its end: the order of subordinate clauses.
  bool at_most_bracket(const Segment& segment) const;
  // The finite verb opens the bracket: "die Prüfung habe ergeben", the order of main clauses.
  bool main_order(const Segment& segment) const;

  const SentenceView& view_;
  const lang::Grammar& grammar_;
  std::int32_t n_;
};

}  // namespace annals::what
