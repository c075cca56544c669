#include "ingest/what/classes.h"

#include <algorithm>
#include <array>
#include <string>

#include "engine/base/ascii.h"
#include "engine/base/hash.h"
#include "ingest/language/language.h"
#include "ingest/what/feature_values.h"

namespace annals::what {
namespace {

// What is looked at. Part of the models: a change of meaning needs new models.
namespace look {

enum Word : std::uint32_t {
  kWord = 1,
  kLemma,
  kTail,
  kFront,
  kPackClass,
  kTag,
  kBefore,
  kAfter,
  kBeforeTwo,
  kAfterTwo,
  kNameBefore,
  kNameAfter,
  kNames,
  kVerbObject,
  kPhrasePlace,
  kClauseVerb,
  kNear,
  kCodes,
  kOpening,
  kLemmaNames,
  kLemmaBefore,
  kInner,
  kCompoundHead,
  kAgentWord,
};

enum Filler : std::uint32_t {
  kFillerKind = 64,
  kRank,
  kDistance,
  kWordBefore,
  kWordBeforeKind,
  kWordsBefore,
  kWordAfter,
  kGap,
  kHead,
  kHeadTail,
  kFunction,
  kTrigger,
  kTriggerBefore,
  kBetween,
  kPosition,
  kClassOnly,
  kFirst,
  kShape,
};

// Groups of features (SequenceScorer): what their keys are made of.
enum ClassGroup : std::uint32_t {
  kOfForm,
  kOfNames,
  kOfNear,
  kOfSentence,
};

enum FillerGroup : std::uint32_t {
  kOfRank,
  kOfDistance,
  kOfWordBefore,
  kOfHead,
  kOfFunction,
};

}  // namespace look

std::uint64_t word_at(const SentenceView& view, std::int32_t i) {
  return i < 0 ? 1 : i >= view.size() ? 2 : view.token(i).hash;
}

bool carries_word(const SentenceView& view, std::int32_t i) {
  const Pos pos = view.token(i).pos;
  const WordClass cls = view.word(i).cls;
  return pos == Pos::kNoun || pos == Pos::kVerb || pos == Pos::kAdj || pos == Pos::kPropn ||
         pos == Pos::kUnknown || cls == WordClass::kVerb || cls == WordClass::kNoun;
}

// Letters and digits in one word: roads, lines, models.
bool is_code(std::string_view lower) {
  return !lower.empty() && !is_ascii_digit(lower.front()) && is_ascii_digit(lower.back());
}

// How many bytes of a compound stand before its last hyphen: "Hermes-Geschäftsführer". 0 for
// others.
std::uint32_t front_of(std::string_view surface) {
  const std::size_t hyphen = surface.rfind('-');
  if (hyphen == std::string_view::npos || hyphen < 2 || hyphen + 3 > surface.size()) return 0;
  return static_cast<std::uint32_t>(hyphen);
}

// What kind of actor a mention stands for and whether it is a name; 0 for none.
std::uint64_t mention_kind(const SentenceView& view, std::int32_t mention) {
  if (mention < 0) return 0;
  const v1::Mention& m = view.record->mentions(mention);
  const auto actor = static_cast<int>(m.actor());
  const v1::ActorKind kind = actor < view.record->actors_size() ? view.record->actors(actor).kind()
                                                                : v1::ACTOR_KIND_UNSPECIFIED;
  return packed({number(kind), number(m.kind())});
}

// The words of a mention that name the actor.
Span core_of(const SentenceView& view, std::int32_t mention) {
  const v1::Mention& m = view.record->mentions(mention);
  const v1::TextSpan& core = m.head().end() > m.head().begin() ? m.head() : m.span();
  return {core.begin(), core.end()};
}

// The classes that the pack knows for a word, as one verb of its clause, noun or adjective.
template <class Visit>
void each_pack_class(const SentenceView& view, std::int32_t i, const Visit& visit) {
  const Word& word = view.word(i);
  const Lexicon& lexicon = *view.lexicon;
  const auto tell = [&](std::uint32_t frame, std::uint64_t how) {
    const std::uint32_t event_class = lexicon.frames[frame].event_class;
    if (event_class != kNoIndex) visit(hash64(lexicon.event_class(event_class)->name()), how);
  };
  if (word.head != nullptr) {
    for (const NounSense& sense : lexicon.nouns_of(*word.head))
      tell(sense.frame, 1);
  }
  if (word.entry == nullptr) return;
  for (const NounSense& sense : lexicon.adjectives_of(*word.entry))
    tell(sense.frame, 2);
  if (word.clause < 0 || view.clause(word.clause).main != i) return;
  for (const std::uint32_t verb : view.clause(word.clause).verbs) {
    for (const std::uint32_t frame : lexicon.verbs[verb].frames)
      tell(frame, 3);
  }
}

// The nearest mention on one side of a word: its kind and how far it is.
std::uint64_t nearest_name(const SentenceView& view, std::int32_t i, std::int32_t step,
                           std::uint64_t& kind) {
  constexpr std::int32_t kReach = 8;
  for (std::int32_t d = 1; d <= kReach; ++d) {
    const std::int32_t at = i + d * step;
    if (at < 0 || at >= view.size()) break;
    if (view.word(at).mention < 0) continue;
    kind = mention_kind(view, view.word(at).mention);
    return d <= 2 ? number(d) : d <= 4 ? 3 : 4;
  }
  kind = 0;
  return 0;
}

// What all words of a sentence share.
struct Surroundings {
  std::vector<std::uint64_t> lemmas;  // 0 where a word carries nothing
  bool codes = false;
};

Surroundings surroundings_of(const SentenceView& view) {
  Surroundings out;
  out.lemmas.resize(static_cast<std::size_t>(view.size()), 0);
  for (std::int32_t i = 0; i < view.size(); ++i) {
    if (is_code(view.lower(i))) out.codes = true;
    if (carries_word(view, i)) out.lemmas[static_cast<std::size_t>(i)] = view.facts(i).lemma;
  }
  return out;
}

template <class Sink>
void class_word_features(const SentenceView& view, std::int32_t i, const Surroundings& around,
                         Sink& out) {
  const Word& word = view.word(i);
  const std::string_view lower = view.lower(i);
  const std::uint64_t form = view.token(i).hash;
  const std::uint64_t lemma = around.lemmas[static_cast<std::size_t>(i)];
  const std::uint64_t tag = number(view.token(i).pos);
  out.group(feature_hash(look::kOfForm, form, packed({tag, number(word.cls)})), [&] {
    out.add(feature_hash(look::kTag, tag, number(word.cls)));
    out.add(feature_hash(look::kWord, form));
    out.add(feature_hash(look::kLemma, lemma));
    for (const std::size_t bytes : {4U, 5U, 6U, 8U, 10U}) {
      if (lower.size() >= bytes)
        out.add(feature_hash(look::kTail, hash64(ending(lower, bytes)), bytes));
    }
    for (const std::size_t bytes : {5U, 8U}) {
      if (lower.size() >= bytes)
        out.add(feature_hash(look::kFront, hash64(lower.substr(0, bytes)), bytes));
    }
  });
  each_pack_class(view, i, [&](std::uint64_t event_class, std::uint64_t how) {
    out.add(feature_hash(look::kPackClass, event_class, how));
  });
  const std::uint64_t word_before = word_at(view, i - 1);
  const std::uint64_t word_after = word_at(view, i + 1);
  out.add(feature_hash(look::kBefore, word_before, tag));
  out.add(feature_hash(look::kAfter, word_after, tag));
  out.add(feature_hash(look::kBeforeTwo, word_before, word_at(view, i - 2)));
  out.add(feature_hash(look::kAfterTwo, word_after, word_at(view, i + 2)));
  out.add(feature_hash(look::kLemmaBefore, lemma, word_before));
  std::uint64_t kind_before = 0;
  std::uint64_t kind_after = 0;
  const std::uint64_t before = nearest_name(view, i, -1, kind_before);
  const std::uint64_t after = nearest_name(view, i, 1, kind_after);
  const std::uint64_t kinds = feature_hash(0, kind_before, kind_after);
  const std::uint64_t reach = packed({before, after});
  out.group(feature_hash(look::kOfNames, kinds, packed({before, after, tag})), [&] {
    out.add(feature_hash(look::kNameBefore, kind_before, packed({before, tag})));
    out.add(feature_hash(look::kNameAfter, kind_after, packed({after, tag})));
    out.add(feature_hash(look::kNames, kind_before, feature_hash(0, kind_after, reach)));
  });
  // "Facebook-Chef", "Vorstandschef": the head, and whether it names somebody who acts.
  const std::size_t hyphen = lower.rfind('-');
  const std::size_t head_at = word.head_at > 0                   ? word.head_at
                              : hyphen != std::string_view::npos ? hyphen + 1
                                                                 : 0;
  const bool agent = word.head != nullptr && (word.head->flags & (kAgentNoun | kUnnamed)) != 0;
  const std::uint64_t as_agent = packed({number(agent), tag, number(head_at > 0)});
  const std::uint64_t head = hash64(lower.substr(head_at));
  out.add(feature_hash(look::kLemmaNames, lemma, kinds));
  out.add(feature_hash(look::kCompoundHead, head, number(head_at > 0)));
  out.add(feature_hash(look::kCompoundHead, head, feature_hash(1, kind_before, kind_after)));
  out.add(feature_hash(look::kAgentWord, as_agent, kinds));
  if (word.clause >= 0) {
    const Clause& clause = view.clause(word.clause);
    if (i == clause.main || i == clause.matrix) {
      const std::uint64_t object =
          clause.object < 0 ? 0 : hash64(ending(view.lower(view.nominal(clause.object).head), 8));
      const std::uint64_t particle = clause.particle < 0 ? 0 : view.token(clause.particle).hash;
      out.add(feature_hash(look::kVerbObject, object));
      out.add(feature_hash(look::kVerbObject, lemma, feature_hash(1, object, particle)));
      out.add(feature_hash(look::kVerbObject, lemma, particle));
    } else if (clause.main >= 0) {
      out.add(feature_hash(look::kClauseVerb, around.lemmas[static_cast<std::size_t>(clause.main)],
                           tag));
    }
  }
  if (word.nominal >= 0) {
    const Nominal& n = view.nominal(word.nominal);
    const std::uint64_t preposition = n.preposition == 0 || n.preposition == kCuePreposition
                                          ? n.preposition
                                          : hash64(view.lexicon->prepositions[n.preposition - 1U]);
    out.add(feature_hash(look::kPhrasePlace, preposition, number(n.head == i)));
  }
  constexpr std::int32_t kWindow = 6;
  for (std::int32_t at = std::max(0, i - kWindow); at < std::min(view.size(), i + kWindow + 1);
       ++at) {
    const std::uint64_t other = around.lemmas[static_cast<std::size_t>(at)];
    if (at != i && other != 0 && view.word(at).mention < 0)
      out.group(feature_hash(look::kOfNear, other),
                [&] { out.add(feature_hash(look::kNear, other)); });
  }
  const std::uint64_t inner = mention_kind(view, word.mention);
  const std::uint64_t opening = packed(
      {number(std::min(i, 3)), number(view.title), number(std::min(view.size() / 4, 6)), tag});
  const std::uint64_t flags = packed({number(word.front_only), number(around.codes)});
  out.group(feature_hash(look::kOfSentence, opening, feature_hash(0, inner, flags)), [&] {
    out.add(feature_hash(look::kInner, inner, number(word.front_only)));
    out.add(feature_hash(look::kCodes, number(around.codes), tag));
    out.add(feature_hash(look::kOpening, opening));
  });
}

// How a filler looks, apart from its words.
std::uint64_t filler_kind(const SentenceView& view, const Filler& filler) {
  const std::uint64_t kind = number(filler.kind);
  if (filler.kind == Filler::Kind::kName)
    return packed({kind, 1}) * 4096 + mention_kind(view, filler.mention);
  if (filler.kind == Filler::Kind::kFront) return packed({kind, 2});
  if (filler.kind == Filler::Kind::kOther)
    return packed({kind, number(is_code(view.lower(filler.last - 1)))});
  const Nominal& n = view.nominal(filler.nominal);
  const Word& head = view.word(n.head);
  const bool agent = head.head != nullptr && (head.head->flags & (kAgentNoun | kUnnamed)) != 0;
  bool digits = false;
  for (std::int32_t i = filler.first; i < filler.last; ++i)
    digits = digits || is_ascii_digit(view.lower(i).back());
  return packed({kind, number(n.pronoun), number(agent), number(digits)});
}

// Part of a filler's noun phrase in its clause.
std::uint64_t function_of(const SentenceView& view, std::int32_t trigger, const Filler& filler) {
  if (filler.nominal < 0) return 0;
  const Nominal& n = view.nominal(filler.nominal);
  const Word& word = view.word(trigger);
  const bool head = n.head >= filler.first && n.head < filler.last;
  std::uint64_t part = 0;
  if (n.clause >= 0) {
    const Clause& clause = view.clause(n.clause);
    part = filler.nominal == clause.subject    ? 1
           : filler.nominal == clause.object   ? 2
           : filler.nominal == clause.indirect ? 3
                                               : 4;
    if (clause.passive) part += 4;
  }
  const std::uint64_t preposition = n.preposition == 0 || n.preposition == kCuePreposition
                                        ? n.preposition
                                        : hash64(view.lexicon->prepositions[n.preposition - 1U]);
  const std::uint64_t attribute = n.attribute_of < 0 ? 0 : n.attribute_of == word.nominal ? 1 : 2;
  const std::uint64_t step = filler.nominal == word.nominal ? 2 : number(n.clause == word.clause);
  return feature_hash(0, preposition, packed({part, attribute, step, number(head)}));
}

template <class Sink>
void filler_features(const SentenceView& view, std::int32_t trigger, std::uint64_t event_class,
                     const std::vector<Filler>& fillers, const std::vector<std::uint64_t>& kinds,
                     std::size_t at, Sink& out) {
  const Filler& filler = fillers[at];
  const std::uint64_t kind = kinds[at];
  const bool inside = trigger >= filler.first && trigger < filler.last;
  const std::uint64_t side = inside ? 2 : number(filler.first > trigger);
  std::uint64_t rank = 0;
  std::uint64_t between = 0;
  for (std::size_t other = 0; other < fillers.size(); ++other) {
    const Filler& f = fillers[other];
    const bool lies_between = side == 1 ? f.first > trigger && f.last <= filler.first
                                        : f.first >= filler.last && f.last <= trigger;
    if (other == at || side == 2 || !lies_between) continue;
    ++between;
    rank += number(kinds[other] == kind);
  }
  rank = std::min<std::uint64_t>(rank, 3);
  between = std::min<std::uint64_t>(between, 4);
  const std::int32_t from = side == 1 ? trigger + 1 : filler.last;
  const std::int32_t to = side == 1 ? filler.first : trigger;
  const std::int32_t gap = std::max(0, to - from);
  const std::uint64_t far = number(gap < 4 ? gap : gap < 7 ? 4 : gap < 12 ? 5 : gap < 20 ? 6 : 7);
  std::uint64_t verbs = 0;
  std::uint64_t marks = 0;
  std::uint64_t words = 0;
  for (std::int32_t i = from; i < to; ++i) {
    verbs += number(view.word(i).cls == WordClass::kVerb);
    marks += number(view.word(i).cls == WordClass::kPunct);
    // Numbers and names are all the same.
    const bool name = view.word(i).mention >= 0 || is_ascii_digit(view.lower(i).back());
    words = feature_hash(0, words, name ? 1 : view.token(i).hash);
  }
  const std::uint64_t place = feature_hash(1, event_class, side);
  const std::uint64_t looks = feature_hash(2, event_class, kind);
  const std::uint64_t before = word_at(view, filler.first - 1);
  const std::uint64_t side_rank = packed({side, rank});
  out.group(feature_hash(look::kOfRank, looks, side_rank), [&] {
    out.add(feature_hash(look::kClassOnly, event_class));
    out.add(feature_hash(look::kFillerKind, looks));
    out.add(feature_hash(look::kFillerKind, kind, side));
    out.add(feature_hash(look::kRank, looks, side_rank));
    out.add(feature_hash(look::kRank, kind, side_rank));
  });
  out.group(feature_hash(look::kOfDistance, looks, packed({side, far, between})), [&] {
    out.add(feature_hash(look::kDistance, looks, packed({side, far})));
    out.add(feature_hash(look::kDistance, kind, packed({side, far, between})));
  });
  out.group(feature_hash(look::kOfWordBefore, looks, feature_hash(0, before, side)), [&] {
    out.add(feature_hash(look::kWordBefore, event_class, before));
    out.add(feature_hash(look::kWordBeforeKind, looks, before));
    out.add(feature_hash(look::kWordBeforeKind, kind, feature_hash(0, before, side)));
  });
  out.add(feature_hash(look::kWordsBefore, place,
                       feature_hash(0, before, word_at(view, filler.first - 2))));
  out.add(feature_hash(look::kWordAfter, place, word_at(view, filler.last)));
  if (!inside && gap <= 6) {
    out.add(feature_hash(look::kGap, looks, feature_hash(0, words, side)));
    out.add(feature_hash(look::kGap, place, words));
    out.add(feature_hash(look::kGap, words, feature_hash(0, kind, side)));
  }
  const Token& last = view.token(filler.last - 1);
  const std::string_view head = view.lower(filler.last - 1);
  out.group(feature_hash(look::kOfHead, event_class, last.hash), [&] {
    out.add(feature_hash(look::kHead, event_class, last.hash));
    out.add(feature_hash(look::kHeadTail, event_class, hash64(ending(head, 5))));
  });
  const std::uint64_t function = function_of(view, trigger, filler);
  out.group(feature_hash(look::kOfFunction, looks, feature_hash(0, function, side)), [&] {
    out.add(feature_hash(look::kFunction, place, function));
    out.add(feature_hash(look::kFunction, looks, function));
  });
  const std::uint64_t trigger_word = hash64(ending(view.lower(trigger), 8));
  out.add(feature_hash(look::kTrigger, trigger_word, feature_hash(0, kind, side_rank)));
  out.add(feature_hash(look::kTriggerBefore, trigger_word, feature_hash(0, before, side)));
  out.add(feature_hash(look::kBetween, looks,
                       packed({side, std::min<std::uint64_t>(verbs, 2),
                               std::min<std::uint64_t>(marks, 2), between})));
  out.add(feature_hash(look::kPosition, looks,
                       packed({number(filler.first == 0), number(filler.last == view.size())})));
  out.add(
      feature_hash(look::kFirst, looks, packed({number(at == 0), number(fillers.size() == 1)})));
  out.add(feature_hash(look::kShape, event_class,
                       packed({number(is_code(head)), number(last.all_caps),
                               number(filler.last - filler.first > 2), side})));
}

template <class Sink>
void all_class_features(const SentenceView& view, Sink& out) {
  const Surroundings around = surroundings_of(view);
  for (std::int32_t i = 0; i < view.size(); ++i) {
    if (around.lemmas[static_cast<std::size_t>(i)] != 0) class_word_features(view, i, around, out);
    out.end_position();
  }
}

template <class Sink>
void all_filler_features(const SentenceView& view, std::int32_t trigger,
                         std::string_view event_class, const std::vector<Filler>& fillers,
                         Sink& out) {
  std::vector<std::uint64_t> kinds;
  kinds.reserve(fillers.size());
  for (const Filler& filler : fillers)
    kinds.push_back(filler_kind(view, filler));
  for (std::size_t i = 0; i < fillers.size(); ++i) {
    filler_features(view, trigger, hash64(event_class), fillers, kinds, i, out);
    out.end_position();
  }
}

// A label's name as what it stands for.
Status read_classes(const SequenceModel& model, const Lexicon& lexicon,
                    std::vector<std::uint32_t>& out) {
  for (const std::string& label : model.labels()) {
    std::uint32_t found = kNoIndex;
    for (int i = 0; i < lexicon.ontology->event_class_size(); ++i) {
      if (lexicon.ontology->event_class(i).name() == label) found = static_cast<std::uint32_t>(i);
    }
    if (found == kNoIndex && label != kNoLabel)
      return fail(ErrorCode::kUnsupported, "the model labels an unknown class: " + label);
    out.push_back(found);
  }
  return {};
}

Status read_roles(const SequenceModel& model, std::vector<v1::Role>& out) {
  for (const std::string& label : model.labels()) {
    v1::Role role = v1::ROLE_UNSPECIFIED;
    if (label != kNoLabel && !v1::Role_Parse(label, &role))
      return fail(ErrorCode::kUnsupported, "the model labels an unknown role: " + label);
    out.push_back(role);
  }
  return {};
}

}  // namespace

void class_features(const SentenceView& view, SequenceFeatures& out) {
  out.clear();
  all_class_features(view, out);
}

void find_fillers(const SentenceView& view, std::vector<Filler>& out) {
  constexpr std::size_t kMostFillers = 60;
  out.clear();
  for (std::int32_t k = 0; k < static_cast<std::int32_t>(view.nominals.size()); ++k) {
    const Nominal& n = view.nominal(k);
    const Word& head = view.word(n.head);
    if (n.time || n.pronoun || (head.mention >= 0 && !head.front_only) ||
        is_code(view.lower(n.head)))
      continue;
    std::int32_t first = n.first;
    while (first < n.head &&
           (view.word(first).cls == WordClass::kPrep || view.word(first).cls == WordClass::kDet ||
            view.word(first).cls == WordClass::kPunct))
      ++first;
    out.push_back(
        {Filler::Kind::kPhrase, first, n.last, k, head.mention, view.span_of(first, n.last)});
  }
  for (std::int32_t i = 0; i < view.size(); ++i) {
    const Word& word = view.word(i);
    const Span own = view.token(i).span;
    const Span core = word.mention < 0 ? own : core_of(view, word.mention);
    const bool names = word.mention >= 0 && core.begin < own.end;
    if (const std::uint32_t front = front_of(view.surface(i)); front > 0 && !names)
      out.push_back(
          {Filler::Kind::kFront, i, i + 1, word.nominal, -1, {own.begin, own.begin + front}});
    if (word.mention >= 0) {
      if (i > 0 && view.word(i - 1).mention == word.mention) continue;
      std::int32_t last = i + 1;
      while (last < view.size() && view.word(last).mention == word.mention)
        ++last;
      Span span = view.span_of(i, last);
      if (core.begin >= span.begin && core.end <= span.end) span = core;
      out.push_back(
          {Filler::Kind::kName, i, last, view.word(last - 1).nominal, word.mention, span});
    } else if (!word.in_time && (is_code(view.lower(i)) || view.token(i).pos == Pos::kPropn)) {
      out.push_back({Filler::Kind::kOther, i, i + 1, word.nominal, -1, own});
    }
  }
  std::ranges::stable_sort(out, {}, [](const Filler& f) { return f.span.begin; });
  if (out.size() > kMostFillers) out.resize(kMostFillers);
}

void role_features(const SentenceView& view, std::int32_t trigger, std::string_view event_class,
                   const std::vector<Filler>& fillers, SequenceFeatures& out) {
  out.clear();
  all_filler_features(view, trigger, event_class, fillers, out);
}

Result<ClassModels> ClassModels::map(std::string_view classes, std::string_view roles,
                                     const Lexicon& lexicon) {
  ClassModels out;
  ANNALS_ASSIGN(out.classes_, SequenceModel::map(classes));
  ANNALS_ASSIGN(out.roles_, SequenceModel::map(roles));
  ANNALS_TRY(read_classes(out.classes_, lexicon, out.class_of_));
  ANNALS_TRY(read_roles(out.roles_, out.role_of_));
  return out;
}

bool ClassModels::knows(std::uint32_t event_class) const {
  return event_class != kNoIndex && std::ranges::count(class_of_, event_class) != 0;
}

void ClassModels::tag(const SentenceView& view, ClassScratch& scratch,
                      std::vector<std::uint32_t>& out) const {
  SequenceScorer scorer(classes_, scratch.classes);
  all_class_features(view, scorer);
  scorer.decode(scratch.labels);
  out.clear();
  for (const std::uint8_t label : scratch.labels)
    out.push_back(class_of_[label]);
}

void ClassModels::fill(const SentenceView& view, std::int32_t trigger, std::uint32_t event_class,
                       ClassScratch& scratch, std::vector<v1::Role>& out) const {
  find_fillers(view, scratch.fillers);
  out.clear();
  if (scratch.fillers.empty()) return;
  SequenceScorer scorer(roles_, scratch.roles);
  all_filler_features(view, trigger, view.lexicon->event_class(event_class)->name(),
                      scratch.fillers, scorer);
  scorer.decode(scratch.labels);
  for (const std::uint8_t label : scratch.labels)
    out.push_back(role_of_[label]);
}

}  // namespace annals::what
