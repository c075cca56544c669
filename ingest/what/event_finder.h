// Who did what to whom, when, according to whom, and how certain?
//
// Thread safety: immutable after load. Errors: load names the pack file, line and column.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include <annals/v1/record.pb.h>

#include "engine/base/data_files.h"
#include "engine/base/result.h"
#include "ingest/language/analysis.h"

namespace annals {
namespace what {
struct SentenceView;
}

class EventFinder {
 public:
  // From lang/<code>/events.txtpb, data/lang/ontology.txtpb, and the models of triggers and their
  // participants, which serve all languages, and of the language's classes and roles; without
  // models only the pack's words make events.
  static Result<EventFinder> load(const DataFiles& data, const std::string& code);
  EventFinder(EventFinder&&) noexcept;
  EventFinder& operator=(EventFinder&&) noexcept;
  ~EventFinder();

  // Fills record.events from an analysis of record.article; everything else of the record is filled
  // already.
  void find(const Analysis& analysis, v1::ArticleRecord& record) const;

  // Calls with each sentence that may tell events, read as far as clauses and phrases. For the
  // trainer of the models.
  void each_sentence(const Analysis& analysis, const v1::ArticleRecord& record,
                     const std::function<void(const what::SentenceView&)>& visit) const;

 private:
  struct Impl;
  explicit EventFinder(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace annals
