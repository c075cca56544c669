// Which events does a source say? By cues, verbs of saying, quotations, reported speech, and what
// points back.
#include <algorithm>
#include <ranges>

#include "ingest/what/draft.h"
#include "ingest/what/sources.h"

namespace annals::what {
namespace {

// How far reported speech runs on without its source being named again.
constexpr std::uint32_t kReportReach = 5;
// How far back "X beruft sich auf Y" finds what X said.
constexpr std::uint32_t kCiteReach = 8;
constexpr std::size_t kLongestChain = 4;

class Attributor {
 public:
  Attributor(const SentenceView& view, const std::vector<ClauseReading>& readings,
             std::size_t first_draft, Discourse& discourse)
      : view_(view),
        lex_(*view.lexicon),
        readings_(readings),
        first_(first_draft),
        d_(discourse),
        sources_(view, discourse) {}

  void run() {
    cues_ = sources_.cues();
    std::erase_if(cues_, [](const Cue& cue) { return !cue.known; });
    bool own = !cues_.empty();
    for (std::int32_t c = 0; c < static_cast<std::int32_t>(view_.clauses.size()); ++c)
      own = say(c) || own;
    if (!own) carried_on();
    outer_cues();
    if (!own) reported_back();
    remember_speakers();
  }

 private:
  std::span<Draft> drafts() { return std::span(d_.drafts).subspan(first_); }
  const lang::Frame* frame_of(std::int32_t c) const {
    const std::uint32_t f = readings_[static_cast<std::size_t>(c)].frame;
    return f == kNoIndex ? nullptr : lex_.frames[f].pack;
  }

  static bool same(const Source& a, const Source& b) {
    return a.actor >= 0 || b.actor >= 0 ? a.actor == b.actor : a.text == b.text;
  }

  static void push(Draft& draft, const Source& source) {
    if (draft.sources.size() >= kLongestChain) return;
    for (const Source& known : draft.sources) {
      if (same(known, source)) return;
    }
    draft.sources.push_back(source);
  }

  void remember(const Source& source) {
    d_.source = source;
    d_.has_source = true;
    d_.source_sentence = view_.index;
    d_.source_section = sources_.section();
    d_.attributed_sentence = view_.index;
  }

  // Whether clause `inner` stands below clause `outer`.
  bool below(std::int32_t inner, std::int32_t outer) const {
    for (int depth = 0; inner >= 0 && depth < 12; ++depth) {
      inner = view_.clause(inner).parent;
      if (inner == outer) return true;
    }
    return false;
  }

  bool quoted(std::int32_t c) const {
    const Clause& clause = view_.clause(c);
    return !clause.words.empty() && view_.word(clause.words.front()).in_quote;
  }

  // A clause whose verb says something: its subject is the source of what it says.
  bool say(std::int32_t c) {
    const lang::Frame* frame = frame_of(c);
    if (frame == nullptr || frame->say() == lang::SAY_KIND_UNSPECIFIED) return false;
    const Clause& clause = view_.clause(c);
    if (clause.main < 0) return false;
    const std::int32_t speaker = clause.passive ? agent_phrase(clause) : clause.subject;
    Source source;
    bool known = speaker >= 0 && sources_.source_of(speaker, source);
    source.cue = view_.token(clause.main).span;
    source.cue_lemma = lex_.verbs[readings_[static_cast<std::size_t>(c)].verb].lemma;
    source.kind = v1::ATTRIBUTION_KIND_INDIRECT;
    if (!known && speaker >= 0 && d_.has_source && !clause.passive) {
      // "heißt es": whoever spoke last.
      source.actor = d_.source.actor;
      source.text = d_.source.text;
      source.unnamed = d_.source.unnamed;
      known = true;
    }
    if (frame->say() == lang::SAY_KIND_CITE) return known && cite(clause, frame, source);
    if (!known) return false;
    std::vector<Source> chain{source};
    for (const Cue& cue : cues_) {
      if (cue.citing && (cue.clause == c || below(cue.clause, c)))
        chain.insert(chain.begin(), cue.source);
    }
    bool marked = false;
    const bool covers = cover(c, *frame, chain, marked);
    if (!covers && points_back(clause)) marked = back(c, *frame, chain);
    if (!quoted(c)) quoted_back(*frame, chain);
    // That somebody reports is no event beside what is reported.
    if (marked && !frame->carry().keep() && frame->say() != lang::SAY_KIND_ALLEGE) {
      for (Draft& draft : drafts()) {
        if (draft.clause == c && draft.kind == DraftKind::kVerb &&
            draft.trigger == view_.token(clause.main).span)
          draft.dropped = true;
      }
    }
    if (clause.type != ClauseType::kRelative) remember(source);
    return true;
  }

  std::int32_t agent_phrase(const Clause& clause) const {
    for (std::int32_t k = clause.first_nominal; k < clause.last_nominal; ++k) {
      if (view_.nominal(k).agent_preposition && !view_.nominal(k).time) return k;
    }
    return -1;
  }

  static void mark(Draft& draft, const lang::Frame& frame, const std::vector<Source>& chain,
                   bool direct) {
    for (Source source : chain) {
      if (direct) source.kind = v1::ATTRIBUTION_KIND_DIRECT_QUOTE;
      push(draft, source);
    }
    switch (frame.say()) {
      case lang::SAY_KIND_CONFIRM:
        draft.confirmed = true;
        break;
      case lang::SAY_KIND_DENY:
        draft.denied = true;
        break;
      case lang::SAY_KIND_ALLEGE:
        draft.alleged = true;
        break;
      case lang::SAY_KIND_SUPPOSE:
        draft.supposed = true;
        break;
      default:
        break;
    }
  }

  // Events of the sentence that the clause says. True when there is something said, event or not.
  bool cover(std::int32_t c, const lang::Frame& frame, const std::vector<Source>& chain,
             bool& marked) {
    const auto clauses = static_cast<std::int32_t>(view_.clauses.size());
    bool complement = false;
    bool before = false;
    bool after = false;
    bool subjunctive_before = false;
    for (std::int32_t o = 0; o < clauses; ++o) {
      if (o == c) continue;
      const Clause& other = view_.clause(o);
      if (other.words.empty()) continue;
      if (other.parent == c &&
          (other.type == ClauseType::kComplement || other.type == ClauseType::kInfinitive))
        complement = true;
      if (other.type != ClauseType::kMain || other.finite < 0) continue;
      const bool says = frame_of(o) != nullptr && frame_of(o)->say() != lang::SAY_KIND_UNSPECIFIED;
      if (other.words.front() < view_.clause(c).words.front()) {
        before = before || !says;
        subjunctive_before = subjunctive_before || other.tense == Tense::kSubjunctive1;
      } else {
        after = true;
      }
    }
    const bool subordinate_say = view_.clause(c).type != ClauseType::kMain;
    const bool object =
        view_.clause(c).object >= 0 && !view_.nominal(view_.clause(c).object).pronoun;
    const bool coordinated = view_.clause(c).shares >= 0;
    // The clause before is what is said when the say clause is inverted or closes the sentence.
    const Clause& clause = view_.clause(c);
    const bool inverted = clause.subject >= 0 && clause.finite >= 0 &&
                          clause.words.front() == clause.finite &&
                          view_.nominal(clause.subject).first > clause.finite;
    bool take_before = !complement && before && !coordinated && !subordinate_say &&
                       (inverted || (!after && !object && !lex_.grammar().verb_bracket()) ||
                        (subjunctive_before && !object));
    if (clause.opener >= 0 && view_.word(clause.opener).entry != nullptr &&
        view_.word(clause.opener).entry->subordinator == lang::CLAUSE_KIND_ADVERBIAL &&
        clause.type == ClauseType::kAdverbial && !complement && !object)
      take_before = true;  // "…, as Orrin said", "…, wie X mitteilte"
    // "Wie X mitteilte, …": in front it tells what comes behind.
    const bool in_front = take_before && !before && after && says_how(clause);
    if (in_front) take_before = false;
    const std::int32_t behind = clause.words.back() + 1;
    const bool colon = behind < view_.size() && view_.surface(behind) == ":";
    const bool take_after = in_front || (!complement && !take_before && !subordinate_say && after &&
                                         (!object || colon));
    // "X äußerte sich und sei bereit": the clause that shares the subject and goes on in
    // reported speech is what was said.
    bool covered = complement || take_before || take_after;
    for (Draft& draft : drafts()) {
      if (draft.clause == c && !(draft.kind == DraftKind::kNoun)) continue;
      const Clause& other = view_.clause(draft.clause);
      const bool first = other.words.front() < clause.words.front();
      bool said = complement && below(draft.clause, c) && other.type != ClauseType::kRelative;
      if (!said && draft.clause == c) {
        said = draft.kind == DraftKind::kNoun && object && !complement &&
               (frame.say() != lang::SAY_KIND_SAY || frame.carry().object());
        covered = covered || said;
        if (!said) continue;
      }
      said = said || (take_before && first) || (take_after && !first);
      const bool shares = other.shares == c && other.tense == Tense::kSubjunctive1;
      said = said || shares;
      covered = covered || shares;
      const bool direct = draft.quoted && !quoted(c);
      said = said || direct;
      covered = covered || direct;
      if (said) mark(draft, frame, chain, direct);
      marked = marked || (said && !draft.learned);
    }
    return covered;
  }

  // Whether one of the pack's openers of saying opens the clause ("wie", "as").
  bool says_how(const Clause& clause) const {
    return std::ranges::any_of(lex_.pack->speech().conjunction(), [&](const std::string& word) {
      return view_.lower(clause.opener) == word;
    });
  }

  // A quotation that began in a sentence before and names its speaker only here: the speaker said
  // the sentences before as well.
  void quoted_back(const lang::Frame& frame, const std::vector<Source>& chain) {
    const bool runs_on = view_.word(0).in_quote && view_.token(0).kind != TokenKind::kQuoteOpen;
    if (!runs_on) return;
    const std::uint32_t block = view_.analysis->sentences[view_.index].block;
    for (std::size_t i = first_; i-- > 0;) {
      Draft& draft = d_.drafts[i];
      const bool guessed = draft.sources.empty() || draft.source_guessed;
      if (!draft.quoted || !guessed || draft.sentence + kReportReach < view_.index ||
          view_.analysis->sentences[draft.sentence].block != block)
        break;
      draft.sources.clear();
      mark(draft, frame, chain, true);
    }
  }

  // The first date among the clause's words, or -1.
  std::int32_t date_in(std::int32_t c) const {
    const auto& words = view_.clause(c).words;
    const Span clause = view_.span_of(words.front(), words.back() + 1);
    for (int t = 0; t < view_.record->times_size(); ++t) {
      const v1::TimeExpression& time = view_.record->times(t);
      if (time.span().begin() >= clause.end) break;
      if (time.span().begin() >= clause.begin && time.has_interval() &&
          time.type() == v1::TIMEX_TYPE_DATE && time.interval().has_latest_day())
        return t;
    }
    return -1;
  }

  // "Das bestätigt X", "so X".
  bool points_back(const Clause& clause) const {
    if (clause.type != ClauseType::kMain && clause.type != ClauseType::kAdverbial) return false;
    for (std::int32_t k = clause.first_nominal; k < clause.last_nominal; ++k) {
      const Nominal& n = view_.nominal(k);
      if (n.demonstrative && n.pronoun && n.preposition == 0) return true;
    }
    return false;
  }

  bool back(std::int32_t c, const lang::Frame& frame, const std::vector<Source>& chain) {
    if (view_.index == 0) return false;
    bool found = false;
    const std::int32_t reported = date_in(c);
    for (std::size_t i = first_; i-- > 0;) {
      Draft& draft = d_.drafts[i];
      if (draft.sentence + 1 < view_.index) break;
      if (draft.kind == DraftKind::kNoun && !draft.carried && !draft.title) continue;
      mark(draft, frame, chain, false);
      // The day on which it was reported only bounds it.
      if (draft.time_bound < 0) draft.time_bound = reported;
      draft.reasons.emplace_back("the next sentence says who reports it");
      found = true;
    }
    return found;
  }

  // "X beruft sich auf Y": Y is nearer to the event than X.
  bool cite(const Clause& clause, const lang::Frame* frame, const Source& citing) {
    Source cited;
    bool found = false;
    for (std::int32_t k = clause.first_nominal; k < clause.last_nominal && !found; ++k) {
      const Nominal& n = view_.nominal(k);
      if (n.time || k == clause.subject) continue;
      const bool fits =
          n.preposition != 0 && n.preposition != kCuePreposition
              ? std::any_of(frame->argument().begin(), frame->argument().end(),
                            [&](const lang::Argument& a) {
                              return a.word() == lex_.prepositions[n.preposition - 1U];
                            })
              : n.preposition == 0 && k == clause.object;
      if (fits) found = sources_.source_of(k, cited);
    }
    if (!found) return false;
    cited.kind = v1::ATTRIBUTION_KIND_ACCORDING_TO;
    cited.cue = view_.token(clause.main).span;
    cited.cue_lemma = citing.cue_lemma;
    for (std::size_t i = first_; i-- > 0;) {
      Draft& draft = d_.drafts[i];
      if (draft.sentence + kCiteReach < view_.index) break;
      if (view_.analysis->sentences[draft.sentence].section != sources_.section()) break;
      for (std::size_t s = 0; s < draft.sources.size(); ++s) {
        if (!same(draft.sources[s], citing)) continue;
        const bool known = std::any_of(draft.sources.begin(), draft.sources.end(),
                                       [&](const Source& x) { return same(x, cited); });
        if (!known && draft.sources.size() < kLongestChain)
          draft.sources.insert(draft.sources.begin() + static_cast<std::ptrdiff_t>(s), cited);
        break;
      }
    }
    // Gerunds and participles: "…, citing people familiar with the matter".
    for (Draft& draft : drafts()) {
      const bool other_clause = &view_.clause(draft.clause) != &clause;
      if (!other_clause) continue;
      if (draft.sources.empty() && citing.actor >= 0 && clause.type != ClauseType::kGerund)
        push(draft, citing);
      if (draft.sources.size() < kLongestChain && clause.type == ClauseType::kGerund)
        pending_.push_back(cited);
    }
    if (citing.actor >= 0) remember(citing);
    return true;
  }

  // Cues of the whole sentence come outside of what its verbs of saying say.
  void outer_cues() {
    for (const Cue& cue : cues_) {
      if (cue.citing) continue;
      for (Draft& draft : drafts()) {
        push(draft, cue.source);
        if (cue.confirm) draft.confirmed = true;
      }
    }
    for (const Cue& cue : cues_) {
      if (!cue.citing) continue;
      for (Draft& draft : drafts())
        insert_inner(draft, cue.source);
    }
    for (const Source& cited : pending_) {
      for (Draft& draft : drafts())
        insert_inner(draft, cited);
    }
    for (const Cue& cue : std::views::reverse(cues_)) {
      if (!cue.citing) {
        remember(cue.source);
        break;
      }
    }
  }
  static void insert_inner(Draft& draft, const Source& source) {
    for (const Source& known : draft.sources) {
      if (same(known, source)) return;
    }
    if (draft.sources.size() < kLongestChain) draft.sources.insert(draft.sources.begin(), source);
  }

  // Reported speech without a source of its own belongs to the source named last.
  void carried_on() {
    if (!d_.has_source || d_.source_section != sources_.section()) return;
    if (d_.attributed_sentence + kReportReach < view_.index) return;
    bool went_on = false;
    for (Draft& draft : drafts()) {
      const Clause& clause = view_.clause(draft.clause);
      const bool subjunctive =
          main_tense(draft.clause) == Tense::kSubjunctive1 && clause.type != ClauseType::kCondition;
      const bool next = d_.attributed_sentence + 1 >= view_.index;
      const bool same_block = view_.analysis->sentences[d_.attributed_sentence].block ==
                              view_.analysis->sentences[view_.index].block;
      // "soll am 20. September eintreten" is a date, no hearsay.
      const bool hearsay = draft.reportative && draft.time < 0 &&
                           (next || (same_block && d_.attributed_sentence + 2 >= view_.index));
      const bool quote = draft.quoted && next;
      if (!subjunctive && !hearsay && !quote) continue;
      Source source = d_.source;
      source.kind = quote         ? v1::ATTRIBUTION_KIND_DIRECT_QUOTE
                    : subjunctive ? v1::ATTRIBUTION_KIND_SUBJUNCTIVE
                                  : v1::ATTRIBUTION_KIND_REPORTATIVE;
      source.cue = clause.finite >= 0 ? view_.token(clause.finite).span : draft.trigger;
      source.cue_lemma = std::string(slice(view_.analysis->text, source.cue));
      draft.source_guessed = quote;
      // The chain behind the source runs on as well.
      for (const Source& inner : chain_of_last())
        push(draft, inner);
      push(draft, source);
      draft.reasons.push_back("reported speech runs on from " + source.text);
      went_on = true;
    }
    if (went_on) d_.attributed_sentence = view_.index;
  }
  std::vector<Source> chain_of_last() const {
    for (std::size_t i = first_; i-- > 0;) {
      const Draft& draft = d_.drafts[i];
      if (draft.sources.empty() || draft.dropped) continue;
      for (std::size_t s = 0; s < draft.sources.size(); ++s) {
        if (same(draft.sources[s], d_.source))
          return {draft.sources.begin(), draft.sources.begin() + static_cast<std::ptrdiff_t>(s)};
      }
      return {};
    }
    return {};
  }
  Tense main_tense(std::int32_t c) const {
    for (int depth = 0; depth < 6; ++depth) {
      const Clause& clause = view_.clause(c);
      if (clause.tense != Tense::kNone && clause.type != ClauseType::kRelative) return clause.tense;
      if (clause.parent < 0) return clause.tense;
      c = clause.parent;
    }
    return Tense::kNone;
  }

  // Who comments or judges is the one whose words follow.
  void remember_speakers() {
    for (const Draft& draft : drafts()) {
      if (draft.dropped || draft.frame == kNoIndex || draft.kind == DraftKind::kNoun) continue;
      const lang::EventClass* c = lex_.event_class(lex_.frames[draft.frame].event_class);
      if (c == nullptr || !c->speech() || draft.negative) continue;
      for (const DraftArgument& argument : draft.arguments) {
        if (argument.role != v1::ROLE_AGENT) continue;
        Source source;
        source.actor = argument.actor;
        source.text = argument.own ? sources_.name_of(argument.actor)
                                   : std::string(slice(view_.analysis->text, argument.span));
        source.unnamed = argument.actor < 0;
        source.span = argument.span;
        source.cue = draft.trigger;
        remember(source);
      }
    }
  }

  // Hearsay without any source is attributed to somebody unnamed.
  void reported_back() {
    for (Draft& draft : drafts()) {
      if (!draft.sources.empty() || !draft.hearsay_certain) continue;
      Source source;
      source.unnamed = true;
      source.kind = v1::ATTRIBUTION_KIND_REPORTATIVE;
      const Clause& clause = view_.clause(draft.clause);
      source.cue = clause.finite >= 0 ? view_.token(clause.finite).span : draft.trigger;
      source.cue_lemma = std::string(slice(view_.analysis->text, source.cue));
      push(draft, source);
    }
  }

  const SentenceView& view_;
  const Lexicon& lex_;
  const std::vector<ClauseReading>& readings_;
  std::size_t first_;
  Discourse& d_;
  SourceReader sources_;
  std::vector<Cue> cues_;
  std::vector<Source> pending_;
};

}  // namespace

void attribute(const SentenceView& view, const std::vector<ClauseReading>& readings,
               std::size_t first_draft, Discourse& discourse) {
  Attributor(view, readings, first_draft, discourse).run();
}

}  // namespace annals::what
