// Reads what one sentence quotes; in parts: between marks, said by clauses, by cues, aloud.
//
// Inside the room. Thread safety: one at a time on a discourse.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "ingest/what/draft.h"
#include "ingest/what/sources.h"
#include "ingest/what/speakers.h"

namespace annals::what {

// How far reported speech runs on without its speaker being named again.
inline constexpr std::uint32_t kQuotationReach = 3;

// Words between marks, the marks included.
struct Stretch {
  Words words;
  bool opened = false;  // in this sentence
  bool closed = false;
};

class QuotationReader {
 public:
  QuotationReader(const SentenceView& view, const std::vector<ClauseReading>& readings,
                  Discourse& discourse)
      : view_(view),
        lex_(*view.lexicon),
        readings_(readings),
        d_(discourse),
        trail_(discourse.trail),
        sources_(view, discourse),
        told_(view.words.size(), -1) {}

  void read();

 private:
  // A clause of saying and who says it.
  struct Spoken {
    std::int32_t clause = -1;
    Source source;
  };

  std::int32_t clauses() const { return static_cast<std::int32_t>(view_.clauses.size()); }
  bool mark_at(std::int32_t i, std::string_view mark) const;
  bool is_quote(std::int32_t i) const;

  // What stands between marks.

  void find_stretches();

  // Whether a main clause of speech stands there, not a title or a single strange word.
  bool is_speech(const Stretch& stretch) const;
  bool names_something(const Stretch& stretch) const;

  // Telling.

  Source speaker(std::int32_t k, Span cue, v1::AttributionKind kind) const;

  // Spans of the flagged words, without marks at their ends that are no part of it.
  std::vector<Span> spans(const std::vector<bool>& in) const;

  std::vector<bool> none() const {
    std::vector<bool> in(view_.words.size());
    return in;
  }

  static void fill(std::vector<bool>& in, std::int32_t first, std::int32_t last);
  void clear(std::vector<bool>& in, std::int32_t first, std::int32_t last) const;
  // The last word but the marks that end the sentence.
  std::int32_t before_end(std::int32_t end) const;
  // Marks at the borders of every piece go, unless they quote it.
  void trim(std::vector<bool>& in) const;

  bool tell(const Source& source, const std::vector<bool>& in);

  void remember(const Source& source);

  // Verbs of saying.

  bool speech_verb(std::int32_t c, bool reporting) const;
  bool has_one_of(std::int32_t c, const VerbInfo& verb) const;

  // Persons speak: right behind the verb, one is meant before a phrase that may be no subject.
  std::int32_t speaking_subject(const Clause& clause) const;

  std::int32_t subject_of(std::int32_t c) const;

  // "In dem Papier heißt es": what speaks is named by a preposition.
  std::int32_t text_speaker(std::int32_t c, std::int32_t subject) const;

  bool below(std::int32_t inner, std::int32_t outer) const;

  // A clause that can tell what its parent says.
  static bool complement(const Clause& clause);

  static bool reported_mood(Tense tense);

  // The clauses below c that tell what it says, and what is below them.
  bool fill_complements(std::int32_t c, std::int32_t behind, std::vector<bool>& in) const;

  // Whether the clause begins with its verb, behind something that it closes: "…, sagt X".
  bool inverted(const Clause& clause) const;

  // A clause behind a comma that only names who says it: "…, Orrin told reporters".
  bool closing(std::int32_t c) const;

  // The clause that follows a comma or colon behind clause c, in main clause order.
  std::int32_t following(std::int32_t c, bool* colon) const;

  // A question or free relative right behind the verb: "sagte, wer …", "fragte, was …".
  std::int32_t question(std::int32_t c) const;

  void says(std::int32_t c);

  // "Das berichtete X.": what the sentence before tells.
  void points_back(std::int32_t c, std::int32_t k);

  bool all_quoted(const std::vector<bool>& in) const;

  // Nouns, cues.

  // "die Forderung, dass …", "Vorwürfe, er habe …".
  void noun_says(std::int32_t i);

  bool speaks_for_itself(std::int32_t k) const;

  // "…, so X".
  void adverb_says(std::int32_t i);

  std::int32_t nominal_from(std::int32_t i) const;

  void cues();

  // What runs on.

  void carry_on(std::int32_t running);

  bool stretch_at(std::int32_t i) const;

  // Reports.

  // "nannte es einen „Fehler“": the marks tell what was said, the clause only who.
  bool quote_is_object(std::int32_t c) const;

  // A clause that is itself the report of what its subject says or thinks.
  void reports(std::int32_t c);

  // Direct speech.

  // Who speaks between those marks. False when nobody is found.
  bool find_speaker(const Stretch& stretch, bool speech, Source& out) const;

  // The subject of the clause a word stands in.
  bool subject_speaker(std::int32_t i, Source& out) const;

  void direct(const Stretch& stretch);

  // The speaker named behind the closing mark.
  bool find_closing(const Stretch& stretch, Source& out) const;

  // A colon at the end announces who speaks next.
  void announce();

  const SentenceView& view_;
  const Lexicon& lex_;
  const std::vector<ClauseReading>& readings_;
  Discourse& d_;
  QuotationTrail& trail_;
  SourceReader sources_;
  std::vector<Stretch> stretches_;
  std::vector<Spoken> spoken_;
  std::vector<std::int32_t> told_;  // the quotation each word belongs to, or -1
  bool attributed_ = false;
};

}  // namespace annals::what
