#include "ingest/what/mood.h"

#include <algorithm>

namespace annals::what {

void MoodReader::read(std::int32_t c, Draft& draft) const {
  const Clause& clause = view_.clause(c);
  draft.tense = clause.tense;
  draft.perfect = clause.perfect;
  draft.passive = clause.passive;
  draft.future = clause.future;
  draft.negative = draft.negative || clause.negated;
  draft.relative = clause.type == ClauseType::kRelative;
  draft.modality = v1::MODALITY_ASSERTED;
  if (clause.future) draft.modality = v1::MODALITY_SCHEDULED;
  if (clause.tense == Tense::kSubjunctive2 && clause.modal == 0)
    draft.modality = v1::MODALITY_POSSIBLE;
  if (clause.duty) draft.modality = v1::MODALITY_DEMANDED;
  if (clause.modal != 0) {
    const lang::Auxiliary& aux = lex_.pack->auxiliary(clause.modal - 1);
    v1::Modality modality = aux.modality();
    if (clause.tense == Tense::kPast && aux.past_modality() != v1::MODALITY_UNSPECIFIED)
      modality = aux.past_modality();
    if (clause.tense == Tense::kSubjunctive2 &&
        aux.subjunctive_modality() != v1::MODALITY_UNSPECIFIED)
      modality = aux.subjunctive_modality();
    if (modality != v1::MODALITY_UNSPECIFIED) draft.modality = modality;
    if (aux.reportative() &&
        (clause.tense == Tense::kPresent || clause.tense == Tense::kSubjunctive1)) {
      draft.reportative = true;
      draft.hearsay_certain = clause.perfect;
      if (clause.perfect) draft.modality = v1::MODALITY_ASSERTED;
    }
  }
  if (clause.modal != 0 && clause.negated && clause.tense != Tense::kSubjunctive2 &&
      !clause.perfect) {
    const v1::Modality denied = lex_.pack->auxiliary(clause.modal - 1).negative_modality();
    if (denied != v1::MODALITY_UNSPECIFIED) draft.modality = denied;
  }
  // "may have sold": perhaps it is done, and no plan.
  draft.perhaps_done = draft.modality == v1::MODALITY_POSSIBLE && clause.perfect &&
                       clause.modal != 0 && clause.finite >= 0 &&
                       view_.word(clause.finite).entry != nullptr &&
                       view_.word(clause.finite).entry->aux == clause.modal;
  // "wollte nicht kommentieren" tells what was not done.
  if (clause.tense == Tense::kPast && clause.negated && draft.modality == v1::MODALITY_PLANNED)
    draft.modality = v1::MODALITY_ASSERTED;
  if (clause.type == ClauseType::kReduced && clause.parent >= 0 &&
      view_.clause(clause.parent).modal != 0)
    draft.modality = v1::MODALITY_POSSIBLE;
  adverbs(clause, draft);
  above(c, draft);
  for (const Clause& other : view_.clauses) {
    if (other.type == ClauseType::kCondition && other.parent == c &&
        draft.modality != v1::MODALITY_ASSERTED)
      draft.modality = v1::MODALITY_CONDITIONAL;
  }
  if (draft.modality != v1::MODALITY_CONDITIONAL && asked(c))
    draft.modality = v1::MODALITY_POSSIBLE;
  const std::int32_t trigger = clause.main >= 0 ? clause.main : clause.words.front();
  draft.quoted = view_.word(trigger).in_quote;
}

bool MoodReader::asked(std::int32_t c) const {
  std::int32_t last = view_.size() - 1;
  while (last > 0 && view_.token(last).kind == TokenKind::kQuoteClose)
    --last;
  if (last < 0 || view_.surface(last) != "?") return false;
  while (view_.clause(c).parent >= 0 && (view_.clause(c).type == ClauseType::kComplement ||
                                         view_.clause(c).type == ClauseType::kInfinitive))
    c = view_.clause(c).parent;
  const Clause& clause = view_.clause(c);
  if (clause.type != ClauseType::kMain) return false;
  const auto front = std::ranges::find_if(
      clause.words, [&](std::int32_t i) { return view_.word(i).cls != WordClass::kConj; });
  if (front == clause.words.end()) return false;
  if (clause.finite >= 0) return *front == clause.finite;
  return view_.title && !view_.word(*front).has(kRelative | kSubordinator);
}

const lang::ModalityCue* MoodReader::cue_at(std::int32_t i) const {
  const Word& word = view_.word(i);
  int id = word.entry != nullptr ? word.entry->modality : 0;
  if (word.phrase != nullptr && word.phrase->modality != 0) id = word.phrase->modality;
  return id == 0 ? nullptr : &lex_.pack->modality(id - 1);
}

void MoodReader::adverbs(const Clause& clause, Draft& draft) const {
  for (const std::int32_t i : clause.words) {
    const lang::ModalityCue* const found = cue_at(i);
    if (found == nullptr || found->attributive() || found->implicative()) continue;
    const lang::ModalityCue& cue = *found;
    if (cue.modality() != v1::MODALITY_UNSPECIFIED) draft.modality = cue.modality();
    if (cue.factuality() != v1::FACTUALITY_UNSPECIFIED) draft.hedge = cue.factuality();
    if (cue.reportative()) {
      draft.reportative = true;
      draft.hearsay_certain = true;
    }
    draft.news = draft.news || cue.news_of_the_day();
  }
}

void MoodReader::apply(const lang::Carry& carry, Draft& draft) {
  if (carry.modality() != v1::MODALITY_UNSPECIFIED) draft.modality = carry.modality();
  if (carry.polarity() == v1::POLARITY_NEGATIVE) draft.negative = !draft.negative;
}

void MoodReader::above(std::int32_t c, Draft& draft) const {
  const Clause& clause = view_.clause(c);
  if (readings_[static_cast<std::size_t>(c)].matrix_frame != kNoIndex)
    apply(frames_.pack(readings_[static_cast<std::size_t>(c)].matrix_frame).carry(), draft);
  switch (clause.type) {
    case ClauseType::kCondition:
      draft.modality = v1::MODALITY_CONDITIONAL;
      return;
    case ClauseType::kPurpose:
      draft.modality = v1::MODALITY_PLANNED;
      return;
    case ClauseType::kInfinitive:
    case ClauseType::kComplement:
      break;
    case ClauseType::kGerund: {
      // "looking at banning" against "by banning", "after banning".
      const std::int32_t before = clause.words.front() - 1;
      if (before >= 0 && view_.word(before).cls == WordClass::kPrep &&
          !view_.word(before).has(kAmbiguousSubordinator | kAgentPreposition))
        draft.modality = v1::MODALITY_POSSIBLE;
      return;
    }
    default:
      // "Vorschlag: X könne …"
      proposal_before(c, draft);
      return;
  }
  const bool infinitive = clause.type == ClauseType::kInfinitive;
  if (infinitive && clause.tense == Tense::kNone) {
    // A headline's "X to run Y" is a future.
    const bool headline = view_.title && clause.parent >= 0 &&
                          view_.clause(clause.parent).main < 0 &&
                          view_.clause(clause.parent).finite < 0;
    draft.modality = headline ? v1::MODALITY_SCHEDULED : v1::MODALITY_POSSIBLE;
  }
  if (clause.parent < 0) return;
  const ClauseReading& reading = readings_[static_cast<std::size_t>(clause.parent)];
  const Clause& parent = view_.clause(clause.parent);
  const std::uint32_t f =
      reading.frame != kNoIndex ? reading.frame : frames_.adjective_frame(parent);
  // "is believed to have sold": hearsay of what is over.
  if (infinitive && clause.perfect && parent.passive && f != kNoIndex &&
      frames_.pack(f).say() != lang::SAY_KIND_UNSPECIFIED) {
    draft.modality = v1::MODALITY_ASSERTED;
    draft.tense = Tense::kPast;
    draft.reportative = true;
    draft.hearsay_certain = true;
    draft.supposed = frames_.pack(f).say() == lang::SAY_KIND_SUPPOSE;
    return;
  }
  if (f != kNoIndex && ((infinitive && frames_.pack(f).carry().infinitive()) ||
                        (!infinitive && frames_.pack(f).carry().clause()))) {
    const lang::Carry& carry = frames_.pack(f).carry();
    apply(carry, draft);
    // "managed to sell", "refused to sell" tell what was done or not, as their own verb stands
    // (implicatives: Karttunen, 1971).
    if (infinitive &&
        (carry.modality() == v1::MODALITY_UNSPECIFIED || carry.modality() == v1::MODALITY_ASSERTED))
      as_told(clause.parent, draft);
    else if (parent.modal != 0 && draft.modality == v1::MODALITY_ASSERTED)
      draft.modality = lex_.pack->auxiliary(parent.modal - 1).modality();
    if (parent.negated) draft.negative = !draft.negative;
    return;
  }
  carried_by_noun(clause.parent, c, draft);
}

void MoodReader::as_told(std::int32_t c, Draft& draft) const {
  Draft verb;
  read(c, verb);
  draft.modality = verb.modality;
  draft.tense = verb.tense;
  draft.perfect = verb.perfect;
}

void MoodReader::carried_by_noun(std::int32_t parent, std::int32_t c, Draft& draft) const {
  const std::int32_t before = view_.clause(c).words.front();
  for (std::int32_t k = view_.clause(parent).last_nominal - 1;
       k >= view_.clause(parent).first_nominal; --k) {
    const Nominal& n = view_.nominal(k);
    if (n.last > before || n.time) continue;
    // "became the first state to ban it".
    for (std::int32_t i = n.first; i < n.head; ++i) {
      const lang::ModalityCue* const cue = cue_at(i);
      if (cue == nullptr || !cue->implicative()) continue;
      as_told(parent, draft);
      return;
    }
    for (const NounSense& sense : frames_.nouns_of(n.head)) {
      const lang::Carry& carry = frames_.pack(sense.frame).carry();
      if (carry.infinitive() || carry.clause()) {
        apply(carry, draft);
        return;
      }
    }
    return;
  }
}

void MoodReader::attributes(std::int32_t k, Draft& draft) const {
  const Nominal& n = view_.nominal(k);
  std::int32_t first = n.first;
  while (first > 0 && view_.word(first - 1).in_cue)
    --first;
  for (std::int32_t i = first; i < n.head; ++i) {
    const lang::ModalityCue* const cue = cue_at(i);
    if (cue == nullptr || !cue->attributive()) continue;
    if (cue->modality() != v1::MODALITY_UNSPECIFIED) draft.modality = cue->modality();
    if (cue->factuality() != v1::FACTUALITY_UNSPECIFIED) draft.hedge = cue->factuality();
  }
}

bool MoodReader::carries(const Frame& frame, const Nominal& n) const {
  return std::ranges::any_of(frame.carry_prepositions, [&](std::uint16_t preposition) {
    if (n.preposition != 0) return preposition == n.preposition;
    // "die Option einer Übernahme": a genitive does the work of "von".
    return n.attribute_of >= 0 && std::ranges::find(lex_.grammar().genitive_preposition(),
                                                    lex_.prepositions[preposition - 1U]) !=
                                      lex_.grammar().genitive_preposition().end();
  });
}

void MoodReader::carried_in_phrase(std::int32_t k, Draft& draft) const {
  const Nominal& n = view_.nominal(k);
  if (n.preposition == 0 && n.attribute_of < 0) return;
  const std::int32_t first = view_.clause(view_.nominal(k).clause).first_nominal;
  // Back over what stands between them: "talks with Coldman about a sale".
  constexpr std::int32_t kReach = 3;
  for (std::int32_t b = k - 1; b >= first && b >= k - kReach; --b) {
    const Nominal& before = view_.nominal(b);
    if (before.last != view_.nominal(b + 1).first) return;
    for (const NounSense& sense : frames_.nouns_of(before.head)) {
      if (!carries(lex_.frames[sense.frame], n)) continue;
      apply(frames_.pack(sense.frame).carry(), draft);
      return;
    }
  }
}

void MoodReader::proposal_before(std::int32_t c, Draft& draft) const {
  const std::int32_t first = view_.clause(c).words.front();
  if (first < 1 || c == 0 || view_.surface(first - 1) != ":") return;
  carried_by_noun(c - 1, c, draft);
}

}  // namespace annals::what
