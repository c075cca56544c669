// What does a line look like: an item of a list, a quotation, a date, a cry?
//
// Thread safety: free functions. Time: linear in the line.
#pragma once

#include <span>
#include <string_view>

#include "ingest/clean/words.h"

namespace annals {

// Lines without blanks at their ends.
bool is_bullet(std::string_view text);
bool is_numbered(std::string_view text);
bool starts_quoted(std::string_view text);
// At least four capitals and no small letter of ASCII.
bool all_caps(std::string_view line);
// "14. Sep 2020", "14.09.20", "Sept 14, 2020".
bool date_like(std::span<const PageWord> words);

}  // namespace annals
