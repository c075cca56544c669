// What a language's event pack says about one word, compiled for lookup.
//
// Inside the room: no public interface. Thread safety: immutable after build. Errors: build names
// the frame or entry that refers to something undefined.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include <annals/lang/v1/events.pb.h>
#include <annals/v1/event.pb.h>

#include "engine/base/result.h"

namespace annals::what {

namespace lang = ::annals::lang::v1;

// Bit of a verb form in a mask.
constexpr std::uint16_t form_bit(lang::VerbForm form) {
  return static_cast<std::uint16_t>(1U << static_cast<unsigned>(form));
}
inline constexpr std::uint16_t kFormInfinitive = form_bit(lang::VERB_FORM_INFINITIVE);
inline constexpr std::uint16_t kFormMarkedInfinitive = form_bit(lang::VERB_FORM_MARKED_INFINITIVE);
inline constexpr std::uint16_t kFormPresent = form_bit(lang::VERB_FORM_PRESENT);
inline constexpr std::uint16_t kFormPast = form_bit(lang::VERB_FORM_PAST);
inline constexpr std::uint16_t kFormSubjunctive1 = form_bit(lang::VERB_FORM_SUBJUNCTIVE_ONE);
inline constexpr std::uint16_t kFormSubjunctive2 = form_bit(lang::VERB_FORM_SUBJUNCTIVE_TWO);
inline constexpr std::uint16_t kFormParticiple = form_bit(lang::VERB_FORM_PARTICIPLE);
inline constexpr std::uint16_t kFormGerund = form_bit(lang::VERB_FORM_GERUND);
inline constexpr std::uint16_t kFormFinite =
    kFormPresent | kFormPast | kFormSubjunctive1 | kFormSubjunctive2;

inline constexpr std::uint32_t kNoIndex = 0xFFFFFFFFU;

// What a word can be. Bits of Entry::flags.
enum Flag : std::uint32_t {
  kDeterminer = 1U << 0U,
  kPronoun = 1U << 1U,
  kDemonstrative = 1U << 2U,
  kRelative = 1U << 3U,
  kNegativeWord = 1U << 4U,  // kein, no: negates its phrase
  kNegation = 1U << 5U,      // nicht, never: negates the clause
  kNeither = 1U << 6U,
  kNor = 1U << 7U,
  kCoordinator = 1U << 8U,
  kReflexive = 1U << 9U,
  kAdverb = 1U << 10U,
  kUnnamed = 1U << 11U,
  kReportNoun = 1U << 12U,
  kAgentNoun = 1U << 13U,
  kNeverVerb = 1U << 14U,
  kMarker = 1U << 15U,
  kAgentPreposition = 1U << 16U,
  kGenitivePreposition = 1U << 17U,
  kPhraseStart = 1U << 18U,
  kPreposition = 1U << 19U,
  kSubordinator = 1U << 20U,
  kAmbiguousSubordinator = 1U << 21U,
  kParticle = 1U << 22U,
  kContrast = 1U << 23U,
  kPossessiveWord = 1U << 24U,
  kSpeechNoun = 1U << 25U,
  kReportPreposition = 1U << 26U,
  kReportPostposition = 1U << 27U,
  kSpeechConjunction = 1U << 28U,
  kSpeechAdverb = 1U << 29U,
  kIndefinite = 1U << 30U,
  kIssued = 1U << 31U,
};

// One reading of a word as a form of a verb.
struct VerbSense {
  std::uint32_t verb = 0;
  std::uint16_t forms = 0;
  // The particle is part of the word, or there is none.
  bool whole = true;
};

struct NounSense {
  std::uint32_t frame = 0;
  std::uint32_t lemma = 0;  // index into Lexicon::lemmas
};

struct Entry {
  std::uint32_t flags = 0;
  std::uint32_t verb_first = 0;
  std::uint32_t noun_first = 0;
  std::uint32_t adjective_first = 0;
  std::uint16_t verb_count = 0;
  std::uint16_t noun_count = 0;
  std::uint16_t adjective_count = 0;
  std::uint16_t aux_forms = 0;
  std::uint16_t preposition = 0;  // id of the plain preposition, from 1
  std::uint16_t cue = 0;          // single-word attribution cue, from 1
  std::uint16_t modality = 0;     // single-word modality cue, from 1
  std::uint8_t aux = 0;           // auxiliary, from 1
  std::uint8_t det_cases = 0;     // bits 1 << Case
  std::uint8_t pron_cases = 0;
  // What it agrees with in each case: four bits a case, from the nominative, 1 << (Agreement - 1).
  std::uint16_t det_agreement = 0;
  std::uint16_t pron_agreement = 0;
  std::uint8_t subordinator = 0;  // ClauseKind
};

struct Arg {
  lang::Slot slot = lang::SLOT_UNSPECIFIED;
  std::uint16_t preposition = 0;
  v1::Role role = v1::ROLE_UNSPECIFIED;
  std::uint8_t kinds = 0;  // bits 1 << ActorKind; 0 for any
  bool required = false;
};

struct Frame {
  const lang::Frame* pack = nullptr;
  std::string rule;  // "de/ablehnen"
  std::uint32_t event_class = kNoIndex;
  std::vector<Arg> verb_args;
  std::vector<Arg> noun_args;
  std::vector<std::string> objects;  // case-folded, sorted
  std::vector<std::string> need;
  std::vector<std::string> unless;
  std::vector<std::uint16_t> carry_prepositions;
  std::uint8_t allowed_roles = 0xFF;
};

struct VerbInfo {
  std::string lemma;     // "ablehnen", "turn down"
  std::string particle;  // case-folded, or empty
  bool perfect_with_be = false;
  bool light = false;
  bool speech = false;   // what stands beside it is said by its subject
  bool reports = false;  // its clause is itself a report of what its subject says
  std::vector<std::uint16_t> report_prepositions;  // only with one of them, if there are any
  std::vector<std::uint32_t> frames;               // in the pack's order
};

// What a phrase of several words is.
struct Phrase {
  std::uint16_t cue = 0;
  std::uint16_t modality = 0;
  std::uint8_t subordinator = 0;
  std::uint8_t words = 0;
  std::uint16_t noun_count = 0;
  std::uint32_t noun_first = 0;
};

class Lexicon {
 public:
  // The pack and the ontology are kept.
  static Result<Lexicon> build(lang::EventPack pack, lang::Ontology ontology, std::string code);
  Lexicon(Lexicon&&) = default;
  Lexicon& operator=(Lexicon&&) = default;

  // nullptr when the pack says nothing about the word.
  const Entry* find(std::string_view lower) const;

  // How the form of a verb that the pack does not know may be read.
  struct Guess {
    const lang::LemmaRule* rule = nullptr;
    std::size_t particle = 0;  // bytes before the rule's begin: "aufgebläht"
    // The lemma of the form.
    std::string lemma(std::string_view lower) const;
  };
  // The first rule that fits, or none. With `infinitive` only those of infinitives.
  Guess guess_verb(std::string_view lower, bool infinitive = false) const;
  // The entry of the longest known noun at the end of a compound, or nullptr.
  const Entry* find_compound(std::string_view lower, std::size_t* head_at) const;
  const Phrase* find_phrase(std::string_view lower_words) const;
  // Whether a noun, or what it ends in, is listed as one that names an event.
  bool is_event_noun(std::string_view lower, std::string_view lemma) const;

  std::span<const VerbSense> verbs_of(const Entry& entry) const {
    return {verb_senses.data() + entry.verb_first, entry.verb_count};
  }
  std::span<const NounSense> nouns_of(const Entry& entry) const {
    return {noun_senses.data() + entry.noun_first, entry.noun_count};
  }
  std::span<const NounSense> adjectives_of(const Entry& entry) const {
    return {noun_senses.data() + entry.adjective_first, entry.adjective_count};
  }
  const lang::EventClass* event_class(std::uint32_t index) const {
    return index == kNoIndex ? nullptr : &ontology->event_class(static_cast<int>(index));
  }
  const lang::Grammar& grammar() const { return pack->grammar(); }

  std::unique_ptr<lang::EventPack> pack;
  std::unique_ptr<lang::Ontology> ontology;
  std::string code;
  std::vector<Frame> frames;
  std::vector<VerbInfo> verbs;
  std::vector<std::string> lemmas;  // of nouns and adjectives
  std::vector<VerbSense> verb_senses;
  std::vector<NounSense> noun_senses;
  std::vector<std::string> prepositions;  // prepositions[id - 1]

 private:
  struct Hash {
    using is_transparent = void;  // NOLINT(readability-identifier-naming): the library's name
    std::size_t operator()(std::string_view text) const noexcept {
      return std::hash<std::string_view>{}(text);
    }
  };
  Lexicon() = default;
  friend class LexiconBuilder;

  std::unordered_map<std::string, Entry, Hash, std::equal_to<>> words_;
  std::unordered_map<std::string, Phrase, Hash, std::equal_to<>> phrases_;
  std::unordered_set<std::string, Hash, std::equal_to<>> event_nouns_;
};

}  // namespace annals::what
