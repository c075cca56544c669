#include "ingest/clean/dates.h"

#include <algorithm>
#include <memory>

#include <date/tz.h>
#include <unicode/uchar.h>

#include "engine/base/ascii.h"
#include "engine/base/interval.h"
#include "ingest/clean/words.h"

namespace annals {
namespace {

// Vowel signs and the like belong to the letter before them.
bool is_letter(char32_t c) {
  if (c < 0x80) return (c | 0x20U) >= 'a' && (c | 0x20U) <= 'z';
  return (U_GET_GC_MASK(static_cast<UChar32>(c)) & (U_GC_L_MASK | U_GC_M_MASK)) != 0;
}

bool is_letter_at(std::string_view text, std::size_t at) {
  return at < text.size() && is_letter(next_code_point(text, at));
}

// The value of a digit of any script, or -1.
int digit_value(char32_t c) {
  if (c < 0x80) return c >= '0' && c <= '9' ? static_cast<int>(c - '0') : -1;
  return u_charDigitValue(static_cast<UChar32>(c));
}

// Where Chinese and Japanese begin, and what they write with: no blanks between the words.
constexpr char32_t kFirstOfBlankless = 0x2E80;

// The run of letters at a place.
std::string_view letters_at(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size()) {
    std::size_t next = end;
    if (!is_letter(next_code_point(text, next))) break;
    end = next;
  }
  return text.substr(at, end - at);
}

// A number of at least `least` and at most `most` digits that no further digit follows.
std::optional<int> number_at(std::string_view text, std::size_t& at, std::size_t least,
                             std::size_t most) {
  std::size_t end = at;
  std::size_t count = 0;
  int value = 0;
  while (end < text.size() && count <= most) {
    std::size_t next = end;
    const int digit = digit_value(next_code_point(text, next));
    if (digit < 0) break;
    value = value * 10 + digit;
    end = next;
    ++count;
  }
  if (count < least || count > most) return std::nullopt;
  at = end;
  return value;
}

// How many digits begin here; five stand for more.
std::size_t count_digits(std::string_view text, std::size_t at) {
  std::size_t count = 0;
  while (count < 5 && at < text.size() && digit_value(next_code_point(text, at)) >= 0)
    ++count;
  return count;
}

std::size_t skip_blanks(std::string_view text, std::size_t at) {
  while (at < text.size()) {
    std::size_t next = at;
    if (!is_blank(next_code_point(text, next))) break;
    at = next;
  }
  return at;
}

// The first two letters of a word as a number, regardless of case; all that do not begin in ASCII
// are one.
std::size_t start_of(std::string_view word) {
  const auto lower = [&word](std::size_t i) {
    return static_cast<std::size_t>(static_cast<unsigned char>(word[i]) | 0x20U) % 32;
  };
  if (word.size() < 2 || static_cast<unsigned char>(word[0]) >= 0x80 ||
      static_cast<unsigned char>(word[1]) >= 0x80)
    return 0;
  return lower(0) * 32 + lower(1);
}

// Whether a time or date may begin here: not inside a number or a word.
bool starts_fresh(std::string_view text, std::size_t at) {
  if (at == 0) return true;
  const char last = text[at - 1];
  if (is_ascii_digit(last)) return false;
  if ((last == '.' || last == ',' || last == '/' || last == ':') && at >= 2)
    return !is_ascii_digit(text[at - 2]) || last == ',';
  const auto byte = static_cast<unsigned char>(last);
  return byte < 0x80 ? (byte | 0x20U) < 'a' || (byte | 0x20U) > 'z' : true;
}

}  // namespace

struct DateReader::Reading {
  std::optional<int> year, month, day, hour, minute, second;
  std::optional<int> offset;
  std::optional<bool> afternoon;
};

// The name of a month that was looked for last: pattern after pattern asks for it at one place.
struct DateReader::MonthAt {
  std::size_t at = std::string_view::npos;
  std::size_t size = 0;
  int number = 0;  // 0: there is none
};

Result<DateReader::Pattern> DateReader::compile(const std::string& text, const std::string& code) {
  static constexpr std::pair<std::string_view, Kind> kNames[] = {
      {"{MONTH}", Kind::kMonthName}, {"{YYYY}", Kind::kYear}, {"{YY}", Kind::kShortYear},
      {"{AP}", Kind::kAmPm},         {"{mm}", Kind::kMinute}, {"{ss}", Kind::kSecond},
      {"{D}", Kind::kDay},           {"{M}", Kind::kMonth},   {"{H}", Kind::kHour},
      {"{h}", Kind::kHour12},        {" ", Kind::kBlank},
  };
  Pattern pattern;
  pattern.language = code;
  pattern.numeric = true;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view rest = std::string_view(text).substr(at);
    const auto* const name =
        std::find_if(std::begin(kNames), std::end(kNames),
                     [rest](const auto& n) { return rest.starts_with(n.first); });
    if (name != std::end(kNames)) {
      pattern.elements.push_back({name->second, 0});
      at += name->first.size();
      if (name->second == Kind::kMonthName) pattern.numeric = false;
      continue;
    }
    const char32_t c = next_code_point(text, at);
    if (c == '{' || c == '}') {
      return fail(ErrorCode::kInvalidInput, "unknown element in date pattern \"" + text + "\"");
    }
    pattern.elements.push_back(
        {Kind::kLiteral, static_cast<char32_t>(u_tolower(static_cast<UChar32>(c)))});
  }
  if (pattern.elements.empty()) return fail(ErrorCode::kInvalidInput, "empty date pattern");
  pattern.slashed =
      pattern.elements.front().kind != Kind::kYear && text.find('/') != std::string::npos;
  return pattern;
}

void DateReader::add_month(std::string_view name, unsigned month, const std::string& language,
                           bool own) {
  std::string key = lower_case(name);
  while (!key.empty() && key.back() == '.')
    key.pop_back();
  if (letters_at(key, 0).size() != key.size() || key.size() < 3) return;
  month_starts_[start_of(key)] = true;
  const auto number = static_cast<int>(month);
  // Of a language the last word holds: twelve lists may name one month twice.
  for (Month& known : months_[key]) {
    if (known.language != language) continue;
    known.number = number;
    known.own = known.own || own;
    return;
  }
  months_[key].push_back({language, number, own});
}

int DateReader::month_of(const std::string& name, std::string_view language) const {
  const auto found = months_.find(name);
  if (found == months_.end()) return 0;
  int packs = 0;
  int all = 0;  // -1: they disagree, and better no date than a wrong one
  for (const Month& month : found->second) {
    if (month.language == language) return month.number;
    if (month.own) packs = month.number;
    all = all == 0 || all == month.number ? month.number : -1;
  }
  return packs != 0 ? packs : std::max(all, 0);
}

Status DateReader::add_months(const google::protobuf::RepeatedPtrField<std::string>& months,
                              const std::string& language, bool own) {
  if (!months.empty() && months.size() != 12)
    return fail(ErrorCode::kInvalidInput, "months: twelve lists expected");
  for (int m = 0; m < months.size(); ++m) {
    std::string_view list = months[m];
    while (!list.empty()) {
      const std::size_t blank = std::min(list.find(' '), list.size());
      if (blank > 0) add_month(list.substr(0, blank), static_cast<unsigned>(m + 1), language, own);
      list.remove_prefix(std::min(blank + 1, list.size()));
    }
  }
  return {};
}

Status DateReader::add(const lang::v1::CleanPack& pack, const std::string& code) {
  for (const lang::v1::MonthNames& foreign : pack.foreign_months())
    ANNALS_TRY(add_months(foreign.months(), foreign.language(), false));
  ANNALS_TRY(add_months(pack.months(), code, true));
  for (const lang::v1::DatePattern& date : pack.dates()) {
    ANNALS_ASSIGN(Pattern pattern, compile(date.pattern(), code));
    dates_.push_back(std::move(pattern));
  }
  for (const lang::v1::DatePattern& time : pack.times()) {
    ANNALS_ASSIGN(Pattern pattern, compile(time.pattern(), code));
    times_.push_back(std::move(pattern));
  }
  // Longer patterns say more: "H:mm:ss" before "H:mm".
  const auto longer = [](const Pattern& a, const Pattern& b) {
    return a.elements.size() > b.elements.size();
  };
  std::stable_sort(times_.begin(), times_.end(), longer);
  for (const std::string& joiner : pack.joiners())
    joiners_.push_back(lower_case(joiner));
  for (const lang::v1::ZoneName& zone : pack.zones()) {
    zones_[lower_case(zone.name())] = zone.offset_minutes();
  }
  return {};
}

void DateReader::read_month(std::string_view text, std::size_t at, std::string_view language,
                            MonthAt& out) const {
  if (out.at == at) return;
  const std::string_view name = letters_at(text, at);
  const bool possible = !name.empty() && name.size() <= 40 && month_starts_[start_of(name)];
  out = {at, name.size(), possible ? month_of(lower_case(name), language) : 0};
}

bool DateReader::match(const Pattern& pattern, std::string_view text, std::string_view language,
                       std::size_t& at, Reading& reading, MonthAt& month) const {
  std::size_t here = at;
  for (const Element& element : pattern.elements) {
    if (element.kind == Kind::kBlank) {
      here = skip_blanks(text, here);
      continue;
    }
    if (here >= text.size()) return false;
    switch (element.kind) {
      case Kind::kDay:
        reading.day = number_at(text, here, 1, 2);
        if (!reading.day) return false;
        break;
      case Kind::kMonth:
        reading.month = number_at(text, here, 1, 2);
        if (!reading.month) return false;
        break;
      case Kind::kYear:
        reading.year = number_at(text, here, 4, 4);
        if (!reading.year) return false;
        break;
      case Kind::kShortYear:
        reading.year = number_at(text, here, 2, 2);
        if (!reading.year) return false;
        *reading.year += 2000;
        break;
      case Kind::kMonthName:
        read_month(text, here, language, month);
        if (month.number == 0) return false;
        reading.month = month.number;
        here += month.size;
        if (here < text.size() && text[here] == '.') ++here;
        break;
      case Kind::kHour:
      case Kind::kHour12:
        reading.hour = number_at(text, here, 1, 2);
        if (!reading.hour || *reading.hour > (element.kind == Kind::kHour ? 24 : 12)) return false;
        break;
      case Kind::kMinute:
        reading.minute = number_at(text, here, 2, 2);
        if (!reading.minute || *reading.minute > 59) return false;
        break;
      case Kind::kSecond:
        reading.second = number_at(text, here, 2, 2);
        if (!reading.second || *reading.second > 59) return false;
        break;
      case Kind::kAmPm: {
        const char letter = static_cast<char>(text[here] | 0x20);
        if (letter != 'a' && letter != 'p') return false;
        ++here;
        if (here < text.size() && text[here] == '.') ++here;
        if (here >= text.size() || (text[here] | 0x20) != 'm') return false;
        ++here;
        if (is_letter_at(text, here)) return false;
        if (here < text.size() && text[here] == '.') ++here;
        reading.afternoon = letter == 'p';
        break;
      }
      default: {
        std::size_t next = here;
        const char32_t c = next_code_point(text, next);
        if (static_cast<char32_t>(u_tolower(static_cast<UChar32>(c))) != element.literal) {
          if (element.literal == ',') break;
          return false;
        }
        here = next;
        break;
      }
    }
  }
  const Element& last = pattern.elements.back();
  if (last.kind == Kind::kLiteral && last.literal < kFirstOfBlankless && is_letter(last.literal) &&
      is_letter_at(text, here)) {
    return false;
  }
  at = here;
  return true;
}

bool DateReader::match_time(std::string_view text, std::size_t& at, Reading& reading) const {
  MonthAt month;
  for (const Pattern& pattern : times_) {
    Reading trial = reading;
    std::size_t end = at;
    if (!match(pattern, text, {}, end, trial, month)) continue;
    if (end < text.size() && is_ascii_digit(text[end])) continue;
    if (trial.afternoon && trial.hour) {
      if (*trial.hour > 12 || *trial.hour == 0) continue;
      trial.hour = *trial.hour % 12 + (*trial.afternoon ? 12 : 0);
    }
    if (trial.hour && *trial.hour == 24 && trial.minute.value_or(0) != 0) continue;
    const std::size_t zone = skip_blanks(text, end);
    std::size_t begin = zone < text.size() && text[zone] == '(' ? zone + 1 : zone;
    const std::string_view name = letters_at(text, begin);
    if (!name.empty() && name.size() <= 8) {
      const auto found = zones_.find(lower_case(name));
      if (found != zones_.end()) {
        trial.offset = found->second;
        end = begin + name.size();
      }
    }
    reading = trial;
    at = end;
    return true;
  }
  return false;
}

std::size_t DateReader::skip_joiners(std::string_view text, std::size_t at) const {
  for (int i = 0; i < 4; ++i) {
    at = skip_blanks(text, at);
    bool found = false;
    for (const std::string& joiner : joiners_) {
      if (text.size() - at < joiner.size()) continue;
      if (lower_case(text.substr(at, joiner.size())) != joiner) continue;
      if (is_letter_at(joiner, 0) && is_letter_at(text, at + joiner.size())) continue;
      at += joiner.size();
      found = true;
      break;
    }
    if (!found) break;
  }
  return at;
}

std::optional<PageDate> DateReader::match_date(std::string_view text, std::size_t at,
                                               std::string_view language) const {
  const std::size_t digits = count_digits(text, at);
  if (digits == 3 || digits > 4) return std::nullopt;
  MonthAt month;
  for (const bool own : {true, false}) {
    for (const Pattern& pattern : dates_) {
      // Most patterns need not be tried.
      const Kind head = pattern.elements.front().kind;
      if ((head == Kind::kMonthName) != (digits == 0) || (head == Kind::kYear) != (digits == 4))
        continue;
      if (own != (pattern.language == language)) continue;
      if (!own && !pattern.language.empty() && pattern.numeric && !language.empty()) continue;
      Reading reading;
      std::size_t end = at;
      if (!match(pattern, text, language, end, reading, month)) continue;
      if (end < text.size() && is_ascii_digit(text[end])) continue;
      if (!reading.year || !reading.month || !reading.day) continue;
      const date::year_month_day day{date::year(*reading.year),
                                     date::month(static_cast<unsigned>(*reading.month)),
                                     date::day(static_cast<unsigned>(*reading.day))};
      if (!day.ok()) continue;
      PageDate out;
      out.day = day;
      out.ambiguous = pattern.numeric && pattern.slashed && *reading.day <= 12 &&
                      *reading.month <= 12 && *reading.day != *reading.month;
      out.span = {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)};
      std::size_t time = skip_joiners(text, end);
      if (time < text.size() && is_ascii_digit(text[time]) && match_time(text, time, reading)) {
        out.span.end = static_cast<std::uint32_t>(time);
        out.hour = reading.hour;
        out.minute = reading.minute;
        out.second = reading.second;
        out.offset_minutes = reading.offset;
        out.twelve_hours = reading.afternoon.has_value();
      }
      return out;
    }
  }
  return std::nullopt;
}

std::vector<PageDate> DateReader::find(std::string_view text, std::string_view language) const {
  std::vector<PageDate> out;
  // A time of day that stands before its date: "13:46 Uhr, 14.09.2020".
  struct Before {
    std::size_t begin = 0;
    std::size_t end = 0;
    Reading reading;
  };
  Before before;
  bool has_before = false;
  bool in_word = false;
  bool in_number = false;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t next = at;
    const char32_t c = next_code_point(text, next);
    const bool digit = digit_value(c) >= 0;
    const bool letter = is_letter(c);
    const bool start = (digit && !in_number && starts_fresh(text, at)) || (letter && !in_word);
    in_word = letter;
    in_number = digit;
    if (!start) {
      at = next;
      continue;
    }
    if (letter && !month_starts_[start_of(text.substr(at))]) {
      at = next;
      continue;
    }
    if (auto date = match_date(text, at, language)) {
      if (!date->hour && has_before) {
        // Only joiners and at most one word (a weekday) may stand between.
        std::size_t gap = skip_joiners(text, before.end);
        if (gap < at) {
          gap += letters_at(text, gap).size();
          if (gap < at && text[gap] == '.') ++gap;
          gap = skip_joiners(text, gap);
        }
        if (gap == at) {
          date->hour = before.reading.hour;
          date->minute = before.reading.minute;
          date->second = before.reading.second;
          date->offset_minutes = before.reading.offset;
          date->twelve_hours = before.reading.afternoon.has_value();
          date->span.begin = static_cast<std::uint32_t>(before.begin);
        }
      }
      at = date->span.end;
      has_before = false;
      out.push_back(*date);
      continue;
    }
    if (digit) {
      Before time{at, at, {}};
      if (match_time(text, time.end, time.reading) && time.reading.minute) {
        before = time;
        has_before = true;
        at = time.end;
        continue;
      }
    }
    at = next;
  }
  return out;
}

v1::TimeInterval to_interval(const PageDate& date, const date::time_zone& zone) {
  if (!date.hour) return day_interval(Day(date.day));
  const date::local_seconds local = date::local_days(date.day) + std::chrono::hours(*date.hour) +
                                    std::chrono::minutes(date.minute.value_or(0)) +
                                    std::chrono::seconds(date.second.value_or(0));
  ZonedInstant at;
  if (date.offset_minutes) {
    at.offset = std::chrono::minutes(*date.offset_minutes);
    at.instant = Instant(local.time_since_epoch() - at.offset);
  } else {
    at = to_instant(local, zone);
  }
  if (date.second) {
    return instant_interval(at.instant, at.instant, at.offset, v1::PRECISION_SECOND);
  }
  if (!date.minute) {
    return instant_interval(at.instant, at.instant + std::chrono::seconds(3599), at.offset,
                            v1::PRECISION_HOUR);
  }
  return instant_interval(at.instant, at.instant + std::chrono::seconds(59), at.offset,
                          v1::PRECISION_MINUTE);
}

}  // namespace annals
