// One sentence on its way to events: words, clauses and noun phrases as flat arrays.
//
// Inside the room. Word, clause and phrase indices are local to the sentence. Thread safety: plain
// values; a SentenceView borrows the analysis, the record, the lexicon and the memory, which is one
// thread's.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <annals/v1/record.pb.h>

#include "ingest/language/analysis.h"
#include "ingest/what/lexicon.h"
#include "ingest/what/word_memory.h"

namespace annals::what {

// Nominal::preposition of a phrase that an attribution cue governs ("according to …").
inline constexpr std::uint16_t kCuePreposition = 0xFFFF;

// What a word does in its sentence; coarser than a part of speech.
enum class WordClass : std::uint8_t {
  kPunct,
  kVerb,  // of a frame, a list, or by its tag
  kAux,
  kNoun,
  kName,  // inside a mention by name
  kDet,
  kPrep,
  kPron,
  kNumber,
  kAdverb,
  kConj,
  kMarker,
  kNegation,
  kPossessive,  // an ending that is a word of its own: "'s"
  kOther,       // adjectives, unknown words
};

struct Word {
  std::uint32_t token = 0;  // index in Analysis.tokens
  const Entry* entry = nullptr;
  const Entry* head = nullptr;     // the entry of a compound's head, or of the word
  std::uint32_t head_at = 0;       // where the head begins in the word, in bytes
  const Phrase* phrase = nullptr;  // a phrase of several words that begins here
  WordClass cls = WordClass::kOther;
  std::uint16_t forms = 0;  // as a verb or auxiliary
  std::int32_t mention = -1;
  std::int32_t clause = -1;
  std::int32_t nominal = -1;  // its noun phrase
  bool in_time = false;
  bool in_quote = false;
  bool front_only = false;  // its mention is only the front of a compound: "US-Sparte"
  bool in_cue = false;      // part of an attribution or modality phrase

  std::uint32_t flags() const { return entry == nullptr ? 0 : entry->flags; }
  bool has(std::uint32_t flag) const { return (flags() & flag) != 0; }
};

enum class ClauseType : std::uint8_t {
  kMain,
  kComplement,
  kCondition,
  kAdverbial,
  kPurpose,
  kComparison,
  kRelative,
  kInfinitive,
  kGerund,
  kReduced,  // participle behind its noun: "an offer made by Orrin"
};

enum class Tense : std::uint8_t { kNone, kPresent, kPast, kSubjunctive1, kSubjunctive2 };

struct Clause {
  ClauseType type = ClauseType::kMain;
  std::int32_t parent = -1;
  std::int32_t shares = -1;  // the coordinate clause whose subject (and auxiliary) it shares
  std::int32_t opener = -1;  // word that opens it
  std::vector<std::int32_t> words;

  // The verb group.
  std::int32_t finite = -1;
  std::int32_t main = -1;  // the full verb; -1 for a copula
  std::int32_t particle = -1;
  std::int32_t matrix = -1;  // full verb that governs `main` in the same clause ("plant zu kaufen")
  std::uint8_t modal = 0;    // Auxiliary, from 1
  bool copula = false;
  bool passive = false;
  bool perfect = false;
  bool headline_passive = false;  // "Ban delayed by a week": read as passive, not certain
  bool state = false;             // "ist geschlossen"
  bool future = false;
  bool progressive = false;
  bool duty = false;  // "ist zu", "has to"
  bool negated = false;
  bool reflexive = false;
  Tense tense = Tense::kNone;
  std::vector<std::uint32_t> verbs;  // candidate readings of `main`: indices into Lexicon.verbs
  bool unknown_verb = false;

  // Grammatical functions: indices of noun phrases, or -1.
  std::int32_t subject = -1;
  std::int32_t object = -1;
  std::int32_t indirect = -1;
  std::int32_t first_nominal = 0;  // its noun phrases [first_nominal, last_nominal)
  std::int32_t last_nominal = 0;
};

// Bits of Nominal.cases.
constexpr std::uint8_t case_bit(lang::Case c) {
  return static_cast<std::uint8_t>(1U << static_cast<unsigned>(c));
}
inline constexpr std::uint8_t kNominative = case_bit(lang::CASE_NOMINATIVE);
inline constexpr std::uint8_t kAccusative = case_bit(lang::CASE_ACCUSATIVE);
inline constexpr std::uint8_t kDative = case_bit(lang::CASE_DATIVE);
inline constexpr std::uint8_t kGenitive = case_bit(lang::CASE_GENITIVE);

struct Nominal {
  std::int32_t first = 0;  // words [first, last)
  std::int32_t last = 0;
  std::int32_t head = -1;
  std::int32_t clause = -1;
  std::int32_t mention = -1;       // of the head
  std::int32_t inner = -1;         // another mention inside
  std::int32_t owner = -1;         // the mention of a genitive behind it
  std::int32_t attribute_of = -1;  // genitive of that noun phrase
  std::int32_t possessor = -1;     // noun phrase before it that owns it
  std::int32_t listed_with = -1;   // the noun phrase it is coordinated with
  std::int32_t antecedent = -1;    // of a relative pronoun
  std::uint16_t preposition = 0;
  std::uint8_t cases = 0xFF;         // bits 1 << Case
  std::uint16_t agreement = 0xFFFF;  // as in Entry
  std::uint8_t group = 0;
  bool negative = false;
  bool pronoun = false;
  bool demonstrative = false;
  bool relative = false;
  bool time = false;
  bool agent_preposition = false;
  bool determined = false;
  bool indefinite = false;  // "eine Fusion"
  bool possessed = false;   // by a possessive word: "its offer"
};

struct SentenceView {
  const Lexicon* lexicon = nullptr;
  const Analysis* analysis = nullptr;
  const v1::ArticleRecord* record = nullptr;
  WordMemory* memory = nullptr;
  std::uint32_t index = 0;
  bool title = false;
  std::vector<Word> words;
  std::vector<Clause> clauses;
  std::vector<Nominal> nominals;

  const Token& token(std::int32_t word) const {
    return analysis->tokens[words[static_cast<std::size_t>(word)].token];
  }
  std::string_view lower(std::int32_t word) const { return analysis->lower_of(token(word)); }
  const WordFacts& facts(std::int32_t word) const { return memory->facts(*analysis, token(word)); }
  std::string_view surface(std::int32_t word) const { return analysis->text_of(token(word)); }
  const Word& word(std::int32_t index_of) const {
    return words[static_cast<std::size_t>(index_of)];
  }
  const Nominal& nominal(std::int32_t index_of) const {
    return nominals[static_cast<std::size_t>(index_of)];
  }
  const Clause& clause(std::int32_t index_of) const {
    return clauses[static_cast<std::size_t>(index_of)];
  }
  std::int32_t size() const { return static_cast<std::int32_t>(words.size()); }
  Span span_of(std::int32_t first, std::int32_t last) const {
    return {token(first).span.begin, token(last - 1).span.end};
  }
};

// Quotation state that runs on from sentence to sentence.
struct QuoteState {
  bool open = false;
  std::uint32_t block = 0;
};

// Cursors into the record's mentions and times, both in order of the text.
struct RecordCursor {
  int mention = 0;
  int time = 0;
};

// Fills view.words.
void read_words(SentenceView& view, QuoteState& quotes, RecordCursor& cursor);
// Fills view.clauses with their words and verb groups.
void read_clauses(SentenceView& view);
// Whether the negation at a word stands before a verb or at the end of its part, so that a
// correction behind it ("nicht übernehmen, sondern mieten") leaves the verb negated.
bool negates_verb(const SentenceView& view, std::int32_t at);
// Fills view.nominals and the clauses' grammatical functions.
void read_nominals(SentenceView& view);
// The second half of it: subjects, objects and antecedents, from the noun phrases.
void read_functions(SentenceView& view);

}  // namespace annals::what
