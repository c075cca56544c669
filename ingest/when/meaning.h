// What a rule says about its expressions, compiled and type-checked, and filled in by a match.
//
// Thread safety: plain values. Errors: compile names rule, tag and field.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <annals/lang/v1/times.pb.h>

#include "engine/base/result.h"
#include "engine/base/span.h"
#include "ingest/when/pattern.h"
#include "ingest/when/pieces.h"

namespace annals::when {

// Every field that a tag can fill.
enum class Field : std::uint8_t {
  kYear,
  kBeforeChrist,
  kCentury,
  kDecade,
  kHalf,
  kQuarter,
  kSeason,
  kMonth,
  kDay,
  kWeekday,
  kPart,
  kHour,
  kMinute,
  kSecond,
  kHalfDay,
  kZone,
  kHoliday,
  kUnit,
  kShift,
  kSign,
  kDirection,
  kPlusDays,
  kPlusMinutes,
  kWeek,
  kCount,
  kPlus,
  kCount2,
  kUnit2,
  kVague,
  kMod,
  kQuant,
  kFreq,
};
inline constexpr std::size_t kFieldCount = 32;

enum class MeaningKind : std::uint8_t { kCalendar, kLength, kRecurrence, kVague };

// A field as the rule has it: a capture, or a literal.
struct FieldSource {
  bool set = false;
  std::int8_t capture = -1;
  double value = 0;
  std::string symbol;
};

struct TagMeaning {
  MeaningKind kind = MeaningKind::kCalendar;
  lang::v1::Anchor anchor = lang::v1::ANCHOR_UNSPECIFIED;
  bool or_present = false;
  lang::v1::LengthAnchor length_anchor = lang::v1::LENGTH_ANCHOR_UNSPECIFIED;
  std::array<FieldSource, kFieldCount> fields;
};

struct RuleMeaning {
  std::string name;  // with the language: "de/day-month-year"
  std::int32_t priority = 0;
  bool range = false;
  std::vector<TagMeaning> tags;
};

Result<RuleMeaning> compile_meaning(const lang::v1::Rule& rule, const PatternInfo& info,
                                    const std::string& language);

// A field as a match has it.
struct FieldValue {
  bool set = false;
  std::uint8_t digits = 0;  // as written; 0 for words and literals
  double value = 0;
  std::string_view symbol;  // in the pack
};

// An expression found, before it is resolved.
struct Mention {
  Span span;
  std::uint32_t sentence = 0;
  std::uint16_t rule = 0;
  std::uint8_t tag = 0;
  Tense tense = Tense::kNone;
  // Mentions of one match follow each other and share the number.
  std::uint32_t match = 0;
  std::array<FieldValue, kFieldCount> fields;

  bool has(Field field) const { return fields[static_cast<std::size_t>(field)].set; }
  int number(Field field) const {
    return static_cast<int>(fields[static_cast<std::size_t>(field)].value);
  }
  double value(Field field) const { return fields[static_cast<std::size_t>(field)].value; }
  std::string_view symbol(Field field) const {
    return fields[static_cast<std::size_t>(field)].symbol;
  }
  int digits(Field field) const { return fields[static_cast<std::size_t>(field)].digits; }
};

// Appends one mention for each expression of a match that has pieces.
void add_mentions(const RuleMeaning& rule, const Automaton& automaton, const Lexicon& lexicon,
                  const std::vector<Piece>& pieces, const Matches& matches, const Match& match,
                  Mention common, std::vector<Mention>& out);

}  // namespace annals::when
