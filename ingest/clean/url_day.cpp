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

bool separates(char c) {
  return c == '/' || c == '-' || c == '_' || c == '.';
}

// Where the path begins; npos when this is no address.
std::size_t path_of(std::string_view url) {
  const std::size_t scheme = url.find("://");
  return scheme == std::string_view::npos ? scheme : url.find('/', scheme + 3);
}

std::optional<Day> real_day(int year, int month, int day) {
  if (year < kFirstPageYear || year > kLastPageYear || month < 1 || day < 1) return std::nullopt;
  const date::year_month_day ymd{date::year(year), date::month(static_cast<unsigned>(month)),
                                 date::day(static_cast<unsigned>(day))};
  return ymd.ok() ? std::optional<Day>(Day(ymd)) : std::nullopt;
}

// A day whose digits begin here.
std::optional<Day> day_at(std::string_view url, std::size_t begin) {
  const auto sign = [url](std::size_t at) { return at < url.size() ? url[at] : '\0'; };
  // 20200914
  if (const int packed = digits_at(url, begin, 8); packed > 0) {
    if (const auto day = real_day(packed / 10000, packed / 100 % 100, packed % 100)) return day;
  }
  // 202009/14
  if (const int packed = digits_at(url, begin, 6); packed > 0 && sign(begin + 6) == '/') {
    if (const auto day = real_day(packed / 100, packed % 100, digits_at(url, begin + 7, 2)))
      return day;
  }
  // 29-10-2021
  if (const int first = digits_at(url, begin, 2);
      first > 0 && begin + 10 <= url.size() && url[begin + 2] == url[begin + 5] &&
      separates(url[begin + 2]) && url[begin + 2] != '/') {
    if (const auto day =
            real_day(digits_at(url, begin + 6, 4), digits_at(url, begin + 3, 2), first))
      return day;
  }
  const int year = digits_at(url, begin, 4);
  const char separator = sign(begin + 4);
  if (year < 0 || !separates(separator)) return std::nullopt;
  // 2020/0914
  if (const int packed = digits_at(url, begin + 5, 4); packed > 0 && separator == '/') {
    if (const auto day = real_day(year, packed / 100, packed % 100)) return day;
  }
  // 2020-09-14, 2020/9/14, 2020-09/14
  const std::size_t month_length = digits_at(url, begin + 5, 2) >= 0 ? 2 : 1;
  const int month = digits_at(url, begin + 5, month_length);
  const std::size_t next = begin + 5 + month_length;
  if (month < 0 || !separates(sign(next))) return std::nullopt;
  const std::size_t day_length = digits_at(url, next + 1, 2) >= 0 ? 2 : 1;
  if (url[next] != separator && (month_length == 1 || day_length == 1 || url[next] != '/'))
    return std::nullopt;
  return real_day(year, month, digits_at(url, next + 1, day_length));
}

}  // namespace

std::optional<Day> day_in_url(std::string_view url) {
  const std::size_t path = path_of(url);
  if (path == std::string_view::npos) return std::nullopt;
  for (std::size_t at = path; at + 8 <= url.size(); ++at) {
    if (!separates(url[at]) && url[at] != '=') continue;
    const std::size_t begin = at + (url[at + 1] == 't' ? 2U : 1U);
    if (const auto day = day_at(url, begin)) return day;
  }
  return std::nullopt;
}

std::optional<date::year_month> month_in_url(std::string_view url) {
  for (std::size_t at = path_of(url); at < url.size(); ++at) {
    if (url[at] != '/') continue;
    const int year = digits_at(url, at + 1, 4);
    if (year < kFirstPageYear || year > kLastPageYear || at + 8 >= url.size()) continue;
    const int month = digits_at(url, at + 6, 2);
    if ((url[at + 5] == '/' || url[at + 5] == '-') && url[at + 8] == '/' && month >= 1 &&
        month <= 12)
      return date::year(year) / month;
  }
  return std::nullopt;
}

}  // namespace annals
