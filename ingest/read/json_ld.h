// The article among a page's JSON-LD scripts (schema.org NewsArticle and its kin).
// Thread safety: a value of one thread. Errors: none; what does not parse is noted.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ingest/read/decode.h"
#include "ingest/read/page.h"

namespace annals {

// Scripts are added one by one; the one object that is most likely the page's article counts, since
// pages also describe their teasers, comments and organisation.
class JsonLd {
 public:
  // `text` is the page, `script` the script's content in it; `map` says where it stands in the
  // file.
  void add(std::string_view text, Span script, const MapWriter& map);

  // Fields "jsonld.<property>" of the article, in a fixed order; several for several authors.
  std::vector<Field> take_fields() { return std::move(fields_); }
  // Its text, when it has one, and the entries of a live blog.
  ArticleBody take_body() { return std::move(body_); }
  std::vector<LiveEntry> take_live_entries() { return std::move(live_entries_); }
  std::vector<std::string> take_notes() { return std::move(notes_); }

 private:
  int best_ = 0;
  std::vector<Field> fields_;
  ArticleBody body_;
  std::vector<LiveEntry> live_entries_;
  std::vector<std::string> notes_;
};

}  // namespace annals
