#include "engine/base/day.h"

#include <array>

#include <date/tz.h>
#include <fmt/compile.h>

#include "engine/base/ascii.h"
#include "engine/base/interval.h"

namespace annals {
namespace {

// A cursor over the text; every take_ function moves on only when it succeeds.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}

  bool at_end() const { return at_ == text_.size(); }
  char peek() const { return at_end() ? '\0' : text_[at_]; }
  bool take(char c) {
    if (peek() != c || at_end()) return false;
    ++at_;
    return true;
  }
  // Exactly `digits` digits.
  std::optional<int> take_number(std::size_t digits) {
    if (at_ + digits > text_.size()) return std::nullopt;
    int value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
      const char c = text_[at_ + i];
      if (!is_ascii_digit(c)) return std::nullopt;
      value = value * 10 + (c - '0');
    }
    at_ += digits;
    return value;
  }
  std::optional<int> take_one_or_two() {
    if (auto two = take_number(2)) return two;
    return take_number(1);
  }
  void skip_blanks() {
    while (peek() == ' ')
      ++at_;
  }
  void skip_digits() {
    while (is_ascii_digit(peek()))
      ++at_;
  }
  std::string_view take_letters() {
    const std::size_t begin = at_;
    while (is_ascii_letter(peek()))
      ++at_;
    return text_.substr(begin, at_ - begin);
  }
  std::size_t position() const { return at_; }
  void reset(std::size_t position) { at_ = position; }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

struct Clock {
  int hour = 0;
  int minute = 0;
  int second = 0;
  bool has_seconds = false;
};

std::optional<Clock> take_clock(Cursor& in, bool compact) {
  Clock clock;
  const auto hour = in.take_number(2);
  if (!hour || *hour > 23) return std::nullopt;
  clock.hour = *hour;
  if (!compact && !in.take(':')) return std::nullopt;
  const auto minute = in.take_number(2);
  if (!minute || *minute > 59) return std::nullopt;
  clock.minute = *minute;
  if (compact ? is_ascii_digit(in.peek()) : in.take(':')) {
    const auto second = in.take_number(2);
    if (!second || *second > 60) return std::nullopt;
    clock.second = std::min(*second, 59);
    clock.has_seconds = true;
    if (in.take('.') || in.take(',')) in.skip_digits();
  }
  return clock;
}

// "Z", "+02:00", "+0200", "+02", "GMT"; nullopt inside when there is none; outer nullopt when
// malformed.
std::optional<std::optional<std::chrono::minutes>> take_offset(Cursor& in) {
  in.skip_blanks();
  if (in.at_end()) return std::optional<std::chrono::minutes>();
  if (in.take('Z') || in.take('z')) return std::chrono::minutes(0);
  const char sign = in.peek();
  if (sign == '+' || sign == '-') {
    in.take(sign);
    const auto hours = in.take_number(2);
    if (!hours || *hours > 14) return std::nullopt;
    in.take(':');
    int minutes = 0;
    if (!in.at_end()) {
      const auto m = in.take_number(2);
      if (!m || *m > 59) return std::nullopt;
      minutes = *m;
    }
    const std::chrono::minutes offset = std::chrono::hours(*hours) + std::chrono::minutes(minutes);
    return sign == '-' ? -offset : offset;
  }
  struct Abbreviation {
    std::string_view name;
    int hours;
  };
  // RFC 822's own list, and the two that European feeds write.
  static constexpr std::array<Abbreviation, 14> kAbbreviations{{{"UTC", 0},
                                                                {"GMT", 0},
                                                                {"UT", 0},
                                                                {"CET", 1},
                                                                {"CEST", 2},
                                                                {"EST", -5},
                                                                {"EDT", -4},
                                                                {"CST", -6},
                                                                {"CDT", -5},
                                                                {"MST", -7},
                                                                {"MDT", -6},
                                                                {"PST", -8},
                                                                {"PDT", -7},
                                                                {"BST", 1}}};
  const std::string_view name = in.take_letters();
  for (const Abbreviation& a : kAbbreviations) {
    if (a.name == name) return std::chrono::minutes(std::chrono::hours(a.hours));
  }
  return std::nullopt;
}

std::optional<v1::TimeInterval> make(date::year_month_day ymd, std::optional<Clock> clock,
                                     std::optional<std::chrono::minutes> offset,
                                     const date::time_zone& zone) {
  if (!ymd.ok()) return std::nullopt;
  const Day day(ymd);
  if (!clock) return day_interval(day);
  const bool midnight = clock->hour == 0 && clock->minute == 0 && clock->second == 0;
  if (midnight && !offset) return day_interval(day);
  const std::chrono::seconds time = std::chrono::hours(clock->hour) +
                                    std::chrono::minutes(clock->minute) +
                                    std::chrono::seconds(clock->second);
  ZonedInstant at;
  if (offset) {
    at.instant = Instant(day) + time - *offset;
    at.offset = *offset;
  } else {
    at = to_instant(date::local_days(ymd) + time, zone);
  }
  const bool minute_only = !clock->has_seconds;
  const Instant last = minute_only ? at.instant + std::chrono::seconds(59) : at.instant;
  return instant_interval(at.instant, last, at.offset,
                          minute_only ? v1::PRECISION_MINUTE : v1::PRECISION_SECOND);
}

std::optional<unsigned> month_of_name(std::string_view name) {
  static constexpr std::array<std::string_view, 12> kNames{
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  if (name.size() < 3) return std::nullopt;
  for (unsigned i = 0; i < kNames.size(); ++i) {
    if (name.substr(0, 3) == kNames[i]) return i + 1;
  }
  return std::nullopt;
}

// "Mon, 14 Sep 2020 13:46:00 GMT", the weekday and the time optional.
std::optional<v1::TimeInterval> parse_rfc822(std::string_view text, const date::time_zone& zone) {
  Cursor in(text);
  if (!in.take_letters().empty()) {
    if (!in.take(',')) return std::nullopt;
    in.skip_blanks();
  }
  const auto day = in.take_one_or_two();
  in.skip_blanks();
  const auto month = month_of_name(in.take_letters());
  in.skip_blanks();
  const auto year = in.take_number(4);
  if (!day || !month || !year) return std::nullopt;
  in.skip_blanks();
  std::optional<Clock> clock;
  std::optional<std::chrono::minutes> offset;
  if (!in.at_end()) {
    clock = take_clock(in, false);
    if (!clock) return std::nullopt;
    const auto taken = take_offset(in);
    if (!taken || !in.at_end()) return std::nullopt;
    offset = *taken;
  }
  return make(date::year(*year) / static_cast<int>(*month) / *day, clock, offset, zone);
}

}  // namespace

std::string to_string(Day day) {
  const date::year_month_day ymd(day);
  const int year = static_cast<int>(ymd.year());
  if (year < 0 && year >= -9999) {  // ISO 8601 and EDTF: "-0477-01-01" is 478 BC
    return fmt::format(FMT_COMPILE("-{:04}-{:02}-{:02}"), -year, static_cast<unsigned>(ymd.month()),
                       static_cast<unsigned>(ymd.day()));
  }
  if (year < 0 || year > 9999) {
    return fmt::format(FMT_COMPILE("Y{}-{:02}-{:02}"), year, static_cast<unsigned>(ymd.month()),
                       static_cast<unsigned>(ymd.day()));
  }
  return fmt::format(FMT_COMPILE("{:04}-{:02}-{:02}"), year, static_cast<unsigned>(ymd.month()),
                     static_cast<unsigned>(ymd.day()));
}

std::string to_string(Instant instant) {
  const Day day = date::floor<date::days>(instant);
  const date::hh_mm_ss<std::chrono::seconds> time(instant - day);
  return fmt::format(FMT_COMPILE("{}T{:02}:{:02}:{:02}Z"), to_string(day), time.hours().count(),
                     time.minutes().count(), time.seconds().count());
}

std::optional<Day> parse_day(std::string_view text) {
  Cursor in(text);
  const bool negative = in.take('-');
  auto year = in.take_number(4);
  if (!year || !in.take('-')) return std::nullopt;
  if (negative) year = -*year;
  const auto month = in.take_number(2);
  if (!month || !in.take('-')) return std::nullopt;
  const auto day = in.take_number(2);
  if (!day || !in.at_end()) return std::nullopt;
  const date::year_month_day ymd = date::year(*year) / *month / *day;
  if (!ymd.ok()) return std::nullopt;
  return Day(ymd);
}

Result<const date::time_zone*> find_zone(std::string_view name) {
  try {
    return date::locate_zone(std::string(name));
  } catch (const std::exception&) {
    return fail(
        ErrorCode::kInvalidInput,
        fmt::format("unknown time zone \"{}\": expected an IANA name such as Europe/Berlin", name));
  }
}

ZonedInstant to_instant(date::local_seconds local, const date::time_zone& zone) {
  const date::local_info info = zone.get_info(local);
  const std::chrono::seconds offset = info.first.offset;
  return {Instant(local.time_since_epoch() - offset),
          std::chrono::floor<std::chrono::minutes>(offset)};
}

Day local_day(Instant instant, const date::time_zone& zone) {
  return date::floor<date::days>(instant + zone.get_info(instant).offset);
}

Day local_day(Instant instant, std::chrono::minutes offset) {
  return date::floor<date::days>(instant + offset);
}

std::optional<v1::TimeInterval> parse_iso(std::string_view text, const date::time_zone& zone) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '\n' || text.back() == '\t' ||
                           text.back() == '\r')) {
    text.remove_suffix(1);
  }
  while (!text.empty() && (text.front() == ' ' || text.front() == '\n' || text.front() == '\t' ||
                           text.front() == '\r')) {
    text.remove_prefix(1);
  }
  if (text.size() < 4 || text.size() > 64) return std::nullopt;
  Cursor in(text);
  const auto year = in.take_number(4);
  if (!year) return parse_rfc822(text, zone);
  if (in.at_end())
    return *year > 0 ? std::optional(year_interval(date::year(*year))) : std::nullopt;
  const bool compact = is_ascii_digit(in.peek());
  const bool slash = in.peek() == '/';
  if (!compact && !in.take('-') && !in.take('/')) return parse_rfc822(text, zone);
  const auto month = compact ? in.take_number(2) : in.take_one_or_two();
  if (!month || *month < 1 || *month > 12) return std::nullopt;
  if (in.at_end()) {
    // "202009" is as likely a number as a month.
    if (compact || slash) return std::nullopt;
    return month_interval(date::year(*year) / *month);
  }
  if (!compact && !in.take(slash ? '/' : '-')) return std::nullopt;
  const auto day = compact ? in.take_number(2) : in.take_one_or_two();
  if (!day) return std::nullopt;
  const date::year_month_day ymd = date::year(*year) / *month / *day;
  if (in.at_end()) return make(ymd, std::nullopt, std::nullopt, zone);
  if (!in.take('T') && !in.take('t') && !in.take(' ')) return std::nullopt;
  in.skip_blanks();
  const std::size_t before_clock = in.position();
  auto clock = take_clock(in, compact);
  if (!clock && compact) {
    in.reset(before_clock);
    clock = take_clock(in, false);
  }
  if (!clock) return std::nullopt;
  const auto offset = take_offset(in);
  if (!offset || !in.at_end()) return std::nullopt;
  return make(ymd, clock, *offset, zone);
}

}  // namespace annals
