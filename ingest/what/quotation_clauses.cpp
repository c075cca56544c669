// Which clauses tell what the subject of a verb of saying says?
#include <algorithm>
#include <utility>

#include "ingest/what/quotation_reader.h"
#include "ingest/what/segments.h"

namespace annals::what {

bool QuotationReader::speech_verb(std::int32_t c, bool reporting) const {
  const Clause& clause = view_.clause(c);
  if (clause.main < 0) return false;
  const ClauseReading& reading = readings_[static_cast<std::size_t>(c)];
  if (!reporting && reading.frame != kNoIndex) {
    const lang::SayKind say = lex_.frames[reading.frame].pack->say();
    if (say != lang::SAY_KIND_UNSPECIFIED && say != lang::SAY_KIND_CITE) return true;
  }
  return std::any_of(clause.verbs.begin(), clause.verbs.end(), [&](std::uint32_t v) {
    const VerbInfo& verb = lex_.verbs[v];
    if (!reporting) return verb.speech;
    return verb.reports && (verb.report_prepositions.empty() || has_one_of(c, verb));
  });
}

bool QuotationReader::has_one_of(std::int32_t c, const VerbInfo& verb) const {
  const Clause& clause = view_.clause(c);
  for (std::int32_t k = clause.first_nominal; k < clause.last_nominal; ++k) {
    const auto& wanted = verb.report_prepositions;
    if (!view_.nominal(k).time &&
        std::find(wanted.begin(), wanted.end(), view_.nominal(k).preposition) != wanted.end())
      return true;
  }
  return false;
}

std::int32_t QuotationReader::speaking_subject(const Clause& clause) const {
  const std::int32_t subject = clause.subject;
  if (clause.finite < 0 || !lex_.grammar().verb_bracket()) return subject;
  if (subject >= 0 && (view_.nominal(subject).first == clause.finite + 1 ||
                       view_.word(view_.nominal(subject).head).cls == WordClass::kName ||
                       view_.nominal(subject).relative))
    return subject;
  for (std::int32_t k = clause.first_nominal; k < clause.last_nominal; ++k) {
    const Nominal& n = view_.nominal(k);
    if (n.first == clause.finite + 1 && n.preposition == 0 && n.mention >= 0) return k;
  }
  return subject;
}

std::int32_t QuotationReader::subject_of(std::int32_t c) const {
  const Clause& clause = view_.clause(c);
  if (!clause.passive) return speaking_subject(clause);
  for (std::int32_t k = clause.first_nominal; k < clause.last_nominal; ++k) {
    const Nominal& n = view_.nominal(k);
    if (!n.agent_preposition || n.time) continue;
    // "in der Nähe von X wurde …" names nobody who acts.
    const WordClass before = n.first > 0 ? view_.word(n.first - 1).cls : WordClass::kPunct;
    if (before != WordClass::kNoun && before != WordClass::kName) return k;
  }
  return -1;
}

std::int32_t QuotationReader::text_speaker(std::int32_t c, std::int32_t subject) const {
  const Clause& clause = view_.clause(c);
  if (clause.passive || subject < 0 || !view_.nominal(subject).pronoun) return subject;
  const std::uint32_t f = readings_[static_cast<std::size_t>(c)].frame;
  if (f == kNoIndex) return subject;
  const std::vector<std::string>& need = lex_.frames[f].need;
  if (std::find(need.begin(), need.end(), view_.lower(view_.nominal(subject).head)) == need.end())
    return subject;
  for (std::int32_t k = clause.first_nominal; k < clause.last_nominal; ++k) {
    const Nominal& n = view_.nominal(k);
    if (n.preposition != 0 && n.preposition != kCuePreposition && !n.time && !n.pronoun) return k;
  }
  return -1;
}

bool QuotationReader::below(std::int32_t inner, std::int32_t outer) const {
  for (int depth = 0; inner >= 0 && depth < 12; ++depth) {
    inner = view_.clause(inner).parent;
    if (inner == outer) return true;
  }
  return false;
}

bool QuotationReader::complement(const Clause& clause) {
  return clause.type == ClauseType::kComplement || clause.type == ClauseType::kInfinitive;
}

bool QuotationReader::reported_mood(Tense tense) {
  return tense == Tense::kSubjunctive1 || tense == Tense::kSubjunctive2;
}

bool QuotationReader::fill_complements(std::int32_t c, std::int32_t behind,
                                       std::vector<bool>& in) const {
  bool found = false;
  for (std::int32_t o = 0; o < clauses(); ++o) {
    const Clause& clause = view_.clause(o);
    if (clause.parent != c || !complement(clause) || clause.words.empty()) continue;
    if (clause.words.front() < behind) continue;
    std::int32_t first = clause.words.front();
    std::int32_t last = clause.words.back() + 1;
    for (std::int32_t p = 0; p < clauses(); ++p) {
      const Clause& inner = view_.clause(p);
      if (!inner.words.empty() && below(p, o)) last = std::max(last, inner.words.back() + 1);
    }
    fill(in, first, last);
    found = true;
  }
  if (!found) return false;
  // What parts two of them, or a verb between: "dass A und dass B".
  std::int32_t first = view_.size();
  std::int32_t last = 0;
  for (std::int32_t i = 0; i < view_.size(); ++i) {
    if (!in[static_cast<std::size_t>(i)]) continue;
    first = std::min(first, i);
    last = i + 1;
  }
  bool foreign = false;
  for (std::int32_t i = first; i < last; ++i)
    foreign = foreign || view_.word(i).clause == c;
  if (!foreign) fill(in, first, last);
  return true;
}

bool QuotationReader::inverted(const Clause& clause) const {
  if (clause.finite < 0 || clause.words.front() != clause.finite) return false;
  const std::int32_t at = clause.finite;
  if (at == 0) return false;
  return mark_at(at - 1, ",") || is_quote(at - 1) || mark_at(at - 1, "-") || mark_at(at - 1, "–");
}

bool QuotationReader::closing(std::int32_t c) const {
  const Clause& clause = view_.clause(c);
  if (lex_.grammar().verb_bracket() || clause.type != ClauseType::kMain || clause.shares >= 0)
    return false;
  const std::int32_t first = clause.words.front();
  if (first == 0 || !(mark_at(first - 1, ",") || is_quote(first - 1))) return false;
  return clause.subject >= 0 && view_.nominal(clause.subject).first <= first + 1;
}

std::int32_t QuotationReader::following(std::int32_t c, bool* colon) const {
  const Clause& clause = view_.clause(c);
  std::int32_t i = clause.words.back() + 1;
  // Relative clauses and the like between.
  while (i < view_.size()) {
    const Word& word = view_.word(i);
    if (word.cls == WordClass::kPunct) {
      *colon = *colon || mark_at(i, ":");
      if (is_quote(i)) return -1;
      ++i;
      continue;
    }
    if (word.clause >= 0 && word.clause != c && below(word.clause, c) &&
        view_.clause(word.clause).type != ClauseType::kMain) {
      ++i;
      continue;
    }
    return word.clause;
  }
  return -1;
}

std::int32_t QuotationReader::question(std::int32_t c) const {
  const Clause& clause = view_.clause(c);
  for (std::int32_t o = 0; o < clauses(); ++o) {
    const Clause& other = view_.clause(o);
    if (other.parent != c || other.words.empty() || other.type != ClauseType::kRelative) continue;
    const std::int32_t comma = other.words.front() - 1;
    if (!mark_at(comma, ",") || comma == 0) continue;
    const Word& before = view_.word(comma - 1);
    if (before.clause != c || comma < clause.main) continue;
    const bool noun = before.cls == WordClass::kNoun || before.cls == WordClass::kName;
    if (!noun || other.tense == Tense::kSubjunctive1) return o;
  }
  return -1;
}

void QuotationReader::says(std::int32_t c) {
  const Clause& clause = view_.clause(c);
  if (clause.words.empty() || !speech_verb(c, false)) return;
  if (clause.negated && clause.type != ClauseType::kMain) return;
  if (view_.word(clause.words.front()).in_cue) return;
  // "Er gehe davon aus, dass …" is said by somebody else already.
  if (clause.type == ClauseType::kMain && clause.tense == Tense::kSubjunctive1 &&
      !inverted(clause) && trail_.has_speaker && trail_.sentence + kQuotationReach >= view_.index)
    return;
  const Span cue = view_.token(clause.main).span;
  const std::int32_t k = text_speaker(c, subject_of(c));
  std::vector<bool> in = none();
  const bool opens_with_conjunction =
      clause.opener >= 0 && view_.word(clause.opener).has(kSpeechConjunction);
  bool found = false;
  if (opens_with_conjunction && !fill_complements(c, clause.words.front(), in)) {
    // "Wie X mitteilte, …": the rest of the sentence.
    fill(in, 0, before_end(view_.size()));
    clear(in, clause.words.front(), clause.words.back() + 1);
    for (std::int32_t o = 0; o < clauses(); ++o) {
      if (below(o, c) && !view_.clause(o).words.empty())
        clear(in, view_.clause(o).words.front(), view_.clause(o).words.back() + 1);
    }
    found = true;
  } else if (opens_with_conjunction) {
    found = true;
  } else if (inverted(clause) || closing(c)) {
    // "…, sagt X": what stands before.
    if (fill_complements(c, clause.words.front(), in)) {
      found = true;
    } else {
      fill(in, 0, clause.words.front());
      found = clause.words.front() > 0;
      std::int32_t next = clause.words.back() + 1;
      bool colon = false;
      const std::int32_t o = following(c, &colon);
      if (o >= 0 && view_.clause(o).type == ClauseType::kMain &&
          (reported_mood(view_.clause(o).tense) ||
           view_.word(view_.clause(o).words.front()).in_quote))
        fill(in, next, before_end(view_.size()));
    }
  } else {
    found = fill_complements(c, clause.words.front(), in);
    bool colon = false;
    std::int32_t o = found ? -1 : question(c);
    if (o >= 0) {
      fill(in, view_.clause(o).words.front(), before_end(view_.size()));
      found = true;
    }
    o = found ? -1 : following(c, &colon);
    if (o >= 0) {
      const Clause& next = view_.clause(o);
      const bool object = clause.object >= 0 && !view_.nominal(clause.object).pronoun;
      const bool order = next.type == ClauseType::kMain && next.finite >= 0 && next.shares < 0 &&
                         !object && clause.type == ClauseType::kMain;
      const bool free = !lex_.grammar().verb_bracket() && below(o, c);
      if (colon || free || (order && next.words.front() != next.finite) ||
          reported_mood(next.tense)) {
        fill(in, next.words.front(), before_end(view_.size()));
        found = true;
      }
    }
  }
  if (!found) {
    points_back(c, k);
    return;
  }
  trim(in);
  const Source source = speaker(k, cue, v1::ATTRIBUTION_KIND_INDIRECT);
  // What is all between marks is told by the marks.
  if (all_quoted(in)) {
    spoken_.push_back({c, source});
    attributed_ = true;
    return;
  }
  if (!tell(source, in)) return;
  spoken_.push_back({c, source});
  if (clause.type != ClauseType::kRelative) remember(source);
  attributed_ = true;
  trail_.sentence = view_.index;
}

void QuotationReader::points_back(std::int32_t c, std::int32_t k) {
  const Clause& clause = view_.clause(c);
  if (clause.type != ClauseType::kMain || view_.index == 0 || k < 0) return;
  const SentenceRange& before = view_.analysis->sentences[view_.index - 1];
  if (before.block != view_.analysis->sentences[view_.index].block || before.last <= before.first)
    return;
  std::int32_t pointer = -1;
  for (std::int32_t p = clause.first_nominal; p < clause.last_nominal; ++p) {
    const Nominal& n = view_.nominal(p);
    if (n.demonstrative && n.pronoun && n.preposition == 0 && p != k) pointer = n.head;
  }
  if (pointer < 0 || pointer != clause.words.front()) return;
  Said said{speaker(k, view_.token(clause.main).span, v1::ATTRIBUTION_KIND_INDIRECT), {}};
  std::uint32_t last = before.last;
  while (last > before.first + 1 &&
         view_.analysis->tokens[last - 1].kind == TokenKind::kPunctuation)
    --last;
  said.content.push_back(
      {view_.analysis->tokens[before.first].span.begin, view_.analysis->tokens[last - 1].span.end});
  said.content.push_back(view_.token(pointer).span);
  spoken_.push_back({c, said.source});
  remember(said.source);
  d_.said.push_back(std::move(said));
}

bool QuotationReader::all_quoted(const std::vector<bool>& in) const {
  bool any = false;
  for (std::int32_t i = 0; i < view_.size(); ++i) {
    if (!in[static_cast<std::size_t>(i)] || view_.word(i).cls == WordClass::kPunct) continue;
    any = true;
    const bool inside = std::any_of(stretches_.begin(), stretches_.end(),
                                    [&](const Stretch& s) { return s.words.holds(i); });
    if (!inside) return false;
  }
  return any;
}

}  // namespace annals::what
