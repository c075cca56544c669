// The phrases around a trigger, and which of them take part in its event.
#include <algorithm>
#include <iterator>
#include <string>

#include "engine/base/hash.h"
#include "ingest/language/language.h"
#include "ingest/what/feature_values.h"
#include "ingest/what/phrase_part.h"
#include "ingest/what/triggers.h"

namespace annals::what {
namespace {

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
  std::uint64_t voice = 0;  // and type
  std::uint64_t frames = 0;
  std::uint64_t looks = 0;  // voice and frames
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
                   .frames = 0,
                   .looks = 0};
  if (word.clause >= 0) {
    const Clause& clause = view.clause(word.clause);
    side.voice = packed({type, number(clause.passive || clause.headline_passive),
                         number(clause.copula), number(clause.subject >= 0),
                         number(clause.object >= 0), number(clause.type == ClauseType::kReduced)});
  }
  if (word.head != nullptr)
    side.frames = packed({number(word.head->noun_count != 0), number(word.head->verb_count != 0)});
  side.looks = feature_hash(0, side.voice, side.frames);
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

// One more than there are words.
void count_passed(const SentenceView& view, std::vector<Passed>& out) {
  out.assign(view.words.size() + 1, {});
  for (std::int32_t i = 0; i < view.size(); ++i) {
    const Word& word = view.word(i);
    Passed next = out[static_cast<std::size_t>(i)];
    if (word.cls == WordClass::kVerb) ++next.verbs;
    if (word.cls == WordClass::kPunct) ++next.marks;
    if (word.nominal >= 0 && view.nominal(word.nominal).head == i) ++next.phrases;
    out[static_cast<std::size_t>(i) + 1] = next;
  }
}

// How many candidates, of its kind and of any, stand between one and the trigger.
struct Rank {
  std::uint32_t same = 0;
  std::uint32_t all = 0;
};

Rank rank_of(std::int32_t trigger, const std::vector<Candidate>& candidates, const Candidate& c) {
  Rank out;
  for (const Candidate& other : candidates) {
    const bool between = c.first > trigger ? other.first > trigger && other.first < c.first
                                           : other.first < trigger && other.first > c.first;
    if (!between) continue;
    ++out.all;
    if (other.looks == c.looks) ++out.same;
  }
  return out;
}

enum PairGroup : std::uint32_t {
  kOfRelation,
  kOfHead,
  kOfBetween,
  kOfTrigger,
  kOfPath,
  kOfOrder,
  kOfPreposition,
};

template <class Sink>
void pair_features(const SentenceView& view, const TriggerSide& side,
                   const std::vector<Passed>& passed, const Candidate& c, Rank rank, Sink& out) {
  const auto [trigger, lemma, event, type, voice, frames, looks] = side;
  const std::uint64_t relation = relation_of(view, trigger, c);
  const std::uint64_t kind = c.looks;
  const std::uint64_t preposition = c.preposition;
  const auto from = static_cast<std::size_t>(std::min(c.last, trigger + 1));
  const std::size_t to = std::max(from, static_cast<std::size_t>(std::max(c.first, trigger)));
  const std::uint64_t distance = to - from;
  const std::uint64_t verbs = passed[to].verbs - passed[from].verbs;
  const std::uint64_t marks = passed[to].marks - passed[from].marks;
  const std::uint64_t phrases = passed[to].phrases - passed[from].phrases;
  const std::uint64_t steps = std::min<std::uint64_t>(phrases, 4);
  const std::uint64_t near = distance < 3 ? distance : distance < 6 ? 3 : distance < 12 ? 4 : 5;
  const std::uint64_t behind = number(c.first > trigger);
  out.group(feature_hash(kOfRelation, relation, feature_hash(0, looks, kind)), [&] {
    out.add(feature_hash(kRelation, relation, type));
    out.add(feature_hash(kRelationVoice, relation, voice));
    out.add(feature_hash(kRelationCandidate, relation, packed({kind, type})));
    out.add(feature_hash(kRelationWhole, relation, feature_hash(0, voice, kind)));
    out.add(feature_hash(kRelationFrames, relation, packed({frames, type})));
  });
  const WordClusters::Clusters actor = c.clusters;
  const std::uint64_t on_side = packed({type, behind});
  out.group(feature_hash(kOfHead, c.head, on_side), [&] {
    out.add(feature_hash(kRelationHead, c.head, on_side));
    out.add(feature_hash(kCandidateHead, c.head));
    out.add(feature_hash(kHeadCluster, actor.broad, on_side));
    out.add(feature_hash(kHeadCluster + 1, actor.middle, on_side));
    out.add(feature_hash(kHeadCluster + 2, actor.narrow, on_side));
  });
  const std::uint64_t between =
      packed({std::min<std::uint64_t>(verbs, 2), std::min<std::uint64_t>(marks, 2), behind});
  const std::uint64_t type_steps = packed({type, steps});
  out.group(feature_hash(kOfBetween, between, type_steps),
            [&] { out.add(feature_hash(kBetween, between, type_steps)); });
  out.group(feature_hash(kOfTrigger, lemma, behind),
            [&] { out.add(feature_hash(kTriggerWord, lemma, behind)); });
  const std::uint64_t path =
      feature_hash(0, path_of(view, view.word(trigger).clause, view.nominal(c.nominal).clause),
                   packed({c.function, behind, number(c.kind)}));
  out.group(feature_hash(kOfPath, path, type), [&] { out.add(feature_hash(kPath, path, type)); });
  const std::uint64_t order =
      packed({std::min(rank.same, 2U), std::min(rank.all, 3U), behind, type});
  out.group(feature_hash(kOfOrder, order, kind),
            [&] { out.add(feature_hash(kRank, order, kind)); });
  const std::uint64_t type_side_steps = packed({type, behind, steps});
  out.group(feature_hash(kOfPreposition, preposition, type_side_steps),
            [&] { out.add(feature_hash(kRelationPreposition, preposition, type_side_steps)); });
  // What is rarely the same twice.
  const std::uint64_t side_steps = packed({behind, steps});
  const std::uint64_t place = packed({number(view.token(trigger).pos), near, behind, kind});
  out.add(feature_hash(kRelationLemma, relation, lemma));
  out.add(feature_hash(kRelationTrigger, relation, event.broad));
  out.add(feature_hash(kRelationTrigger + 1, relation, event.middle));
  out.add(feature_hash(kRelationTrigger + 2, relation, event.narrow));
  out.add(feature_hash(kRelationHeadCluster, relation, actor.broad));
  out.add(feature_hash(kRelationHeadCluster + 1, relation, actor.middle));
  out.add(feature_hash(kClusterPair, relation, event.middle * 65536ULL + actor.broad));
  out.add(feature_hash(kRelationTags, place, preposition));
  out.add(feature_hash(kPathLemma, path, lemma));
  out.add(feature_hash(kRankRelation, order, relation));
  out.add(feature_hash(kRelationDistance, relation, packed({steps, behind, type})));
  out.add(feature_hash(kPrepositionLemma, preposition, feature_hash(0, lemma, side_steps)));
  out.add(
      feature_hash(kPrepositionCluster, preposition, feature_hash(0, event.middle, side_steps)));
}

template <class Sink>
void all_pair_features(const SentenceView& view, std::int32_t trigger,
                       const std::vector<Candidate>& candidates, const std::vector<Passed>& passed,
                       Sink& out) {
  const TriggerSide side = side_of(view, trigger);
  for (const Candidate& candidate : candidates) {
    pair_features(view, side, passed, candidate, rank_of(trigger, candidates, candidate), out);
    out.end_position();
  }
}

// What the model sees of a candidate, whichever word is the trigger.
void look_at(const SentenceView& view, Candidate& c) {
  const Nominal& n = view.nominal(c.nominal);
  c.looks = kind_of(view, c);
  c.preposition = c.kind == Candidate::Kind::kPhrase ? preposition_of(view, c.nominal) : 0;
  c.head = view.token(n.head).hash;
  c.function = n.clause < 0 ? 0 : number(function_of(view, c.nominal, view.clause(n.clause)));
  c.clusters = view.analysis->language->clusters().find(c.head);
}

// Whether it is the very phrase whose head is the trigger.
bool is_own_phrase(const SentenceView& view, const Candidate& c, std::int32_t trigger) {
  return c.kind == Candidate::Kind::kPhrase && view.nominal(c.nominal).head == trigger;
}

// What stands nearest to the trigger is decided first, so that a part follows from nearer ones.
void nearest_first(std::int32_t trigger, std::vector<Candidate>& candidates) {
  const auto distance = [&](const Candidate& c) {
    return c.first > trigger ? c.first - trigger : std::max(0, trigger - c.last + 1);
  };
  std::ranges::stable_sort(candidates, {}, distance);
}

// Those of all triggers, in the order of the text.
void find_candidates(const SentenceView& view, std::vector<Candidate>& out) {
  out.clear();
  const auto add = [&](Candidate::Kind kind, std::int32_t first, std::int32_t last, std::int32_t k,
                       std::int32_t mention) {
    Candidate& candidate = out.emplace_back();
    candidate.kind = kind;
    candidate.first = first;
    candidate.last = last;
    candidate.nominal = k;
    candidate.mention = mention;
  };
  for (std::int32_t k = 0; k < static_cast<std::int32_t>(view.nominals.size()); ++k) {
    const Nominal& n = view.nominal(k);
    // What stands inside the phrase, before its head.
    std::int32_t first = n.first;
    if (n.possessor >= 0) first = std::max(first, view.nominal(n.possessor).last);
    std::int32_t before = -1;
    for (std::int32_t i = first; i < n.head; ++i) {
      const Word& word = view.word(i);
      if (word.has(kPossessiveWord)) {
        add(Candidate::Kind::kPossessive, i, i + 1, k, word.mention);
      } else if (word.mention >= 0 && word.mention != n.mention) {
        if (word.mention != before)
          add(Candidate::Kind::kInner, i, i + 1, k, word.mention);
        else
          out.back().last = i + 1;
        before = word.mention;
      }
    }
    std::int32_t start = first;
    while (start < n.head &&
           (view.word(start).cls == WordClass::kPrep || view.word(start).cls == WordClass::kPunct))
      ++start;
    add(Candidate::Kind::kPhrase, start, n.last, k, n.mention);
  }
  for (Candidate& candidate : out)
    look_at(view, candidate);
}

}  // namespace

void find_candidates(const SentenceView& view, std::int32_t trigger, std::vector<Candidate>& out) {
  find_candidates(view, out);
  std::erase_if(out, [&](const Candidate& c) { return is_own_phrase(view, c, trigger); });
  nearest_first(trigger, out);
}

void participant_features(const SentenceView& view, std::int32_t trigger,
                          const std::vector<Candidate>& candidates, SequenceFeatures& out) {
  out.clear();
  std::vector<Passed> passed;
  count_passed(view, passed);
  all_pair_features(view, trigger, candidates, passed, out);
}

void EventModels::link(const SentenceView& view, std::int32_t trigger,
                       TriggerScratch& scratch) const {
  if (scratch.all.empty()) {
    find_candidates(view, scratch.all);
    count_passed(view, scratch.passed);
  }
  scratch.candidates.clear();
  std::ranges::copy_if(scratch.all, std::back_inserter(scratch.candidates),
                       [&](const Candidate& c) { return !is_own_phrase(view, c, trigger); });
  nearest_first(trigger, scratch.candidates);
  SequenceScorer scorer(participants_, scratch.participants);
  all_pair_features(view, trigger, scratch.candidates, scratch.passed, scorer);
  scorer.decode(scratch.labels);
}

}  // namespace annals::what
