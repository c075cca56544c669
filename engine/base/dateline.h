// Where does a sentence begin that opens with a dateline: "BERLIN (dpa) - Der Rat tagt."?
//
// A dateline says where and by whom a report was filed, not what happened: nothing in it has a part
// in an event, and a timeline quotes the sentence behind it. Thread safety: a free function on
// values.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace annals {

// Bytes of the dateline at the head of `sentence`, 0 when there is none. A dateline ends with the
// credit of one of the article's `agencies` in brackets and a dash; place, date and byline may
// stand before it. Places in capitals and a dash are one too. Linear in the first bytes of the
// sentence for each agency.
std::size_t dateline_length(std::string_view sentence, std::span<const std::string> agencies);

}  // namespace annals
