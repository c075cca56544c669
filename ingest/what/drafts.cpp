// From clauses and noun phrases to events: frames, their arguments, and verbs that carry events.
#include <algorithm>

#include "ingest/what/draft.h"

namespace annals::what {
namespace {

constexpr std::size_t kMostDraftsASentence = 12;
constexpr std::size_t kMostArguments = 8;

class DraftFinder {
 public:
  DraftFinder(const SentenceView& view, Discourse& discourse, std::vector<ClauseReading>& readings)
      : view_(view), lex_(*view.lexicon), discourse_(discourse), readings_(readings) {}

  void find() {
    first_ = discourse_.drafts.size();
    const auto clauses = static_cast<std::int32_t>(view_.clauses.size());
    readings_.assign(view_.clauses.size(), {});
    for (std::int32_t c = 0; c < clauses; ++c)
      read(c);
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
  const lang::Frame& pack(std::uint32_t frame) const { return *lex_.frames[frame].pack; }

  bool head_is(std::int32_t nominal, const std::vector<std::string>& words) const {
    if (nominal < 0) return false;
    const std::int32_t head = view_.nominal(nominal).head;
    const std::string_view lower = view_.lower(head);
    for (const std::string& word : words) {
      if (lower == word) return true;
      if (lower.size() > word.size() + 1 && word.size() >= 4 && lower.ends_with(word)) return true;
    }
    return false;
  }

  bool clause_has(const Clause& clause, const std::vector<std::string>& words) const {
    return std::any_of(clause.words.begin(), clause.words.end(), [&](std::int32_t i) {
      return std::binary_search(words.begin(), words.end(), view_.lower(i));
    });
  }

  bool fits(std::uint32_t f, const Clause& clause) const {
    const Frame& frame = lex_.frames[f];
    if (frame.pack->reflexive() && !clause.reflexive) return false;
    if (!frame.objects.empty()) {
      bool found = false;
      for (std::int32_t k = clause.first_nominal; k < clause.last_nominal && !found; ++k) {
        const Nominal& n = view_.nominal(k);
        if (n.preposition != 0 || n.attribute_of >= 0) continue;
        if (!clause.passive && k == clause.subject && clause.object >= 0) continue;
        found = head_is(k, frame.objects);
      }
      if (!found && clause.passive) found = head_is(clause.subject, frame.objects);
      if (!found && clause.type == ClauseType::kReduced)
        found = head_is(clause.object, frame.objects);
      if (!found) return false;
    }
    if (!frame.need.empty() && !clause_has(clause, frame.need)) return false;
    return frame.unless.empty() || !clause_has(clause, frame.unless);
  }

  void read(std::int32_t c) {
    const Clause& clause = view_.clause(c);
    ClauseReading& reading = readings_[static_cast<std::size_t>(c)];
    // Frames of all readings of the verb, in the pack's order: special ones stand first.
    // Of those that fit, one that asks for an object or a word beats one that does not.
    std::uint64_t best = UINT64_MAX;
    for (const std::uint32_t v : clause.verbs) {
      for (const std::uint32_t f : lex_.verbs[v].frames) {
        const bool general = lex_.frames[f].objects.empty() && lex_.frames[f].need.empty();
        const std::uint64_t rank = f + (general ? std::uint64_t{1} << 32U : 0);
        if (rank < best && fits(f, clause)) {
          best = rank;
          reading.verb = v;
          reading.frame = f;
        }
      }
    }
    if (reading.verb == kNoIndex && !clause.verbs.empty()) reading.verb = clause.verbs.front();
    if (clause.matrix >= 0) {
      const Entry* entry = view_.word(clause.matrix).entry;
      if (entry == nullptr) return;
      for (const VerbSense& sense : lex_.verbs_of(*entry)) {
        for (const std::uint32_t f : lex_.verbs[sense.verb].frames) {
          if (reading.matrix_frame == kNoIndex && pack(f).carry().infinitive())
            reading.matrix_frame = f;
        }
      }
    }
  }

  // --- arguments ---

  std::int32_t actor_of(std::int32_t mention) const {
    if (mention < 0) return -1;
    const auto actor = static_cast<std::int32_t>(view_.record->mentions(mention).actor());
    return actor < view_.record->actors_size() ? actor : -1;
  }

  Span nominal_span(std::int32_t k) const {
    const Nominal& n = view_.nominal(k);
    std::int32_t first = n.first;
    while (first < n.last - 1 &&
           (view_.word(first).cls == WordClass::kPrep || view_.word(first).cls == WordClass::kDet ||
            view_.word(first).cls == WordClass::kPunct))
      ++first;
    return view_.span_of(first, n.last);
  }

  // With its genitives: "Geschäft von Nordwerk".
  Span full_span(std::int32_t k) const {
    Span span = nominal_span(k);
    std::int32_t last = k;
    for (std::int32_t g = k + 1; g < count() && g <= k + 4; ++g) {
      if (view_.nominal(g).attribute_of != last ||
          view_.nominal(g).clause != view_.nominal(k).clause)
        break;
      last = g;
      span.end = nominal_span(g).end;
    }
    return span;
  }

  DraftArgument argument(v1::Role role, std::int32_t k) const {
    const Nominal& n = view_.nominal(k);
    DraftArgument out;
    out.role = role;
    out.span = full_span(k);
    out.group = n.group;
    out.actor = actor_of(n.mention);
    out.own = out.actor >= 0;
    out.named = out.actor < 0 && view_.token(n.head).pos == Pos::kPropn;
    if (out.actor < 0 && n.antecedent >= 0) {
      const Nominal& antecedent = view_.nominal(n.antecedent);
      out.actor = actor_of(antecedent.mention);
      out.own = out.actor >= 0;
      if (out.actor < 0 && role != v1::ROLE_AGENT)
        out.actor = actor_of(antecedent.owner >= 0 ? antecedent.owner : antecedent.inner);
      out.span = full_span(n.antecedent);
    }
    const bool agent_role = role == v1::ROLE_AGENT;
    // Else whoever owns the thing: "Tiktoks Geschäft", "Geschäft von Tiktok", "US-Geschäft".
    const Entry* head = view_.word(n.head).head;
    const bool speaks_for = head != nullptr && (head->flags & (kAgentNoun | kReportNoun)) != 0;
    if (out.actor < 0 && (!agent_role || speaks_for)) {
      if (n.possessor >= 0) out.actor = actor_of(view_.nominal(n.possessor).mention);
      if (out.actor < 0) out.actor = actor_of(n.owner);
      if (out.actor < 0) out.actor = actor_of(n.inner);
    }
    return out;
  }

  bool kind_fits(const Arg& arg, std::int32_t k) const {
    if (arg.kinds == 0) return true;
    const std::int32_t actor = actor_of(view_.nominal(k).mention);
    if (actor < 0) return false;
    const v1::ActorKind kind = view_.record->actors(actor).kind();
    return kind == v1::ACTOR_KIND_UNSPECIFIED ||
           (arg.kinds & (1U << static_cast<unsigned>(kind))) != 0;
  }

  static bool has_role(const Draft& draft, v1::Role role) {
    return std::any_of(draft.arguments.begin(), draft.arguments.end(),
                       [&](const DraftArgument& a) { return a.role == role; });
  }
  bool has_nominal(const Draft& draft, std::int32_t k) const {
    const Span span = full_span(k);
    return std::any_of(draft.arguments.begin(), draft.arguments.end(),
                       [&](const DraftArgument& a) { return a.span == span; });
  }

  void add(Draft& draft, v1::Role role, std::int32_t k) {
    if (k < 0 || role == v1::ROLE_UNSPECIFIED || draft.arguments.size() >= kMostArguments) return;
    if (has_nominal(draft, k)) return;
    const Nominal& n = view_.nominal(k);
    if (n.negative) draft.negative = true;
    if (n.pronoun && n.mention < 0 && n.antecedent < 0) {
      // "X said that it had …": the pronoun stands for whoever speaks.
      const Clause& own = view_.clause(n.clause);
      if (role != v1::ROLE_AGENT || n.demonstrative || n.negative || own.parent < 0 ||
          own.type != ClauseType::kComplement)
        return;
      const std::uint32_t f = readings_[static_cast<std::size_t>(own.parent)].frame;
      const std::int32_t speaker = view_.clause(own.parent).subject;
      if (f == kNoIndex || pack(f).say() == lang::SAY_KIND_UNSPECIFIED || speaker < 0 ||
          speaker == k || actor_of(view_.nominal(speaker).mention) < 0)
        return;
      draft.arguments.push_back(argument(role, speaker));
      return;
    }
    draft.arguments.push_back(argument(role, k));
    for (std::int32_t other = 0; other < count(); ++other) {
      if (other == k) continue;
      if (view_.nominal(other).listed_with == k ||
          (n.group != 0 && view_.nominal(other).group == n.group &&
           view_.nominal(other).clause == n.clause)) {
        if (draft.arguments.size() < kMostArguments && !has_nominal(draft, other))
          draft.arguments.push_back(argument(role, other));
      }
    }
  }

  std::int32_t agent_phrase(const Clause& clause) const {
    std::int32_t best = -1;
    for (std::int32_t k = clause.first_nominal; k < clause.last_nominal; ++k) {
      const Nominal& n = view_.nominal(k);
      if (!n.agent_preposition || n.time || n.pronoun) continue;
      // Behind its noun "von X" may say whose it is; before the finite verb it always does.
      if (n.attribute_of >= 0) {
        const bool prefield = clause.type == ClauseType::kMain && clause.finite > n.first;
        if (prefield || n.mention < 0 || best >= 0) continue;
      }
      best = k;
    }
    return best;
  }

  void verb_arguments(const Clause& clause, const std::vector<Arg>& args, Draft& draft) {
    for (const Arg& arg : args) {
      std::int32_t k = -1;
      switch (arg.slot) {
        case lang::SLOT_SUBJECT:
          k = clause.passive ? agent_phrase(clause) : clause.subject;
          break;
        case lang::SLOT_OBJECT:
          k = clause.type == ClauseType::kReduced ? clause.object
              : clause.passive                    ? clause.subject
                                                  : clause.object;
          if (clause.passive && k < 0) k = clause.object;
          break;
        case lang::SLOT_INDIRECT:
          k = clause.indirect;
          if (k < 0 && (!wants(args, lang::SLOT_OBJECT) || bare_actor(clause.object)))
            k = clause.passive ? clause.subject : clause.object;
          break;
        case lang::SLOT_PREPOSITION:
          k = prepositional(clause, arg);
          if (k >= 0 && clause.passive && k == agent_phrase(clause) &&
              wants(args, lang::SLOT_SUBJECT))
            k = -1;
          break;
        default:
          break;
      }
      if (k < 0 || !kind_fits(arg, k)) continue;
      if (has_role(draft, arg.role) && arg.slot == lang::SLOT_PREPOSITION) continue;
      add(draft, arg.role, k);
    }
  }
  // A name without article may be a dative as well as an accusative; with verbs that want both, an
  // actor is the one addressed.
  bool bare_actor(std::int32_t k) const {
    return k >= 0 && lex_.grammar().verb_bracket() && view_.nominal(k).cases == 0xFF &&
           actor_of(view_.nominal(k).mention) >= 0;
  }
  static bool wants(const std::vector<Arg>& args, lang::Slot slot) {
    return std::any_of(args.begin(), args.end(), [&](const Arg& a) { return a.slot == slot; });
  }
  std::int32_t prepositional(const Clause& clause, const Arg& arg) const {
    for (std::int32_t k = clause.first_nominal; k < clause.last_nominal; ++k) {
      const Nominal& n = view_.nominal(k);
      if (n.preposition != arg.preposition || n.time || n.listed_with >= 0) continue;
      // A genitive-like phrase belongs to its noun.
      if (n.attribute_of >= 0 && view_.nominal(n.attribute_of).mention < 0 &&
          !(n.agent_preposition && clause.passive) && n.attribute_of != clause.object)
        continue;
      if (kind_fits(arg, k)) return k;
    }
    return -1;
  }

  // "in den USA": places by the preposition and the actor's kind.
  void place(const Clause& clause, Draft& draft) {
    if (has_role(draft, v1::ROLE_PLACE)) return;
    if (draft.frame != kNoIndex && (lex_.frames[draft.frame].allowed_roles &
                                    (1U << static_cast<unsigned>(v1::ROLE_PLACE))) == 0)
      return;
    for (std::int32_t k = clause.first_nominal; k < clause.last_nominal; ++k) {
      const Nominal& n = view_.nominal(k);
      if (n.preposition == 0 || n.preposition == kCuePreposition || n.time || has_nominal(draft, k))
        continue;
      const std::int32_t actor = actor_of(n.mention);
      if (actor < 0 || view_.record->actors(actor).kind() != v1::ACTOR_KIND_PLACE) continue;
      const std::string& word = lex_.prepositions[n.preposition - 1U];
      if (word == "in" || word == "at" || word == "near" || word == "bei") {
        draft.arguments.push_back(argument(v1::ROLE_PLACE, k));
        return;
      }
    }
  }

  void noun_arguments(std::int32_t k, Draft& draft) {
    if (draft.frame == kNoIndex) return;
    const Nominal& noun = view_.nominal(k);
    for (const Arg& arg : lex_.frames[draft.frame].noun_args) {
      if (has_role(draft, arg.role)) continue;
      switch (arg.slot) {
        case lang::SLOT_GENITIVE:
          for (std::int32_t g = k + 1; g < count() && g <= k + 4; ++g) {
            if (view_.nominal(g).attribute_of == k && view_.nominal(g).clause == noun.clause &&
                kind_fits(arg, g)) {
              add(draft, arg.role, g);
              break;
            }
          }
          break;
        case lang::SLOT_POSSESSOR:
          if (noun.possessor >= 0 && kind_fits(arg, noun.possessor))
            add(draft, arg.role, noun.possessor);
          break;
        case lang::SLOT_COMPOUND:
          compound(k, arg, draft);
          break;
        case lang::SLOT_PREPOSITION: {
          std::int32_t end = noun.last;
          for (std::int32_t p = k + 1; p < count() && p <= k + 5; ++p) {
            const Nominal& n = view_.nominal(p);
            if (n.clause != noun.clause || n.first != end) break;
            end = n.last;
            if (n.preposition == arg.preposition && kind_fits(arg, p) && !n.time) {
              add(draft, arg.role, p);
              break;
            }
          }
          break;
        }
        default:
          break;
      }
    }
    noun_place(k, draft);
  }
  std::int32_t count() const { return static_cast<std::int32_t>(view_.nominals.size()); }

  void noun_place(std::int32_t k, Draft& draft) {
    if (has_role(draft, v1::ROLE_PLACE)) return;
    if ((lex_.frames[draft.frame].allowed_roles & (1U << static_cast<unsigned>(v1::ROLE_PLACE))) ==
        0)
      return;
    std::int32_t end = view_.nominal(k).last;
    for (std::int32_t p = k + 1; p < count() && p <= k + 5; ++p) {
      const Nominal& n = view_.nominal(p);
      if (n.clause != view_.nominal(k).clause || n.first != end) break;
      end = n.last;
      const std::int32_t actor = actor_of(n.mention);
      if (n.preposition == 0 || n.preposition == kCuePreposition || actor < 0 ||
          view_.record->actors(actor).kind() != v1::ACTOR_KIND_PLACE || has_nominal(draft, p))
        continue;
      const std::string& word = lex_.prepositions[n.preposition - 1U];
      if (word == "in" || word == "at" || word == "near" || word == "bei") {
        draft.arguments.push_back(argument(v1::ROLE_PLACE, p));
        return;
      }
    }
  }

  // "Tiktok-Verbot", "TikTok ban": the part before the head is an actor of the article.
  void compound(std::int32_t k, const Arg& arg, Draft& draft) {
    const Nominal& noun = view_.nominal(k);
    const Word& head = view_.word(noun.head);
    if (head.mention >= 0 && noun.inner < 0 && head.head_at == 0) return;
    if (noun.inner >= 0 && noun.possessor < 0) {
      const v1::Mention& mention = view_.record->mentions(noun.inner);
      if (mention.span().begin() >= view_.token(noun.first).span.begin &&
          mention.span().end() <= view_.token(noun.head).span.begin) {
        push_actor(draft, arg, actor_of(noun.inner),
                   {mention.span().begin(), mention.span().end()});
        return;
      }
    }
    if (head.head_at == 0) return;
    std::string_view front = view_.lower(noun.head).substr(0, head.head_at);
    while (!front.empty() && front.back() == '-')
      front.remove_suffix(1);
    const Span token = view_.token(noun.head).span;
    for (int a = 0; a < view_.record->actors_size() && a < 200; ++a) {
      const v1::Actor& actor = view_.record->actors(a);
      const auto matches = [&](std::string_view name) {
        return name.size() == front.size() &&
               std::equal(name.begin(), name.end(), front.begin(), [](char x, char y) {
                 return (x >= 'A' && x <= 'Z' ? static_cast<char>(x + 32) : x) == y;
               });
      };
      const bool same = matches(actor.name()) || matches(actor.key()) ||
                        std::any_of(actor.aliases().begin(), actor.aliases().end(), matches);
      if (!same) continue;
      push_actor(draft, arg, a,
                 {token.begin, token.begin + static_cast<std::uint32_t>(front.size())});
      return;
    }
    if (head.mention >= 0) push_actor(draft, arg, actor_of(head.mention), token);
  }
  void push_actor(Draft& draft, const Arg& arg, std::int32_t actor, Span span) const {
    if (actor < 0 || draft.arguments.size() >= kMostArguments) return;
    if (arg.kinds != 0) {
      const v1::ActorKind kind = view_.record->actors(actor).kind();
      if (kind != v1::ACTOR_KIND_UNSPECIFIED &&
          (arg.kinds & (1U << static_cast<unsigned>(kind))) == 0)
        return;
    }
    DraftArgument out;
    out.role = arg.role;
    out.actor = actor;
    out.span = span;
    out.own = true;
    draft.arguments.push_back(out);
  }

  // --- mood ---

  Draft start(std::int32_t c) const {
    const Clause& clause = view_.clause(c);
    Draft draft;
    draft.sentence = view_.index;
    draft.clause = c;
    draft.title = view_.title;
    draft.clause_span = view_.span_of(clause.words.front(), clause.words.back() + 1);
    return draft;
  }

  void mood(std::int32_t c, Draft& draft) const {
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
    const std::int32_t trigger = clause.main >= 0 ? clause.main : clause.words.front();
    draft.quoted = view_.word(trigger).in_quote;
  }

  void adverbs(const Clause& clause, Draft& draft) const {
    for (const std::int32_t i : clause.words) {
      const Word& word = view_.word(i);
      int id = word.entry != nullptr ? word.entry->modality : 0;
      if (word.phrase != nullptr && word.phrase->modality != 0) id = word.phrase->modality;
      if (id == 0) continue;
      const lang::ModalityCue& cue = lex_.pack->modality(id - 1);
      if (cue.modality() != v1::MODALITY_UNSPECIFIED) draft.modality = cue.modality();
      if (cue.factuality() != v1::FACTUALITY_UNSPECIFIED) draft.hedge = cue.factuality();
      if (cue.reportative()) {
        draft.reportative = true;
        draft.hearsay_certain = true;
      }
      draft.news = draft.news || cue.news_of_the_day();
    }
  }

  static void apply(const lang::Carry& carry, Draft& draft) {
    if (carry.modality() != v1::MODALITY_UNSPECIFIED) draft.modality = carry.modality();
    if (carry.polarity() == v1::POLARITY_NEGATIVE) draft.negative = !draft.negative;
  }

  // Clauses above colour what stands in them: conditions, "plans to", "refuses to".
  void above(std::int32_t c, Draft& draft) const {
    const Clause& clause = view_.clause(c);
    if (readings_[static_cast<std::size_t>(c)].matrix_frame != kNoIndex)
      apply(pack(readings_[static_cast<std::size_t>(c)].matrix_frame).carry(), draft);
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
    const std::uint32_t f = reading.frame != kNoIndex ? reading.frame : adjective_frame(parent);
    if (f != kNoIndex && ((infinitive && pack(f).carry().infinitive()) ||
                          (!infinitive && pack(f).carry().clause()))) {
      apply(pack(f).carry(), draft);
      if (infinitive && pack(f).carry().modality() == v1::MODALITY_ASSERTED) {
        draft.tense = parent.tense;
        draft.perfect = parent.perfect;
      }
      if (parent.negated) draft.negative = !draft.negative;
      if (parent.modal != 0 && draft.modality == v1::MODALITY_ASSERTED)
        draft.modality = lex_.pack->auxiliary(parent.modal - 1).modality();
      return;
    }
    carried_by_noun(clause.parent, c, draft);
  }

  // "den Plan, X zu kaufen", "the decision to sell": the noun before the clause colours it.
  void carried_by_noun(std::int32_t parent, std::int32_t c, Draft& draft) const {
    const std::int32_t before = view_.clause(c).words.front();
    for (std::int32_t k = view_.clause(parent).last_nominal - 1;
         k >= view_.clause(parent).first_nominal; --k) {
      const Nominal& n = view_.nominal(k);
      if (n.last > before || n.time) continue;
      for (const NounSense& sense : nouns_of(n.head)) {
        const lang::Carry& carry = pack(sense.frame).carry();
        if (carry.infinitive() || carry.clause()) {
          apply(carry, draft);
          return;
        }
      }
      return;
    }
  }

  void proposal_before(std::int32_t c, Draft& draft) const {
    const std::int32_t first = view_.clause(c).words.front();
    if (first < 1 || c == 0 || view_.surface(first - 1) != ":") return;
    carried_by_noun(c - 1, c, draft);
  }

  std::span<const NounSense> nouns_of(std::int32_t word) const {
    const Entry* entry = view_.word(word).head;
    if (entry == nullptr || view_.word(word).cls == WordClass::kName) return {};
    if (view_.word(word).cls != WordClass::kNoun && view_.word(word).cls != WordClass::kOther)
      return {};
    return lex_.nouns_of(*entry);
  }

  std::uint32_t adjective_frame(const Clause& clause, std::int32_t* at = nullptr,
                                std::uint32_t* lemma = nullptr) const {
    if (!clause.copula) return kNoIndex;
    for (const std::int32_t i : clause.words) {
      const Word& word = view_.word(i);
      if (word.entry == nullptr || word.entry->adjective_count == 0) continue;
      if (word.cls == WordClass::kName) continue;
      const NounSense sense = lex_.adjectives_of(*word.entry).front();
      if (at != nullptr) *at = i;
      if (lemma != nullptr) *lemma = sense.lemma;
      return sense.frame;
    }
    return kNoIndex;
  }

  // --- events ---

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
    if (draft.frame == kNoIndex || pack(draft.frame).event_class().empty()) {
      if (!actor) return;
    } else if (pack(draft.frame).needs_actor() && !actor && !any_name(draft) &&
               !(draft.carried && !draft.arguments.empty())) {
      return;
    } else if (draft.arguments.empty()) {
      return;
    }
    discourse_.drafts.push_back(std::move(draft));
  }

  void frame_effects(std::uint32_t f, Draft& draft) const {
    const lang::Frame& frame = pack(f);
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
    for (const Clause& other : view_.clauses) {
      if (other.parent != c) continue;
      if (infinitive && other.type == ClauseType::kInfinitive) return true;
      if (complement && other.type == ClauseType::kComplement) return true;
    }
    return false;
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
        if (carries || !pack(f).has_carry() || !fits(f, clause)) continue;
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
      const lang::Frame& frame = pack(reading.frame);
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
      mood(c, draft);
      frame_effects(reading.frame, draft);
      if (clause.headline_passive &&
          !wants(lex_.frames[reading.frame].verb_args, lang::SLOT_OBJECT)) {
        Clause active = clause;
        active.passive = false;
        verb_arguments(active, lex_.frames[reading.frame].verb_args, draft);
      } else {
        verb_arguments(clause, lex_.frames[reading.frame].verb_args, draft);
      }
      place(clause, draft);
      object_noun_arguments(clause, draft);
      for (std::int32_t k = clause.first_nominal; k < clause.last_nominal; ++k) {
        if (!head_is(k, lex_.frames[reading.frame].objects)) continue;
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
      if (!head_is(k, lex_.frames[draft.frame].objects)) continue;
      if (!lex_.frames[draft.frame].noun_args.empty()) noun_arguments(k, draft);
    }
    resume(clause, draft);
    owned_by_speaker(clause, draft);
  }

  // "X confirmed that Y had rejected its offer": the offer is X's.
  void owned_by_speaker(const Clause& clause, Draft& draft) {
    const std::int32_t object = clause.passive ? clause.subject : clause.object;
    if (object < 0 || !view_.nominal(object).possessed || has_role(draft, v1::ROLE_RECIPIENT) ||
        clause.parent < 0)
      return;
    const Clause& parent = view_.clause(clause.parent);
    if (parent.subject < 0 || parent.subject == clause.subject) return;
    const std::int32_t actor = actor_of(view_.nominal(parent.subject).mention);
    if (actor < 0) return;
    const bool known = std::any_of(draft.arguments.begin(), draft.arguments.end(),
                                   [&](const DraftArgument& a) { return a.actor == actor; });
    if (!known) add(draft, v1::ROLE_RECIPIENT, parent.subject);
  }

  // "lehnte das Angebot ab": with nothing said about the offer it is the one told before.
  void resume(const Clause& clause, Draft& draft) {
    const std::int32_t object = clause.passive ? clause.subject : clause.object;
    if (object < 0 || !view_.nominal(object).determined || has_role(draft, v1::ROLE_RECIPIENT))
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
    const lang::Carry& carry = pack(f).carry();
    const Clause& clause = view_.clause(c);
    bool found = false;
    if (carry.subject()) {
      const std::int32_t k = clause.passive && clause.subject < 0 ? clause.object : clause.subject;
      if (k >= 0) found = carried_noun(c, k, carry, -1) || carried_before(c, k, carry);
    }
    if (carry.object()) {
      const std::int32_t object = clause.passive ? clause.subject : clause.object;
      const std::int32_t agent = clause.passive ? agent_phrase(clause) : clause.subject;
      if (object >= 0) {
        found = carried_noun(c, object, carry, agent) || found;
        for (std::int32_t k = object + 1; k < count(); ++k) {
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
    for (const NounSense& sense : nouns_of(n.head)) {
      if (pack(sense.frame).event_class().empty()) continue;
      if (!noun_fits(sense.frame, k)) continue;
      Draft draft = start(c);
      draft.kind = DraftKind::kNoun;
      draft.frame = sense.frame;
      draft.predicate = lex_.lemmas[sense.lemma];
      draft.trigger = view_.token(n.head).span;
      draft.carried = true;
      mood(c, draft);
      apply(carry, draft);
      if (n.negative) draft.negative = true;
      frame_effects(sense.frame, draft);
      noun_arguments(k, draft);
      if (!any_actor(draft) && n.determined) resume_noun(draft);
      if (agent >= 0) fill_agent(draft, agent);
      place(view_.clause(c), draft);
      used(k);
      keep(std::move(draft));
      return true;
    }
    return false;
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
        if (!has_role(draft, v1::ROLE_AGENT)) add(draft, v1::ROLE_AGENT, agent);
        return;
      }
    }
    const std::uint8_t roles = lex_.frames[draft.frame].allowed_roles;
    if ((roles & (1U << static_cast<unsigned>(v1::ROLE_AGENT))) != 0 &&
        !has_role(draft, v1::ROLE_AGENT))
      add(draft, v1::ROLE_AGENT, agent);
  }

  bool noun_fits(std::uint32_t f, std::int32_t k) const {
    const Frame& frame = lex_.frames[f];
    const Clause& clause = view_.clause(view_.nominal(k).clause);
    if (!frame.need.empty() && !clause_has(clause, frame.need)) return false;
    return frame.unless.empty() || !clause_has(clause, frame.unless);
  }

  // "Dieser soll am 20. September eintreten": the subject points back to an event noun before.
  bool carried_before(std::int32_t c, std::int32_t k, const lang::Carry& carry) {
    const Nominal& n = view_.nominal(k);
    if (!n.pronoun && !n.demonstrative) return false;
    if (n.mention >= 0 && !n.demonstrative) return false;
    for (std::size_t i = discourse_.drafts.size(); i-- > 0;) {
      Draft& before = discourse_.drafts[i];
      if (before.sentence + 1 < view_.index) break;
      if (before.kind != DraftKind::kNoun || before.dropped) continue;
      if (before.sentence == view_.index && before.clause == c) continue;
      Draft draft = start(c);
      draft.kind = DraftKind::kNoun;
      draft.frame = before.frame;
      draft.predicate = before.predicate;
      draft.arguments = before.arguments;
      draft.trigger = view_.token(view_.clause(c).main).span;
      draft.carried = true;
      mood(c, draft);
      apply(carry, draft);
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
    const std::int32_t agent = clause.passive ? agent_phrase(clause) : clause.subject;
    return object >= 0 && carried_noun(c, object, lang::Carry::default_instance(), agent);
  }

  void adjective_event(std::int32_t c) {
    const Clause& clause = view_.clause(c);
    std::int32_t at = -1;
    std::uint32_t lemma = 0;
    const std::uint32_t f = adjective_frame(clause, &at, &lemma);
    if (f == kNoIndex) return;
    if (pack(f).event_class().empty()) return;
    Draft draft = start(c);
    draft.kind = DraftKind::kAdjective;
    draft.frame = f;
    draft.predicate = lex_.lemmas[lemma];
    draft.trigger = view_.token(at).span;
    mood(c, draft);
    frame_effects(f, draft);
    verb_arguments(clause, lex_.frames[f].verb_args, draft);
    place(clause, draft);
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
    mood(c, draft);
    const std::int32_t subject = clause.passive ? agent_phrase(clause) : clause.subject;
    const std::int32_t object = clause.passive ? clause.subject : clause.object;
    add(draft, v1::ROLE_AGENT, subject);
    add(draft, v1::ROLE_THEME, object);
    add(draft, v1::ROLE_RECIPIENT, clause.indirect);
    place(clause, draft);
    const bool core = (subject >= 0 && actor_of(view_.nominal(subject).mention) >= 0) ||
                      (object >= 0 && actor_of(view_.nominal(object).mention) >= 0);
    if (!core) return;
    keep(std::move(draft));
  }

  std::string guess_lemma(std::int32_t word) const {
    const std::string_view lower = view_.lower(word);
    for (const lang::LemmaRule& rule : lex_.pack->lemma_rule()) {
      if (!lower.ends_with(rule.ends()) || !lower.starts_with(rule.begins())) continue;
      if (lower.size() < rule.ends().size() + rule.begins().size() + 2) continue;
      return std::string(lower.substr(rule.begins().size(),
                                      lower.size() - rule.begins().size() - rule.ends().size())) +
             rule.replace();
    }
    return std::string(lower);
  }

  // A noun that names an event and that no verb carries.
  void bare_noun(std::int32_t k) {
    const Nominal& n = view_.nominal(k);
    if (n.pronoun || used_nouns_[static_cast<std::size_t>(k)] || n.time || !room()) return;
    if (comparison(n.clause)) return;
    for (const NounSense& sense : nouns_of(n.head)) {
      if (pack(sense.frame).event_class().empty() || !noun_fits(sense.frame, k)) continue;
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
      if (n.negative) draft.negative = true;
      noun_arguments(k, draft);
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
  std::size_t first_ = 0;
  std::vector<bool> used_nouns_;
};

}  // namespace

void find_drafts(const SentenceView& view, Discourse& discourse,
                 std::vector<ClauseReading>& readings) {
  DraftFinder(view, discourse, readings).find();
}

}  // namespace annals::what
