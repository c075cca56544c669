#include "ingest/what/arguments.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace annals::what {

std::int32_t ArgumentFinder::actor_of(std::int32_t mention) const {
  if (mention < 0) return -1;
  const auto actor = static_cast<std::int32_t>(view_.record->mentions(mention).actor());
  return actor < view_.record->actors_size() ? actor : -1;
}

Span ArgumentFinder::nominal_span(std::int32_t k) const {
  const Nominal& n = view_.nominal(k);
  std::int32_t first = n.first;
  while (first < n.last - 1 &&
         (view_.word(first).cls == WordClass::kPrep || view_.word(first).cls == WordClass::kDet ||
          view_.word(first).cls == WordClass::kPunct))
    ++first;
  return view_.span_of(first, n.last);
}

Span ArgumentFinder::full_span(std::int32_t k) const {
  Span span = nominal_span(k);
  std::int32_t last = k;
  for (std::int32_t g = k + 1; g < count() && g <= k + 4; ++g) {
    if (view_.nominal(g).attribute_of != last || view_.nominal(g).clause != view_.nominal(k).clause)
      break;
    last = g;
    span.end = nominal_span(g).end;
  }
  return span;
}

DraftArgument ArgumentFinder::argument(v1::Role role, std::int32_t k) const {
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

bool ArgumentFinder::kind_fits(const Arg& arg, std::int32_t k) const {
  if (arg.kinds == 0) return true;
  const Nominal& n = view_.nominal(k);
  std::int32_t actor = actor_of(n.mention);
  if (actor < 0 && n.antecedent >= 0) actor = actor_of(view_.nominal(n.antecedent).mention);
  if (actor < 0) {
    constexpr std::uint8_t kSomebody = (1U << static_cast<unsigned>(v1::ACTOR_KIND_PERSON)) |
                                       (1U << static_cast<unsigned>(v1::ACTOR_KIND_ORGANISATION));
    const Entry* head = view_.word(n.head).head;
    return (arg.kinds & kSomebody) != 0 && head != nullptr && (head->flags & kAgentNoun) != 0;
  }
  const v1::ActorKind kind = view_.record->actors(actor).kind();
  return kind == v1::ACTOR_KIND_UNSPECIFIED ||
         (arg.kinds & (1U << static_cast<unsigned>(kind))) != 0;
}

bool ArgumentFinder::has_role(const Draft& draft, v1::Role role) {
  return std::any_of(draft.arguments.begin(), draft.arguments.end(),
                     [&](const DraftArgument& a) { return a.role == role; });
}

bool ArgumentFinder::has_nominal(const Draft& draft, std::int32_t k) const {
  const Span span = full_span(k);
  return std::any_of(draft.arguments.begin(), draft.arguments.end(),
                     [&](const DraftArgument& a) { return a.span == span; });
}

void ArgumentFinder::add(Draft& draft, v1::Role role, std::int32_t k) const {
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
    if (f == kNoIndex || frames_.pack(f).say() == lang::SAY_KIND_UNSPECIFIED || speaker < 0 ||
        speaker == k || actor_of(view_.nominal(speaker).mention) < 0)
      return;
    draft.arguments.push_back(argument(role, speaker));
    for (std::int32_t other = speaker + 1; other < count(); ++other) {
      if (view_.nominal(other).listed_with == speaker && draft.arguments.size() < kMostArguments)
        draft.arguments.push_back(argument(role, other));
    }
    return;
  }
  draft.arguments.push_back(argument(role, k));
  unless_agent(k, draft);
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

// "Orrin would buy a stake in the company": a description beside its subject means another.
void ArgumentFinder::unless_agent(std::int32_t k, Draft& draft) const {
  DraftArgument& last = draft.arguments.back();
  const Nominal& n = view_.nominal(k);
  if (last.role == v1::ROLE_AGENT || last.actor < 0 || n.mention < 0 ||
      view_.record->mentions(n.mention).kind() != v1::MENTION_KIND_NOMINAL)
    return;
  const bool acts = std::ranges::any_of(draft.arguments, [&](const DraftArgument& a) {
    return a.role == v1::ROLE_AGENT && a.actor == last.actor && a.own;
  });
  if (!acts) return;
  last.actor = -1;
  last.own = false;
}

std::int32_t ArgumentFinder::agent_phrase(const Clause& clause) const {
  std::int32_t best = -1;
  for (std::int32_t k = clause.first_nominal; k < clause.last_nominal; ++k) {
    const Nominal& n = view_.nominal(k);
    if (!n.agent_preposition || n.time || n.pronoun) continue;
    // Behind its noun "von X" may say whose it is; before the finite verb, and behind a noun with a
    // preposition ("mit Stimmen von X und Y"), it always does.
    const std::int32_t noun =
        n.listed_with >= 0 ? view_.nominal(n.listed_with).attribute_of : n.attribute_of;
    if (noun >= 0) {
      const bool prefield = clause.type == ClauseType::kMain && clause.finite > n.first;
      const bool behind_preposition = view_.nominal(noun).preposition != 0 && n.last != clause.main;
      if (prefield || n.mention < 0 || best >= 0 || behind_preposition) continue;
    }
    best = k;
  }
  return best;
}

void ArgumentFinder::verb_arguments(const Clause& clause, const std::vector<Arg>& args,
                                    Draft& draft) const {
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
        // "set a deadline": what the frame is about is nobody's.
        if (k >= 0 && draft.frame != kNoIndex &&
            frames_.head_is(k, lex_.frames[draft.frame].objects))
          k = -1;
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

bool ArgumentFinder::lacks_required(const std::vector<Arg>& args, const Draft& draft) {
  return std::ranges::any_of(
      args, [&](const Arg& arg) { return arg.required && !has_role(draft, arg.role); });
}

bool ArgumentFinder::bare_actor(std::int32_t k) const {
  return k >= 0 && lex_.grammar().verb_bracket() && view_.nominal(k).cases == 0xFF &&
         actor_of(view_.nominal(k).mention) >= 0;
}

bool ArgumentFinder::wants(const std::vector<Arg>& args, lang::Slot slot) {
  return std::any_of(args.begin(), args.end(), [&](const Arg& a) { return a.slot == slot; });
}

std::int32_t ArgumentFinder::prepositional(const Clause& clause, const Arg& arg) const {
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

void ArgumentFinder::place(const Clause& clause, Draft& draft) const {
  if (has_role(draft, v1::ROLE_PLACE)) return;
  if (draft.frame != kNoIndex &&
      (lex_.frames[draft.frame].allowed_roles & (1U << static_cast<unsigned>(v1::ROLE_PLACE))) == 0)
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

void ArgumentFinder::noun_arguments(std::int32_t k, Draft& draft) const {
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
          // "an offer from Japan's Takeda": the owner begins where its noun begins.
          if (n.attribute_of == p + 1) continue;
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

std::int32_t ArgumentFinder::count() const {
  return static_cast<std::int32_t>(view_.nominals.size());
}

void ArgumentFinder::noun_place(std::int32_t k, Draft& draft) const {
  if (has_role(draft, v1::ROLE_PLACE)) return;
  if ((lex_.frames[draft.frame].allowed_roles & (1U << static_cast<unsigned>(v1::ROLE_PLACE))) == 0)
    return;
  std::int32_t end = view_.nominal(k).last;
  for (std::int32_t p = k + 1; p < count() && p <= k + 5; ++p) {
    const Nominal& n = view_.nominal(p);
    if (n.attribute_of == p + 1) continue;
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

void ArgumentFinder::compound(std::int32_t k, const Arg& arg, Draft& draft) const {
  const Nominal& noun = view_.nominal(k);
  const Word& head = view_.word(noun.head);
  if (head.mention >= 0 && noun.inner < 0 && head.head_at == 0) return;
  if (noun.inner >= 0 && noun.possessor < 0) {
    const v1::Mention& mention = view_.record->mentions(noun.inner);
    if (mention.span().begin() >= view_.token(noun.first).span.begin &&
        mention.span().end() <= view_.token(noun.head).span.begin) {
      push_actor(draft, arg, actor_of(noun.inner), {mention.span().begin(), mention.span().end()});
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

void ArgumentFinder::push_actor(Draft& draft, const Arg& arg, std::int32_t actor, Span span) const {
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

}  // namespace annals::what
