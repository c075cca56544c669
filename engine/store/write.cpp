// Store::add and Store::forget.
#include <algorithm>
#include <iterator>
#include <string>
#include <unordered_set>

#include <fmt/format.h>
#include <rocksdb/db.h>
#include <rocksdb/options.h>
#include <rocksdb/write_batch.h>

#include "engine/store/derived.h"
#include "engine/store/reading.h"
#include "engine/store/store.h"
#include "engine/store/text_check.h"

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

// Adds records, some at a time in one atomic batch; keeps its buffers between them.
//
// An article is whole in the batch it is in. Putting several into one lets their index keys be
// inserted in order, which is what costs most: each lands next to the one before.
class Writer {
 public:
  Writer(const Database& database, AddCounts& counts) : database_(database), counts_(counts) {}

  // The bytes of the record that is added next; false when they could not be read again.
  bool serialise(const v1::ArticleRecord& record) {
    record_bytes_.clear();
    return record.AppendToString(&record_bytes_) && record_is_utf8(record_bytes_);
  }

  // Adds the record that was serialised last.
  Status add(const v1::ArticleRecord& record, const RevisionKey& key, Instant known_at) {
    // What is stored of the article decides, so it must not be waiting.
    if (waiting_.contains(key.article)) ANNALS_TRY(flush());
    store::v1::RevisionEntry entry = make_entry(record, record_bytes_);
    entry.set_known_at_second(known_at.time_since_epoch().count());
    const View view(database_);
    ANNALS_ASSIGN(const std::vector<CatalogueRow> rows, read_catalogue(view, {&key.article, 1}));
    const auto stored = std::find_if(rows.begin(), rows.end(),
                                     [&](const CatalogueRow& row) { return row.key == key; });
    if (stored != rows.end()) {
      ++counts_.unchanged;
      if (!replaces(entry, stored->entry)) return {};
      entry.set_known_at_second(stored->entry.known_at_second());
    } else {
      ++(rows.empty() ? counts_.added : counts_.revised);
    }
    const v1::Digest digest = make_digest(record);
    if (rows.empty()) {
      puts_.add(key, digest);
    } else {
      ANNALS_TRY(add_beside(view, rows, key, digest));
    }
    const std::string key_bytes = encode(key);
    batch_.Put(database_.handle(Family::kRevisions), key_bytes, entry.SerializeAsString());
    ANNALS_ASSIGN(const RecordParts parts, split_record(record_bytes_));
    batch_.Put(database_.handle(Family::kRecords), key_bytes, parts.rest);
    batch_.Put(database_.handle(Family::kQuotes), key_bytes, parts.quotes);
    batch_.Put(database_.handle(Family::kDigests), key_bytes, digest.SerializeAsString());
    waiting_.insert(key.article);
    if (waiting_.size() >= kArticlesAtOnce || batch_.GetDataSize() >= kBytesAtOnce) return flush();
    return {};
  }

  Status flush() {
    if (waiting_.empty()) return {};
    puts_.settle();
    put_new(batch_, database_.handle(Family::kTerms), {}, puts_.terms);
    put_new(batch_, database_.handle(Family::kActors), {}, puts_.actors);
    put_new(batch_, database_.handle(Family::kEvents), {}, puts_.events);
    const rocksdb::Status status = database_.db().Write(rocksdb::WriteOptions(), &batch_);
    batch_.Clear();
    waiting_.clear();
    puts_.clear();
    if (!status.ok()) return database_.failure(status, "add articles");
    return {};
  }

 private:
  static constexpr std::size_t kArticlesAtOnce = 128;
  static constexpr std::size_t kBytesAtOnce = std::size_t{4} << 20U;

  // Indexes a revision of an article that has others, or an older form of this one.
  Status add_beside(const View& view, const std::vector<CatalogueRow>& rows, const RevisionKey& key,
                    const v1::Digest& digest) {
    std::vector<StoredDigest> digests;
    ANNALS_TRY(read_digests(view, rows, digests));
    IndexKeys before;
    IndexKeys after;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      before.add(rows[i].key, *digests[i].digest);
      if (rows[i].key != key) after.add(rows[i].key, *digests[i].digest);
    }
    after.add(key, digest);
    before.settle();
    after.settle();
    change_indexes(batch_, database_, before, after);
    return {};
  }

  const Database& database_;
  AddCounts& counts_;
  rocksdb::WriteBatch batch_;
  IndexKeys puts_;  // of the articles that are new to the store
  std::unordered_set<ArticleKey> waiting_;
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
  Writer writer(database, out);
  for (const v1::ArticleRecord& record : records) {
    const Result<RevisionKey> key = key_of(record);
    if (!key) {
      out.rejected.push_back(key.error().message);
      continue;
    }
    if (!writer.serialise(record)) {
      out.rejected.push_back(fmt::format("{}:{}: article \"{}\": holds text that is not UTF-8",
                                         record.article().file(), record.article().record(),
                                         record.article().id()));
      continue;
    }
    ANNALS_TRY(writer.add(record, *key, known_at));
  }
  ANNALS_TRY(writer.flush());
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
    before.add(rows[i].key, *digests[i].digest);
    if (digests[i].digest->article_id() != article_id) {
      after.add(rows[i].key, *digests[i].digest);
      continue;
    }
    const std::string key = encode(rows[i].key);
    batch.Delete(database.handle(Family::kRevisions), key);
    batch.Delete(database.handle(Family::kRecords), key);
    batch.Delete(database.handle(Family::kQuotes), key);
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
  drop_kept(database);
  return sync(database);
}

}  // namespace annals
