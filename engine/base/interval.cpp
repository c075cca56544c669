#include "engine/base/interval.h"

#include <tuple>

#include <fmt/compile.h>

namespace annals {
namespace {

std::string local_clock(std::int64_t second, int offset_minutes) {
  const std::chrono::minutes offset(offset_minutes);
  const Instant local = Instant(std::chrono::seconds(second)) + offset;
  std::string text = to_string(local);
  text.pop_back();
  if (offset_minutes == 0) return text + "Z";
  const int magnitude = offset_minutes < 0 ? -offset_minutes : offset_minutes;
  return fmt::format(FMT_COMPILE("{}{}{:02}:{:02}"), text, offset_minutes < 0 ? '-' : '+',
                     magnitude / 60, magnitude % 60);
}

std::string day_text(std::int32_t number) {
  return to_string(day_from_number(number));
}

}  // namespace

v1::TimeInterval days_interval(Day first, Day last, v1::Precision precision) {
  v1::TimeInterval out;
  out.set_earliest_day(to_number(first));
  out.set_latest_day(to_number(last));
  out.set_precision(precision);
  out.set_edtf(to_edtf(out));
  return out;
}

v1::TimeInterval day_interval(Day day) {
  return days_interval(day, day, v1::PRECISION_DAY);
}

v1::TimeInterval month_interval(date::year_month month) {
  return days_interval(Day(month / 1), Day(month / date::last), v1::PRECISION_MONTH);
}

v1::TimeInterval year_interval(date::year year) {
  return days_interval(Day(year / 1 / 1), Day(year / 12 / 31), v1::PRECISION_YEAR);
}

v1::TimeInterval instant_interval(Instant first, Instant last, std::chrono::minutes offset,
                                  v1::Precision precision) {
  v1::TimeInterval out;
  out.set_earliest_second(first.time_since_epoch().count());
  out.set_latest_second(last.time_since_epoch().count());
  out.set_utc_offset_minutes(static_cast<std::int32_t>(offset.count()));
  out.set_earliest_day(to_number(local_day(first, offset)));
  out.set_latest_day(to_number(local_day(last, offset)));
  out.set_precision(precision);
  out.set_edtf(to_edtf(out));
  return out;
}

v1::TimeInterval no_later_than(const v1::TimeInterval& other) {
  v1::TimeInterval out = other;
  out.clear_earliest_day();
  out.clear_earliest_second();
  out.clear_timex3_value();
  out.set_basis(v1::TIME_BASIS_BOUND_ONLY);
  out.set_edtf(to_edtf(out));
  return out;
}

v1::TimeInterval no_earlier_than(const v1::TimeInterval& other) {
  v1::TimeInterval out = other;
  out.clear_latest_day();
  out.clear_latest_second();
  out.clear_timex3_value();
  out.set_basis(v1::TIME_BASIS_BOUND_ONLY);
  out.set_edtf(to_edtf(out));
  return out;
}

std::optional<Day> earliest_day(const v1::TimeInterval& interval) {
  if (!interval.has_earliest_day()) return std::nullopt;
  return day_from_number(interval.earliest_day());
}

std::optional<Day> latest_day(const v1::TimeInterval& interval) {
  if (!interval.has_latest_day()) return std::nullopt;
  return day_from_number(interval.latest_day());
}

std::optional<Instant> earliest_instant(const v1::TimeInterval& interval) {
  if (interval.has_earliest_second())
    return Instant(std::chrono::seconds(interval.earliest_second()));
  if (interval.has_earliest_day()) return Instant(day_from_number(interval.earliest_day()));
  return std::nullopt;
}

std::optional<Instant> latest_instant(const v1::TimeInterval& interval) {
  if (interval.has_latest_second()) return Instant(std::chrono::seconds(interval.latest_second()));
  if (interval.has_latest_day()) {
    return Instant(day_from_number(interval.latest_day()) + date::days(1)) -
           std::chrono::seconds(1);
  }
  return std::nullopt;
}

bool is_single_day(const v1::TimeInterval& interval) {
  return interval.has_earliest_day() && interval.has_latest_day() &&
         interval.earliest_day() == interval.latest_day();
}

bool is_bound(const v1::TimeInterval& interval) {
  return interval.has_earliest_day() != interval.has_latest_day();
}

int day_count(const v1::TimeInterval& interval) {
  if (!interval.has_earliest_day() || !interval.has_latest_day()) return 0;
  return interval.latest_day() - interval.earliest_day() + 1;
}

bool overlap(const v1::TimeInterval& a, const v1::TimeInterval& b) {
  if (a.has_latest_day() && b.has_earliest_day() && a.latest_day() < b.earliest_day()) return false;
  if (b.has_latest_day() && a.has_earliest_day() && b.latest_day() < a.earliest_day()) return false;
  return true;
}

std::string to_edtf(const v1::TimeInterval& interval) {
  const bool has_first = interval.has_earliest_day();
  const bool has_last = interval.has_latest_day();
  if (!has_first && !has_last) return "";
  if (interval.has_earliest_second() || interval.has_latest_second()) {
    const int offset = interval.utc_offset_minutes();
    const std::string first = interval.has_earliest_second()
                                  ? local_clock(interval.earliest_second(), offset)
                                  : std::string("..");
    const std::string last = interval.has_latest_second()
                                 ? local_clock(interval.latest_second(), offset)
                                 : std::string("..");
    const bool one_point = interval.precision() == v1::PRECISION_SECOND ||
                           interval.precision() == v1::PRECISION_MINUTE;
    return one_point && interval.has_earliest_second() && interval.has_latest_second()
               ? first
               : first + "/" + last;
  }
  if (!has_first) return "../" + day_text(interval.latest_day());
  if (!has_last) return day_text(interval.earliest_day()) + "/..";
  const date::year_month_day first(day_from_number(interval.earliest_day()));
  const int year = static_cast<int>(first.year());
  if (year < 0 && year >= -9999 && interval.precision() == v1::PRECISION_YEAR)
    return fmt::format(FMT_COMPILE("-{:04}"), -year);
  if (year >= 0 && year <= 9999) {
    if (interval.precision() == v1::PRECISION_YEAR) return fmt::format(FMT_COMPILE("{:04}"), year);
    if (interval.precision() == v1::PRECISION_DECADE)
      return fmt::format(FMT_COMPILE("{:03}X"), year / 10);
    if (interval.precision() == v1::PRECISION_MONTH) {
      return fmt::format(FMT_COMPILE("{:04}-{:02}"), year, static_cast<unsigned>(first.month()));
    }
  }
  if (interval.earliest_day() == interval.latest_day()) return day_text(interval.earliest_day());
  return day_text(interval.earliest_day()) + "/" + day_text(interval.latest_day());
}

std::string dump(const v1::TimeInterval& interval) {
  const auto strip = [](const std::string& name, std::string_view prefix) {
    return name.substr(prefix.size());
  };
  return fmt::format(FMT_COMPILE("{} {} {}"), to_edtf(interval),
                     strip(v1::Precision_Name(interval.precision()), "PRECISION_"),
                     strip(v1::TimeBasis_Name(interval.basis()), "TIME_BASIS_"));
}

bool earlier(const v1::TimeInterval& a, const v1::TimeInterval& b) {
  const auto key = [](const v1::TimeInterval& i) {
    constexpr std::int64_t kOpenLast = std::int64_t{1} << 62;
    return std::tuple(i.has_earliest_day() ? std::int64_t{i.earliest_day()} : -kOpenLast,
                      i.has_latest_day() ? std::int64_t{i.latest_day()} : kOpenLast,
                      i.has_earliest_second() ? i.earliest_second() : -kOpenLast,
                      i.has_latest_second() ? i.latest_second() : kOpenLast,
                      static_cast<int>(i.precision()));
  };
  return key(a) < key(b);
}

}  // namespace annals
