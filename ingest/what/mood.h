// Is an event told as fact, as plan, as demand, as hearsay? The mood that its clause, the clauses
// above and the nouns and adverbs around give it.
//
// Inside the room. Thread safety: const on a sentence and readings that nobody writes.
#pragma once

#include <cstdint>
#include <vector>

#include "ingest/what/draft.h"
#include "ingest/what/frames.h"

namespace annals::what {

class MoodReader {
 public:
  // Both must outlive it.
  MoodReader(const SentenceView& view, const std::vector<ClauseReading>& readings)
      : view_(view), lex_(*view.lexicon), frames_(view), readings_(readings) {}

  // Sets the draft's tense, modality, polarity and hedges by its clause and those above.
  void read(std::int32_t c, Draft& draft) const;
  // "a deadline for the sale", "Gespräche mit X über den Kauf": a noun in whose phrase the event
  // noun `k` stands colours it.
  void carried_in_phrase(std::int32_t k, Draft& draft) const;
  // "eine mögliche Fusion", "in the event of a merger": words in the phrase of the event noun `k`
  // or right before it colour it.
  void attributes(std::int32_t k, Draft& draft) const;
  // What a carrying word makes of the event it carries.
  static void apply(const lang::Carry& carry, Draft& draft);

 private:
  // The modality cue that begins at a word, or nullptr.
  const lang::ModalityCue* cue_at(std::int32_t i) const;
  // "Platzt die Übernahme?", "Is the deal off?": whether a question leaves open what the clause
  // says. One that asks who, why or when takes it for granted.
  bool asked(std::int32_t c) const;
  void adverbs(const Clause& clause, Draft& draft) const;
  // Whether a noun's frame carries what stands in its phrase like `n`.
  bool carries(const Frame& frame, const Nominal& n) const;
  // Clauses above colour what stands in them: conditions, "plans to", "refuses to".
  void above(std::int32_t c, Draft& draft) const;
  // The draft is told as the clause is.
  void as_told(std::int32_t c, Draft& draft) const;
  // "den Plan, X zu kaufen", "the decision to sell": the noun before the clause colours it.
  void carried_by_noun(std::int32_t parent, std::int32_t c, Draft& draft) const;
  void proposal_before(std::int32_t c, Draft& draft) const;

  const SentenceView& view_;
  const Lexicon& lex_;
  FrameReader frames_;
  const std::vector<ClauseReading>& readings_;
};

}  // namespace annals::what
