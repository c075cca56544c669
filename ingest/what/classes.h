// Which words of a sentence tell an event of which class, and what part the names and phrases
// around them have in it: two sequence models (ingest/learn) of one language, learned from a corpus
// of classes with their arguments. The first labels words, the second the candidates around a word.
//
// Inside the room. Thread safety: models are immutable after map, a scratch belongs to one thread.
// Errors: map reports what SequenceModel::map does, kUnsupported for labels that the ontology or
// the roles do not have.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "ingest/learn/sequence_scorer.h"
#include "ingest/what/sentence.h"

namespace annals::what {

// The label of what is no event, and has no part in one.
inline constexpr std::string_view kNoLabel = "O";

// What may have a part in an event: a name, or a noun phrase that is none.
struct Filler {
  enum class Kind : std::uint8_t {
    kName,    // the words of a mention, or a part of one word
    kPhrase,  // a noun phrase that holds no name in its head
    kOther,   // words that look like a name or a number of something: "A7", "B 312"
    kFront,   // of a compound whose front is no mention: "Hermes-Geschäftsführer"
  };
  Kind kind = Kind::kName;
  std::int32_t first = 0;  // words [first, last)
  std::int32_t last = 0;
  std::int32_t nominal = -1;
  std::int32_t mention = -1;
  Span span;
};

struct ClassScratch {
  ScorerScratch classes;
  ScorerScratch roles;
  std::vector<std::uint8_t> labels;
  std::vector<Filler> fillers;
};

// One position a word.
void class_features(const SentenceView& view, SequenceFeatures& out);
// What may fill a role, in the order of the text.
void find_fillers(const SentenceView& view, std::vector<Filler>& out);
// One position a filler. `event_class` names the class of the event that the word tells.
void role_features(const SentenceView& view, std::int32_t trigger, std::string_view event_class,
                   const std::vector<Filler>& fillers, SequenceFeatures& out);

class ClassModels {
 public:
  static Result<ClassModels> map(std::string_view classes, std::string_view roles,
                                 const Lexicon& lexicon);

  // out[word]: the class in the ontology, or kNoIndex.
  void tag(const SentenceView& view, ClassScratch& scratch, std::vector<std::uint32_t>& out) const;
  // scratch.fillers and out[filler], its role, ROLE_UNSPECIFIED where it has none.
  void fill(const SentenceView& view, std::int32_t trigger, std::uint32_t event_class,
            ClassScratch& scratch, std::vector<v1::Role>& out) const;
  // Whether the models were taught the class.
  bool knows(std::uint32_t event_class) const;

 private:
  SequenceModel classes_;
  SequenceModel roles_;
  std::vector<std::uint32_t> class_of_;  // of each label
  std::vector<v1::Role> role_of_;        // of each label
};

}  // namespace annals::what
