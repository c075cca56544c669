#include "engine/store/reading.h"

#include <algorithm>
#include <array>
#include <limits>
#include <string>

#include <google/protobuf/arena.h>
#include <rocksdb/db.h>
#include <rocksdb/options.h>
#include <rocksdb/snapshot.h>

namespace annals {
namespace {

constexpr std::size_t kMultiGet = 128;
// A digest takes about 20 kB when parsed.
constexpr std::size_t kArenaBlock = std::size_t{64} << 10U;
// How many keys an iterator steps over before a seek is cheaper.
constexpr int kSteps = 4;

std::string_view view_of(const rocksdb::Slice& slice) {
  return {slice.data(), slice.size()};
}

rocksdb::Slice slice_of(std::string_view bytes) {
  return {bytes.data(), bytes.size()};
}

bool parse(google::protobuf::MessageLite& out, std::string_view bytes) {
  return bytes.size() <= static_cast<std::size_t>(std::numeric_limits<int>::max()) &&
         out.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
}

// Moves an iterator from target to target, in order; steps where the last ones were near.
class Mover {
 public:
  explicit Mover(rocksdb::Iterator& it) : it_(it) {}

  // To the first key that is not before the target.
  void move_to(std::string_view target) {
    int step = 0;
    for (; step < steps_ && it_.Valid() && view_of(it_.key()) < target; ++step)
      it_.Next();
    if (it_.Valid() && view_of(it_.key()) >= target) {
      steps_ = kSteps;
      return;
    }
    it_.Seek(slice_of(target));
    // Keys of one query lie about equally far apart: try again when one was near by chance.
    steps_ = steps_ == 0 && ++far_ % kRetry == 0 ? kSteps : 0;
  }

 private:
  static constexpr int kRetry = 16;
  rocksdb::Iterator& it_;
  int steps_ = kSteps;
  int far_ = 0;
};

}  // namespace

View::View(const Database& database) : database_(database) {
  if (!database.read_only()) {
    snapshot_ = std::make_unique<rocksdb::ManagedSnapshot>(&database.db());
  }
}

View::~View() = default;

rocksdb::ReadOptions View::read_options() const {
  rocksdb::ReadOptions out;
  if (snapshot_) out.snapshot = snapshot_->snapshot();
  return out;
}

Result<CatalogueRow> parse_row(const View& view, std::string_view key, std::string_view value) {
  CatalogueRow out;
  const std::optional<RevisionKey> decoded = decode_revision_key(key);
  if (!decoded || !parse(out.entry, value)) {
    return view.database().corrupt(Family::kRevisions, key, "unreadable");
  }
  out.key = *decoded;
  return out;
}

Result<std::vector<CatalogueRow>> read_catalogue(const View& view,
                                                 std::span<const ArticleKey> articles) {
  const Database& database = view.database();
  std::vector<CatalogueRow> out;
  out.reserve(articles.size());
  const std::unique_ptr<rocksdb::Iterator> it(
      database.db().NewIterator(view.read_options(), database.handle(Family::kRevisions)));
  Mover mover(*it);
  for (const ArticleKey article : articles) {
    const std::string prefix = key_prefix(article);
    for (mover.move_to(prefix); it->Valid() && it->key().starts_with(prefix); it->Next()) {
      ANNALS_ASSIGN(out.emplace_back(), parse_row(view, view_of(it->key()), view_of(it->value())));
    }
    if (!it->status().ok()) return database.failure(it->status(), "read the catalogue");
  }
  return out;
}

Status read_digests(const View& view, std::span<const CatalogueRow> rows,
                    std::vector<StoredDigest>& out) {
  const Database& database = view.database();
  rocksdb::ReadOptions options = view.read_options();
  // What is parsed is kept by who asked: blocks in the cache would be memory without use.
  options.fill_cache = false;
  std::array<std::string, kMultiGet> keys;
  std::array<rocksdb::Slice, kMultiGet> slices;
  std::array<rocksdb::PinnableSlice, kMultiGet> values;
  std::array<rocksdb::Status, kMultiGet> statuses;
  out.reserve(out.size() + rows.size());
  google::protobuf::ArenaOptions arena_options;
  arena_options.start_block_size = kArenaBlock;
  arena_options.max_block_size = 8 * kArenaBlock;
  while (!rows.empty()) {
    const std::span<const CatalogueRow> chunk = rows.first(std::min(rows.size(), kMultiGet));
    rows = rows.subspan(chunk.size());
    for (std::size_t i = 0; i < chunk.size(); ++i) {
      keys[i] = encode(chunk[i].key);
      slices[i] = keys[i];
    }
    database.db().MultiGet(options, database.handle(Family::kDigests), chunk.size(), slices.data(),
                           values.data(), statuses.data(), true);
    const auto arena = std::make_shared<google::protobuf::Arena>(arena_options);
    for (std::size_t i = 0; i < chunk.size(); ++i) {
      if (statuses[i].IsNotFound()) return database.corrupt(Family::kDigests, keys[i], "missing");
      if (!statuses[i].ok()) return database.failure(statuses[i], "read digests");
      auto* digest = google::protobuf::Arena::CreateMessage<v1::Digest>(arena.get());
      if (!parse(*digest, view_of(values[i]))) {
        return database.corrupt(Family::kDigests, keys[i], "unreadable");
      }
      out.push_back({.digest = DigestPtr(arena, digest),
                     .known_at = Instant(std::chrono::seconds(chunk[i].entry.known_at_second()))});
      values[i].Reset();
    }
  }
  return {};
}

Result<std::optional<std::string>> read_quotes(const View& view, RevisionKey key) {
  const Database& database = view.database();
  std::string out;
  const rocksdb::Status status =
      database.db().Get(view.read_options(), database.handle(Family::kQuotes), encode(key), &out);
  if (status.IsNotFound()) return std::nullopt;
  if (!status.ok()) return database.failure(status, "read what is quoted");
  return out;
}

Result<v1::ArticleRecord> read_record(const View& view, RevisionKey key) {
  const Database& database = view.database();
  const std::string bytes = encode(key);
  ANNALS_ASSIGN(std::optional<std::string> whole, read_quotes(view, key));
  if (!whole) return database.corrupt(Family::kQuotes, bytes, "missing");
  rocksdb::PinnableSlice rest;
  const rocksdb::Status status =
      database.db().Get(view.read_options(), database.handle(Family::kRecords), bytes, &rest);
  if (status.IsNotFound()) return database.corrupt(Family::kRecords, bytes, "missing");
  if (!status.ok()) return database.failure(status, "read a record");
  v1::ArticleRecord out;
  whole->append(view_of(rest));
  if (!parse(out, *whole)) return database.corrupt(Family::kRecords, bytes, "unreadable");
  return out;
}

Status for_each(const View& view, Family family, std::string_view prefix, bool fill_cache,
                const std::function<Result<bool>(std::string_view, std::string_view)>& visit) {
  const Database& database = view.database();
  rocksdb::ReadOptions options = view.read_options();
  options.fill_cache = fill_cache;
  const std::unique_ptr<rocksdb::Iterator> it(
      database.db().NewIterator(options, database.handle(family)));
  const rocksdb::Slice start = slice_of(prefix);
  // Not Slice::starts_with: it hands an empty prefix to memcmp as a null pointer.
  for (it->Seek(start); it->Valid() && view_of(it->key()).starts_with(prefix); it->Next()) {
    ANNALS_ASSIGN(const bool more, visit(view_of(it->key()), view_of(it->value())));
    if (!more) return {};
  }
  if (!it->status().ok()) {
    return database.failure(it->status(), "read " + std::string(name(family)));
  }
  return {};
}

}  // namespace annals
