// Which publication dates does a page name in the data of its scripts?
//
// Many sites hand their templates an object ("article_publication_date": "…", publishedAt: "…")
// and print the date nowhere else. Only members whose name says publication are read.
// Thread safety: free function. Time: linear in the script.
#pragma once

#include <string_view>
#include <vector>

#include "engine/base/span.h"

namespace annals {

// The values (without quotation marks) of such members, in order, at most `most`. Spans point into
// `text`; `script` is the script's content.
std::vector<Span> find_script_dates(std::string_view text, Span script, std::size_t most);

// Whether the name of a member or an attribute says (first) publication: "publishedAt",
// "data-publish-date", but neither "unpublish_date" nor "last_published_date".
bool says_publication(std::string_view name);

}  // namespace annals
