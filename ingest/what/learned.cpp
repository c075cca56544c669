// Events that no frame knows: what the models of triggers and participants find in a sentence.
#include <algorithm>

#include "ingest/language/language.h"
#include "ingest/what/arguments.h"
#include "ingest/what/draft.h"
#include "ingest/what/mood.h"

namespace annals::what {
namespace {

constexpr std::size_t kMostLearnedASentence = 30;

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
        arguments_(view, readings),
        mood_(view, readings) {}

  void find() {
    std::vector<std::uint8_t> triggers;
    models_.tag(view_, scratch_, triggers);
    for (std::int32_t word = 0; word < view_.size(); ++word) {
      if (triggers[static_cast<std::size_t>(word)] == 0 ||
          discourse_.drafts.size() - first_ >= kMostLearnedASentence)
        continue;
      const Span span = view_.token(word).span;
      const bool told = std::any_of(discourse_.drafts.begin() + static_cast<std::ptrdiff_t>(first_),
                                    discourse_.drafts.end(),
                                    [&](const Draft& draft) { return draft.trigger == span; });
      if (!told) add(word);
    }
    std::stable_sort(discourse_.drafts.begin() + static_cast<std::ptrdiff_t>(first_),
                     discourse_.drafts.end(),
                     [](const Draft& a, const Draft& b) { return a.trigger < b.trigger; });
  }

 private:
  void add(std::int32_t word) {
    const Word& own = view_.word(word);
    if (own.clause < 0) return;
    const Clause& clause = view_.clause(own.clause);
    Draft draft;
    draft.kind = DraftKind::kOpen;
    draft.learned = true;
    draft.sentence = view_.index;
    draft.clause = own.clause;
    draft.title = view_.title;
    draft.quoted = own.in_quote;
    draft.clause_span = view_.span_of(clause.words.front(), clause.words.back() + 1);
    draft.trigger = view_.token(word).span;
    draft.predicate = predicate_of(word);
    if (word == clause.main || word == clause.finite) {
      mood_.read(own.clause, draft);
    } else {
      draft.modality = v1::MODALITY_ASSERTED;
      draft.relative = clause.type == ClauseType::kRelative;
      draft.negative = own.nominal >= 0 && view_.nominal(own.nominal).negative;
    }
    complete(word, draft);
    discourse_.drafts.push_back(std::move(draft));
  }

  std::string predicate_of(std::int32_t word) const {
    const Clause& clause = view_.clause(view_.word(word).clause);
    if (word == clause.main && !clause.verbs.empty())
      return view_.lexicon->verbs[clause.verbs.front()].lemma;
    return view_.analysis->language->lemma(view_.lower(word), view_.token(word).pos);
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
    if (draft.arguments.size() >= kMostArguments) return;
    DraftArgument out;
    if (candidate.kind == Candidate::Kind::kPhrase) {
      out = arguments_.argument(role, candidate.nominal);
    } else {
      out.role = role;
      out.actor = arguments_.actor_of(candidate.mention);
      out.own = out.actor >= 0;
      out.span = view_.span_of(candidate.first, candidate.last);
    }
    const bool known = std::ranges::any_of(draft.arguments, [&](const DraftArgument& other) {
      return other.span.begin < out.span.end && out.span.begin < other.span.end;
    });
    if (!known) draft.arguments.push_back(out);
  }

  const SentenceView& view_;
  const EventModels& models_;
  std::size_t first_;
  Discourse& discourse_;
  const std::vector<ClauseReading>& readings_;
  TriggerScratch& scratch_;
  ArgumentFinder arguments_;
  MoodReader mood_;
};

}  // namespace

void add_learned_drafts(const SentenceView& view, const EventModels& models,
                        std::size_t first_draft, Discourse& discourse,
                        const std::vector<ClauseReading>& readings, TriggerScratch& scratch) {
  LearnedDrafts(view, models, first_draft, discourse, readings, scratch).find();
}

}  // namespace annals::what
