// Reads the verb group of one clause: finite verb, full verb, particle, tense, voice, modal.
#include <algorithm>

#include "ingest/what/sentence.h"

namespace annals::what {
namespace {

const lang::Auxiliary& auxiliary(const SentenceView& view, const Word& word) {
  return view.lexicon->pack->auxiliary(word.entry->aux - 1);
}

Tense tense_of(std::uint16_t forms) {
  if ((forms & kFormSubjunctive1) != 0) return Tense::kSubjunctive1;
  if ((forms & kFormPast) != 0) return Tense::kPast;
  if ((forms & kFormSubjunctive2) != 0) return Tense::kSubjunctive2;
  if ((forms & kFormPresent) != 0) return Tense::kPresent;
  return Tense::kNone;
}

struct VerbWords {
  std::vector<std::int32_t> aux;
  std::vector<std::int32_t> full;
};

VerbWords verb_words(const SentenceView& view, const Clause& clause) {
  VerbWords out;
  for (const std::int32_t i : clause.words) {
    if (view.word(i).cls == WordClass::kAux) out.aux.push_back(i);
    if (view.word(i).cls == WordClass::kVerb) out.full.push_back(i);
  }
  return out;
}

bool subordinate_order(const Clause& clause) {
  return clause.type != ClauseType::kMain && clause.opener >= 0;
}

std::int32_t find_finite(const SentenceView& view, const Clause& clause, const VerbWords& verbs) {
  const bool last = view.lexicon->grammar().verb_bracket() && subordinate_order(clause);
  std::vector<std::int32_t> all = verbs.aux;
  all.insert(all.end(), verbs.full.begin(), verbs.full.end());
  std::sort(all.begin(), all.end());
  if (last) std::reverse(all.begin(), all.end());
  const auto forms = [&](std::int32_t i) { return view.word(i).forms; };
  if (!view.lexicon->grammar().verb_bracket()) {
    for (const std::int32_t i : all) {
      if ((forms(i) & kFormFinite) != 0) return i;
    }
    return -1;
  }
  for (const std::int32_t i : all) {
    if ((forms(i) & kFormFinite) != 0 && (forms(i) & ~kFormFinite) == 0) return i;
  }
  for (const std::int32_t i : all) {
    if ((forms(i) & kFormFinite) != 0 && view.word(i).cls == WordClass::kAux) return i;
  }
  for (const std::int32_t i : all) {
    if ((forms(i) & kFormFinite) != 0) return i;
  }
  return -1;
}

void find_main(const SentenceView& view, Clause& clause, const VerbWords& verbs) {
  if (verbs.full.empty()) return;
  if (!view.lexicon->grammar().verb_bracket()) {
    clause.main = verbs.full.back();
    // Of "said … rejected" in one clause the one of the finite group counts.
    if (clause.finite >= 0 && view.word(clause.finite).cls == WordClass::kVerb)
      clause.main = clause.finite;
    return;
  }
  std::int32_t best = -1;
  std::int32_t marked = -1;
  std::int32_t plain = -1;
  for (const std::int32_t i : verbs.full) {
    if (i == clause.finite) continue;
    const std::uint16_t forms = view.word(i).forms;
    if ((forms & kFormMarkedInfinitive) != 0) {
      marked = i;
    } else if ((forms & (kFormParticiple | kFormInfinitive)) != 0) {
      plain = i;
    }
  }
  best = marked >= 0 ? marked : plain;
  const bool finite_is_full =
      clause.finite >= 0 && view.word(clause.finite).cls == WordClass::kVerb;
  if (finite_is_full) {
    const bool infinitive_below =
        best >= 0 &&
        (marked >= 0 || ((view.word(best).forms & kFormInfinitive) != 0 &&
                         (view.word(best).forms & (kFormParticiple | kFormFinite)) == 0));
    clause.main = infinitive_below ? best : clause.finite;
    if (infinitive_below) clause.matrix = clause.finite;
    return;
  }
  clause.main = best >= 0 ? best : verbs.full.back();
  if (marked >= 0 && plain >= 0 && plain != marked) clause.matrix = plain;
}

void find_particle_and_readings(const SentenceView& view, Clause& clause) {
  if (clause.main < 0) return;
  const Word& main = view.word(clause.main);
  if (main.entry == nullptr || main.entry->verb_count == 0) {
    clause.unknown_verb = true;
    return;
  }
  const bool joined = view.lexicon->grammar().joined_particles();
  const bool is_finite = clause.main == clause.finite;
  const auto particle_at = [&](const std::string& particle) -> std::int32_t {
    const auto& words = clause.words;
    if (joined) {
      if (!is_finite || words.empty()) return -1;
      const std::int32_t last = words.back();
      if (last != clause.main && view.lower(last) == particle) return last;
      return -1;
    }
    for (const std::int32_t i : words) {
      if (i <= clause.main || i > clause.main + 6) continue;
      if (view.lower(i) != particle) continue;
      const bool last = i == words.back();
      return i == clause.main + 1 || last || view.word(i).cls == WordClass::kAdverb ? i : -1;
    }
    return -1;
  };
  std::vector<std::uint32_t> plain;
  for (const VerbSense& sense : view.lexicon->verbs_of(*main.entry)) {
    const VerbInfo& info = view.lexicon->verbs[sense.verb];
    // Forms that the clause rules out: a bare finite form cannot be a participle reading …
    if (is_finite && (sense.forms & kFormFinite) == 0 && clause.finite >= 0) continue;
    if (!is_finite && (sense.forms & ~kFormFinite) == 0) continue;
    if (sense.whole) {
      plain.push_back(sense.verb);
      continue;
    }
    const std::int32_t at = particle_at(info.particle);
    if (at < 0) continue;
    clause.particle = at;
    clause.verbs.push_back(sense.verb);
  }
  if (clause.verbs.empty()) clause.verbs = std::move(plain);
  if (clause.verbs.empty()) {
    // Only readings with a particle that is not there: the bare verb is unknown.
    clause.unknown_verb = true;
  }
}

void apply_auxiliaries(const SentenceView& view, Clause& clause, const VerbWords& verbs) {
  bool participle = false;
  bool gerund = false;
  bool infinitive = false;
  if (clause.main >= 0 && clause.main != clause.finite) {
    const std::uint16_t forms = view.word(clause.main).forms;
    participle = (forms & kFormParticiple) != 0;
    gerund = (forms & kFormGerund) != 0 && !participle;
    infinitive = (forms & (kFormInfinitive | kFormMarkedInfinitive)) != 0 && !participle;
  }
  bool be_perfect = false;
  bool aux_passive_participle = false;  // "worden", "been"
  for (const std::int32_t i : verbs.aux) {
    const Word& word = view.word(i);
    const lang::Auxiliary& aux = auxiliary(view, word);
    const bool is_finite = i == clause.finite;
    if (participle && aux.with_participle() == lang::CONSTRUCTION_PASSIVE &&
        (word.forms & kFormParticiple) != 0)
      aux_passive_participle = true;
    if (aux.with_infinitive() == lang::CONSTRUCTION_MODAL) {
      clause.modal = word.entry->aux;
      if (aux.with_marked_infinitive()) clause.duty = true;
      continue;
    }
    if (participle) {
      switch (aux.with_participle()) {
        case lang::CONSTRUCTION_PERFECT:
          clause.perfect = true;
          break;
        case lang::CONSTRUCTION_PASSIVE:
          clause.passive = true;
          break;
        case lang::CONSTRUCTION_PERFECT_OR_STATE:
          be_perfect = true;
          break;
        default:
          break;
      }
    }
    if ((infinitive || (participle && !is_finite) || clause.main < 0 || is_finite) &&
        aux.with_infinitive() == lang::CONSTRUCTION_FUTURE) {
      // A form that is both ("werden … erhalten") counts as future.
      const bool other_aux = verbs.aux.size() > 1;
      if (infinitive || (participle && other_aux && is_finite && !aux_passive_participle))
        clause.future = true;
      if (clause.main < 0 && other_aux && is_finite) clause.future = true;
    }
    if (gerund && aux.with_gerund() == lang::CONSTRUCTION_PROGRESSIVE) clause.progressive = true;
    if (aux.with_marked_infinitive() && clause.main >= 0 &&
        (view.word(clause.main).forms & kFormMarkedInfinitive) != 0) {
      clause.duty = true;
      if (aux.copula()) clause.passive = true;  // "ist anzunehmen"
    }
  }
  // "has been sold": the perfect of a passive.
  if (participle && !clause.perfect) {
    for (const std::int32_t i : verbs.aux) {
      if (auxiliary(view, view.word(i)).with_participle() == lang::CONSTRUCTION_PERFECT)
        clause.perfect = true;
    }
  }
  if (be_perfect) {
    if (aux_passive_participle) {
      clause.passive = true;
      clause.perfect = true;
    } else {
      const bool with_be =
          std::any_of(clause.verbs.begin(), clause.verbs.end(),
                      [&](std::uint32_t v) { return view.lexicon->verbs[v].perfect_with_be; });
      if (with_be) {
        clause.perfect = true;
      } else {
        clause.passive = true;
        clause.state = true;
      }
    }
  }
  if (clause.main < 0 && !verbs.aux.empty()) {
    clause.copula = auxiliary(view, view.word(verbs.aux.front())).copula() ||
                    auxiliary(view, view.word(verbs.aux.back())).copula();
  }
}

}  // namespace

namespace {

// "nicht näher genannte Quellen": the negation belongs to the adjective before the noun.
bool negates_adjective(const SentenceView& view, std::int32_t at) {
  if (!view.lexicon->grammar().capital_nouns()) return false;
  std::int32_t i = at + 1;
  while (i < view.size() && i < at + 4 && view.word(i).cls == WordClass::kAdverb)
    ++i;
  bool adjective = false;
  for (; i < view.size() && i < at + 6 && view.word(i).cls == WordClass::kOther; ++i)
    adjective = true;
  return adjective && i < view.size() && view.word(i).cls == WordClass::kNoun;
}

}  // namespace

bool negates_verb(const SentenceView& view, std::int32_t at) {
  std::int32_t i = at + 1;
  while (i < view.size() && view.word(i).cls == WordClass::kAdverb)
    ++i;
  if (i >= view.size()) return true;
  const WordClass next = view.word(i).cls;
  return next == WordClass::kVerb || next == WordClass::kAux || next == WordClass::kMarker ||
         next == WordClass::kPunct;
}

namespace {

// "Er wurde gesehen und verhaftet", "… und dort verhaftet worden": a form that may be finite too is
// a participle that shares the auxiliary of the clause before.
bool is_second_participle(const SentenceView& view, const Clause& clause, const VerbWords& verbs) {
  if (!view.lexicon->grammar().verb_bracket() || clause.shares < 0 || clause.main < 0 ||
      clause.main != clause.finite || (view.word(clause.main).forms & kFormParticiple) == 0)
    return false;
  if (!verbs.aux.empty()) {
    // "worden" asks for a participle.
    return verbs.full.size() == 1 && verbs.aux.front() == clause.main + 1 &&
           (view.word(verbs.aux.front()).forms & kFormFinite) == 0;
  }
  const Clause& before = view.clause(clause.shares);
  return before.passive && before.main != before.finite && clause.words.back() == clause.main;
}

}  // namespace

void read_verb_group(SentenceView& view, Clause& clause) {
  const VerbWords verbs = verb_words(view, clause);
  const bool nonfinite = clause.type == ClauseType::kInfinitive ||
                         clause.type == ClauseType::kReduced || clause.type == ClauseType::kGerund;
  if (!nonfinite) clause.finite = find_finite(view, clause, verbs);
  find_main(view, clause, verbs);
  if (is_second_participle(view, clause, verbs)) clause.finite = -1;
  if (nonfinite && !verbs.full.empty() && !view.lexicon->grammar().verb_bracket())
    clause.main = verbs.full.front();
  // A coordinate clause without a finite verb of its own takes that of the one before.
  if (clause.finite < 0 && clause.shares >= 0) {
    const Clause& before = view.clause(clause.shares);
    clause.finite = before.finite;
    clause.modal = before.modal;
    clause.tense = before.tense;
    clause.future = before.future;
    clause.perfect = before.perfect;
    clause.passive =
        before.passive && clause.main >= 0 && (view.word(clause.main).forms & kFormParticiple) != 0;
    clause.state = before.state;
  }
  // "was arrested and released": the second participle shares the auxiliary.
  const bool fixed = !view.lexicon->grammar().verb_bracket();
  if (fixed && clause.shares >= 0 && clause.main >= 0 && verbs.aux.empty() &&
      clause.main == clause.finite && clause.words.size() >= 2 &&
      clause.main <= clause.words.front() + 2 &&
      (view.word(clause.main).forms & kFormParticiple) != 0) {
    const Clause& before = view.clause(clause.shares);
    if (before.passive && before.main != before.finite) {
      clause.finite = before.finite;
      clause.passive = true;
      clause.perfect = before.perfect;
      clause.modal = before.modal;
      clause.future = before.future;
      clause.tense = before.tense;
    }
  }
  if (view.title && clause.main >= 0 && clause.main == clause.finite &&
      clause.type == ClauseType::kMain && (view.word(clause.main).forms & kFormParticiple) != 0) {
    const bool ends = clause.main + 1 >= view.size();
    const WordClass next = ends ? WordClass::kPunct : view.word(clause.main + 1).cls;
    const bool goes_on = fixed && (next == WordClass::kPrep || next == WordClass::kMarker);
    // "Chef von Nordwerk verhaftet": where the verb stands second, one at the end is a participle.
    const bool second = !fixed && clause.words.front() == clause.main;
    if ((next == WordClass::kPunct && !second) || goes_on) {
      clause.passive = true;
      clause.headline_passive = true;
    }
  }
  find_particle_and_readings(view, clause);
  apply_auxiliaries(view, clause, verbs);
  if (clause.type == ClauseType::kReduced) clause.passive = true;
  if (clause.finite >= 0 && clause.tense == Tense::kNone)
    clause.tense = tense_of(view.word(clause.finite).forms);
  // A headline's bare participle is a passive: "Angebot abgelehnt".
  if (clause.finite < 0 && clause.main >= 0 && clause.type == ClauseType::kMain &&
      (view.word(clause.main).forms & kFormParticiple) != 0)
    clause.passive = true;

  std::int32_t negation = -1;
  for (const std::int32_t i : clause.words) {
    const Word& word = view.word(i);
    if (word.has(kContrast) && negation >= 0 && !negates_verb(view, negation))
      clause.negated = false;
    if (word.cls == WordClass::kNegation && word.has(kNegation | kNeither) &&
        !negates_adjective(view, i)) {
      clause.negated = true;
      negation = i;
    }
    if (word.has(kReflexive)) clause.reflexive = true;
  }
  if (negation >= 0 && clause.negated && !negates_verb(view, negation)) {
    // "nicht …, sondern": the correction stands in the next segment.
    for (std::int32_t i = negation + 1; i < view.size() && i < negation + 25; ++i) {
      if (view.word(i).has(kContrast)) clause.negated = false;
    }
  }
}

}  // namespace annals::what
