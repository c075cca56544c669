// The RocksDB behind a Store: which column families there are, how it is opened, and what its
// errors mean. Private to engine/store.
//
// Thread safety: as RocksDB: reads from many threads, one writer.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include <annals/store/v1/store.pb.h>

#include "engine/base/result.h"
#include "engine/store/store.h"

namespace rocksdb {
class ColumnFamilyHandle;
class DB;
class Env;
class Status;
}  // namespace rocksdb

namespace annals {

// Version of keys and values. Raised when a program of an older version could misread a store.
inline constexpr std::uint32_t kSchemaVersion = 2;

// The column families, in the order of their handles. Names are on disk: never change one.
enum class Family : std::size_t {
  kMeta,       // RocksDB insists on one called "default"
  kRevisions,  // RevisionEntry: the catalogue
  kRecords,    // v1::ArticleRecord but for what is in kQuotes
  kDigests,    // v1::Digest
  kTerms,      // empty values
  kActors,     // empty values
  kEvents,     // empty values
  kDecisions,  // v1::StoryDecision
  kQuotes,     // v1::ArticleRecord: only what a timeline quotes (see split_record)
};
inline constexpr std::array<std::string_view, 9> kFamilyNames = {"default", "revisions", "records",
                                                                 "digests", "terms",     "actors",
                                                                 "events",  "decisions", "quotes"};
constexpr std::string_view name(Family family) {
  return kFamilyNames[static_cast<std::size_t>(family)];
}

// The key of the one value in kMeta.
inline constexpr std::string_view kMetaKey = "store";

// The file that keeps the stories beside the database; others whose names begin so are being
// written.
inline constexpr std::string_view kStoriesFile = "STORIES";

class Database {
 public:
  // Opens or creates; `path` is named in every error.
  static Result<std::unique_ptr<Database>> open(const std::string& path,
                                                const StoreOptions& options);
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database();
  Status close();

  rocksdb::DB& db() const { return *db_; }
  bool is_open() const { return db_ != nullptr; }
  bool read_only() const { return read_only_; }
  const std::string& path() const { return path_; }
  const store::v1::StoreMeta& meta() const { return meta_; }
  rocksdb::ColumnFamilyHandle* handle(Family family) const {
    return handles_[static_cast<std::size_t>(family)];
  }

  // What a status that is not ok means to a caller; names the store and what was being done.
  Failure failure(const rocksdb::Status& status, std::string_view doing) const;
  // A value that cannot be: names store, column family and key.
  Failure corrupt(Family family, std::string_view key, std::string_view what) const;

 private:
  Database() = default;
  // Reads or writes kMetaKey and checks the version.
  Status settle_meta(bool may_create);

  std::string path_;
  bool read_only_ = false;
  std::unique_ptr<rocksdb::DB> db_;
  std::array<rocksdb::ColumnFamilyHandle*, kFamilyNames.size()> handles_{};
  store::v1::StoreMeta meta_;
};

// Removes what was kept: it names articles.
void drop_kept(const Database& database);

}  // namespace annals
