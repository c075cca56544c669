// One file in, annotated articles out. Pure: no store, no network, no clock.
//
// Thread safety: immutable after load; run() may be called from many threads.
// Errors: kInvalidInput names file and record.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <annals/v1/record.pb.h>

#include "engine/base/data_files.h"
#include "engine/base/result.h"
#include "ingest/clean/cleaner.h"
#include "ingest/language/language.h"
#include "ingest/read/reader.h"

namespace annals {

struct PipelineOptions {
  CleanOptions clean;
};

class Pipeline {
 public:
  static Result<Pipeline> load(const DataFiles& data, PipelineOptions options);
  Pipeline(Pipeline&&) noexcept;
  Pipeline& operator=(Pipeline&&) noexcept;
  ~Pipeline();

  // The record of one article: cleaned, analysed, with times, actors and events.
  Result<v1::ArticleRecord> run(const RawRecord& raw) const;
  // The same from an article that is clean already.
  Result<v1::ArticleRecord> annotate(v1::Article article) const;
  // The same into an empty record, or one with nothing but its article. It may lie on an arena
  // (record_arena.h), where its many small parts cost less. After an error it is to be dropped.
  Status run(const RawRecord& raw, v1::ArticleRecord& record) const;
  Status annotate(v1::ArticleRecord& record) const;

  const Cleaner& cleaner() const;
  const Languages& languages() const;

 private:
  struct Impl;
  explicit Pipeline(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace annals
