#include "ingest/clean/url_day.h"

#include <algorithm>

namespace annals {
namespace {

// Digits at a place: value and length.
int digits_at(std::string_view text, std::size_t at, std::size_t length) {
  if (at + length > text.size()) return -1;
  int value = 0;
  for (std::size_t i = 0; i < length; ++i) {
    const char c = text[at + i];
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  if (at + length < text.size() && text[at + length] >= '0' && text[at + length] <= '9') return -1;
  return value;
}

}  // namespace

std::optional<Day> day_in_url(std::string_view url) {
  const std::size_t path = url.find('/', std::min(url.find("://") + 3, url.size()));
  if (path == std::string_view::npos || url.find("://") == std::string_view::npos) return {};
  const auto real = [](int year, int month, int day) -> std::optional<Day> {
    if (year < kFirstPageYear || year > kLastPageYear || month < 1 || day < 1) return std::nullopt;
    const date::year_month_day ymd{date::year(year), date::month(static_cast<unsigned>(month)),
                                   date::day(static_cast<unsigned>(day))};
    return ymd.ok() ? std::optional<Day>(Day(ymd)) : std::nullopt;
  };
  for (std::size_t at = path; at + 8 <= url.size(); ++at) {
    const bool fresh =
        url[at] == '/' || url[at] == '-' || url[at] == '_' || url[at] == '=' || url[at] == '.';
    if (!fresh) continue;
    const std::size_t begin = at + 1;
    // 20200914
    const int packed = digits_at(url, begin, 8);
    if (packed > 0) {
      if (const auto day = real(packed / 10000, packed / 100 % 100, packed % 100)) return day;
    }
    // 29-10-2021
    const int first = digits_at(url, begin, 2);
    if (first > 0 && begin + 10 <= url.size() && url[begin + 2] == url[begin + 5] &&
        (url[begin + 2] == '-' || url[begin + 2] == '.' || url[begin + 2] == '_')) {
      if (const auto day = real(digits_at(url, begin + 6, 4), digits_at(url, begin + 3, 2), first))
        return day;
    }
    const int year = digits_at(url, begin, 4);
    if (year < 0 || begin + 4 >= url.size()) continue;
    const char separator = url[begin + 4];
    if (separator != '/' && separator != '-' && separator != '_' && separator != '.') continue;
    const std::size_t month_length = digits_at(url, begin + 5, 2) >= 0 ? 2 : 1;
    const int month = digits_at(url, begin + 5, month_length);
    const std::size_t next = begin + 5 + month_length;
    if (month < 0 || next >= url.size() || url[next] != separator) continue;
    const std::size_t day_length = digits_at(url, next + 1, 2) >= 0 ? 2 : 1;
    const int day = digits_at(url, next + 1, day_length);
    if (const auto found = real(year, month, day)) return found;
  }
  return {};
}

}  // namespace annals
