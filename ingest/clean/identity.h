// Who published the page, in which language, and what is it called: id, address, outlet, authors.
//
// Thread safety: free functions. Errors: none; what is not known stays empty.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ingest/clean/knowledge.h"
#include "ingest/clean/page_view.h"
#include "ingest/clean/structure.h"

namespace annals {

// One spelling for one address: lower-case scheme and host without "www.", "https", no fragment, no
// default port, no tracking parameters, the others sorted, no slash at the end. Empty when `url` is
// no web address.
std::string normalise_url(std::string_view url);
// "www.example.de" of "https://www.example.de/a", without "www.".
std::string host_of(std::string_view url);

std::string find_url(const Page& page);
std::string find_outlet(const Page& page, std::string_view url);
std::vector<std::string> find_authors(const PageView& view, const Draft& draft);
std::vector<std::string> find_agencies(const PageView& view, const Draft& draft);
// The user's word, else what the page declares where the text does not contradict it, else what the
// text's most frequent words tell; empty when nothing does.
std::string find_language(const PageView& view, const Draft& draft,
                          const CleanKnowledge& knowledge);

}  // namespace annals
