#include "ingest/what/segments.h"

#include <string_view>

namespace annals::what {

bool is_verb(const Word& word) {
  return word.cls == WordClass::kVerb || word.cls == WordClass::kAux;
}
bool can_be_finite(const Word& word) {
  return is_verb(word) && (word.forms & kFormFinite) != 0;
}
bool only_finite(const Word& word) {
  return is_verb(word) && word.forms != 0 && (word.forms & ~kFormFinite) == 0;
}

ClauseType type_of(std::uint8_t kind) {
  switch (static_cast<lang::ClauseKind>(kind)) {
    case lang::CLAUSE_KIND_COMPLEMENT:
      return ClauseType::kComplement;
    case lang::CLAUSE_KIND_CONDITION:
      return ClauseType::kCondition;
    case lang::CLAUSE_KIND_PURPOSE:
      return ClauseType::kPurpose;
    case lang::CLAUSE_KIND_COMPARISON:
      return ClauseType::kComparison;
    case lang::CLAUSE_KIND_RELATIVE:
      return ClauseType::kRelative;
    default:
      return ClauseType::kAdverbial;
  }
}

bool SegmentReader::breaks(std::int32_t i) const {
  const TokenKind kind = view_.token(i).kind;
  if (kind == TokenKind::kQuoteOpen || kind == TokenKind::kQuoteClose) {
    return (i + 1 < n_ && view_.word(i + 1).in_quote) || (i > 0 && view_.word(i - 1).in_quote);
  }
  const std::string_view mark = view_.surface(i);
  if (mark == "-" || mark == "'" || mark == "/" || mark == "%" || mark == "&") {
    return mark == "-" && view_.token(i).space_before;
  }
  return true;
}

std::int32_t SegmentReader::remark_end(std::int32_t i) const {
  constexpr std::int32_t kLongestRemark = 6;
  if (i == 0 || view_.word(i).cls != WordClass::kPunct || view_.surface(i) != "(") return -1;
  for (std::int32_t j = i + 1; j < n_ && j <= i + kLongestRemark + 1; ++j) {
    if (view_.surface(j) == ")") return j + 1 < n_ ? j : -1;
    if (is_verb(view_.word(j))) return -1;
  }
  return -1;
}

Segment SegmentReader::scan(std::int32_t from) const {
  Segment out;
  std::int32_t i = from;
  for (; i < n_; ++i) {
    if (const std::int32_t end = remark_end(i); end >= 0) {
      i = end;
      continue;
    }
    if (view_.word(i).cls == WordClass::kPunct && breaks(i)) break;
    const Word& word = view_.word(i);
    if (!is_verb(word)) continue;
    if (out.first_verb < 0) out.first_verb = i;
    out.last_verb = i;
    out.finite = out.finite || can_be_finite(word);
    out.certain = out.certain || only_finite(word);
    out.marked = out.marked || (word.forms & kFormMarkedInfinitive) != 0;
  }
  out.end = i;
  return out;
}

Opener SegmentReader::opener_at(std::int32_t from, const Segment& segment,
                                bool behind_comma) const {
  std::int32_t i = from;
  if (i < segment.end && view_.word(i).cls == WordClass::kConj && view_.word(i).has(kCoordinator) &&
      !view_.word(i).has(kSubordinator))
    ++i;
  // Two adverbs may stand before: "jedenfalls wenn", "just because".
  constexpr std::int32_t kAdverbs = 2;
  for (std::int32_t k = i; k < segment.end && k <= i + kAdverbs; ++k) {
    const Word& next = view_.word(k);
    if (next.has(kSubordinator)) {
      if (!next.has(kAmbiguousSubordinator)) i = k;
      break;
    }
    if (next.cls != WordClass::kAdverb) break;
  }
  if (i >= segment.end) return {};
  const Word& word = view_.word(i);
  if (word.phrase != nullptr && word.phrase->subordinator != 0 && segment.finite)
    return {true, type_of(word.phrase->subordinator), i};
  const bool verb_at_end =
      !grammar_.verb_bracket() ||
      (segment.last_verb > i + 1 && segment.last_verb >= segment.end - 2 &&
       can_be_finite(view_.word(segment.last_verb))) ||
      (segment.last_verb > i + 1 && segment.finite && segment.first_verb > i + 2);
  if (word.has(kSubordinator) && segment.finite) {
    if (!word.has(kAmbiguousSubordinator)) return {true, type_of(word.entry->subordinator), i};
    const bool clause_follows = segment.first_verb > i + 1 && verb_at_end;
    if (clause_follows && (grammar_.verb_bracket() || finite_follows(i)))
      return {true, type_of(word.entry->subordinator), i};
  }
  if (word.has(kRelative) && word.cls != WordClass::kDet && behind_comma && segment.finite &&
      verb_at_end && segment.first_verb > i)
    return {true, ClauseType::kRelative, i};
  if (word.has(kRelative) && word.cls == WordClass::kDet && behind_comma && from != 0 &&
      segment.finite && grammar_.verb_bracket() && segment.last_verb >= segment.end - 2 &&
      can_be_finite(view_.word(segment.last_verb)) && segment.first_verb > i + 1 &&
      at_most_bracket(segment) && !main_order(segment))
    return {true, ClauseType::kRelative, i};
  if (word.cls == WordClass::kPrep && i + 1 < segment.end && segment.finite && from != 0) {
    const Word& next = view_.word(i + 1);
    if (next.has(kRelative) && next.cls == WordClass::kPron && verb_at_end)
      return {true, ClauseType::kRelative, i + 1};
  }
  return {};
}

bool SegmentReader::at_most_bracket(const Segment& segment) const {
  for (std::int32_t i = segment.first_verb; i <= segment.last_verb; ++i) {
    const WordClass cls = view_.word(i).cls;
    if (cls != WordClass::kVerb && cls != WordClass::kAux && cls != WordClass::kMarker)
      return false;
  }
  return true;
}

bool SegmentReader::main_order(const Segment& segment) const {
  return segment.first_verb != segment.last_verb && only_finite(view_.word(segment.first_verb)) &&
         !only_finite(view_.word(segment.last_verb));
}

bool SegmentReader::finite_follows(std::int32_t from) const {
  for (std::int32_t i = from + 1; i < n_ && i < from + 40; ++i) {
    if (const std::int32_t end = remark_end(i); end >= 0) {
      i = end;
      continue;
    }
    const Word& word = view_.word(i);
    if (word.cls == WordClass::kPunct && breaks(i)) return false;
    if (word.cls == WordClass::kMarker) return false;
    if (can_be_finite(word)) return i > from + 1;
    if (word.has(kSubordinator) && !word.has(kAmbiguousSubordinator)) return false;
    if (is_verb(word)) return false;
  }
  return false;
}

bool SegmentReader::takes_clause(const Word& verb) const {
  if (verb.entry == nullptr) return false;
  for (const VerbSense& sense : view_.lexicon->verbs_of(*verb.entry)) {
    for (const std::uint32_t f : view_.lexicon->verbs[sense.verb].frames) {
      const lang::Frame& frame = *view_.lexicon->frames[f].pack;
      if (frame.say() != lang::SAY_KIND_UNSPECIFIED || frame.carry().clause()) return true;
    }
  }
  return false;
}

bool SegmentReader::has_gap_only_adverbs(std::int32_t from, std::int32_t to) const {
  for (std::int32_t i = from + 1; i < to; ++i) {
    const WordClass cls = view_.word(i).cls;
    if (cls != WordClass::kAdverb && cls != WordClass::kNegation) return false;
  }
  return true;
}

bool SegmentReader::only_finite_behind(std::int32_t from, std::int32_t end) const {
  for (std::int32_t j = from + 1; j < end; ++j) {
    if (only_finite(view_.word(j))) return true;
  }
  return false;
}

}  // namespace annals::what
