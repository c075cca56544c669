// The dates that a reader of the page sees, and how much each speaks for the article's publication.
//
// Thread safety: a plain value and free functions. Time: linear in the page.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "ingest/clean/article_place.h"
#include "ingest/clean/dates.h"
#include "ingest/clean/knowledge.h"
#include "ingest/clean/page_view.h"

namespace annals {

// What `weight` means below the headline, where dates of publication stand.
inline constexpr double kHeadWeight = 1.8;

struct VisibleDate {
  PageDate date;
  Span span;                 // in Page.text
  std::string_view signal;   // "text.head", "text.cue" …
  double weight = 0;         // log-odds
  bool modified = false;     // of a change
  std::string_view refused;  // why it is no evidence; empty when it is
};

// In the order of the page. The article has blocks.
std::vector<VisibleDate> find_visible_dates(const PageView& view, const ArticlePlace& place,
                                            const CleanKnowledge& knowledge,
                                            std::string_view language);

// Whether this page writes "3/4" for the third of April, where its language leaves that open: by
// the country it names, else by its clock.
std::optional<bool> writes_day_first(const Page& page, const CleanLanguage* language,
                                     const PageDate& date);

}  // namespace annals
