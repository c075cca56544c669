// Patterns over pieces, compiled into one automaton for the whole pack.
//
// Each atom of each pattern is a state; a state knows which states may follow it (Glushkov, 1961).
// There is no repetition, so a match is at most as long as its pattern. States that may begin a
// match are indexed by the word or class they ask for, so a piece that begins nothing costs
// nothing. What the next piece must be is looked up before a state is entered: most beginnings end
// there. From each piece the automaton is walked depth first within a fixed number of steps: the
// whole is linear in the text whatever the text is.
//
// Thread safety: immutable after compile. Errors: compile names the rule and the place.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <annals/lang/v1/times.pb.h>

#include "engine/base/result.h"
#include "ingest/when/lexicon.h"
#include "ingest/when/pieces.h"

namespace annals::when {

inline constexpr int kMaxTags = 4;
inline constexpr int kMaxCaptures = 24;

// What pieces are and what states ask for, a bit each, several words and classes to a bit (Bloom,
// 1970): a piece without a bit that a state asks for does not fit it.
using Traits = std::uint64_t;

// What one state asks of a piece.
struct Atom {
  enum class Spacing : std::uint8_t { kAny, kNone, kSome };
  std::uint16_t klass = Lexicon::kNoClass;  // or
  WordId literal = kNoWord;
  std::int16_t number_bit = -1;
  Spacing spacing = Spacing::kAny;
};

struct State {
  Atom atom;
  std::uint16_t rule = 0;
  std::int8_t capture = -1;  // index in the rule's captures
  std::uint8_t extent = 0;   // 0: context; n: part of the n-th expression
  bool accepts = false;
  std::uint32_t first_next = 0;
  std::uint32_t next_count = 0;
  Traits asks = 0;   // of its own piece
  Traits leads = 0;  // what the states behind it ask for, together
};

struct PatternInfo {
  std::vector<std::string> captures;
  std::uint8_t extents = 0;
  std::vector<Atom> not_after;
  std::vector<Atom> not_before;
};

// A step of a match: state and piece.
struct Step {
  std::uint32_t state = 0;
  std::uint32_t piece = 0;
};

// A match of a rule; its steps stand in Matches.steps.
struct Match {
  std::uint16_t rule = 0;
  std::uint32_t first_step = 0;
  std::uint32_t step_count = 0;
  // Pieces [begin, end) of all its expressions together; a rule without tags takes all it matches.
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

struct Matches {
  std::vector<Match> all;
  std::vector<Step> steps;
  std::vector<Step> path;    // scratch
  std::uint64_t walked = 0;  // steps taken since the last clear by the caller

  void clear() {
    all.clear();
    steps.clear();
  }
};

class Automaton {
 public:
  // Steps from one piece; more are not taken.
  static constexpr std::uint32_t kMaxSteps = 2048;

  // Words that the patterns of a pack name directly.
  static Result<std::vector<std::string>> literals(const lang::v1::TimesPack& pack);
  static Result<Automaton> compile(const lang::v1::TimesPack& pack, const Lexicon& lexicon);

  // Appends every match that begins at a piece.
  void match_at(const Lexicon& lexicon, const std::vector<Piece>& pieces, std::size_t at,
                Matches& out) const;

  const PatternInfo& info(std::size_t rule) const { return infos_[rule]; }
  const State& state(std::uint32_t id) const { return states_[id]; }
  std::size_t state_count() const { return states_.size(); }

 private:
  friend class AutomatonBuilder;
  struct Range {
    std::uint32_t first = 0;
    std::uint32_t count = 0;
    Traits leads = 0;      // what its states lead to, together
    bool accepts = false;  // one of them is a whole match
  };
  class Walk;

  Traits traits_of(const Piece& piece) const {
    const Traits kind = kind_traits(piece.kind);
    return piece.entry == kNoWord ? kind : kind | traits_of_word_[piece.entry];
  }
  static Traits kind_traits(PieceKind kind) {
    return Traits{1} << (63U - static_cast<unsigned>(kind));
  }

  std::vector<State> states_;
  std::vector<std::uint32_t> next_;
  std::vector<std::uint32_t> starts_;
  std::vector<Range> starts_of_literal_;  // by entry
  std::vector<Range> starts_of_class_;    // by class
  std::vector<Traits> traits_of_word_;    // by entry
  std::vector<PatternInfo> infos_;
};

// Whether a piece is what an atom asks for; `space` is whether a blank stands before it.
bool fits(const Atom& atom, const Piece& piece, const Lexicon& lexicon);

}  // namespace annals::when
