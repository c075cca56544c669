// Which words name a time, and which interval is meant? (TIMEX3)
//
// Thread safety: immutable after load. Errors: load names the pack file, line and column.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <annals/v1/article.pb.h>
#include <annals/v1/record.pb.h>

#include "engine/base/data_files.h"
#include "engine/base/day.h"
#include "engine/base/result.h"
#include "ingest/language/analysis.h"

namespace annals {

// What a text's relative times are relative to.
struct ReferenceTime {
  // Absent: relative expressions keep their TIMEX3 value where it does not need one, and no
  // interval.
  std::optional<v1::TimeInterval> created;
  std::string time_zone = "UTC";
};

class TimeTagger {
 public:
  // The tagger of one language, from lang/<code>/times.txtpb.
  static Result<TimeTagger> load(const DataFiles& data, const std::string& code);
  TimeTagger(TimeTagger&&) noexcept;
  TimeTagger& operator=(TimeTagger&&) noexcept;
  ~TimeTagger();

  // Fills record.times from an analysis of record.article: sections with a stamp are resolved
  // against their stamp, the rest against the publication time or its bound. record.sentences is
  // filled already.
  void tag(const Analysis& analysis, v1::ArticleRecord& record) const;
  // The same for bare text.
  std::vector<v1::TimeExpression> tag_text(const Analysis& analysis,
                                           const ReferenceTime& reference) const;

 private:
  struct Impl;
  explicit TimeTagger(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace annals
