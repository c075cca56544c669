// Which noun phrase is the subject of a clause, which its objects? By order or by case, as the
// pack's grammar says; relative pronouns stand for a phrase before, and some clauses take their
// subject from another.
#include <algorithm>
#include <vector>

#include "ingest/what/agreement.h"
#include "ingest/what/frames.h"
#include "ingest/what/sentence.h"

namespace annals::what {
namespace {

class FunctionReader {
 public:
  explicit FunctionReader(SentenceView& view)
      : view_(view), grammar_(view.lexicon->grammar()), frames_(view) {}

  void read() {
    for (Clause& clause : view_.clauses)
      relative(clause);
    for (Clause& clause : view_.clauses)
      functions(clause);
    for (std::size_t c = 0; c < view_.clauses.size(); ++c)
      inherit_subject(static_cast<std::int32_t>(c), 0);
  }

 private:
  // A relative pronoun stands for the last phrase before its clause that agrees with it and with
  // what the clause tells.
  void relative(Clause& clause) {
    if (clause.type == ClauseType::kReduced && clause.parent >= 0) {
      reduced_antecedent(clause);
      return;
    }
    if (clause.type != ClauseType::kRelative || clause.opener < 0) return;
    for (std::int32_t k = clause.first_nominal; k < clause.last_nominal; ++k) {
      Nominal& n = view_.nominals[static_cast<std::size_t>(k)];
      if (n.head != clause.opener && n.first != clause.opener) continue;
      if (n.time && n.first == clause.opener) stand_alone(n);
      const std::int32_t antecedent = antecedent_of(clause, n);
      if (antecedent < 0) return;
      n.antecedent = antecedent;
      n.relative = true;
      return;
    }
  }

  // "der Verkauf von Nordwerk an Kaltmann, der untersagt wurde": of the phrases that stand in a row
  // before the clause the nearest, unless its article says otherwise, or only another can be what
  // the verb asks for.
  std::int32_t antecedent_of(const Clause& clause, const Nominal& pronoun) const {
    const std::int32_t nearest = nominal_before(clause.opener, clause.parent);
    if (nearest < 0) return -1;
    std::int32_t k = static_cast<std::int32_t>(view_.nominals.size()) - 1;
    while (k >= 0 && (view_.nominal(k).last > clause.opener || view_.nominal(k).time ||
                      (clause.parent >= 0 && view_.nominal(k).clause != clause.parent)))
      --k;
    const std::uint8_t agrees = agreement_of(pronoun);
    const bool event = clause.passive && carries_object(clause);
    std::int32_t best = nearest;
    int best_score = -1;
    for (; k >= 0; --k) {
      const Nominal& n = view_.nominal(k);
      const std::uint8_t with = agreement_of(n);
      int score = k == nearest ? 1 : 0;
      if ((with & agrees) == 0) score -= 8;
      // A phrase with an article that fits, or a person, beats one whose form tells nothing.
      const bool fits = with != kAnyAgreement || kind_of(n) == v1::ACTOR_KIND_PERSON;
      if (fits && agrees != kAnyAgreement) score += 2;
      if (event && names_event(n)) score += 4;
      if (!n.time && score > best_score) {
        best_score = score;
        best = k;
      }
      if (k == 0 || view_.nominal(k - 1).last != n.first || view_.nominal(k - 1).clause != n.clause)
        break;
    }
    return best;
  }

  // Whether what the clause's verb does is done to an event: forbidden are deals, not shops.
  bool carries_object(const Clause& clause) const {
    return std::ranges::any_of(clause.verbs, [&](std::uint32_t v) {
      return std::ranges::any_of(view_.lexicon->verbs[v].frames,
                                 [&](std::uint32_t f) { return frames_.pack(f).carry().object(); });
    });
  }

  bool names_event(const Nominal& n) const {
    return n.mention < 0 && !n.pronoun && !frames_.nouns_of(n.head).empty() && !animate(n);
  }

  // "der vergangene Woche …": the pronoun was read as the article of a time.
  void stand_alone(Nominal& n) const {
    n.head = n.first;
    n.last = n.first + 1;
    n.time = false;
    n.pronoun = true;
    n.cases = view_.word(n.first).entry->pron_cases;
    n.agreement = view_.word(n.first).entry->pron_agreement;
  }

  void reduced_antecedent(Clause& clause) {
    if (clause.words.empty()) return;
    clause.object = nominal_before(clause.words.front(), clause.parent);
  }

  std::int32_t nominal_before(std::int32_t word, std::int32_t clause) const {
    std::int32_t best = -1;
    for (std::size_t k = 0; k < view_.nominals.size(); ++k) {
      const Nominal& n = view_.nominals[k];
      if (n.last > word || n.time) continue;
      if (clause >= 0 && n.clause != clause) continue;
      best = static_cast<std::int32_t>(k);
    }
    // "der Chef des Konzerns, der …": a genitive is rarely meant; its noun is.
    while (best >= 0 && view_.nominal(best).attribute_of >= 0)
      best = view_.nominal(best).attribute_of;
    // "a blast in Westland that killed …": nor is the place.
    if (best > 0 && view_.nominal(best).preposition != 0 &&
        kind_of(view_.nominal(best)) == v1::ACTOR_KIND_PLACE &&
        view_.nominal(best - 1).last == view_.nominal(best).first && !view_.nominal(best - 1).time)
      --best;
    return best;
  }

  v1::ActorKind kind_of(const Nominal& n) const {
    if (n.mention < 0) return v1::ACTOR_KIND_UNSPECIFIED;
    const auto actor = static_cast<int>(view_.record->mentions(n.mention).actor());
    return actor < view_.record->actors_size() ? view_.record->actors(actor).kind()
                                               : v1::ACTOR_KIND_UNSPECIFIED;
  }

  bool candidate(const Nominal& n) const {
    return n.preposition == 0 && n.attribute_of < 0 && !n.time && n.listed_with < 0 &&
           !view_.word(n.head).has(kReflexive);
  }

  void functions(Clause& clause) {
    std::vector<std::int32_t> free;
    for (std::int32_t k = clause.first_nominal; k < clause.last_nominal; ++k) {
      if (candidate(view_.nominal(k))) free.push_back(k);
    }
    if (grammar_.fixed_order()) {
      by_order(clause, free);
    } else {
      by_case(clause, free);
    }
  }

  void by_order(Clause& clause, const std::vector<std::int32_t>& free) {
    std::int32_t verb = clause.finite >= 0 && clause.shares < 0 ? clause.finite : clause.main;
    if (verb < 0) verb = clause.finite;
    if (clause.type == ClauseType::kReduced) {
      for (const std::int32_t k : free) {
        if (clause.indirect < 0) clause.indirect = k;
      }
      return;
    }
    if (verb < 0) {
      // A headline without verb.
      const bool opens = !clause.words.empty() && clause.words.front() == 0;
      if (!free.empty() && (view_.title || opens)) clause.subject = free.front();
      return;
    }
    const std::int32_t group_end = std::max(clause.main, verb);
    for (const std::int32_t k : free) {
      const Nominal& n = view_.nominal(k);
      if (n.last <= verb || (n.first > verb && n.last <= group_end)) {
        // The nearest phrase before the verb; an opening "that"/"who" gives way to a later one.
        clause.subject = k;
      } else if (n.first > group_end) {
        // "with intent to murder, and three counts of …": a comma ends what has no finite verb.
        if (clause.object < 0 && clause.finite < 0 && view_.surface(group_end + 1) == ",") break;
        if (clause.object < 0) {
          clause.object = k;
        } else if (clause.indirect < 0) {
          clause.indirect = clause.object;
          clause.object = k;
          break;
        }
      }
    }
    // "who(m) … bought": a relative pronoun before another subject is the object.
    if (clause.type == ClauseType::kRelative && clause.opener >= 0) {
      const std::int32_t pronoun = view_.word(clause.opener).nominal;
      if (pronoun >= 0 && pronoun != clause.subject && clause.object < 0) clause.object = pronoun;
    }
    // "Northwork's offer is to buy …": who offers would buy.
    if (clause.duty && tells_event(clause.subject)) {
      const std::int32_t owner = view_.nominal(clause.subject).possessor;
      if (owner >= 0) clause.subject = owner;
    }
    const bool may_invert = clause.subject < 0 && clause.finite >= 0 &&
                            clause.type == ClauseType::kMain && clause.shares < 0;
    if (may_invert && clause.object >= 0) {
      clause.subject = clause.indirect >= 0 ? clause.indirect : clause.object;
      clause.object = clause.indirect >= 0 ? clause.object : -1;
      clause.indirect = -1;
    }
  }

  bool animate(const Nominal& n) const {
    if (n.mention < 0)
      return n.head >= 0 && view_.word(n.head).head != nullptr &&
             (view_.word(n.head).head->flags & kAgentNoun) != 0;
    const auto actor = static_cast<int>(view_.record->mentions(n.mention).actor());
    if (actor >= view_.record->actors_size()) return true;
    const v1::ActorKind kind = view_.record->actors(actor).kind();
    return kind == v1::ACTOR_KIND_PERSON || kind == v1::ACTOR_KIND_ORGANISATION;
  }

  // "Der Bericht bestätigt …": what somebody wrote speaks as well.
  bool reports(const Nominal& n) const {
    const Entry* head = n.head < 0 ? nullptr : view_.word(n.head).head;
    return head != nullptr && (head->flags & kReportNoun) != 0;
  }

  void by_case(Clause& clause, std::vector<std::int32_t> free) {
    const auto take = [&](std::size_t at) {
      const std::int32_t k = free[at];
      free.erase(free.begin() + static_cast<std::ptrdiff_t>(at));
      return k;
    };
    const bool shares = clause.shares >= 0 || clause.type == ClauseType::kInfinitive;
    // Subject: something that can only be a nominative, else the first that can be one.
    std::size_t best = free.size();
    int best_score = 0;
    const bool somebody = free.size() > 1 && asks_for_somebody(clause);
    const bool handles = free.size() == 2 && acts_on_things(clause);
    for (std::size_t i = 0; i < free.size(); ++i) {
      const Nominal& n = view_.nominal(free[i]);
      if ((n.cases & kNominative) == 0) continue;
      int score = 4;
      if ((n.cases & (kAccusative | kDative)) == 0) score += 4;
      if ((n.cases & kAccusative) == 0) {
        // "sagte Hauser der BBC": behind a bare actor it is rather a dative.
        const bool behind_actor =
            i > 0 && view_.nominal(free[0]).cases == 0xFF && animate(view_.nominal(free[0]));
        score += behind_actor ? 2 : 4;
      }
      // "Das bestätigt Microsoft": what points back is the object when somebody else can act.
      if (n.demonstrative && n.pronoun && free.size() > 1) score -= 3;
      if (animate(n)) score += 2;
      if (free.size() > 1 && !agrees_with_verb(view_, clause, free[i])) score -= 6;
      // "Das Geschäft übernimmt Nordwerk": a thing that stands first does not take over. "Die
      // Übernahme genehmigt das Amt", "Die Klage wies das Gericht ab": nor does what is approved.
      const bool thing = somebody || (handles && (names_event(n) || is_object(clause, free[i])));
      if (i == 0 && (!thing || animate(n) || n.pronoun || reports(n) || rules(n))) score += 3;
      if (n.relative) score += 1;
      if (shares && clause.shares >= 0 && clause.finite >= 0) {
        // Behind "und" the subject is mostly the one before.
        const bool behind_verb =
            clause.main >= 0 && n.first > clause.main && clause.main == clause.finite;
        if (behind_verb || view_.clause(clause.shares).finite == clause.finite) score -= 8;
      }
      if (score > best_score) {
        best_score = score;
        best = i;
      }
    }
    if (clause.type == ClauseType::kInfinitive) best = free.size();
    if (best < free.size()) clause.subject = take(best);
    if (clause.passive && !clause.perfect && clause.type == ClauseType::kInfinitive) return;
    // Indirect: only a dative fits, or a bare name before another one.
    for (std::size_t i = 0; i < free.size(); ++i) {
      const Nominal& n = view_.nominal(free[i]);
      if ((n.cases & kAccusative) == 0 && (n.cases & kDative) != 0) {
        clause.indirect = take(i);
        break;
      }
    }
    for (std::size_t i = 0; i < free.size(); ++i) {
      const Nominal& n = view_.nominal(free[i]);
      if ((n.cases & kAccusative) == 0) continue;
      const bool another = i + 1 < free.size() && clause.indirect < 0 && n.cases == 0xFF &&
                           (view_.nominal(free[i + 1]).cases & kAccusative) != 0 &&
                           !view_.nominal(free[i + 1]).pronoun;
      if (another) {
        clause.indirect = take(i);
        if (i < free.size()) clause.object = take(i);
      } else {
        clause.object = take(i);
      }
      break;
    }
  }

  // Subjects that stand in another clause.
  void inherit_subject(std::int32_t c, int depth) {
    Clause& clause = view_.clauses[static_cast<std::size_t>(c)];
    if (clause.subject >= 0 || depth > 6) return;
    if (clause.shares >= 0 && clause.shares < c) {
      clause.subject = view_.clause(clause.shares).subject;
      return;
    }
    const bool controlled =
        clause.type == ClauseType::kInfinitive || clause.type == ClauseType::kGerund;
    if (!controlled || clause.parent < 0) return;
    const Clause& parent = view_.clause(clause.parent);
    bool by_object = false;
    for (const std::uint32_t v : parent.verbs) {
      for (const std::uint32_t f : view_.lexicon->verbs[v].frames)
        by_object = by_object || view_.lexicon->frames[f].pack->carry().object_control();
    }
    if (by_object) {
      if (parent.passive) {
        clause.subject = parent.subject;
      } else {
        clause.subject = parent.object >= 0 ? parent.object : parent.indirect;
        if (clause.subject < 0) clause.subject = prepositional(parent);
      }
      return;
    }
    std::int32_t owner = owner_of_noun_before(clause);
    if (owner < 0 && parent.copula && tells_event(parent.subject))
      owner = view_.nominal(parent.subject).possessor;
    if (owner < 0 && tells_event(parent.subject) && noun_before(clause) >= 0) return;
    clause.subject = owner >= 0 ? owner : parent.subject;
  }

  // "The deadline was part of a plan to ban …": what happens does not do what a noun's infinitive
  // tells.
  bool tells_event(std::int32_t k) const {
    if (k < 0) return false;
    const Nominal& n = view_.nominal(k);
    const Entry* head = view_.word(n.head).head;
    return n.mention < 0 && !n.pronoun && head != nullptr && head->noun_count != 0 && !animate(n) &&
           !reports(n);
  }

  // The noun phrase that an infinitive stands right behind, or -1.
  std::int32_t noun_before(const Clause& clause) const {
    if (clause.type != ClauseType::kInfinitive || clause.words.empty()) return -1;
    std::int32_t begin = clause.words.front();
    if (begin > 0 && view_.word(begin - 1).cls == WordClass::kPunct) --begin;
    for (std::int32_t k = 0; k < static_cast<std::int32_t>(view_.nominals.size()); ++k) {
      const Nominal& n = view_.nominal(k);
      if (n.last == begin && n.clause == clause.parent && !n.pronoun) return k;
    }
    return -1;
  }

  // "Nordwerk's bid to buy …", "der Plan von Nordwerk, … zu kaufen": an infinitive behind a noun is
  // what the noun's owner does.
  std::int32_t owner_of_noun_before(const Clause& clause) const {
    const std::int32_t k = noun_before(clause);
    if (k < 0) return -1;
    const Nominal& n = view_.nominal(k);
    if (n.possessor >= 0 && n.mention < 0) return n.possessor;
    return n.attribute_of >= 0 && n.attribute_of < k && animate(n) ? k : -1;
  }

  static bool acts(const Frame& frame) {
    return std::ranges::any_of(frame.verb_args, [](const Arg& arg) {
      return arg.slot == lang::SLOT_SUBJECT && arg.role == v1::ROLE_AGENT;
    });
  }

  // Whether somebody does what the verb says, mostly, and to something.
  bool acts_on_things(const Clause& clause) const {
    return std::ranges::any_of(clause.verbs, [&](std::uint32_t v) {
      return std::ranges::any_of(view_.lexicon->verbs[v].frames,
                                 [&](std::uint32_t f) { return acts(view_.lexicon->frames[f]); });
    });
  }

  // Whether the phrase is what some frame of the verb asks for as its object.
  bool is_object(const Clause& clause, std::int32_t k) const {
    return std::ranges::any_of(clause.verbs, [&](std::uint32_t v) {
      return std::ranges::any_of(view_.lexicon->verbs[v].frames, [&](std::uint32_t f) {
        return frames_.head_is(k, view_.lexicon->frames[f].objects);
      });
    });
  }

  // "Das Urteil verbietet …": what an authority issues acts in its place.
  bool rules(const Nominal& n) const {
    return n.mention < 0 && std::ranges::any_of(frames_.nouns_of(n.head), [&](const NounSense& s) {
             const std::uint32_t c = view_.lexicon->frames[s.frame].event_class;
             const lang::EventClass* of = view_.lexicon->event_class(c);
             return of != nullptr && of->official();
           });
  }

  // Whether only somebody can do what the verb says: say something, or get something by it.
  bool asks_for_somebody(const Clause& clause) const {
    for (const std::uint32_t v : clause.verbs) {
      for (const std::uint32_t f : view_.lexicon->verbs[v].frames) {
        const Frame& frame = view_.lexicon->frames[f];
        if (!acts(frame)) continue;
        if (frame.pack->say() != lang::SAY_KIND_UNSPECIFIED) return true;
        const lang::EventClass* c = view_.lexicon->event_class(frame.event_class);
        if (c != nullptr && c->beneficiary_size() > 0) return true;
      }
    }
    return false;
  }

  std::int32_t prepositional(const Clause& clause) const {
    for (std::int32_t k = clause.first_nominal; k < clause.last_nominal; ++k) {
      const Nominal& n = view_.nominal(k);
      if (n.preposition != 0 && n.attribute_of < 0 && animate(n)) return k;
    }
    return -1;
  }

  SentenceView& view_;
  const lang::Grammar& grammar_;
  FrameReader frames_;
};

}  // namespace

void read_functions(SentenceView& view) {
  FunctionReader(view).read();
}

}  // namespace annals::what
