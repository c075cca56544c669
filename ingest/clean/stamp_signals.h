// Which fields of a page name the day of publication, and how much is each worth? Names in lower
// case.
//
// Thread safety: constants.
#pragma once

#include <string_view>

namespace annals {

// How much a signal says, about the log-odds of being the publication day.
struct SignalWeight {
  std::string_view signal;
  double weight;
};
inline constexpr SignalWeight kPublishedFields[] = {
    {"microdata.datepublished", 3.0},
    {"meta.article:published_time", 2.8},
    {"jsonld.datepublished", 2.6},
    {"meta.og:article:published_time", 2.6},
    {"meta.og:published_time", 2.4},
    {"meta.article:published", 2.4},
    {"meta.article.published", 2.4},
    {"meta.parsely-pub-date", 2.6},
    {"meta.sailthru.date", 2.4},
    {"meta.cxenseparse:recs:publishtime", 2.4},
    {"meta.publish_date", 2.2},
    {"meta.publish-date", 2.2},
    {"meta.publishdate", 2.2},
    {"meta.publication_date", 2.2},
    {"meta.published", 2.2},
    {"meta.pubdate", 2.2},
    {"meta.datepublished", 2.2},
    {"meta.dc.date.issued", 2.2},
    {"meta.dcterms.issued", 2.2},
    {"meta.dcterms.created", 2.0},
    {"meta.dc.date.created", 2.0},
    {"meta.dcterms.date", 1.8},
    {"meta.dc.date", 1.8},
    {"meta.article_date_original", 2.2},
    {"meta.citation_publication_date", 2.0},
    {"meta.date", 1.6},
    {"microdata.datecreated", 1.6},
    {"jsonld.datecreated", 1.5},
    {"hatom.published", 1.8},
    {"script.published", 1.4},
    {"meta.created", 1.4},
};
// Those of a change.
inline constexpr std::string_view kModifiedFields[] = {
    "json.updated",
    "sidecar.updated",
    "jsonld.datemodified",
    "microdata.datemodified",
    "meta.article:modified_time",
    "meta.og:updated_time",
    "meta.article:modified",
    "meta.last-modified",
    "meta.lastmod",
    "meta.dcterms.modified",
    "meta.dc.date.modified",
    "meta.revised",
};

}  // namespace annals
