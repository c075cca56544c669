// Dates as outlets print them ("14. September 2020, 13:46 Uhr", "Sept 14, 2020 1:46 pm").
//
// Only full calendar dates, for stamps of pages; what running text says of time is the business of
// ingest/when. Patterns and month names come from the packs.
// Thread safety: immutable after compile. Errors: compile names the pattern that is broken.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <annals/lang/v1/clean.pb.h>
#include <annals/v1/time.pb.h>

#include "engine/base/day.h"
#include "engine/base/result.h"
#include "engine/base/span.h"

namespace annals {

struct PageDate {
  Span span;  // date and time of day
  date::year_month_day day{};
  std::optional<int> hour, minute, second;
  std::optional<int> offset_minutes;  // of a zone printed beside the time
  // Day and month could be the other way round: "03/04/2020", but not "2020/03/04".
  bool ambiguous = false;
  bool twelve_hours = false;  // the time of day says "am" or "pm"
};

class DateReader {
 public:
  // Adds patterns and month names of a pack; `code` is empty for the pack of every language.
  Status add(const lang::v1::CleanPack& pack, const std::string& code);

  // The dates in `text`, in order, none overlapping; digits may be those of any script. Patterns of
  // `language` are tried before those of every language; of other languages only those with a
  // month's name. A name that languages read differently means what it means in `language`.
  std::vector<PageDate> find(std::string_view text, std::string_view language) const;

 private:
  enum class Kind : std::uint8_t {
    kDay,
    kMonth,
    kYear,
    kShortYear,
    kMonthName,
    kHour,
    kHour12,
    kMinute,
    kSecond,
    kAmPm,
    kBlank,
    kLiteral,
  };
  struct Element {
    Kind kind = Kind::kLiteral;
    char32_t literal = 0;
  };
  struct Pattern {
    std::vector<Element> elements;
    std::string language;
    bool numeric = false;  // no month name
    bool slashed = false;
  };
  struct Reading;
  struct MonthAt;

  static Result<Pattern> compile(const std::string& text, const std::string& code);
  void read_month(std::string_view text, std::size_t at, std::string_view language,
                  MonthAt& out) const;
  bool match(const Pattern& pattern, std::string_view text, std::string_view language,
             std::size_t& at, Reading& reading, MonthAt& month) const;
  std::optional<PageDate> match_date(std::string_view text, std::size_t at,
                                     std::string_view language) const;
  bool match_time(std::string_view text, std::size_t& at, Reading& reading) const;
  std::size_t skip_joiners(std::string_view text, std::size_t at) const;
  Status add_months(const google::protobuf::RepeatedPtrField<std::string>& months,
                    const std::string& language, bool own);
  void add_month(std::string_view name, unsigned month, const std::string& language, bool own);
  int month_of(const std::string& name, std::string_view language) const;

  std::vector<Pattern> dates_;
  std::vector<Pattern> times_;
  std::vector<std::string> joiners_;
  struct Month {
    std::string language;
    int number = 0;
    bool own = false;  // of a language with a pack
  };
  // By lower-case name without a full stop: "listopad" is November in Polish, October in Croatian.
  std::unordered_map<std::string, std::vector<Month>> months_;
  std::vector<bool> month_starts_ = std::vector<bool>(1024);  // by their first two letters
  std::unordered_map<std::string, int> zones_;                // by lower-case name
};

// The time a PageDate means; local times are read in `zone`. Basis is left to the caller.
v1::TimeInterval to_interval(const PageDate& date, const date::time_zone& zone);

}  // namespace annals
