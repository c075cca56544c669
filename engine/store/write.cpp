// Store::add and Store::forget.
#include <algorithm>
#include <iterator>
#include <string>

#include <fmt/format.h>
#include <rocksdb/db.h>
#include <rocksdb/options.h>
#include <rocksdb/write_batch.h>

#include "engine/store/derived.h"
#include "engine/store/reading.h"
#include "engine/store/store.h"

namespace annals {
namespace {

template <class Key>
void put_new(rocksdb::WriteBatch& batch, rocksdb::ColumnFamilyHandle* family,
             const std::vector<Key>& before, const std::vector<Key>& after) {
  auto old = before.begin();
  for (const Key& key : after) {
    while (old != before.end() && *old < key)
      ++old;
    if (old != before.end() && *old == key) continue;
    batch.Put(family, encode(key), rocksdb::Slice());
  }
}

template <class Key>
void delete_gone(rocksdb::WriteBatch& batch, rocksdb::ColumnFamilyHandle* family,
                 const std::vector<Key>& before, const std::vector<Key>& after) {
  auto kept = after.begin();
  for (const Key& key : before) {
    while (kept != after.end() && *kept < key)
      ++kept;
    if (kept != after.end() && *kept == key) continue;
    batch.Delete(family, encode(key));
  }
}

// Changes the indexes from what an article had to what it is to have.
void change_indexes(rocksdb::WriteBatch& batch, const Database& database, const IndexKeys& before,
                    const IndexKeys& after) {
  delete_gone(batch, database.handle(Family::kTerms), before.terms, after.terms);
  delete_gone(batch, database.handle(Family::kActors), before.actors, after.actors);
  delete_gone(batch, database.handle(Family::kEvents), before.events, after.events);
  put_new(batch, database.handle(Family::kTerms), before.terms, after.terms);
  put_new(batch, database.handle(Family::kActors), before.actors, after.actors);
  put_new(batch, database.handle(Family::kEvents), before.events, after.events);
}

rocksdb::Slice slice_of(const std::string& bytes) {
  return {bytes.data(), bytes.size()};
}

enum class Added { kNew, kRevised, kUnchanged };

// Adds records one by one; keeps its buffers between them.
class Writer {
 public:
  explicit Writer(const Database& database) : database_(database) {}

  Result<Added> add(const v1::ArticleRecord& record, const RevisionKey& key, Instant known_at) {
    record_bytes_.clear();
    if (!record.AppendToString(&record_bytes_)) {
      return fail(ErrorCode::kInternal,
                  "a record of article " + record.article().id() + " cannot be serialised");
    }
    store::v1::RevisionEntry entry = make_entry(record, record_bytes_);
    entry.set_known_at_second(known_at.time_since_epoch().count());
    const View view(database_);
    ANNALS_ASSIGN(const std::vector<CatalogueRow> rows, read_catalogue(view, {&key.article, 1}));
    const auto stored = std::find_if(rows.begin(), rows.end(),
                                     [&](const CatalogueRow& row) { return row.key == key; });
    if (stored != rows.end()) {
      if (!replaces(entry, stored->entry)) return Added::kUnchanged;
      entry.set_known_at_second(stored->entry.known_at_second());
    }
    const v1::Digest digest = make_digest(record);
    IndexKeys before;
    IndexKeys after;
    if (!rows.empty()) {
      std::vector<StoredDigest> digests;
      ANNALS_TRY(read_digests(view, rows, digests));
      for (std::size_t i = 0; i < rows.size(); ++i) {
        before.add(rows[i].key, digests[i].digest);
        if (rows[i].key != key) after.add(rows[i].key, digests[i].digest);
      }
    }
    after.add(key, digest);
    before.settle();
    after.settle();
    batch_.Clear();
    const std::string key_bytes = encode(key);
    batch_.Put(database_.handle(Family::kRevisions), key_bytes, entry.SerializeAsString());
    batch_.Put(database_.handle(Family::kRecords), key_bytes, slice_of(record_bytes_));
    batch_.Put(database_.handle(Family::kDigests), key_bytes, digest.SerializeAsString());
    change_indexes(batch_, database_, before, after);
    const rocksdb::Status status = database_.db().Write(rocksdb::WriteOptions(), &batch_);
    if (!status.ok()) return database_.failure(status, "add article " + record.article().id());
    if (stored != rows.end()) return Added::kUnchanged;
    return rows.empty() ? Added::kNew : Added::kRevised;
  }

 private:
  const Database& database_;
  rocksdb::WriteBatch batch_;
  std::string record_bytes_;
};

Status sync(const Database& database) {
  const rocksdb::Status status = database.db().FlushWAL(true);
  if (!status.ok()) return database.failure(status, "make what was added durable");
  return {};
}

Status refuse_read_only(const Database& database) {
  if (!database.read_only()) return {};
  return fail(ErrorCode::kUnsupported,
              fmt::format("store {}: opened for reading only", database.path()));
}

}  // namespace

Result<AddCounts> Store::add(std::span<const v1::ArticleRecord> records, Instant known_at) {
  const Database& database = *impl_->database;
  ANNALS_TRY(refuse_read_only(database));
  AddCounts out;
  Writer writer(database);
  for (const v1::ArticleRecord& record : records) {
    const Result<RevisionKey> key = key_of(record);
    if (!key) {
      out.rejected.push_back(key.error().message);
      continue;
    }
    ANNALS_ASSIGN(const Added added, writer.add(record, *key, known_at));
    switch (added) {
      case Added::kNew:
        ++out.added;
        break;
      case Added::kRevised:
        ++out.revised;
        break;
      case Added::kUnchanged:
        ++out.unchanged;
        break;
    }
  }
  ANNALS_TRY(sync(database));
  return out;
}

Status Store::forget(std::string_view article_id) {
  const Database& database = *impl_->database;
  ANNALS_TRY(refuse_read_only(database));
  const View view(database);
  const ArticleKey article = article_key_of_id(article_id);
  ANNALS_ASSIGN(const std::vector<CatalogueRow> rows, read_catalogue(view, {&article, 1}));
  std::vector<StoredDigest> digests;
  ANNALS_TRY(read_digests(view, rows, digests));
  // An article that shares the key by a collision of hashes keeps what is its own.
  IndexKeys before;
  IndexKeys after;
  rocksdb::WriteBatch batch;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    before.add(rows[i].key, digests[i].digest);
    if (digests[i].digest.article_id() != article_id) {
      after.add(rows[i].key, digests[i].digest);
      continue;
    }
    const std::string key = encode(rows[i].key);
    batch.Delete(database.handle(Family::kRevisions), key);
    batch.Delete(database.handle(Family::kRecords), key);
    batch.Delete(database.handle(Family::kDigests), key);
  }
  if (batch.Count() == 0) {
    return fail(ErrorCode::kNotFound,
                fmt::format("store {}: no article \"{}\"", database.path(), article_id));
  }
  before.settle();
  after.settle();
  change_indexes(batch, database, before, after);
  const rocksdb::Status status = database.db().Write(rocksdb::WriteOptions(), &batch);
  if (!status.ok()) return database.failure(status, fmt::format("forget {}", article_id));
  return sync(database);
}

}  // namespace annals
