// Which day or month does the address of a page or a picture name?
//
// Thread safety: pure functions.
#pragma once

#include <optional>
#include <string_view>

#include "engine/base/day.h"

namespace annals {

// No page is older than the web; no date is trusted beyond this century's end.
inline constexpr int kFirstPageYear = 1990;
inline constexpr int kLastPageYear = 2099;

// The day in an address: ".../2020/09/14/...", ".../2020-09-14-...", ".../20200914-...",
// ".../2020-09/14/...", ".../202009/14/...", ".../2020/0914/...", ".../t20200914_...".
std::optional<Day> day_in_url(std::string_view url);

// The month of an address that names no day: ".../2020/09/...", ".../2020-09/...".
std::optional<date::year_month> month_in_url(std::string_view url);

}  // namespace annals
