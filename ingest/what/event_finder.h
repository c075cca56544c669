// Who did what to whom, when, according to whom, and how certain?
//
// Thread safety: immutable after load. Errors: load names the pack file, line and column.
#pragma once

#include <memory>
#include <string>

#include <annals/v1/record.pb.h>

#include "engine/base/data_files.h"
#include "engine/base/result.h"
#include "ingest/language/analysis.h"

namespace annals {

class EventFinder {
 public:
  // From lang/<code>/events.txtpb and the ontology lang-independent in data/lang/ontology.txtpb.
  static Result<EventFinder> load(const DataFiles& data, const std::string& code);
  EventFinder(EventFinder&&) noexcept;
  EventFinder& operator=(EventFinder&&) noexcept;
  ~EventFinder();

  // Fills record.events from an analysis of record.article; everything else of the record is filled
  // already.
  void find(const Analysis& analysis, v1::ArticleRecord& record) const;

 private:
  struct Impl;
  explicit EventFinder(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace annals
