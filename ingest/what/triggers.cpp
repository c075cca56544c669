#include "ingest/what/triggers.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "engine/base/hash.h"
#include "ingest/language/language.h"
#include "ingest/what/feature_values.h"
#include "ingest/what/phrase_part.h"

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

Pos tag_at(const SentenceView& view, std::int32_t i) {
  return i < 0 || i >= view.size() ? Pos::kUnknown : view.token(i).pos;
}

bool carries_word(Pos pos) {
  return pos == Pos::kNoun || pos == Pos::kVerb || pos == Pos::kAdj || pos == Pos::kPropn ||
         pos == Pos::kAux;
}

// Groups of features (SequenceScorer): what their keys are made of.
enum TriggerGroup : std::uint32_t {
  kOfSmallWord,
  kOfWord,
  kOfTags,
  kOfTagsBefore,
  kOfTagsAfter,
  kOfWordBefore,
  kOfWordAfter,
  kOfPart,
  kOfPhrase,
  kOfLemma,
};

template <class Sink>
void word_features(const SentenceView& view, std::int32_t i, Sink& out) {
  const Word& word = view.word(i);
  const Token& token = view.token(i);
  const std::uint64_t tag = number(token.pos);
  const auto add_kind = [&] {
    out.add(feature_hash(kTag, tag));
    out.add(feature_hash(kClassOf, number(word.cls), tag));
  };
  if (!carries_word(token.pos) && word.cls != WordClass::kVerb && word.cls != WordClass::kNoun) {
    out.group(feature_hash(kOfSmallWord, tag, number(word.cls)), add_kind);
    return;
  }
  const WordFacts facts = view.facts(i);
  const WordClusters::Clusters clusters = facts.clusters;
  const bool noun = token.pos == Pos::kNoun || word.cls == WordClass::kNoun;
  const bool event_noun = noun && facts.event_noun;
  out.group(feature_hash(kOfWord, token.hash, packed({tag, number(word.cls)})), [&] {
    add_kind();
    const std::string_view lower = view.lower(i);
    out.add(feature_hash(kWord, token.hash));
    out.add(feature_hash(kLemma, facts.lemma, tag));
    out.add(feature_hash(kCluster, clusters.broad, tag));
    out.add(feature_hash(kCluster + 1, clusters.middle, tag));
    out.add(feature_hash(kCluster + 2, clusters.narrow, tag));
    out.add(feature_hash(kEnding, hash64(ending(lower, 3)), tag));
    out.add(feature_hash(kLongEnding, hash64(ending(lower, 5)), tag));
    const bool verb_too = noun && facts.verb_too;
    out.add(feature_hash(kNounKind, packed({number(event_noun), number(verb_too)}), tag));
  });
  const std::uint64_t before = number(tag_at(view, i - 1));
  const std::uint64_t after = number(tag_at(view, i + 1));
  const std::uint64_t two_before = number(tag_at(view, i - 2));
  const std::uint64_t two_after = number(tag_at(view, i + 2));
  const std::uint64_t around = packed({before, tag, after});
  out.group(feature_hash(kOfTags, around), [&] {
    out.add(feature_hash(kTagBefore, before, tag));
    out.add(feature_hash(kTagAfter, after, tag));
    out.add(feature_hash(kTagsAround, around));
  });
  const std::uint64_t tags_before = packed({two_before, before, tag});
  out.group(feature_hash(kOfTagsBefore, tags_before),
            [&] { out.add(feature_hash(kTagsBefore, tags_before)); });
  const std::uint64_t tags_after = packed({tag, after, two_after});
  out.group(feature_hash(kOfTagsAfter, tags_after),
            [&] { out.add(feature_hash(kTagsAfter, tags_after)); });
  const WordClusters& all = view.analysis->language->clusters();
  if (i > 0) {
    const std::uint64_t word_before = view.token(i - 1).hash;
    out.group(feature_hash(kOfWordBefore, word_before, tag), [&] {
      out.add(feature_hash(kWordBefore, word_before, tag));
      out.add(feature_hash(kClusterBefore, all.find(word_before).middle, tag));
    });
  }
  if (i + 1 < view.size()) {
    const std::uint64_t word_after = view.token(i + 1).hash;
    out.group(feature_hash(kOfWordAfter, word_after, tag), [&] {
      out.add(feature_hash(kWordAfter, word_after, tag));
      out.add(feature_hash(kClusterAfter, all.find(word_after).middle, tag));
    });
  }
  // Its part in the clause, and what the pack knows.
  const std::uint64_t part = verb_part(view, i);
  const std::uint64_t shape = number(token.title_case) * 2 + number(token.all_caps);
  const std::uint64_t looks =
      packed({shape, number(view.title), number(word.mention >= 0), number(word.in_time), tag});
  std::uint64_t frames = 0;
  std::uint64_t named = 0;
  if (word.head != nullptr) {
    frames = packed({number(word.head->noun_count != 0), number(word.head->verb_count != 0),
                     number(word.head->adjective_count != 0)});
    const bool agent = (word.head->flags & (kAgentNoun | kUnnamed)) != 0;
    named = packed({number(agent), number(word.mention >= 0), tag});
  }
  out.group(feature_hash(kOfPart, part, feature_hash(0, looks, feature_hash(0, frames, named))),
            [&] {
              out.add(feature_hash(kVerbPart, part, tag));
              out.add(feature_hash(kShape, looks));
              out.add(feature_hash(kFrames, frames, tag));
              if (named != 0) out.add(feature_hash(kNamed, named));
            });
  if (word.nominal < 0) return;
  const Nominal& n = view.nominal(word.nominal);
  const bool head = n.head == i;
  const Function function =
      n.clause < 0 ? Function::kNone : function_of(view, word.nominal, view.clause(n.clause));
  const std::uint64_t as_part = packed({number(head), number(function), number(event_noun)});
  const bool of = i + 1 < view.size() && view.word(i + 1).has(kGenitivePreposition);
  const std::uint64_t as_phrase =
      packed({number(head), number(n.determined), number(n.possessed), number(n.possessor >= 0),
              number(of), number(event_noun)});
  out.group(feature_hash(kOfPhrase, as_phrase, number(function) * 65536 + n.preposition), [&] {
    out.add(feature_hash(kPhrasePart, as_part, preposition_of(view, word.nominal)));
    out.add(feature_hash(kNounPhrase, as_phrase));
  });
  const std::uint64_t place = packed({number(head), number(function)});
  out.group(feature_hash(kOfLemma, facts.lemma, place), [&] {
    out.add(feature_hash(kLemmaPhrase, facts.lemma, place));
    out.add(feature_hash(kClusterPhrase, clusters.broad, place));
    out.add(feature_hash(kClusterPhrase + 1, clusters.middle, place));
    out.add(feature_hash(kClusterPhrase + 2, clusters.narrow, place));
  });
}

template <class Sink>
void all_word_features(const SentenceView& view, Sink& out) {
  for (std::int32_t i = 0; i < view.size(); ++i) {
    word_features(view, i, out);
    out.end_position();
  }
}

Status same_labels(const SequenceModel& model, std::span<const std::string_view> labels) {
  if (std::ranges::equal(model.labels(), labels)) return {};
  return fail(ErrorCode::kUnsupported, "the model has other labels than this version reads");
}

}  // namespace

void trigger_features(const SentenceView& view, SequenceFeatures& out) {
  out.clear();
  all_word_features(view, out);
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
  SequenceScorer scorer(triggers_, scratch.triggers);
  all_word_features(view, scorer);
  scorer.decode(out);
  scratch.all.clear();
}

}  // namespace annals::what
