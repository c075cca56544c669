// Where articles and everything derived from them live: one RocksDB directory.
//
// Guarantees: an article revision enters in one atomic batch with everything derived from it; what
// add() has acknowledged survives a crash; the same revision again changes nothing (but the smaller
// file path wins, so that order does not matter). Thread safety: reads may run in many threads; one
// thread writes. One process has a store open for writing; any number may read it meanwhile (they
// see the state at opening). Errors: kLocked (another process writes), kUnsupported (made by a
// newer version), kCorrupt (names the key or file), kNotFound, kIo (disk full …), each naming the
// store's path.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <annals/v1/digest.pb.h>
#include <annals/v1/record.pb.h>
#include <annals/v1/story.pb.h>

#include "engine/base/day.h"
#include "engine/base/ids.h"
#include "engine/base/result.h"
#include "engine/store/record_view.h"

namespace rocksdb {
class Env;
}

namespace annals {

struct StoreOptions {
  bool read_only = false;
  bool create_if_missing = false;
  // The file system to use instead of the machine's, for tests; must outlive the store.
  rocksdb::Env* env = nullptr;
};

// What add() did.
struct AddCounts {
  std::uint64_t added = 0;      // new articles
  std::uint64_t revised = 0;    // new revisions of known articles
  std::uint64_t unchanged = 0;  // revisions that were there
  // Records that no store can hold (no article id, a malformed revision or event id, too large), a
  // line each; the others of the batch are stored.
  std::vector<std::string> rejected;
};

struct StoreStats {
  std::uint64_t articles = 0;
  std::uint64_t revisions = 0;
  std::uint64_t events = 0;
  std::uint64_t bytes_on_disk = 0;
  std::string engine_version;
  std::uint32_t schema_version = 0;
};

// Digests are read by the hundred into one block of memory, which lives as long as any of them.
using DigestPtr = std::shared_ptr<const v1::Digest>;

struct StoredDigest {
  DigestPtr digest;  // never null
  Instant known_at;  // record time: when this store learned it
};

class Store {
 public:
  static Result<Store> open(const std::string& path, const StoreOptions& options);
  Store(Store&&) noexcept;
  Store& operator=(Store&&) noexcept;
  ~Store();
  // Flushes and closes; can fail, unlike the destructor. The store is unusable afterwards.
  Status close();
  // The directory, as given to open(). Lives as long as the store is open.
  const std::string& path() const;

  // Adds records, one atomic batch an article, synced to disk once at the end: when it returns a
  // value, all of them are durable.
  Result<AddCounts> add(std::span<const v1::ArticleRecord> records, Instant known_at);
  // Removes an article with all its revisions and everything derived from it. kNotFound.
  Status forget(std::string_view article_id);

  // One revision, or the newest one (greatest published/updated time, then revision hash) when
  // empty.
  Result<v1::ArticleRecord> get(std::string_view article_id, std::string_view revision = {}) const;
  // The words of one revision, without parsing all of it: for readers of many articles.
  Result<RecordView> words(std::string_view article_id, std::string_view revision) const;
  // Revisions of an article with their record times, newest first. Empty when unknown.
  Result<std::vector<StoredDigest>> revisions(std::string_view article_id) const;
  // The same of several articles at once, in key order.
  Result<std::vector<StoredDigest>> revisions(std::span<const std::string> article_ids) const;
  // The article and revision that hold an event.
  Result<v1::ArticleRecord> get_by_event(EventId event) const;

  // Every revision's digest in key order; return false to stop. Error kCorrupt.
  Status for_each_digest(const std::function<bool(const StoredDigest&)>& visit) const;
  // Digests of the articles that hold at least one of the terms (every term of one group counts as
  // the same word), in key order, with how many of the groups each holds.
  struct Hit {
    StoredDigest digest;
    std::uint32_t groups = 0;
  };
  Result<std::vector<Hit>> search(std::span<const std::vector<TermId>> groups) const;
  // The same for actors: articles that mention an actor with one of these keys.
  Result<std::vector<StoredDigest>> search_actors(std::span<const std::string> keys) const;

  // Records what people decided about stories; of decisions about the same pair of articles, or the
  // name of the same one, the later is kept (of equally late ones the greater bytes), so that order
  // and repetition do not matter. Kept when articles are forgotten, for when they come again.
  Status decide(std::span<const v1::StoryDecision> decisions);
  // All recorded decisions, in the order of their keys.
  Result<std::vector<v1::StoryDecision>> story_decisions() const;

  // 32 characters that are others when an article, a decision or the program is another.
  Result<std::string> fingerprint() const;
  // The stories that were kept under this fingerprint; nullopt when there are none, or they are
  // damaged.
  std::optional<std::string> kept_stories(std::string_view fingerprint) const;
  // Keeps them until others are kept or an article is forgotten, also when the store is open for
  // reading only. A directory that cannot be written to keeps nothing, which costs time only.
  void keep_stories(std::string_view fingerprint, std::string_view stories) const;

  Result<StoreStats> stats() const;
  // Reads every key and value and checks that everything derived is there and fits; each finding is
  // a line. An empty result: the store is sound.
  Result<std::vector<std::string>> check() const;

  struct Impl;

 private:
  explicit Store(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// What `keep` makes of the newest revision of every article, in key order.
Result<std::vector<DigestPtr>> newest_digests(
    const Store& store, const std::function<v1::Digest(const v1::Digest&)>& keep);

// What queries read of a record. Pure.
v1::Digest make_digest(const v1::ArticleRecord& record);

// Whether `a` is the newer of two revisions of an article: the later of its times of publication
// and update decides, then the greater revision hash. A total order over the revisions of an
// article.
bool newer_revision(const v1::Digest& a, const v1::Digest& b);

}  // namespace annals
