// TimeML documents in and out (Pustejovsky et al., 2003), for `annals annotate` and for evaluation.
//
// Thread safety: free functions. Errors: kInvalidInput names what is missing.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <annals/v1/article.pb.h>
#include <annals/v1/time.pb.h>

#include "engine/base/result.h"

namespace annals {

struct TimemlDocument {
  std::string id;
  // Document creation time as written ("2014-02-18"), or empty.
  std::string creation_time;
  // Everything before the content of <TEXT>, to be written back as it was.
  std::string head;
  // The content of <TEXT> with entities decoded and tags removed.
  std::string text;
};

// The text as an article with a block a line, so that no sentence crosses a line: in TimeML corpora
// lines are headings and paragraphs.
v1::Article article_of(const TimemlDocument& document);

Result<TimemlDocument> parse_timeml(std::string_view bytes);
// The document with a TIMEX3 element around each expression.
std::string to_timeml(const TimemlDocument& document, const std::vector<v1::TimeExpression>& times);

}  // namespace annals
