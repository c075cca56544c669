// Cuts a sentence into the pieces that time rules are written over: a run of letters, a run of
// digits, one sign. "14-day" is three pieces, "20.9.2020" five, whatever the tokens are.
//
// Thread safety: free functions on the caller's scratch.
#pragma once

#include <cstdint>
#include <vector>

#include <annals/lang/v1/times.pb.h>

#include "ingest/language/analysis.h"
#include "ingest/when/lexicon.h"

namespace annals::when {

enum class Tense : std::uint8_t { kNone, kPast, kPresent, kFuture };

enum class PieceKind : std::uint8_t { kWord, kNumber, kSign };

// How a word shows that an infinitive is one: as a mark before it ("to"), or inside it
// ("anzugeben").
enum class Infinitive : std::uint8_t { kNone, kMark, kWhole };

// A word of a plan, and what it makes lie ahead: a time behind a preposition of aims ("postponed
// until"); an infinitive's time as well ("scheduled to"); that of the infinitive right behind it
// ("were to").
enum class Plan : std::uint8_t { kNone, kOfAim, kOfInfinitive, kBesideInfinitive };

struct Piece {
  std::uint32_t begin = 0;  // in Analysis.text
  std::uint32_t end = 0;
  WordId entry = kNoWord;
  PieceKind kind = PieceKind::kSign;
  bool space_before = false;
  bool title = false;     // begins with a capital letter
  bool capitals = false;  // two letters or more, all capital
  bool clause = false;    // a clause begins or ends here
  bool saying = false;    // a past form of a verb of saying
  bool aim = false;       // a preposition of aims
  Infinitive infinitive = Infinitive::kNone;
  Plan plan = Plan::kNone;
  Tense tense = Tense::kNone;
  std::uint8_t tense_strength = 0;
  // Of a number: digits as written, 0 when in words.
  std::uint8_t digits = 0;
  double value = 0;
  std::uint64_t number_mask = 0;
};

// What cutting needs to know of a pack, taken from it once.
struct PieceRules {
  char thousands = 0;
  char decimal = 0;
  bool joins_number_words = false;
  std::vector<std::string> past_endings;
  std::vector<std::string> infinitive_beginnings;
  std::uint16_t past = Lexicon::kNoClass;
  std::uint16_t present = Lexicon::kNoClass;
  std::uint16_t future = Lexicon::kNoClass;
  std::uint16_t clause = Lexicon::kNoClass;
  std::uint16_t saying = Lexicon::kNoClass;
  std::uint16_t plan = Lexicon::kNoClass;
  std::uint16_t aim = Lexicon::kNoClass;
  std::uint16_t infinitive = Lexicon::kNoClass;

  static PieceRules from(const lang::v1::TimesPack& pack, const Lexicon& lexicon);
};

// The pieces of a sentence, in memory that serves all sentences of a text.
struct PieceBuffer {
  std::vector<Piece> pieces;
  bool has_plan = false;  // one of them is a word of a plan
  std::string folded;     // scratch
};

// Replaces the pieces in `out` by those of a sentence.
void cut_pieces(const Analysis& analysis, const SentenceRange& sentence, const Lexicon& lexicon,
                const PieceRules& rules, PieceBuffer& out);

// Whether a piece is a word written in the shape a class asks for.
bool has_shape(const Piece& piece, Shape shape);

}  // namespace annals::when
