#include "engine/store/database.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/options.h>
#include <rocksdb/sst_file_reader.h>
#include <rocksdb/table.h>
#include <unistd.h>

#include "engine/base/version.h"
#include "engine/store/keys.h"

namespace annals {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kKiB = 1024;
constexpr std::size_t kMiB = 1024 * kKiB;
// All memtables together, so that memory stays flat however much is added.
constexpr std::size_t kWriteBuffers = 48 * kMiB;
// A reader replays the log that a writer has not flushed yet; this bounds it.
constexpr std::size_t kMaxLog = 64 * kMiB;
constexpr std::size_t kBlockCache = 32 * kMiB;
constexpr int kOpenAttempts = 20;
constexpr int kMissingAttempts = 3;

// RocksDB writes its log where the store is; a library stays quiet elsewhere.
rocksdb::DBOptions database_options(const StoreOptions& options) {
  rocksdb::DBOptions out;
  if (options.env != nullptr) out.env = options.env;
  out.info_log_level = rocksdb::WARN_LEVEL;
  out.keep_log_file_num = 2;
  out.stats_dump_period_sec = 0;
  out.stats_persist_period_sec = 0;
  out.skip_stats_update_on_db_open = true;
  out.max_open_files = -1;  // a reader keeps its files though the writer deletes them
  // A store has a few dozen files: sixteen threads to open them cost more than they save.
  out.max_file_opening_threads = 1;
  out.max_background_jobs = 2;
  out.db_write_buffer_size = kWriteBuffers;
  out.max_total_wal_size = kMaxLog;
  // The manifest alone is then a state between two articles, with or without a log.
  out.atomic_flush = true;
  // What was acknowledged must not silently go: a damaged log refuses to open, a torn tail does
  // not.
  out.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  out.max_manifest_file_size = 4 * kMiB;
  return out;
}

rocksdb::ColumnFamilyOptions family_options(Family family,
                                            const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::ColumnFamilyOptions out;
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache;
  table.format_version = 5;
  out.compression = rocksdb::kLZ4Compression;
  out.write_buffer_size = kWriteBuffers;  // db_write_buffer_size decides
  switch (family) {
    case Family::kRecords:
      out.compression = rocksdb::kZSTD;
      out.compression_opts.level = 3;
      table.block_size = 32 * kKiB;
      break;
    case Family::kDigests:
    case Family::kQuotes:
      // One article a block: a query reads articles from all over the keys.
      table.block_size = 4 * kKiB;
      break;
    case Family::kRevisions:
      table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
      table.block_size = 8 * kKiB;
      break;
    default:
      table.block_size = 8 * kKiB;
      break;
  }
  out.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return out;
}

std::vector<rocksdb::ColumnFamilyDescriptor> descriptors() {
  const std::shared_ptr<rocksdb::Cache> cache = rocksdb::NewLRUCache(kBlockCache);
  std::vector<rocksdb::ColumnFamilyDescriptor> out;
  for (std::size_t i = 0; i < kFamilyNames.size(); ++i) {
    out.emplace_back(std::string(kFamilyNames[i]), family_options(static_cast<Family>(i), cache));
  }
  return out;
}

// What stands at the path before RocksDB touches it.
enum class Place { kMissing, kEmpty, kStore, kUnfinished, kLostCurrent, kOther, kFile };

bool is_database_file(const std::string& file) {
  return file.ends_with(".sst") || file.starts_with("MANIFEST-") || file.starts_with("OPTIONS-") ||
         file == "IDENTITY" || file.starts_with(kStoriesFile) || file == "LOCK" ||
         file.starts_with("LOG") || file.ends_with(".log") || file.ends_with(".dbtmp");
}

Result<Place> look_at(const std::string& path, std::string& example) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found) return Place::kMissing;
  if (error) return fail(ErrorCode::kIo, fmt::format("store {}: {}", path, error.message()));
  if (status.type() != fs::file_type::directory) return Place::kFile;
  std::vector<std::string> files;
  for (fs::directory_iterator it(path, error), end; !error && it != end; it.increment(error)) {
    files.push_back(it->path().filename().string());
  }
  if (error) return fail(ErrorCode::kIo, fmt::format("store {}: {}", path, error.message()));
  if (files.empty()) return Place::kEmpty;
  if (std::find(files.begin(), files.end(), "CURRENT") != files.end()) return Place::kStore;
  std::sort(files.begin(), files.end());
  for (const std::string& file : files) {
    if (is_database_file(file)) continue;
    example = file;
    return Place::kOther;
  }
  // A store writes CURRENT before its first log or table, so without those nothing was ever in it.
  for (const std::string& file : files) {
    if (file.ends_with(".sst") || file.ends_with(".log")) {
      example = file;
      return Place::kLostCurrent;
    }
  }
  return Place::kUnfinished;
}

void sync_directory(const fs::path& directory) {
  const int fd = ::open(directory.empty() ? "." : directory.c_str(), O_RDONLY | O_DIRECTORY);
  if (fd < 0) return;
  ::fsync(fd);
  ::close(fd);
}

Status create_directory(const std::string& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error) {
    return fail(ErrorCode::kIo,
                fmt::format("store {}: cannot create the directory: {}", path, error.message()));
  }
  sync_directory(fs::path(path).parent_path());
  return {};
}

bool is_lock_error(const rocksdb::Status& status) {
  return status.IsIOError() && status.ToString().find("LOCK") != std::string::npos;
}

bool misses_file(const rocksdb::Status& status) {
  return status.IsPathNotFound() || status.ToString().find("No such file") != std::string::npos;
}

std::string status_text(const rocksdb::Status& status) {
  // A missing table is reported under the name it would have had in RocksDB's first year.
  constexpr std::string_view kOldSuffix = ".ldb:";
  std::string out = status.ToString();
  for (std::size_t at = 0; (at = out.find(kOldSuffix, at)) != std::string::npos;) {
    out.replace(at, kOldSuffix.size(), ".sst:");
  }
  return out;
}

Failure to_failure(const std::string& path, const rocksdb::Status& status, std::string_view doing) {
  const std::string text = status_text(status);
  if (is_lock_error(status)) {
    return fail(
        ErrorCode::kLocked,
        fmt::format("store {}: another process or another part of this one writes to it", path));
  }
  if (status.IsNoSpace() || text.find("No space left") != std::string::npos) {
    return fail(ErrorCode::kIo, fmt::format("store {}: {}: disk full: {}", path, doing, text));
  }
  ErrorCode code = ErrorCode::kIo;
  if (status.IsCorruption() || misses_file(status)) code = ErrorCode::kCorrupt;
  if (status.IsNotFound()) code = ErrorCode::kNotFound;
  if (status.IsNotSupported() || status.IsInvalidArgument()) code = ErrorCode::kUnsupported;
  return fail(code, fmt::format("store {}: {}: {}", path, doing, text));
}

// Files of the store that end so, sorted.
std::vector<std::string> files_ending(const std::string& path, std::string_view suffix) {
  std::vector<std::string> out;
  std::error_code error;
  for (fs::directory_iterator it(path, error), end; !error && it != end; it.increment(error)) {
    std::string file = it->path().filename().string();
    if (file.ends_with(suffix)) out.push_back(std::move(file));
  }
  std::sort(out.begin(), out.end());
  return out;
}

// RocksDB names the manifest for a damaged table, and no file at all for a damaged log. Says which
// file it is; reads tables until one is found.
std::string damaged_file(const std::string& path, rocksdb::Env* env, const std::string& text) {
  rocksdb::Options options;
  options.env = env;
  const std::vector<std::string> tables = files_ending(path, ".sst");
  for (const bool thorough : {false, true}) {
    for (const std::string& table : tables) {
      rocksdb::SstFileReader reader(options);
      rocksdb::Status status = reader.Open(fmt::format("{}/{}", path, table));
      if (status.ok() && thorough) status = reader.VerifyChecksum();
      if (!status.ok()) return fmt::format(" (the damaged file is {})", table);
    }
  }
  if (text.find("MANIFEST") != std::string::npos) return "";
  std::string logs;
  for (const std::string& log : files_ending(path, ".log")) {
    std::error_code ignored;
    if (fs::file_size(fs::path(path) / log, ignored) > 0) logs += (logs.empty() ? "" : ", ") + log;
  }
  return logs.empty() ? "" : fmt::format(" (in the log: {})", logs);
}

Failure open_failure(const std::string& path, const rocksdb::Status& status, rocksdb::Env* env) {
  Failure out = to_failure(path, status, "open");
  if (status.IsCorruption() && out.value().message.find(".sst") == std::string::npos) {
    out.value().message += damaged_file(path, env, out.value().message);
  }
  return out;
}

// The manifest's name and size: unchanged over an opening, no flush or compaction came between.
struct ManifestMark {
  std::string current;
  std::uint64_t size = 0;
  friend bool operator==(const ManifestMark&, const ManifestMark&) = default;
};
ManifestMark manifest_mark(const std::string& path, rocksdb::Env& env) {
  ManifestMark out;
  if (!rocksdb::ReadFileToString(&env, path + "/CURRENT", &out.current).ok()) return out;
  std::string file = out.current;
  while (!file.empty() && file.back() == '\n')
    file.pop_back();
  env.GetFileSize(path + "/" + file, &out.size).PermitUncheckedError();
  return out;
}

struct Opened {
  rocksdb::DB* db = nullptr;
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
};

void close_quietly(Opened& opened) {
  if (opened.db == nullptr) return;
  for (rocksdb::ColumnFamilyHandle* handle : opened.handles) {
    opened.db->DestroyColumnFamilyHandle(handle).PermitUncheckedError();
  }
  delete opened.db;
  opened = {};
}

// Opens for reading. A writer may flush, compact and delete files meanwhile: an opening during
// which the manifest changed could have read a manifest from before a flush and logs from after it,
// so it is repeated.
rocksdb::Status open_stable(const rocksdb::DBOptions& options, const std::string& path,
                            const std::vector<rocksdb::ColumnFamilyDescriptor>& families,
                            Opened& out) {
  rocksdb::Status status;
  for (int attempt = 0; attempt < kOpenAttempts; ++attempt) {
    const ManifestMark before = manifest_mark(path, *options.env);
    status = rocksdb::DB::OpenForReadOnly(options, path, families, &out.handles, &out.db);
    const bool stable = before == manifest_mark(path, *options.env);
    // A file may go between being listed and being opened.
    const bool gone = !status.ok() && misses_file(status) && attempt < kMissingAttempts;
    if (stable && !gone) return status;
    close_quietly(out);
    options.env->SleepForMicroseconds(1000 * (attempt + 1));
  }
  return status.ok() ? rocksdb::Status::Busy("the store changes too fast to be read") : status;
}

// Why a directory with a CURRENT file did not open as a store of ours: a newer version, another
// program's RocksDB, or damage. Opens only the one column family that every RocksDB has.
enum class Nature { kOurs, kOlder, kNewer, kEmptyDatabase, kForeign, kDamaged };
Nature nature_of(const std::string& path, const StoreOptions& options, store::v1::StoreMeta& meta) {
  const rocksdb::DBOptions db_options = database_options(options);
  Opened opened;
  const std::vector<rocksdb::ColumnFamilyDescriptor> families = {
      {std::string(name(Family::kMeta)), rocksdb::ColumnFamilyOptions()}};
  if (!open_stable(db_options, path, families, opened).ok()) return Nature::kDamaged;
  std::string value;
  const rocksdb::Status status =
      opened.db->Get(rocksdb::ReadOptions(), opened.handles[0], std::string(kMetaKey), &value);
  Nature out = Nature::kDamaged;
  if (status.ok() && meta.ParseFromString(value) && meta.schema_version() != 0) {
    out = meta.schema_version() > kSchemaVersion   ? Nature::kNewer
          : meta.schema_version() < kSchemaVersion ? Nature::kOlder
                                                   : Nature::kOurs;
  } else if (status.IsNotFound()) {
    const bool empty = opened.db->GetLatestSequenceNumber() == 0;
    out = empty ? Nature::kEmptyDatabase : Nature::kForeign;
  }
  close_quietly(opened);
  return out;
}

Failure newer(const std::string& path, const store::v1::StoreMeta& meta) {
  return fail(
      ErrorCode::kUnsupported,
      fmt::format("store {}: has schema version {} (annals {}), this is annals {} and knows "
                  "up to {}: use a newer annals",
                  path, meta.schema_version(), meta.engine_version(), kEngineVersion,
                  kSchemaVersion));
}

Failure older(const std::string& path, const store::v1::StoreMeta& meta) {
  return fail(ErrorCode::kUnsupported,
              fmt::format("store {}: has schema version {} (annals {}), this is annals {} and "
                          "writes version {}: ingest its articles into a new store",
                          path, meta.schema_version(), meta.engine_version(), kEngineVersion,
                          kSchemaVersion));
}

Failure not_a_store(const std::string& path, std::string_view why) {
  return fail(ErrorCode::kInvalidInput, fmt::format("{} is not a store of annals: {}", path, why));
}

Failure no_store(const std::string& path) {
  return fail(ErrorCode::kNotFound, fmt::format("store {}: there is none", path));
}

// Whether the path may be opened, and whether it is to be made there.
Result<bool> must_create(const std::string& path, const StoreOptions& options) {
  std::string example;
  ANNALS_ASSIGN(const Place place, look_at(path, example));
  const bool create = options.create_if_missing && !options.read_only;
  switch (place) {
    case Place::kStore:
      return false;
    case Place::kFile:
      return not_a_store(path, "it is a file, not a directory");
    case Place::kOther:
      return not_a_store(path, fmt::format("the directory holds other things ({})", example));
    case Place::kLostCurrent:
      return fail(ErrorCode::kCorrupt,
                  fmt::format("store {}: the file CURRENT is missing beside {}", path, example));
    case Place::kMissing:
    case Place::kEmpty:
    case Place::kUnfinished:
      break;
  }
  if (!create) return no_store(path);
  if (place == Place::kMissing) ANNALS_TRY(create_directory(path));
  return true;
}

// A writer changes what it opens and creates what is missing, so it looks first whether the
// directory is ours. Returns whether a creation was interrupted there. Damage is left to the
// opening to report.
Result<bool> check_before_writing(const std::string& path, const StoreOptions& options) {
  store::v1::StoreMeta meta;
  switch (nature_of(path, options, meta)) {
    case Nature::kOurs:
    case Nature::kDamaged:
      return false;
    case Nature::kNewer:
      return newer(path, meta);
    case Nature::kOlder:
      return older(path, meta);
    case Nature::kForeign:
      return not_a_store(path, "it is the RocksDB of another program");
    case Nature::kEmptyDatabase:
      break;
  }
  std::vector<std::string> names;
  const rocksdb::Status listed =
      rocksdb::DB::ListColumnFamilies(database_options(options), path, &names);
  if (!listed.ok()) return to_failure(path, listed, "read the manifest");
  for (const std::string& name : names) {
    if (std::find(kFamilyNames.begin(), kFamilyNames.end(), name) == kFamilyNames.end()) {
      return not_a_store(path, "it is the RocksDB of another program");
    }
  }
  if (!options.create_if_missing) return no_store(path);
  return true;
}

}  // namespace

Result<std::unique_ptr<Database>> Database::open(const std::string& path,
                                                 const StoreOptions& options) {
  ANNALS_ASSIGN(bool create, must_create(path, options));
  if (!create && !options.read_only) {
    ANNALS_ASSIGN(create, check_before_writing(path, options));
  }
  rocksdb::DBOptions db_options = database_options(options);
  db_options.create_if_missing = create;
  db_options.create_missing_column_families = create;
  Opened opened;
  rocksdb::Status status;
  if (options.read_only) {
    status = open_stable(db_options, path, descriptors(), opened);
  } else {
    status = rocksdb::DB::Open(db_options, path, descriptors(), &opened.handles, &opened.db);
  }
  if (!status.ok()) {
    store::v1::StoreMeta meta;
    if (!is_lock_error(status) && status.IsInvalidArgument()) {
      switch (nature_of(path, options, meta)) {
        case Nature::kNewer:
          return newer(path, meta);
        case Nature::kOlder:
          return older(path, meta);
        case Nature::kForeign:
          return not_a_store(path, "it is the RocksDB of another program");
        case Nature::kEmptyDatabase:
          return no_store(path);
        default:
          break;
      }
    }
    return open_failure(path, status, db_options.env);
  }
  std::unique_ptr<Database> out(new Database);
  out->path_ = path;
  out->read_only_ = options.read_only;
  out->db_.reset(opened.db);
  std::copy(opened.handles.begin(), opened.handles.end(), out->handles_.begin());
  ANNALS_TRY(out->settle_meta(options.create_if_missing));
  return out;
}

Status Database::settle_meta(bool may_create) {
  std::string value;
  const rocksdb::Status status =
      db_->Get(rocksdb::ReadOptions(), handle(Family::kMeta), std::string(kMetaKey), &value);
  if (status.IsNotFound()) {
    if (db_->GetLatestSequenceNumber() != 0) {
      return not_a_store(path_, "it is the RocksDB of another program");
    }
    if (read_only_ || !may_create) return no_store(path_);
    meta_.set_schema_version(kSchemaVersion);
  } else if (!status.ok()) {
    return failure(status, "read the version");
  } else if (!meta_.ParseFromString(value) || meta_.schema_version() == 0) {
    return corrupt(Family::kMeta, kMetaKey, "the version is unreadable");
  }
  if (meta_.schema_version() > kSchemaVersion) return newer(path_, meta_);
  if (meta_.schema_version() < kSchemaVersion) return older(path_, meta_);
  if (read_only_ || meta_.engine_version() == kEngineVersion) return {};
  meta_.set_engine_version(std::string(kEngineVersion));
  rocksdb::WriteOptions write;
  write.sync = true;
  const rocksdb::Status written =
      db_->Put(write, handle(Family::kMeta), std::string(kMetaKey), meta_.SerializeAsString());
  if (!written.ok()) return failure(written, "write the version");
  return {};
}

Status Database::close() {
  if (db_ == nullptr) return {};
  rocksdb::Status status;
  if (!read_only_) {
    // Empties the log, so that the next opening has nothing to replay.
    const std::vector<rocksdb::ColumnFamilyHandle*> all(handles_.begin(), handles_.end());
    status = db_->Flush(rocksdb::FlushOptions(), all);
  }
  for (rocksdb::ColumnFamilyHandle*& handle : handles_) {
    db_->DestroyColumnFamilyHandle(handle).PermitUncheckedError();
    handle = nullptr;
  }
  const rocksdb::Status closed = db_->Close();
  db_.reset();
  if (!status.ok()) return failure(status, "flush");
  if (!closed.ok()) return failure(closed, "close");
  return {};
}

Database::~Database() {
  // What add() acknowledged is in the log already; an error here loses nothing.
  if (!close()) return;
}

Failure Database::failure(const rocksdb::Status& status, std::string_view doing) const {
  return to_failure(path_, status, doing);
}

Failure Database::corrupt(Family family, std::string_view key, std::string_view what) const {
  return fail(ErrorCode::kCorrupt,
              fmt::format("store {}: {} {}: {}", path_, name(family),
                          family == Family::kMeta ? std::string(key) : to_hex(key), what));
}

}  // namespace annals
