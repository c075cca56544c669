#include "ingest/when/meaning.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include <fmt/format.h>

#include "ingest/when/calendar.h"

namespace annals::when {
namespace {

enum class Kind : std::uint8_t { kNumber, kSymbol, kAny };

constexpr std::size_t index_of(Field field) {
  return static_cast<std::size_t>(field);
}

std::optional<double> parse_number(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  double out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return out;
}

bool is_symbol(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

class TagCompiler {
 public:
  TagCompiler(const lang::v1::Rule& rule, const PatternInfo& info, TagMeaning& out)
      : rule_(rule), info_(info), out_(out) {}

  Status set(Field field, std::string_view name, const std::string& text, Kind kind) {
    if (text.empty()) return {};
    FieldSource& source = out_.fields.at(index_of(field));
    source.set = true;
    const auto found = std::find(info_.captures.begin(), info_.captures.end(), text);
    if (found != info_.captures.end()) {
      source.capture = static_cast<std::int8_t>(found - info_.captures.begin());
      return {};
    }
    const std::optional<double> number = parse_number(text);
    if (number && kind != Kind::kSymbol) {
      source.value = *number;
      return {};
    }
    if (kind == Kind::kNumber || !is_symbol(text))
      return fail(ErrorCode::kInvalidInput,
                  fmt::format("rule {}: {} \"{}\" is neither a capture of the pattern nor a {}",
                              rule_.name(), name, text,
                              kind == Kind::kNumber ? "number" : "symbol in capital letters"));
    source.symbol = text;
    return {};
  }

  Status unit(Field field, const std::string& text) {
    ANNALS_TRY(set(field, "unit", text, Kind::kSymbol));
    const FieldSource& source = out_.fields.at(index_of(field));
    if (source.set && source.capture < 0 && grain_of_unit(source.symbol) == Grain::kNone)
      return fail(ErrorCode::kInvalidInput,
                  fmt::format("rule {}: no unit \"{}\"", rule_.name(), text));
    return {};
  }

 private:
  const lang::v1::Rule& rule_;
  const PatternInfo& info_;
  TagMeaning& out_;
};

Status compile_calendar(const lang::v1::Calendar& in, TagCompiler& tag) {
  struct Row {
    Field field;
    const char* name;
    const std::string& text;
    Kind kind;
  };
  const std::array<Row, 22> rows = {{
      {Field::kYear, "year", in.year(), Kind::kNumber},
      {Field::kBeforeChrist, "before_christ", in.before_christ(), Kind::kAny},
      {Field::kCentury, "century", in.century(), Kind::kNumber},
      {Field::kDecade, "decade", in.decade(), Kind::kNumber},
      {Field::kHalf, "half", in.half(), Kind::kNumber},
      {Field::kQuarter, "quarter", in.quarter(), Kind::kNumber},
      {Field::kSeason, "season", in.season(), Kind::kSymbol},
      {Field::kMonth, "month", in.month(), Kind::kNumber},
      {Field::kDay, "day", in.day(), Kind::kNumber},
      {Field::kWeekday, "weekday", in.weekday(), Kind::kNumber},
      {Field::kPart, "part", in.part(), Kind::kSymbol},
      {Field::kHour, "hour", in.hour(), Kind::kNumber},
      {Field::kMinute, "minute", in.minute(), Kind::kNumber},
      {Field::kSecond, "second", in.second(), Kind::kNumber},
      {Field::kHalfDay, "half_day", in.half_day(), Kind::kSymbol},
      {Field::kZone, "zone", in.zone(), Kind::kNumber},
      {Field::kHoliday, "holiday", in.holiday(), Kind::kSymbol},
      {Field::kShift, "shift", in.shift(), Kind::kNumber},
      {Field::kSign, "sign", in.sign(), Kind::kNumber},
      {Field::kDirection, "direction", in.direction(), Kind::kNumber},
      {Field::kPlusDays, "plus_days", in.plus_days(), Kind::kNumber},
      {Field::kPlusMinutes, "plus_minutes", in.plus_minutes(), Kind::kNumber},
  }};
  for (const Row& row : rows)
    ANNALS_TRY(tag.set(row.field, row.name, row.text, row.kind));
  return tag.unit(Field::kUnit, in.unit());
}

Status compile_length(const lang::v1::Length& in, TagCompiler& tag) {
  ANNALS_TRY(tag.set(Field::kCount, "count", in.count(), Kind::kNumber));
  ANNALS_TRY(tag.set(Field::kPlus, "plus", in.plus(), Kind::kNumber));
  ANNALS_TRY(tag.set(Field::kCount2, "count2", in.count2(), Kind::kNumber));
  ANNALS_TRY(tag.unit(Field::kUnit, in.unit()));
  return tag.unit(Field::kUnit2, in.unit2());
}

Status compile_recurrence(const lang::v1::Recurrence& in, TagCompiler& tag) {
  ANNALS_TRY(tag.set(Field::kCount, "count", in.count(), Kind::kNumber));
  ANNALS_TRY(tag.unit(Field::kUnit, in.unit()));
  ANNALS_TRY(tag.set(Field::kWeekday, "weekday", in.weekday(), Kind::kNumber));
  ANNALS_TRY(tag.set(Field::kMonth, "month", in.month(), Kind::kNumber));
  ANNALS_TRY(tag.set(Field::kSeason, "season", in.season(), Kind::kSymbol));
  ANNALS_TRY(tag.set(Field::kQuarter, "quarter", in.quarter(), Kind::kNumber));
  ANNALS_TRY(tag.set(Field::kPart, "part", in.part(), Kind::kSymbol));
  return tag.set(Field::kDay, "day", in.day(), Kind::kNumber);
}

// What a step of a match captured.
FieldValue captured(const State& state, const Piece& piece, const Lexicon& lexicon) {
  FieldValue out;
  out.digits = piece.digits;
  if (piece.kind == PieceKind::kNumber) out.value = piece.value;
  const std::uint16_t klass = state.atom.klass;
  if (piece.entry == kNoWord || klass == Lexicon::kNoClass || state.atom.number_bit >= 0)
    return out;
  for (const Member* m = lexicon.begin(piece.entry); m != lexicon.end(piece.entry); ++m) {
    if (m->klass != klass || !has_shape(piece, m->shape)) continue;
    out.value = m->value;
    out.symbol = m->symbol;
    break;
  }
  return out;
}

}  // namespace

Result<RuleMeaning> compile_meaning(const lang::v1::Rule& rule, const PatternInfo& info,
                                    const std::string& language) {
  RuleMeaning out;
  out.name = language + "/" + rule.name();
  out.priority = rule.priority();
  out.range = rule.range();
  for (const lang::v1::Tag& in : rule.tags()) {
    TagMeaning& tag = out.tags.emplace_back();
    TagCompiler compiler(rule, info, tag);
    tag.text = in.text();
    tag.not_past = in.not_past();
    switch (in.meaning_case()) {
      case lang::v1::Tag::kCalendar:
        tag.kind = MeaningKind::kCalendar;
        tag.anchor = in.calendar().anchor();
        tag.or_present = in.calendar().or_present();
        tag.as_unit = grain_of_unit(in.calendar().as_unit());
        if (!in.calendar().as_unit().empty() && tag.as_unit == Grain::kNone)
          return fail(ErrorCode::kInvalidInput,
                      fmt::format("rule {}: no unit \"{}\"", rule.name(), in.calendar().as_unit()));
        ANNALS_TRY(compile_calendar(in.calendar(), compiler));
        break;
      case lang::v1::Tag::kLength:
        tag.kind = MeaningKind::kLength;
        tag.length_anchor = in.length().anchor();
        ANNALS_TRY(compile_length(in.length(), compiler));
        break;
      case lang::v1::Tag::kRecurrence:
        tag.kind = MeaningKind::kRecurrence;
        ANNALS_TRY(compile_recurrence(in.recurrence(), compiler));
        break;
      case lang::v1::Tag::kVague:
        tag.kind = MeaningKind::kVague;
        ANNALS_TRY(compiler.set(Field::kVague, "vague", in.vague(), Kind::kSymbol));
        break;
      case lang::v1::Tag::MEANING_NOT_SET:
        return fail(ErrorCode::kInvalidInput, "rule " + rule.name() + ": a tag without a meaning");
    }
    ANNALS_TRY(compiler.set(Field::kMod, "mod", in.mod(), Kind::kSymbol));
    ANNALS_TRY(compiler.set(Field::kQuant, "quant", in.quant(), Kind::kSymbol));
    ANNALS_TRY(compiler.set(Field::kFreq, "freq", in.freq(), Kind::kSymbol));
  }
  return out;
}

void Mentions::link() {
  for (Mention& mention : all)
    mention.fields = fields.data() + mention.first_field;
}

void add_mentions(const RuleMeaning& rule, const Automaton& automaton, const Lexicon& lexicon,
                  const std::vector<Piece>& pieces, const Matches& matches, const Match& match,
                  Mention common, Mentions& out) {
  std::array<FieldValue, kMaxCaptures> captures{};
  std::uint32_t captured_set = 0;
  std::array<Span, kMaxTags> spans{};
  for (std::uint32_t i = 0; i < match.step_count; ++i) {
    const Step& step = matches.steps[match.first_step + i];
    const State& state = automaton.state(step.state);
    const Piece& piece = pieces[step.piece];
    if (state.capture >= 0) {
      captures.at(static_cast<std::size_t>(state.capture)) = captured(state, piece, lexicon);
      captured_set |= std::uint32_t{1} << static_cast<unsigned>(state.capture);
    }
    if (state.extent == 0) continue;
    Span& span = spans.at(state.extent - 1U);
    if (span.empty()) span.begin = piece.begin;
    span.end = piece.end;
  }
  for (std::size_t t = 0; t < rule.tags.size(); ++t) {
    if (spans.at(t).empty()) continue;
    Mention& mention = out.all.emplace_back(common);
    mention.span = spans.at(t);
    mention.tag = static_cast<std::uint8_t>(t);
    mention.first_field = static_cast<std::uint32_t>(out.fields.size());
    const TagMeaning& tag = rule.tags[t];
    for (std::size_t f = 0; f < kFieldCount; ++f) {
      const FieldSource& source = tag.fields.at(f);
      if (!source.set) continue;
      if (source.capture < 0) {
        out.fields.push_back({source.value, source.symbol, 0});
      } else if ((captured_set >> static_cast<unsigned>(source.capture) & 1U) != 0) {
        out.fields.push_back(captures.at(static_cast<std::size_t>(source.capture)));
      } else {
        continue;
      }
      mention.set |= std::uint32_t{1} << f;
    }
  }
}

}  // namespace annals::when
