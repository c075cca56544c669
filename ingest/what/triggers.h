// Which words of a sentence tell an event, whether or not a frame knows them, and which phrases
// take part in it: two sequence models (ingest/learn), one over the words of a sentence, one over
// the phrases around a trigger. Most features are grammatical and hold for every language.
//
// Inside the room. Thread safety: models are immutable after map, a scratch belongs to one thread.
// Errors: map reports what SequenceModel::map does, kUnsupported for other labels.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "ingest/learn/sequence_scorer.h"
#include "ingest/learn/word_clusters.h"
#include "ingest/what/sentence.h"

namespace annals::what {

// Labels of the models, in their order.
inline constexpr std::string_view kTriggerLabels[] = {"O", "E"};
inline constexpr std::string_view kParticipantLabels[] = {"O", "A0", "A1"};

enum class Part : std::uint8_t { kNone, kActs, kUndergoes };

// What may take part in an event: a noun phrase, or a part of one that names somebody.
struct Candidate {
  enum class Kind : std::uint8_t { kPhrase, kPossessive, kInner };
  Kind kind = Kind::kPhrase;
  std::int32_t first = 0;  // words [first, last)
  std::int32_t last = 0;
  std::int32_t nominal = -1;
  std::int32_t mention = -1;
  // What the model sees of it, whichever word is the trigger.
  std::uint64_t looks = 0;
  std::uint64_t preposition = 0;
  std::uint64_t head = 0;
  std::uint64_t function = 0;
  WordClusters::Clusters clusters;
};

// How much stands in a sentence before a word.
struct Passed {
  std::uint32_t verbs = 0;
  std::uint32_t marks = 0;
  std::uint32_t phrases = 0;
};

struct TriggerScratch {
  ScorerScratch triggers;
  ScorerScratch participants;
  std::vector<std::uint8_t> labels;
  std::vector<Candidate> all;         // of the sentence
  std::vector<Passed> passed;         // of the sentence
  std::vector<Candidate> candidates;  // of a trigger
};

// One position a word.
void trigger_features(const SentenceView& view, SequenceFeatures& out);
// The candidates around a trigger, in the order of the text, without the trigger itself.
void find_candidates(const SentenceView& view, std::int32_t trigger, std::vector<Candidate>& out);
// One position a candidate.
void participant_features(const SentenceView& view, std::int32_t trigger,
                          const std::vector<Candidate>& candidates, SequenceFeatures& out);

class EventModels {
 public:
  static Result<EventModels> map(std::string_view triggers, std::string_view participants);

  // out[word]: 1 for a trigger. The scratch then holds what `link` needs of the sentence.
  void tag(const SentenceView& view, TriggerScratch& scratch, std::vector<std::uint8_t>& out) const;
  // For a trigger of the sentence tagged last: scratch.candidates and the part that each has in the
  // event, in scratch.labels (Part).
  void link(const SentenceView& view, std::int32_t trigger, TriggerScratch& scratch) const;

 private:
  SequenceModel triggers_;
  SequenceModel participants_;
};

}  // namespace annals::what
