// Which day does the address of a page name?
//
// Thread safety: pure function.
#pragma once

#include <optional>
#include <string_view>

#include "engine/base/day.h"

namespace annals {

// No page is older than the web; no date is trusted beyond this century's end.
inline constexpr int kFirstPageYear = 1990;
inline constexpr int kLastPageYear = 2099;

// The day in an address: ".../2020/09/14/...", ".../2020-09-14-...", ".../20200914-...".
std::optional<Day> day_in_url(std::string_view url);

}  // namespace annals
