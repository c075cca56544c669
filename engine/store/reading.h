// Reading values of a Database, shared by the questions that a Store answers. Private to
// engine/store. Thread safety: as Database.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <annals/store/v1/store.pb.h>

#include "engine/base/ids.h"
#include "engine/base/result.h"
#include "engine/store/database.h"
#include "engine/store/keys.h"

namespace rocksdb {
class ManagedSnapshot;
struct ReadOptions;
class Slice;
}  // namespace rocksdb

namespace annals {

struct Store::Impl {
  std::unique_ptr<Database> database;
};

// One state of the store: what a writer adds meanwhile is not seen.
class View {
 public:
  explicit View(const Database& database);
  View(const View&) = delete;
  View& operator=(const View&) = delete;
  ~View();

  const Database& database() const { return database_; }
  rocksdb::ReadOptions read_options() const;

 private:
  const Database& database_;
  std::unique_ptr<rocksdb::ManagedSnapshot> snapshot_;  // none when nobody can write
};

// A revision of the catalogue.
struct CatalogueRow {
  RevisionKey key;
  store::v1::RevisionEntry entry;
};

// A row from its bytes; kCorrupt names the key.
Result<CatalogueRow> parse_row(const View& view, std::string_view key, std::string_view value);
// The revisions of articles, in key order. `articles` is sorted, each once.
Result<std::vector<CatalogueRow>> read_catalogue(const View& view,
                                                 std::span<const ArticleKey> articles);
// The digests of rows, which are in key order; kCorrupt names the key of one that is missing or
// unreadable.
Status read_digests(const View& view, std::span<const CatalogueRow> rows,
                    std::vector<StoredDigest>& out);
// What is quoted of a record, serialized; nullopt when there is none.
Result<std::optional<std::string>> read_quotes(const View& view, RevisionKey key);
Result<v1::ArticleRecord> read_record(const View& view, RevisionKey key);

// Visits the keys and values of a column family that begin with a prefix, in order; false stops.
Status for_each(const View& view, Family family, std::string_view prefix, bool fill_cache,
                const std::function<Result<bool>(std::string_view, std::string_view)>& visit);

}  // namespace annals
