// Which part of the page is the article? Title, paragraphs, sections, stamps, publication time.
//
// Thread safety: Cleaner is immutable after load; clean() may run in many threads.
// Errors: load reports broken data files; clean reports kInvalidInput ("no article here") with the
// file.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <annals/v1/article.pb.h>

#include "engine/base/data_files.h"
#include "engine/base/result.h"
#include "ingest/read/page.h"

namespace annals {

// Why a block of the page was kept or dropped, for `annals clean --explain`.
struct BlockVerdict {
  Span span;  // in Page.text
  bool kept = false;
  double score = 0;
  v1::BlockKind kind = v1::BLOCK_KIND_UNSPECIFIED;
  std::string reason;
};

struct CleanOptions {
  // Zone for local times when neither page nor user names one; empty: the language pack's zone.
  std::string time_zone;
};

class Cleaner {
 public:
  static Result<Cleaner> load(const DataFiles& data);
  Cleaner(Cleaner&&) noexcept;
  Cleaner& operator=(Cleaner&&) noexcept;
  ~Cleaner();

  // The article of a page, with text, blocks, sections, source map, title, url, outlet, authors,
  // agencies, language, zone, stamps, publication and update time, id and revision. JSON records
  // keep all their text. `verdicts`, when given, receives one verdict a block of the page.
  Result<v1::Article> clean(const Page& page, const CleanOptions& options,
                            std::vector<BlockVerdict>* verdicts = nullptr) const;

 private:
  struct Impl;
  explicit Cleaner(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace annals
