// Which words name an actor, and which actor of this article is meant?
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

class ActorFinder {
 public:
  // From lang/<code>/names.txtpb and the names model of the language.
  static Result<ActorFinder> load(const DataFiles& data, const std::string& code);
  ActorFinder(ActorFinder&&) noexcept;
  ActorFinder& operator=(ActorFinder&&) noexcept;
  ~ActorFinder();

  // Fills record.mentions and record.actors from an analysis of record.article. sentences and times
  // are filled already. Keys (Actor.key) are equal for equal actors across articles and languages.
  void find(const Analysis& analysis, v1::ArticleRecord& record) const;

 private:
  struct Impl;
  explicit ActorFinder(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace annals
