// Which events does a sentence tell? Those of its verbs, of nouns that a verb carries, of
// adjectives behind a copula, of verbs without a frame, and of nouns that stand alone.
#include <algorithm>

#include "ingest/what/arguments.h"
#include "ingest/what/draft.h"
#include "ingest/what/frames.h"
#include "ingest/what/mood.h"

namespace annals::what {
namespace {

constexpr std::size_t kMostDraftsASentence = 12;

class DraftFinder {
 public:
  DraftFinder(const SentenceView& view, Discourse& discourse, std::vector<ClauseReading>& readings)
      : view_(view),
        lex_(*view.lexicon),
        discourse_(discourse),
        readings_(readings),
        frames_(view),
        arguments_(view, readings),
        mood_(view, readings) {}

  void find() {
    first_ = discourse_.drafts.size();
    const auto clauses = static_cast<std::int32_t>(view_.clauses.size());
    readings_.assign(view_.clauses.size(), {});
    for (std::int32_t c = 0; c < clauses; ++c)
      readings_[static_cast<std::size_t>(c)] = frames_.read(c);
    used_nouns_.assign(view_.nominals.size(), false);
    for (std::int32_t c = 0; c < clauses; ++c)
      verb_event(c);
    for (std::int32_t k = 0; k < static_cast<std::int32_t>(view_.nominals.size()); ++k)
      bare_noun(k);
    std::stable_sort(discourse_.drafts.begin() + static_cast<std::ptrdiff_t>(first_),
                     discourse_.drafts.end(),
                     [](const Draft& a, const Draft& b) { return a.trigger < b.trigger; });
  }

 private:
  Draft start(std::int32_t c) const {
    const Clause& clause = view_.clause(c);
    Draft draft;
    draft.sentence = view_.index;
    draft.clause = c;
    draft.title = view_.title;
    draft.clause_span = view_.span_of(clause.words.front(), clause.words.back() + 1);
    return draft;
  }

  bool room() const { return discourse_.drafts.size() - first_ < kMostDraftsASentence; }

  static bool any_actor(const Draft& draft) {
    return std::any_of(draft.arguments.begin(), draft.arguments.end(),
                       [](const DraftArgument& a) { return a.actor >= 0; });
  }

  static bool any_name(const Draft& draft) {
    return draft.kind != DraftKind::kNoun &&
           std::any_of(draft.arguments.begin(), draft.arguments.end(),
                       [](const DraftArgument& a) { return a.named; });
  }

  void keep(Draft draft) {
    if (!room()) return;
    const bool actor = any_actor(draft);
    if (draft.frame == kNoIndex || frames_.pack(draft.frame).event_class().empty()) {
      if (!actor) return;
    } else {
      const bool needs = frames_.pack(draft.frame).needs_actor() && !draft.carried;
      if (draft.arguments.empty() || (needs && !actor && !any_name(draft))) return;
      // "is labelled as a drug": what nobody says, of nobody and to nobody, is no act of speech.
      const bool speech = lex_.event_class(lex_.frames[draft.frame].event_class)->speech();
      const bool only_theme = std::ranges::all_of(draft.arguments, [](const DraftArgument& a) {
        return a.role == v1::ROLE_THEME || a.role == v1::ROLE_PLACE;
      });
      if (speech && draft.kind == DraftKind::kVerb && only_theme) return;
    }
    discourse_.drafts.push_back(std::move(draft));
  }

  void frame_effects(std::uint32_t f, Draft& draft) const {
    const lang::Frame& frame = frames_.pack(f);
    if (frame.polarity() == v1::POLARITY_NEGATIVE) draft.negative = !draft.negative;
    if (frame.modality() != v1::MODALITY_UNSPECIFIED &&
        (draft.modality == v1::MODALITY_ASSERTED || draft.modality == v1::MODALITY_UNSPECIFIED))
      draft.modality = frame.modality();
    if (frame.status() != v1::STATUS_UNSPECIFIED) draft.status = frame.status();
  }

  bool comparison(std::int32_t c) const {
    for (int depth = 0; c >= 0 && depth < 6; ++depth) {
      if (view_.clause(c).type == ClauseType::kComparison) return true;
      c = view_.clause(c).parent;
    }
    return false;
  }

  Span trigger_of(const Clause& clause) const { return view_.token(clause.main).span; }

  bool has_child(std::int32_t c, bool infinitive, bool complement) const {
    return std::ranges::any_of(view_.clauses, [&](const Clause& other) {
      return other.parent == c && ((infinitive && other.type == ClauseType::kInfinitive) ||
                                   (complement && other.type == ClauseType::kComplement));
    });
  }

  void verb_event(std::int32_t c) {
    const Clause& clause = view_.clause(c);
    if (clause.words.empty() || comparison(c)) return;
    if (clause.main < 0) {
      adjective_event(c);
      return;
    }
    ClauseReading& reading = readings_[static_cast<std::size_t>(c)];
    bool carries = false;
    // Any reading of the verb that carries an event standing there beats one that names its own.
    for (const std::uint32_t v : clause.verbs) {
      for (const std::uint32_t f : lex_.verbs[v].frames) {
        if (carries || !frames_.pack(f).has_carry() || !frames_.fits(f, clause)) continue;
        // A frame that asks for this very object knows better.
        if (reading.frame != kNoIndex && reading.frame != f &&
            !lex_.frames[reading.frame].objects.empty())
          continue;
        carries = carry_events(c, f);
        if (carries) {
          reading.frame = f;
          reading.verb = v;
        }
      }
    }
    if (reading.frame != kNoIndex) {
      const lang::Frame& frame = frames_.pack(reading.frame);
      const bool says = frame.say() != lang::SAY_KIND_UNSPECIFIED;
      if (carries && !frame.carry().keep()) return;
      if (says && (frame.event_class().empty() ||
                   (clause.type == ClauseType::kRelative && frame.say() == lang::SAY_KIND_SAY)))
        return;
      if (frame.event_class().empty() && frame.has_carry()) {
        if (has_child(c, frame.carry().infinitive(), frame.carry().clause())) return;
      }
      Draft draft = start(c);
      draft.kind = frame.event_class().empty() ? DraftKind::kOpen : DraftKind::kVerb;
      draft.frame = reading.frame;
      draft.predicate = lex_.verbs[reading.verb].lemma;
      draft.trigger = trigger_of(clause);
      mood_.read(c, draft);
      frame_effects(reading.frame, draft);
      if (clause.headline_passive &&
          !ArgumentFinder::wants(lex_.frames[reading.frame].verb_args, lang::SLOT_OBJECT)) {
        Clause active = clause;
        active.passive = false;
        arguments_.verb_arguments(active, lex_.frames[reading.frame].verb_args, draft);
      } else {
        arguments_.verb_arguments(clause, lex_.frames[reading.frame].verb_args, draft);
      }
      if (ArgumentFinder::lacks_required(lex_.frames[reading.frame].verb_args, draft)) {
        reading.frame = kNoIndex;
        open_event(c, reading);
        return;
      }
      arguments_.place(clause, draft);
      object_noun_arguments(clause, draft);
      for (std::int32_t k = clause.first_nominal; k < clause.last_nominal; ++k) {
        if (!frames_.head_is(k, lex_.frames[reading.frame].objects)) continue;
        used(k);
        if (view_.nominal(k).negative) draft.negative = true;
      }
      // "wollte keine Stellung nehmen" tells what was not done.
      if (draft.tense == Tense::kPast && draft.negative && clause.modal != 0 &&
          draft.modality == v1::MODALITY_PLANNED)
        draft.modality = v1::MODALITY_ASSERTED;
      keep(std::move(draft));
      return;
    }
    if (reading.verb != kNoIndex && lex_.verbs[reading.verb].light && light_event(c)) return;
    open_event(c, reading);
  }

  // "lehnte das Angebot von Kaltmann ab": arguments of the object noun fill what is left.
  void object_noun_arguments(const Clause& clause, Draft& draft) {
    if (lex_.frames[draft.frame].objects.empty()) return;
    for (std::int32_t k = clause.first_nominal; k < clause.last_nominal; ++k) {
      if (!frames_.head_is(k, lex_.frames[draft.frame].objects)) continue;
      if (!lex_.frames[draft.frame].noun_args.empty()) arguments_.noun_arguments(k, draft);
    }
    resume(clause, draft);
    owned_by_speaker(clause, draft);
  }

  bool takes_recipient(const Draft& draft) const {
    return (lex_.frames[draft.frame].allowed_roles &
            (1U << static_cast<unsigned>(v1::ROLE_RECIPIENT))) != 0;
  }

  // "X confirmed that Y had rejected its offer": the offer is X's.
  void owned_by_speaker(const Clause& clause, Draft& draft) {
    const std::int32_t object = clause.passive ? clause.subject : clause.object;
    if (object < 0 || !view_.nominal(object).possessed || clause.parent < 0 ||
        !takes_recipient(draft) || ArgumentFinder::has_role(draft, v1::ROLE_RECIPIENT))
      return;
    const Clause& parent = view_.clause(clause.parent);
    if (parent.subject < 0 || parent.subject == clause.subject) return;
    const std::int32_t actor = arguments_.actor_of(view_.nominal(parent.subject).mention);
    if (actor < 0) return;
    const bool known = std::any_of(draft.arguments.begin(), draft.arguments.end(),
                                   [&](const DraftArgument& a) { return a.actor == actor; });
    if (!known) arguments_.add(draft, v1::ROLE_RECIPIENT, parent.subject);
  }

  // "lehnte das Angebot ab": with nothing said about the offer it is the one told before.
  void resume(const Clause& clause, Draft& draft) {
    const std::int32_t object = clause.passive ? clause.subject : clause.object;
    if (object < 0 || !view_.nominal(object).determined || !takes_recipient(draft) ||
        ArgumentFinder::has_role(draft, v1::ROLE_RECIPIENT))
      return;
    constexpr std::uint32_t kReach = 6;
    for (std::size_t i = discourse_.drafts.size(); i-- > 0;) {
      const Draft& before = discourse_.drafts[i];
      if (before.sentence + kReach < view_.index) return;
      if (before.frame == kNoIndex || before.dropped || before.sentence == view_.index ||
          lex_.frames[before.frame].event_class != lex_.frames[draft.frame].event_class)
        continue;
      for (const DraftArgument& argument : before.arguments) {
        const bool same = std::any_of(
            draft.arguments.begin(), draft.arguments.end(),
            [&](const DraftArgument& a) { return a.actor >= 0 && a.actor == argument.actor; });
        if (argument.role != v1::ROLE_RECIPIENT || same || draft.arguments.size() >= kMostArguments)
          continue;
        draft.arguments.push_back(argument);
        draft.reasons.push_back("goes on about what sentence " +
                                std::to_string(before.sentence + 1) + " tells");
      }
      return;
    }
  }

  void used(std::int32_t k) { used_nouns_[static_cast<std::size_t>(k)] = true; }

  // Events that the clause's verb carries as its subject or object. True when there is one.
  bool carry_events(std::int32_t c, std::uint32_t f) {
    const lang::Carry& carry = frames_.pack(f).carry();
    const Clause& clause = view_.clause(c);
    bool found = false;
    if (carry.subject()) {
      const std::int32_t k = clause.passive && clause.subject < 0 ? clause.object : clause.subject;
      if (k >= 0) found = carried_noun(c, k, carry, -1) || carried_before(c, k, carry);
    }
    if (carry.object()) {
      const std::int32_t object = clause.passive ? clause.subject : clause.object;
      std::int32_t agent = clause.passive ? arguments_.agent_phrase(clause) : clause.subject;
      // "untersagt Nordwerk die Übernahme": who is told so would do it.
      if (carry.object_control()) agent = clause.indirect;
      // "fordert einen Freispruch": who demands it does not do it.
      const lang::EventClass* own = lex_.event_class(lex_.frames[f].event_class);
      if (own != nullptr && own->speech() && carry.modality() == v1::MODALITY_DEMANDED) agent = -1;
      if (object >= 0) {
        found = carried_noun(c, object, carry, agent) || found;
        for (std::int32_t k = object + 1; k < arguments_.count(); ++k) {
          if (view_.nominal(k).listed_with == object)
            found = carried_noun(c, k, carry, agent) || found;
        }
      }
    }
    for (const std::uint16_t preposition : lex_.frames[f].carry_prepositions) {
      for (std::int32_t k = clause.first_nominal; k < clause.last_nominal; ++k) {
        if (view_.nominal(k).preposition == preposition && !view_.nominal(k).time)
          found = carried_noun(c, k, carry, clause.subject) || found;
      }
    }
    return found;
  }

  bool carried_noun(std::int32_t c, std::int32_t k, const lang::Carry& carry, std::int32_t agent) {
    const Nominal& n = view_.nominal(k);
    if (n.pronoun || used_nouns_[static_cast<std::size_t>(k)]) return false;
    for (const NounSense& sense : frames_.nouns_of(n.head)) {
      if (frames_.pack(sense.frame).event_class().empty()) continue;
      if (!frames_.noun_fits(sense.frame, k)) continue;
      Draft draft = start(c);
      draft.kind = DraftKind::kNoun;
      draft.frame = sense.frame;
      draft.predicate = lex_.lemmas[sense.lemma];
      draft.trigger = view_.token(n.head).span;
      draft.carried = true;
      mood_.read(c, draft);
      carry_mood(k, carry, draft);
      if (n.negative) draft.negative = true;
      frame_effects(sense.frame, draft);
      arguments_.noun_arguments(k, draft);
      if (!any_actor(draft) && n.determined && !n.indefinite) resume_noun(draft);
      if (agent >= 0) fill_agent(draft, agent);
      arguments_.place(view_.clause(c), draft);
      used(k);
      keep(std::move(draft));
      return true;
    }
    return false;
  }

  // What a verb makes of the event noun it carries. "blocked the planned sale" tells what happened,
  // "has been asked to block the sale" does not, and "calls a possible sale a mistake" leaves it
  // open.
  void carry_mood(std::int32_t k, const lang::Carry& carry, Draft& draft) const {
    const v1::Modality of_clause = draft.modality;
    if (carry.modality() == v1::MODALITY_UNSPECIFIED) mood_.attributes(k, draft);
    MoodReader::apply(carry, draft);
    if (carry.modality() == v1::MODALITY_ASSERTED) draft.modality = of_clause;
  }

  // "The ban takes effect": the ban told before.
  void resume_noun(Draft& draft) {
    constexpr std::uint32_t kReach = 8;
    for (std::size_t i = discourse_.drafts.size(); i-- > 0;) {
      const Draft& before = discourse_.drafts[i];
      if (before.sentence + kReach < view_.index) return;
      if (before.frame == kNoIndex || before.dropped || before.sentence == view_.index ||
          lex_.frames[before.frame].event_class != lex_.frames[draft.frame].event_class)
        continue;
      draft.arguments = before.arguments;
      draft.reasons.push_back("goes on about what sentence " + std::to_string(before.sentence + 1) +
                              " tells");
      return;
    }
  }

  void fill_agent(Draft& draft, std::int32_t agent) {
    for (const Arg& arg : lex_.frames[draft.frame].noun_args) {
      if (arg.role == v1::ROLE_AGENT) {
        if (!ArgumentFinder::has_role(draft, v1::ROLE_AGENT))
          arguments_.add(draft, v1::ROLE_AGENT, agent);
        return;
      }
    }
    const std::uint8_t roles = lex_.frames[draft.frame].allowed_roles;
    if ((roles & (1U << static_cast<unsigned>(v1::ROLE_AGENT))) != 0 &&
        !ArgumentFinder::has_role(draft, v1::ROLE_AGENT))
      arguments_.add(draft, v1::ROLE_AGENT, agent);
  }

  // "Dieser soll am 20. September eintreten": the subject points back to an event noun before.
  bool carried_before(std::int32_t c, std::int32_t k, const lang::Carry& carry) {
    const Nominal& n = view_.nominal(k);
    if (!n.pronoun && !n.demonstrative) return false;
    if (n.mention >= 0 && !n.demonstrative) return false;
    for (std::size_t i = discourse_.drafts.size(); i-- > 0;) {
      Draft& before = discourse_.drafts[i];
      if (before.sentence + 1 < view_.index) break;
      if (before.kind != DraftKind::kNoun || before.frame == kNoIndex || before.dropped) continue;
      if (before.sentence == view_.index && before.clause == c) continue;
      Draft draft = start(c);
      draft.kind = DraftKind::kNoun;
      draft.frame = before.frame;
      draft.predicate = before.predicate;
      draft.arguments = before.arguments;
      draft.trigger = view_.token(view_.clause(c).main).span;
      draft.carried = true;
      mood_.read(c, draft);
      MoodReader::apply(carry, draft);
      frame_effects(draft.frame, draft);
      draft.reasons.push_back("points back to \"" +
                              std::string(slice(view_.analysis->text, before.trigger)) + "\"");
      // One event, told twice: the second telling says more.
      if (!before.carried) before.dropped = true;
      keep(std::move(draft));
      return true;
    }
    return false;
  }

  bool light_event(std::int32_t c) {
    const Clause& clause = view_.clause(c);
    const std::int32_t object = clause.passive ? clause.subject : clause.object;
    const std::int32_t agent = clause.passive ? arguments_.agent_phrase(clause) : clause.subject;
    return object >= 0 && carried_noun(c, object, lang::Carry::default_instance(), agent);
  }

  void adjective_event(std::int32_t c) {
    const Clause& clause = view_.clause(c);
    std::int32_t at = -1;
    std::uint32_t lemma = 0;
    const std::uint32_t f = frames_.adjective_frame(clause, &at, &lemma);
    if (f == kNoIndex) return;
    if (frames_.pack(f).event_class().empty()) return;
    Draft draft = start(c);
    draft.kind = DraftKind::kAdjective;
    draft.frame = f;
    draft.predicate = lex_.lemmas[lemma];
    draft.trigger = view_.token(at).span;
    mood_.read(c, draft);
    frame_effects(f, draft);
    arguments_.verb_arguments(clause, lex_.frames[f].verb_args, draft);
    arguments_.place(clause, draft);
    keep(std::move(draft));
  }

  void open_event(std::int32_t c, const ClauseReading& reading) {
    const Clause& clause = view_.clause(c);
    if (reading.verb == kNoIndex && !clause.unknown_verb) return;
    if (clause.type == ClauseType::kReduced || clause.type == ClauseType::kGerund) return;
    if (clause.state || view_.word(clause.main).in_quote) return;
    Draft draft = start(c);
    draft.kind = DraftKind::kOpen;
    draft.predicate =
        reading.verb != kNoIndex ? lex_.verbs[reading.verb].lemma : guess_lemma(clause.main);
    if (clause.particle < 0 && reading.verb == kNoIndex && clause.words.back() != clause.main) {
      const std::int32_t last = clause.words.back();
      if (view_.word(last).has(kParticle) && view_.word(last).cls == WordClass::kAdverb &&
          lex_.grammar().joined_particles())
        draft.predicate = std::string(view_.lower(last)) + draft.predicate;
    }
    draft.trigger = trigger_of(clause);
    mood_.read(c, draft);
    const std::int32_t subject = clause.passive ? arguments_.agent_phrase(clause) : clause.subject;
    const std::int32_t object = clause.passive ? clause.subject : clause.object;
    arguments_.add(draft, v1::ROLE_AGENT, subject);
    arguments_.add(draft, v1::ROLE_THEME, object);
    arguments_.add(draft, v1::ROLE_RECIPIENT, clause.indirect);
    arguments_.place(clause, draft);
    const bool core = (subject >= 0 && arguments_.actor_of(view_.nominal(subject).mention) >= 0) ||
                      (object >= 0 && arguments_.actor_of(view_.nominal(object).mention) >= 0);
    if (!core) return;
    keep(std::move(draft));
  }

  std::string guess_lemma(std::int32_t word) const {
    const std::string_view lower = view_.lower(word);
    // "muss sich verantworten": what stands with a modal is no past tense.
    const Clause& clause = view_.clause(view_.word(word).clause);
    const bool infinitive = clause.modal != 0 && !clause.perfect;
    const Lexicon::Guess guess = lex_.guess_verb(lower, infinitive);
    if (guess.rule != nullptr) return guess.lemma(lower);
    return std::string(lower);
  }

  // "X könnte mit einer Fusion wachsen": where the clause tells nothing as a fact, some merger is
  // none either.
  void open_possibility(std::int32_t c, Draft& draft) const {
    Draft clause = start(c);
    mood_.read(c, clause);
    if (clause.modality != v1::MODALITY_ASSERTED) draft.modality = v1::MODALITY_POSSIBLE;
  }

  // A noun that names an event and that no verb carries.
  void bare_noun(std::int32_t k) {
    const Nominal& n = view_.nominal(k);
    if (n.pronoun || used_nouns_[static_cast<std::size_t>(k)] || n.time || !room()) return;
    if (comparison(n.clause)) return;
    for (const NounSense& sense : frames_.nouns_of(n.head)) {
      if (frames_.pack(sense.frame).event_class().empty() || !frames_.noun_fits(sense.frame, k))
        continue;
      Draft draft = start(n.clause);
      draft.kind = DraftKind::kNoun;
      draft.frame = sense.frame;
      draft.predicate = lex_.lemmas[sense.lemma];
      draft.trigger = view_.token(n.head).span;
      draft.modality = v1::MODALITY_ASSERTED;
      draft.quoted = view_.word(n.head).in_quote;
      const Clause& clause = view_.clause(n.clause);
      draft.tense = Tense::kNone;
      draft.relative = clause.type == ClauseType::kRelative;
      mood_.carried_in_phrase(k, draft);
      mood_.attributes(k, draft);
      if (n.indefinite && draft.modality == v1::MODALITY_ASSERTED)
        open_possibility(n.clause, draft);
      if (n.negative) draft.negative = true;
      arguments_.noun_arguments(k, draft);
      frame_effects(sense.frame, draft);
      if (!any_actor(draft)) continue;
      // The same event told by a verb of the sentence is not told again.
      const bool told = std::any_of(
          discourse_.drafts.begin() + static_cast<std::ptrdiff_t>(first_), discourse_.drafts.end(),
          [&](const Draft& other) {
            return other.frame != kNoIndex && other.trigger != draft.trigger &&
                   lex_.frames[other.frame].event_class == lex_.frames[draft.frame].event_class &&
                   other.clause == draft.clause;
          });
      if (told) return;
      keep(std::move(draft));
      return;
    }
  }

  const SentenceView& view_;
  const Lexicon& lex_;
  Discourse& discourse_;
  std::vector<ClauseReading>& readings_;
  FrameReader frames_;
  ArgumentFinder arguments_;
  MoodReader mood_;
  std::size_t first_ = 0;
  std::vector<bool> used_nouns_;
};

}  // namespace

void find_drafts(const SentenceView& view, Discourse& discourse,
                 std::vector<ClauseReading>& readings) {
  DraftFinder(view, discourse, readings).find();
}

}  // namespace annals::what
