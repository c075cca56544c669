// What a rule says about its expressions, compiled and type-checked, and filled in by a match.
//
// Thread safety: plain values. Errors: compile names rule, tag and field.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <annals/lang/v1/times.pb.h>

#include "engine/base/result.h"
#include "engine/base/span.h"
#include "ingest/when/calendar.h"
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
  kCount,
  kPlus,
  kCount2,
  kUnit2,
  kVague,
  kMod,
  kQuant,
  kFreq,
};
inline constexpr std::size_t kFieldCount = 31;

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
  bool not_past = false;
  Grain as_unit = Grain::kNone;
  lang::v1::TextKind text = lang::v1::TEXT_KIND_UNSPECIFIED;
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
  double value = 0;
  std::string_view symbol;  // in the pack
  std::uint8_t digits = 0;  // as written; 0 for words and literals
};

// An expression found, before it is resolved. Its fields stand in a pool, in the order of Field;
// only those that are set.
struct Mention {
  Span span;
  std::uint32_t sentence = 0;
  // Mentions of one match follow each other and share the number.
  std::uint32_t match = 0;
  std::uint32_t set = 0;  // a bit a field
  std::uint32_t first_field = 0;
  const FieldValue* fields = nullptr;  // of Mentions.fields, once all are found
  std::uint16_t rule = 0;
  std::uint8_t tag = 0;
  Tense tense = Tense::kNone;
  std::uint8_t tense_strength = 0;  // 0: read from another clause

  bool has(Field field) const { return (set & bit(field)) != 0; }
  int number(Field field) const { return static_cast<int>(get(field).value); }
  double value(Field field) const { return get(field).value; }
  std::string_view symbol(Field field) const { return get(field).symbol; }
  int digits(Field field) const { return get(field).digits; }

 private:
  static constexpr std::uint32_t bit(Field field) {
    return std::uint32_t{1} << static_cast<unsigned>(field);
  }
  FieldValue get(Field field) const {
    return has(field) ? fields[std::popcount(set & (bit(field) - 1))] : FieldValue{};
  }
};

struct Mentions {
  std::vector<Mention> all;
  std::vector<FieldValue> fields;

  // Call when the last mention is found.
  void link();
};

// Appends one mention for each expression of a match that has pieces.
void add_mentions(const RuleMeaning& rule, const Automaton& automaton, const Lexicon& lexicon,
                  const std::vector<Piece>& pieces, const Matches& matches, const Match& match,
                  Mention common, Mentions& out);

}  // namespace annals::when
