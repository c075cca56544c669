// What the store derives from a record beside its digest: the keys of the indexes. Private to
// engine/store. Pure; thread safety: free functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <annals/store/v1/store.pb.h>
#include <annals/v1/digest.pb.h>
#include <annals/v1/record.pb.h>

#include "engine/base/day.h"
#include "engine/store/keys.h"

namespace annals {

// Index keys of one article: those of all its revisions together. Sorted, each once.
struct IndexKeys {
  std::vector<TermKey> terms;
  std::vector<ActorKey> actors;
  std::vector<EventKey> events;

  void add(const RevisionKey& key, const v1::Digest& digest);
  // Call after the last add().
  void settle();
  // Keeps the memory.
  void clear();
};

// The key of a record, or why no store can hold it.
Result<RevisionKey> key_of(const v1::ArticleRecord& record);
// The catalogue's entry, record time left out.
store::v1::RevisionEntry make_entry(const v1::ArticleRecord& record, std::string_view bytes);
// Of two records of the same revision the one to keep, whatever came first: that of the newer
// engine, then that of the smaller path and place in the file, then any rule that is a total order.
bool replaces(const store::v1::RevisionEntry& candidate, const store::v1::RevisionEntry& stored);

}  // namespace annals
