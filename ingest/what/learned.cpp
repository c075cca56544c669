// Events that no frame knows: what the models of triggers and participants find in a sentence.
#include <algorithm>

#include "ingest/language/language.h"
#include "ingest/what/arguments.h"
#include "ingest/what/draft.h"
#include "ingest/what/frames.h"
#include "ingest/what/mood.h"

namespace annals::what {
namespace {

constexpr std::size_t kMostLearnedASentence = 30;

std::string predicate_of(const SentenceView& view, std::int32_t word) {
  const Clause& clause = view.clause(view.word(word).clause);
  if (word == clause.main && !clause.verbs.empty())
    return view.lexicon->verbs[clause.verbs.front()].lemma;
  return view.analysis->language->lemma(view.lower(word), view.token(word).pos);
}

// "die insolvente Kette": in front of the head of its phrase, or an adjective in front of a noun.
bool is_attribute(const SentenceView& view, std::int32_t word) {
  const std::int32_t k = view.word(word).nominal;
  if (k >= 0 && word < view.nominal(k).head) return true;
  if (word + 1 >= view.size() || view.token(word).pos != Pos::kAdj) return false;
  const Pos next = view.token(word + 1).pos;
  return next == Pos::kNoun || next == Pos::kPropn || next == Pos::kAdj;
}

// An event that the word of a clause tells, without class and participants.
Draft draft_at(const SentenceView& view, const MoodReader& mood, std::int32_t word) {
  const Word& own = view.word(word);
  const Clause& clause = view.clause(own.clause);
  Draft draft;
  draft.kind = DraftKind::kOpen;
  draft.sentence = view.index;
  draft.clause = own.clause;
  draft.title = view.title;
  draft.quoted = own.in_quote;
  draft.clause_span = view.span_of(clause.words.front(), clause.words.back() + 1);
  draft.trigger = view.token(word).span;
  draft.predicate = predicate_of(view, word);
  if (word == clause.main || word == clause.finite) {
    mood.read(own.clause, draft);
  } else {
    draft.modality = v1::MODALITY_ASSERTED;
    draft.relative = clause.type == ClauseType::kRelative;
    draft.negative = own.nominal >= 0 && view.nominal(own.nominal).negative;
    if (is_attribute(view, word)) draft.kind = DraftKind::kAttribute;
  }
  return draft;
}

void sort_by_trigger(std::vector<Draft>& drafts, std::size_t first) {
  std::stable_sort(drafts.begin() + static_cast<std::ptrdiff_t>(first), drafts.end(),
                   [](const Draft& a, const Draft& b) { return a.trigger < b.trigger; });
}

// Unless it shares words with one that the draft has.
void add_argument(DraftArgument argument, Draft& draft) {
  if (draft.arguments.size() >= kMostArguments) return;
  const bool known = std::ranges::any_of(draft.arguments, [&](const DraftArgument& other) {
    return other.span.begin < argument.span.end && argument.span.begin < other.span.end;
  });
  if (!known) draft.arguments.push_back(argument);
}

class LearnedDrafts {
 public:
  LearnedDrafts(const SentenceView& view, const EventModels& models, std::size_t first,
                Discourse& discourse, const std::vector<ClauseReading>& readings,
                TriggerScratch& scratch)
      : view_(view),
        models_(models),
        first_(first),
        discourse_(discourse),
        readings_(readings),
        scratch_(scratch),
        frames_(view),
        arguments_(view, readings),
        mood_(view, readings) {}

  void find() {
    std::vector<std::uint8_t> triggers;
    models_.tag(view_, scratch_, triggers);
    for (std::int32_t word = 0; word < view_.size(); ++word) {
      if (triggers[static_cast<std::size_t>(word)] == 0 ||
          discourse_.drafts.size() - first_ >= kMostLearnedASentence)
        continue;
      if (!told(word) && !told_by_verb(word)) add(word);
    }
    sort_by_trigger(discourse_.drafts, first_);
  }

 private:
  // Whether an event has the word as its trigger.
  bool told(std::int32_t word) const {
    const Span span = view_.token(word).span;
    return std::any_of(discourse_.drafts.begin() + static_cast<std::ptrdiff_t>(first_),
                       discourse_.drafts.end(),
                       [&](const Draft& draft) { return draft.trigger == span; });
  }

  // "kündigte seinen Rücktritt an": the verb with this very object is one event.
  bool told_by_verb(std::int32_t word) const {
    const std::int32_t k = view_.word(word).nominal;
    const std::int32_t c = view_.word(word).clause;
    if (k < 0 || c < 0 || view_.nominal(k).head != word) return false;
    const std::uint32_t frame = readings_[static_cast<std::size_t>(c)].frame;
    return frame != kNoIndex && frames_.head_is(k, view_.lexicon->frames[frame].objects) &&
           told(view_.clause(c).main);
  }

  void add(std::int32_t word) {
    if (view_.word(word).clause < 0) return;
    // A modal tells no event beside its verb.
    const Clause& clause = view_.clause(view_.word(word).clause);
    if (clause.modal != 0 && word == clause.finite && clause.main >= 0 && word != clause.main)
      return;
    Draft draft = draft_at(view_, mood_, word);
    draft.learned = true;
    complete(word, draft);
    discourse_.drafts.push_back(std::move(draft));
  }

  // Takes the participants that the model links.
  void complete(std::int32_t word, Draft& draft) {
    models_.link(view_, word, scratch_);
    for (std::size_t i = 0; i < scratch_.candidates.size(); ++i) {
      const auto part = static_cast<Part>(scratch_.labels[i]);
      if (part == Part::kActs)
        take(draft, v1::ROLE_AGENT, scratch_.candidates[i]);
      else if (part == Part::kUndergoes)
        take(draft, v1::ROLE_THEME, scratch_.candidates[i]);
    }
  }

  void take(Draft& draft, v1::Role role, const Candidate& candidate) const {
    DraftArgument out;
    if (candidate.kind == Candidate::Kind::kPhrase) {
      out = arguments_.argument(role, candidate.nominal);
    } else {
      out.role = role;
      out.actor = arguments_.actor_of(candidate.mention);
      out.own = out.actor >= 0;
      out.span = view_.span_of(candidate.first, candidate.last);
    }
    add_argument(out, draft);
  }

  const SentenceView& view_;
  const EventModels& models_;
  std::size_t first_;
  Discourse& discourse_;
  const std::vector<ClauseReading>& readings_;
  TriggerScratch& scratch_;
  FrameReader frames_;
  ArgumentFinder arguments_;
  MoodReader mood_;
};

class ClassifiedDrafts {
 public:
  ClassifiedDrafts(const SentenceView& view, const ClassModels& models, std::size_t first,
                   Discourse& discourse, const std::vector<ClauseReading>& readings,
                   ClassScratch& scratch)
      : view_(view),
        models_(models),
        first_(first),
        drafts_(discourse.drafts),
        scratch_(scratch),
        arguments_(view, readings),
        mood_(view, readings) {}

  void find() {
    std::vector<std::uint32_t> classes;
    models_.tag(view_, scratch_, classes);
    const std::size_t told = drafts_.size();
    for (std::int32_t word = 0; word < view_.size(); ++word) {
      const std::uint32_t learned = classes[static_cast<std::size_t>(word)];
      const Span span = view_.token(word).span;
      const auto at = std::find_if(drafts_.begin() + static_cast<std::ptrdiff_t>(first_),
                                   drafts_.begin() + static_cast<std::ptrdiff_t>(told),
                                   [&](const Draft& draft) { return draft.trigger == span; });
      if (at != drafts_.begin() + static_cast<std::ptrdiff_t>(told)) {
        const lang::EventClass* its = view_.lexicon->event_class(learned);
        if (class_of(*at) == kNoIndex || (its != nullptr && its->learned()))
          at->event_class = learned;
        if (models_.knows(class_of(*at))) fill(word, *at);
      } else if (learned != kNoIndex && view_.word(word).clause >= 0 &&
                 drafts_.size() - first_ < kMostLearnedASentence) {
        Draft draft = draft_at(view_, mood_, word);
        draft.event_class = learned;
        if (view_.word(word).cls == WordClass::kNoun) draft.kind = DraftKind::kNoun;
        fill(word, draft);
        if (told_fully(draft) && !known(draft)) drafts_.push_back(std::move(draft));
      }
    }
    sort_by_trigger(drafts_, first_);
  }

 private:
  std::uint32_t class_of(const Draft& draft) const {
    return draft.event_class != kNoIndex || draft.frame == kNoIndex
               ? draft.event_class
               : view_.lexicon->frames[draft.frame].event_class;
  }

  // "laut Nordwerk": who tells it has no part in it.
  bool in_cue(const Filler& filler) const {
    std::int32_t k = filler.nominal;
    for (int steps = 0; k >= 0 && steps < 4; ++steps) {
      if (view_.nominal(k).preposition == kCuePreposition) return true;
      k = view_.nominal(k).attribute_of;
    }
    return view_.word(filler.first).in_cue;
  }

  // Whether the filler belongs to the word by its grammar: in the verb's clause; in the noun's
  // phrase or right behind it, or the subject beside it.
  bool stands_close(const Filler& filler, std::int32_t word) const {
    if (word >= filler.first && word < filler.last) return true;
    const Word& trigger = view_.word(word);
    std::int32_t k = filler.nominal;
    if (k < 0) return false;
    const Clause& clause = view_.clause(trigger.clause);
    if (clause.main == word || clause.finite == word)
      return view_.nominal(k).clause == trigger.clause;
    if (view_.nominal(k).listed_with >= 0) k = view_.nominal(k).listed_with;
    if (k == clause.subject || k == trigger.nominal) return true;
    if (trigger.nominal < 0) return false;
    if (view_.nominal(trigger.nominal).possessor == k) return true;
    std::int32_t end = view_.nominal(trigger.nominal).last;
    for (std::int32_t next = trigger.nominal + 1; next <= k; ++next) {
      if (view_.nominal(next).first != end) return false;
      end = view_.nominal(next).last;
    }
    return k > trigger.nominal;
  }

  // Adds what the models see. Where a frame knows who takes part, only places, and roles that it
  // left open to what stands close.
  void fill(std::int32_t word, Draft& draft) {
    const auto has_actor = [](const DraftArgument& argument) { return argument.actor >= 0; };
    const std::vector<DraftArgument> before = draft.arguments;
    const bool known = std::ranges::any_of(before, has_actor);
    std::vector<v1::Role> roles;
    models_.fill(view_, word, class_of(draft), scratch_, roles);
    for (std::size_t i = 0; i < roles.size(); ++i) {
      const v1::Role role = roles[i];
      const Filler& filler = scratch_.fillers[i];
      if (role == v1::ROLE_UNSPECIFIED || in_cue(filler)) continue;
      if (known && role != v1::ROLE_PLACE) {
        const bool taken = std::ranges::any_of(before, [&](const DraftArgument& argument) {
          return argument.role == role && has_actor(argument);
        });
        if (taken || !stands_close(filler, word)) continue;
      }
      DraftArgument argument;
      if (filler.kind == Filler::Kind::kPhrase)
        argument = arguments_.argument(role, filler.nominal);
      argument.role = role;
      argument.span = filler.span;
      if (filler.kind == Filler::Kind::kName) {
        argument.actor = arguments_.actor_of(filler.mention);
        argument.own = argument.actor >= 0;
      }
      argument.named = argument.named || filler.kind == Filler::Kind::kOther;
      const bool told = std::ranges::any_of(draft.arguments, [&](const DraftArgument& other) {
        return other.actor == argument.actor && has_actor(argument);
      });
      if (!told) add_argument(argument, draft);
    }
  }

  // Somebody or something has a part in it; what lasts is so between two.
  bool told_fully(const Draft& draft) const {
    const bool state = view_.lexicon->event_class(draft.event_class)->state();
    return std::ranges::any_of(draft.arguments, [&](const DraftArgument& argument) {
      return !state || argument.role != draft.arguments.front().role;
    });
  }

  // Whether the sentence tells an event of the same class with all that takes part in this one.
  bool known(const Draft& draft) const {
    return std::any_of(
        drafts_.begin() + static_cast<std::ptrdiff_t>(first_), drafts_.end(),
        [&](const Draft& other) {
          return class_of(other) == draft.event_class &&
                 std::ranges::all_of(draft.arguments, [&](const DraftArgument& mine) {
                   return std::ranges::any_of(other.arguments, [&](const DraftArgument& its) {
                     return its.span.begin < mine.span.end && mine.span.begin < its.span.end;
                   });
                 });
        });
  }

  const SentenceView& view_;
  const ClassModels& models_;
  std::size_t first_;
  std::vector<Draft>& drafts_;
  ClassScratch& scratch_;
  ArgumentFinder arguments_;
  MoodReader mood_;
};

}  // namespace

void classify_drafts(const SentenceView& view, const ClassModels& models, std::size_t first_draft,
                     Discourse& discourse, const std::vector<ClauseReading>& readings,
                     ClassScratch& scratch) {
  ClassifiedDrafts(view, models, first_draft, discourse, readings, scratch).find();
}

void add_learned_drafts(const SentenceView& view, const EventModels& models,
                        std::size_t first_draft, Discourse& discourse,
                        const std::vector<ClauseReading>& readings, TriggerScratch& scratch) {
  LearnedDrafts(view, models, first_draft, discourse, readings, scratch).find();
}

}  // namespace annals::what
