#include "ingest/what/triggers.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "engine/base/hash.h"
#include "ingest/language/language.h"
#include "ingest/learn/word_clusters.h"
#include "ingest/what/feature_values.h"

namespace annals::what {
namespace {

// What is looked at. Part of the models: a change of meaning needs new models.
enum TriggerKind : std::uint32_t {
  kWord = 1,
  kLemma,
  kEnding,
  kLongEnding,
  kTag,
  kTagBefore,
  kTagAfter,
  kTagsAround,
  kWordBefore,
  kWordAfter,
  kClassOf,
  kVerbPart,
  kPhrasePart,
  kFrames,
  kNounKind,
  kNounPhrase,
  kNamed,
  kTagsBefore,
  kTagsAfter,
  kVerbToo,
  kShape,
  kLemmaPhrase,
  kCluster,  // + depth
  kClusterPhrase = kCluster + 3,
  kClusterBefore = kClusterPhrase + 3,
  kClusterAfter,
};

// Part of a word in its clause's verb group.
std::uint64_t verb_part(const SentenceView& view, std::int32_t i) {
  const Word& word = view.word(i);
  if (word.clause < 0) return 0;
  const Clause& clause = view.clause(word.clause);
  const std::uint64_t part = i == clause.main       ? 1
                             : i == clause.matrix   ? 2
                             : i == clause.finite   ? 3
                             : i == clause.particle ? 4
                                                    : 0;
  if (part == 0) return 0;
  return packed({part, number(clause.type), number(clause.copula), number(clause.main >= 0)});
}

enum class Function : std::uint8_t {
  kNone,
  kSubject,
  kObject,
  kIndirect,
  kAgent,
  kPreposition,
  kAttribute,
  kOwner,
  kOther
};

// Part of a phrase in a clause.
Function function_of(const SentenceView& view, std::int32_t k, const Clause& clause) {
  for (int steps = 0; view.nominal(k).listed_with >= 0 && steps < 8; ++steps)
    k = view.nominal(k).listed_with;
  if (k == clause.subject) return Function::kSubject;
  if (k == clause.object) return Function::kObject;
  if (k == clause.indirect) return Function::kIndirect;
  const Nominal& n = view.nominal(k);
  if (n.agent_preposition && clause.passive) return Function::kAgent;
  if (n.attribute_of >= 0)
    return n.preposition == 0 && view.nominal(n.attribute_of).possessor == k ? Function::kOwner
                                                                             : Function::kAttribute;
  return n.preposition != 0 ? Function::kPreposition : Function::kOther;
}

std::uint64_t preposition_of(const SentenceView& view, std::int32_t k) {
  const Nominal& n = view.nominal(k);
  if (n.preposition == 0) return 0;
  if (n.preposition == kCuePreposition) return 1;
  return hash64(view.lexicon->prepositions[n.preposition - 1U]);
}

Pos tag_at(const SentenceView& view, std::int32_t i) {
  return i < 0 || i >= view.size() ? Pos::kUnknown : view.token(i).pos;
}

bool carries_word(Pos pos) {
  return pos == Pos::kNoun || pos == Pos::kVerb || pos == Pos::kAdj || pos == Pos::kPropn ||
         pos == Pos::kAux;
}

void word_features(const SentenceView& view, std::int32_t i, SequenceFeatures& out) {
  const Word& word = view.word(i);
  const Token& token = view.token(i);
  const std::string_view lower = view.lower(i);
  const std::uint64_t tag = number(token.pos);
  out.add(feature_hash(kTag, tag));
  out.add(feature_hash(kClassOf, number(word.cls), tag));
  if (!carries_word(token.pos) && word.cls != WordClass::kVerb && word.cls != WordClass::kNoun)
    return;
  const WordFacts facts = view.facts(i);
  const WordClusters::Clusters clusters = facts.clusters;
  out.add(feature_hash(kWord, token.hash));
  out.add(feature_hash(kLemma, facts.lemma, tag));
  out.add(feature_hash(kCluster, clusters.broad, tag));
  out.add(feature_hash(kCluster + 1, clusters.middle, tag));
  out.add(feature_hash(kCluster + 2, clusters.narrow, tag));
  out.add(feature_hash(kEnding, hash64(ending(lower, 3)), tag));
  out.add(feature_hash(kLongEnding, hash64(ending(lower, 5)), tag));
  const std::uint64_t before = number(tag_at(view, i - 1));
  const std::uint64_t after = number(tag_at(view, i + 1));
  out.add(feature_hash(kTagBefore, before, tag));
  out.add(feature_hash(kTagAfter, after, tag));
  out.add(feature_hash(kTagsAround, packed({before, tag, after})));
  out.add(feature_hash(kTagsBefore, packed({number(tag_at(view, i - 2)), before, tag})));
  out.add(feature_hash(kTagsAfter, packed({tag, after, number(tag_at(view, i + 2))})));
  const WordClusters& all = view.analysis->language->clusters();
  if (i > 0) {
    const std::uint64_t word_before = view.token(i - 1).hash;
    out.add(feature_hash(kWordBefore, word_before, tag));
    out.add(feature_hash(kClusterBefore, all.find(word_before).middle, tag));
  }
  if (i + 1 < view.size()) {
    const std::uint64_t word_after = view.token(i + 1).hash;
    out.add(feature_hash(kWordAfter, word_after, tag));
    out.add(feature_hash(kClusterAfter, all.find(word_after).middle, tag));
  }
  const std::uint64_t part = verb_part(view, i);
  out.add(feature_hash(kVerbPart, part, tag));
  const std::uint64_t shape = number(token.title_case) * 2 + number(token.all_caps);
  out.add(feature_hash(kShape, packed({shape, number(view.title), number(word.mention >= 0),
                                       number(word.in_time), tag})));
  // What the pack knows.
  std::uint64_t frames = 0;
  if (word.head != nullptr) {
    const bool noun = word.head->noun_count != 0;
    const bool verb = word.head->verb_count != 0;
    const bool adjective = word.head->adjective_count != 0;
    frames = packed({number(noun), number(verb), number(adjective)});
    const bool agent = (word.head->flags & (kAgentNoun | kUnnamed)) != 0;
    out.add(feature_hash(kNamed, packed({number(agent), number(word.mention >= 0), tag})));
  }
  out.add(feature_hash(kFrames, frames, tag));
  const bool noun = token.pos == Pos::kNoun || word.cls == WordClass::kNoun;
  const bool event_noun = noun && facts.event_noun;
  const bool verb_too = noun && facts.verb_too;
  out.add(feature_hash(kNounKind, packed({number(event_noun), number(verb_too)}), tag));
  if (word.nominal < 0) return;
  const Nominal& n = view.nominal(word.nominal);
  const bool head = n.head == i;
  const Function function =
      n.clause < 0 ? Function::kNone : function_of(view, word.nominal, view.clause(n.clause));
  out.add(feature_hash(kPhrasePart, packed({number(head), number(function), number(event_noun)}),
                       preposition_of(view, word.nominal)));
  const bool of = i + 1 < view.size() && view.word(i + 1).has(kGenitivePreposition);
  out.add(feature_hash(kNounPhrase,
                       packed({number(head), number(n.determined), number(n.possessed),
                               number(n.possessor >= 0), number(of), number(event_noun)})));
  const std::uint64_t place = packed({number(head), number(function)});
  out.add(feature_hash(kLemmaPhrase, facts.lemma, place));
  out.add(feature_hash(kClusterPhrase, clusters.broad, place));
  out.add(feature_hash(kClusterPhrase + 1, clusters.middle, place));
  out.add(feature_hash(kClusterPhrase + 2, clusters.narrow, place));
}

// What is looked at in a pair of trigger and candidate.
enum PairKind : std::uint32_t {
  kRelation = 64,
  kRelationVoice,
  kRelationLemma,
  kRelationCandidate,
  kRelationPreposition,
  kRelationDistance,
  kRelationHead,
  kRelationWhole,
  kBetween,
  kCandidateHead,
  kTriggerWord,
  kRelationFrames,
  kRelationTags,
  kRelationTrigger,  // + depth of the trigger's cluster
  kHeadCluster = kRelationTrigger + 3,
  kRelationHeadCluster = kHeadCluster + 3,
  kClusterPair = kRelationHeadCluster + 2,
  kPath,
  kPathLemma,
  kRank,
  kRankRelation,
  kPrepositionLemma,
  kPrepositionCluster,
};

enum class TriggerType : std::uint8_t { kOther, kVerb, kMatrix, kNoun, kModifier };

TriggerType type_of_trigger(const SentenceView& view, std::int32_t i) {
  const Word& word = view.word(i);
  if (word.clause >= 0 && view.clause(word.clause).main == i) return TriggerType::kVerb;
  if (word.clause >= 0 && view.clause(word.clause).matrix == i) return TriggerType::kMatrix;
  if (word.nominal >= 0)
    return view.nominal(word.nominal).head == i ? TriggerType::kNoun : TriggerType::kModifier;
  return TriggerType::kOther;
}

// How a candidate stands to the trigger: the step from clause to clause, and its part there.
std::uint64_t relation_of(const SentenceView& view, std::int32_t trigger, const Candidate& c) {
  const Word& word = view.word(trigger);
  const Nominal& n = view.nominal(c.nominal);
  if (c.nominal == word.nominal || (c.kind != Candidate::Kind::kPhrase && n.head == trigger))
    return packed({1, number(c.kind), number(n.head == trigger)});
  std::uint64_t mine = 0;
  if (word.nominal >= 0) {
    const Nominal& phrase = view.nominal(word.nominal);
    if (phrase.possessor == c.nominal) return packed({2, number(c.kind)});
    if (n.attribute_of == word.nominal)
      return packed({3, number(c.kind), number(phrase.head == trigger)});
    if (phrase.attribute_of == c.nominal) return packed({4, number(c.kind)});
    if (n.first == phrase.last && n.preposition != 0) return packed({5, number(c.kind)});
    if (phrase.clause >= 0)
      mine = number(function_of(view, word.nominal, view.clause(phrase.clause)));
  }
  if (word.clause < 0) return packed({6, number(c.kind)});
  const Clause& clause = view.clause(word.clause);
  const auto stands_for = [&](std::int32_t k) {
    return k >= 0 && view.nominal(k).antecedent == c.nominal;
  };
  const auto direction = [&] { return number(c.first > trigger); };
  if (c.nominal == clause.subject || n.clause == word.clause)
    return packed(
        {7, number(c.kind), number(function_of(view, c.nominal, clause)), mine, direction()});
  if (stands_for(clause.subject)) return packed({8, number(c.kind), mine});
  if (stands_for(clause.object)) return packed({9, number(c.kind), mine});
  if (clause.parent >= 0 && n.clause == clause.parent)
    return packed({10, number(c.kind), number(function_of(view, c.nominal, view.clause(n.clause))),
                   number(clause.type), direction()});
  if (n.clause >= 0 && view.clause(n.clause).parent == word.clause)
    return packed({11, number(c.kind), number(function_of(view, c.nominal, view.clause(n.clause))),
                   number(view.clause(n.clause).type)});
  if (clause.shares >= 0 && n.clause == clause.shares)
    return packed(
        {12, number(c.kind), number(function_of(view, c.nominal, view.clause(n.clause)))});
  return packed({13, number(c.kind), direction()});
}

std::uint64_t kind_of(const SentenceView& view, const Candidate& c) {
  const Nominal& n = view.nominal(c.nominal);
  if (c.kind == Candidate::Kind::kPossessive) return 1;
  if (n.time && c.kind == Candidate::Kind::kPhrase) return 2;
  if (c.mention >= 0) {
    const auto actor = view.record->mentions(c.mention).actor();
    const bool name = view.record->mentions(c.mention).kind() == v1::MENTION_KIND_NAME;
    const auto kind = static_cast<int>(actor) < view.record->actors_size()
                          ? view.record->actors(static_cast<int>(actor)).kind()
                          : v1::ACTOR_KIND_UNSPECIFIED;
    return packed({3, number(kind), number(name)});
  }
  if (n.pronoun) return packed({4, number(n.relative), number(n.demonstrative)});
  const Token& head = view.token(n.head);
  if (head.pos == Pos::kPropn) return 5;
  const Word& word = view.word(n.head);
  if (word.head != nullptr && (word.head->flags & (kAgentNoun | kUnnamed)) != 0) return 6;
  if (word.head != nullptr && word.head->noun_count != 0) return 7;
  if (view.facts(n.head).event_form) return 8;
  return word.cls == WordClass::kNumber ? 9 : 10;
}

// What the pairs of one trigger share.
struct TriggerSide {
  std::int32_t word = 0;
  std::uint64_t lemma = 0;
  WordClusters::Clusters clusters;
  std::uint64_t type = 0;
  std::uint64_t voice = 0;
  std::uint64_t frames = 0;
};

TriggerSide side_of(const SentenceView& view, std::int32_t trigger) {
  const Word& word = view.word(trigger);
  const WordFacts& facts = view.facts(trigger);
  const std::uint64_t type = number(type_of_trigger(view, trigger));
  TriggerSide side{.word = trigger,
                   .lemma = facts.lemma,
                   .clusters = facts.clusters,
                   .type = type,
                   .voice = type,
                   .frames = 0};
  if (word.clause >= 0) {
    const Clause& clause = view.clause(word.clause);
    side.voice = packed({type, number(clause.passive || clause.headline_passive),
                         number(clause.copula), number(clause.subject >= 0),
                         number(clause.object >= 0), number(clause.type == ClauseType::kReduced)});
  }
  if (word.head != nullptr)
    side.frames = packed({number(word.head->noun_count != 0), number(word.head->verb_count != 0)});
  return side;
}

// The way from the trigger's clause to the candidate's: up to the clause that holds both, and down.
std::uint64_t path_of(const SentenceView& view, std::int32_t from, std::int32_t to) {
  constexpr int kLongest = 4;
  if (from < 0 || to < 0) return 0;
  std::uint64_t up = 1;
  std::int32_t over = from;
  for (int i = 0; over >= 0 && i < kLongest; ++i) {
    std::uint64_t down = 1;
    std::int32_t below = to;
    for (int j = 0; below >= 0 && j < kLongest; ++j) {
      if (below == over) return packed({up, down});
      down = down * 16 + number(view.clause(below).type) + 1;
      below = view.clause(below).parent;
    }
    up = up * 16 + number(view.clause(over).type) + 1;
    over = view.clause(over).parent;
  }
  return 2;
}

// What stands in a sentence before a word.
struct Passed {
  std::uint32_t verbs = 0;
  std::uint32_t marks = 0;
  std::uint32_t phrases = 0;
};

// One more than there are words.
std::vector<Passed> count_passed(const SentenceView& view) {
  std::vector<Passed> out(view.words.size() + 1);
  for (std::int32_t i = 0; i < view.size(); ++i) {
    const Word& word = view.word(i);
    Passed next = out[static_cast<std::size_t>(i)];
    if (word.cls == WordClass::kVerb) ++next.verbs;
    if (word.cls == WordClass::kPunct) ++next.marks;
    if (word.nominal >= 0 && view.nominal(word.nominal).head == i) ++next.phrases;
    out[static_cast<std::size_t>(i) + 1] = next;
  }
  return out;
}

// How many candidates, of its kind and of any, stand between one and the trigger.
struct Rank {
  std::uint32_t same = 0;
  std::uint32_t all = 0;
};

Rank rank_of(std::int32_t trigger, const std::vector<Candidate>& candidates,
             const std::vector<std::uint64_t>& kinds, std::size_t at) {
  const Candidate& c = candidates[at];
  Rank out;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const Candidate& other = candidates[i];
    const bool between = c.first > trigger ? other.first > trigger && other.first < c.first
                                           : other.first < trigger && other.first > c.first;
    if (!between) continue;
    ++out.all;
    if (kinds[i] == kinds[at]) ++out.same;
  }
  return out;
}

void pair_features(const SentenceView& view, const TriggerSide& side,
                   const std::vector<Passed>& passed, const Candidate& c, std::uint64_t kind,
                   Rank rank, SequenceFeatures& out) {
  const auto [trigger, lemma, event, type, voice, frames] = side;
  const std::uint64_t relation = relation_of(view, trigger, c);
  const std::uint64_t preposition =
      c.kind == Candidate::Kind::kPhrase ? preposition_of(view, c.nominal) : 0;
  const auto from = static_cast<std::size_t>(std::min(c.last, trigger + 1));
  const std::size_t to = std::max(from, static_cast<std::size_t>(std::max(c.first, trigger)));
  const std::uint64_t distance = to - from;
  const std::uint64_t verbs = passed[to].verbs - passed[from].verbs;
  const std::uint64_t marks = passed[to].marks - passed[from].marks;
  const std::uint64_t phrases = passed[to].phrases - passed[from].phrases;
  const std::uint64_t steps = std::min<std::uint64_t>(phrases, 4);
  const std::uint64_t near = distance < 3 ? distance : distance < 6 ? 3 : distance < 12 ? 4 : 5;
  const std::uint64_t behind = number(c.first > trigger);
  const std::uint64_t between =
      packed({std::min<std::uint64_t>(verbs, 2), std::min<std::uint64_t>(marks, 2), behind});
  const std::uint64_t head = view.token(view.nominal(c.nominal).head).hash;
  out.add(feature_hash(kRelation, relation, type));
  out.add(feature_hash(kRelationVoice, relation, voice));
  out.add(feature_hash(kRelationLemma, relation, lemma));
  out.add(feature_hash(kRelationCandidate, relation, packed({kind, type})));
  out.add(feature_hash(kRelationPreposition, preposition, packed({type, behind, steps})));
  out.add(feature_hash(kRelationDistance, relation, packed({steps, behind, type})));
  out.add(feature_hash(kRelationWhole, relation, feature_hash(0, voice, kind)));
  out.add(feature_hash(kRelationFrames, relation, packed({frames, type})));
  out.add(feature_hash(kRelationHead, head, packed({type, behind})));
  out.add(feature_hash(kRelationTags, packed({number(view.token(trigger).pos), near, behind, kind}),
                       preposition));
  out.add(feature_hash(kBetween, between, packed({type, steps})));
  out.add(feature_hash(kCandidateHead, head));
  out.add(feature_hash(kTriggerWord, lemma, behind));
  const WordClusters::Clusters actor = view.analysis->language->clusters().find(head);
  out.add(feature_hash(kRelationTrigger, relation, event.broad));
  out.add(feature_hash(kRelationTrigger + 1, relation, event.middle));
  out.add(feature_hash(kRelationTrigger + 2, relation, event.narrow));
  out.add(feature_hash(kHeadCluster, actor.broad, packed({type, behind})));
  out.add(feature_hash(kHeadCluster + 1, actor.middle, packed({type, behind})));
  out.add(feature_hash(kHeadCluster + 2, actor.narrow, packed({type, behind})));
  out.add(feature_hash(kRelationHeadCluster, relation, actor.broad));
  out.add(feature_hash(kRelationHeadCluster + 1, relation, actor.middle));
  out.add(feature_hash(kClusterPair, relation, event.middle * 65536ULL + actor.broad));
  const Nominal& n = view.nominal(c.nominal);
  const std::uint64_t function =
      n.clause < 0 ? 0 : number(function_of(view, c.nominal, view.clause(n.clause)));
  const std::uint64_t path = feature_hash(0, path_of(view, view.word(trigger).clause, n.clause),
                                          packed({function, behind, number(c.kind)}));
  out.add(feature_hash(kPath, path, type));
  out.add(feature_hash(kPathLemma, path, lemma));
  const std::uint64_t order =
      packed({std::min(rank.same, 2U), std::min(rank.all, 3U), behind, type});
  out.add(feature_hash(kRank, order, kind));
  out.add(feature_hash(kRankRelation, order, relation));
  const std::uint64_t side_steps = packed({behind, steps});
  out.add(feature_hash(kPrepositionLemma, preposition, feature_hash(0, lemma, side_steps)));
  out.add(
      feature_hash(kPrepositionCluster, preposition, feature_hash(0, event.middle, side_steps)));
}

Status same_labels(const SequenceModel& model, std::span<const std::string_view> labels) {
  if (std::ranges::equal(model.labels(), labels)) return {};
  return fail(ErrorCode::kUnsupported, "the model has other labels than this version reads");
}

}  // namespace

void trigger_features(const SentenceView& view, SequenceFeatures& out) {
  out.clear();
  for (std::int32_t i = 0; i < view.size(); ++i) {
    word_features(view, i, out);
    out.end_position();
  }
}

void find_candidates(const SentenceView& view, std::int32_t trigger, std::vector<Candidate>& out) {
  out.clear();
  for (std::int32_t k = 0; k < static_cast<std::int32_t>(view.nominals.size()); ++k) {
    const Nominal& n = view.nominal(k);
    // What stands inside the phrase, before its head.
    std::int32_t first = n.first;
    if (n.possessor >= 0) first = std::max(first, view.nominal(n.possessor).last);
    std::int32_t before = -1;
    for (std::int32_t i = first; i < n.head; ++i) {
      const Word& word = view.word(i);
      if (word.has(kPossessiveWord)) {
        out.push_back({Candidate::Kind::kPossessive, i, i + 1, k, word.mention});
      } else if (word.mention >= 0 && word.mention != n.mention) {
        if (word.mention != before)
          out.push_back({Candidate::Kind::kInner, i, i + 1, k, word.mention});
        else
          out.back().last = i + 1;
        before = word.mention;
      }
    }
    if (n.head == trigger) continue;
    std::int32_t start = first;
    while (start < n.head &&
           (view.word(start).cls == WordClass::kPrep || view.word(start).cls == WordClass::kPunct))
      ++start;
    out.push_back({Candidate::Kind::kPhrase, start, n.last, k, n.mention});
  }
}

void participant_features(const SentenceView& view, std::int32_t trigger,
                          const std::vector<Candidate>& candidates, SequenceFeatures& out) {
  out.clear();
  const TriggerSide side = side_of(view, trigger);
  const std::vector<Passed> passed = count_passed(view);
  std::vector<std::uint64_t> kinds;
  kinds.reserve(candidates.size());
  for (const Candidate& candidate : candidates)
    kinds.push_back(kind_of(view, candidate));
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    pair_features(view, side, passed, candidates[i], kinds[i],
                  rank_of(trigger, candidates, kinds, i), out);
    out.end_position();
  }
}

Result<EventModels> EventModels::map(std::string_view triggers, std::string_view participants) {
  EventModels out;
  ANNALS_ASSIGN(out.triggers_, SequenceModel::map(triggers));
  ANNALS_ASSIGN(out.participants_, SequenceModel::map(participants));
  ANNALS_TRY(same_labels(out.triggers_, kTriggerLabels));
  ANNALS_TRY(same_labels(out.participants_, kParticipantLabels));
  return out;
}

void EventModels::tag(const SentenceView& view, TriggerScratch& scratch,
                      std::vector<std::uint8_t>& out) const {
  trigger_features(view, scratch.features);
  triggers_.decode(scratch.features, scratch.triggers, out);
}

void EventModels::link(const SentenceView& view, std::int32_t trigger,
                       TriggerScratch& scratch) const {
  find_candidates(view, trigger, scratch.candidates);
  scratch.labels.clear();
  if (scratch.candidates.empty()) return;
  participant_features(view, trigger, scratch.candidates, scratch.features);
  participants_.decode(scratch.features, scratch.participants, scratch.labels);
}

}  // namespace annals::what
