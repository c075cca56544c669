// Stores that are damaged, locked, of another version, or no stores at all.
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rocksdb/db.h>

#include "engine/store/store.h"
#include "tests/engine/store/generated_records.h"
#include "tests/engine/store/store_directory.h"

namespace annals {
namespace {

namespace fs = std::filesystem;
using ::testing::AnyOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

void fill(const std::string& path, std::uint64_t articles = 40) {
  Result<Store> store = Store::open(path, {.create_if_missing = true});
  ASSERT_TRUE(store) << store.error().message;
  ASSERT_TRUE(store->add(generated_records(0, articles, small_shape()), record_time(7)));
  ASSERT_TRUE(store->close());
}

Error open_error(const std::string& path, const StoreOptions& options) {
  const Result<Store> store = Store::open(path, options);
  if (store) return {ErrorCode::kInternal, "opened"};
  return store.error();
}

std::vector<fs::path> files_with(const std::string& path, std::string_view part) {
  std::vector<fs::path> out;
  for (const fs::directory_entry& file : fs::directory_iterator(path)) {
    if (file.path().filename().string().find(part) != std::string::npos) {
      out.push_back(file.path());
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write_file(const fs::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

// Changes the store's RocksDB behind its back.
void change_raw(
    const std::string& path,
    const std::function<void(rocksdb::DB&, const std::vector<rocksdb::ColumnFamilyHandle*>&)>&
        change) {
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  for (const std::string_view family : kFamilyNames) {
    families.emplace_back(std::string(family), rocksdb::ColumnFamilyOptions());
  }
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* db = nullptr;
  const rocksdb::Status opened =
      rocksdb::DB::Open(rocksdb::DBOptions(), path, families, &handles, &db);
  ASSERT_TRUE(opened.ok()) << opened.ToString();
  change(*db, handles);
  for (rocksdb::ColumnFamilyHandle* handle : handles) {
    db->DestroyColumnFamilyHandle(handle).PermitUncheckedError();
  }
  delete db;
}

struct Refusal {
  std::string name;
  std::function<void(const std::string& path)> prepare;
  StoreOptions options;
  ErrorCode code;
  std::string says;
};
void PrintTo(const Refusal& refusal, std::ostream* out) {
  *out << refusal.name;
}

class Refusals : public ::testing::TestWithParam<Refusal> {};

TEST_P(Refusals, SayWhatIsWrongAndWhere) {
  const StoreDirectory directory;
  GetParam().prepare(directory.path());
  const Error error = open_error(directory.path(), GetParam().options);
  EXPECT_EQ(to_string(error.code), to_string(GetParam().code)) << error.message;
  EXPECT_THAT(error.message, HasSubstr(directory.path()));
  EXPECT_THAT(error.message, HasSubstr(GetParam().says));
}

constexpr StoreOptions kRead = {.read_only = true};
constexpr StoreOptions kWrite = {};
constexpr StoreOptions kCreate = {.create_if_missing = true};

void make_of_version(const std::string& path, std::uint32_t schema) {
  fill(path);
  change_raw(path, [&](rocksdb::DB& db, const std::vector<rocksdb::ColumnFamilyHandle*>& families) {
    store::v1::StoreMeta meta;
    meta.set_schema_version(schema);
    meta.set_engine_version("99.1.0");
    ASSERT_TRUE(db.Put(rocksdb::WriteOptions(), families[0], std::string(kMetaKey),
                       meta.SerializeAsString())
                    .ok());
  });
}

void make_newer(const std::string& path) {
  make_of_version(path, kSchemaVersion + 1);
}

// The first version had no column family of its own for what is quoted.
void make_older(const std::string& path) {
  make_of_version(path, 1);
  change_raw(path, [](rocksdb::DB& db, const std::vector<rocksdb::ColumnFamilyHandle*>& families) {
    ASSERT_TRUE(db.DropColumnFamily(families[static_cast<std::size_t>(Family::kQuotes)]).ok());
  });
}

void make_newer_with_other_families(const std::string& path) {
  make_newer(path);
  change_raw(path, [](rocksdb::DB& db, const std::vector<rocksdb::ColumnFamilyHandle*>& families) {
    rocksdb::ColumnFamilyHandle* extra = nullptr;
    ASSERT_TRUE(db.CreateColumnFamily(rocksdb::ColumnFamilyOptions(), "future", &extra).ok());
    db.DestroyColumnFamilyHandle(extra).PermitUncheckedError();
    ASSERT_TRUE(db.DropColumnFamily(families[5]).ok());
  });
}

void make_foreign(const std::string& path) {
  rocksdb::Options options;
  options.create_if_missing = true;
  rocksdb::DB* db = nullptr;
  ASSERT_TRUE(rocksdb::DB::Open(options, path, &db).ok());
  ASSERT_TRUE(db->Put(rocksdb::WriteOptions(), "somebody", "else").ok());
  delete db;
}

void make_other_directory(const std::string& path) {
  fs::create_directory(path);
  write_file(fs::path(path) / "holiday.jpg", "picture");
}

void remove_named(const std::string& path, std::string_view part) {
  fill(path);
  for (const fs::path& file : files_with(path, part))
    fs::remove(file);
}

void truncate_tables(const std::string& path) {
  fill(path);
  for (const fs::path& file : files_with(path, ".sst")) {
    fs::resize_file(file, fs::file_size(file) / 2);
  }
}

void break_manifest(const std::string& path) {
  fill(path);
  const fs::path manifest = files_with(path, "MANIFEST-").front();
  std::string bytes = read_file(manifest);
  for (std::size_t i = 20; i < bytes.size(); i += 16)
    bytes[i] = static_cast<char>(~bytes[i]);
  write_file(manifest, bytes);
}

INSTANTIATE_TEST_SUITE_P(
    Store, Refusals,
    ::testing::Values(
        Refusal{"missing_to_read", [](const std::string&) {}, kRead, ErrorCode::kNotFound,
                "there is none"},
        Refusal{"missing_to_write", [](const std::string&) {}, kWrite, ErrorCode::kNotFound,
                "there is none"},
        Refusal{"empty_directory", [](const std::string& path) { fs::create_directory(path); },
                kRead, ErrorCode::kNotFound, "there is none"},
        Refusal{"file", [](const std::string& path) { write_file(path, "text"); }, kCreate,
                ErrorCode::kInvalidInput, "it is a file"},
        Refusal{"other_directory_to_read", make_other_directory, kRead, ErrorCode::kInvalidInput,
                "holiday.jpg"},
        Refusal{"other_directory_to_create", make_other_directory, kCreate,
                ErrorCode::kInvalidInput, "holiday.jpg"},
        Refusal{"foreign_database_to_read", make_foreign, kRead, ErrorCode::kInvalidInput,
                "another program"},
        Refusal{"foreign_database_to_create", make_foreign, kCreate, ErrorCode::kInvalidInput,
                "another program"},
        Refusal{"newer_to_read", make_newer, kRead, ErrorCode::kUnsupported,
                fmt::format("schema version {}", kSchemaVersion + 1)},
        Refusal{"older_to_read", make_older, kRead, ErrorCode::kUnsupported, "into a new store"},
        Refusal{"older_to_write", make_older, kCreate, ErrorCode::kUnsupported, "into a new store"},
        Refusal{"newer_to_write", make_newer, kCreate, ErrorCode::kUnsupported, "annals 99.1.0"},
        Refusal{"newer_with_other_families_to_read", make_newer_with_other_families, kRead,
                ErrorCode::kUnsupported, "use a newer annals"},
        Refusal{"newer_with_other_families_to_write", make_newer_with_other_families, kCreate,
                ErrorCode::kUnsupported, "use a newer annals"},
        Refusal{"no_manifest_to_read",
                [](const std::string& path) { remove_named(path, "MANIFEST-"); }, kRead,
                ErrorCode::kCorrupt, "MANIFEST-"},
        Refusal{"no_manifest_to_write",
                [](const std::string& path) { remove_named(path, "MANIFEST-"); }, kCreate,
                ErrorCode::kCorrupt, "MANIFEST-"},
        Refusal{"no_current", [](const std::string& path) { remove_named(path, "CURRENT"); },
                kCreate, ErrorCode::kCorrupt, "CURRENT is missing"},
        Refusal{"no_tables_to_read", [](const std::string& path) { remove_named(path, ".sst"); },
                kRead, ErrorCode::kCorrupt, ".sst"},
        Refusal{"no_tables_to_write", [](const std::string& path) { remove_named(path, ".sst"); },
                kCreate, ErrorCode::kCorrupt, ".sst"},
        Refusal{"truncated_tables_to_read", truncate_tables, kRead, ErrorCode::kCorrupt, ".sst"},
        Refusal{"truncated_tables_to_write", truncate_tables, kCreate, ErrorCode::kCorrupt, ".sst"},
        Refusal{"broken_manifest_to_read", break_manifest, kRead, ErrorCode::kCorrupt, ""},
        Refusal{"broken_manifest_to_write", break_manifest, kCreate, ErrorCode::kCorrupt, ""}),
    [](const auto& param_info) { return param_info.param.name; });

TEST(StoreLock, OneWriterManyReaders) {
  const StoreDirectory directory;
  fill(directory.path());
  Result<Store> writer = Store::open(directory.path(), kWrite);
  ASSERT_TRUE(writer);
  const Error second = open_error(directory.path(), kWrite);
  EXPECT_EQ(second.code, ErrorCode::kLocked);
  EXPECT_THAT(second.message, HasSubstr(directory.path()));
  const Result<Store> reader = Store::open(directory.path(), kRead);
  ASSERT_TRUE(reader);
  ASSERT_TRUE(writer->add(generated_records(1000, 5, small_shape()), record_time(8)));
  EXPECT_FALSE(reader->get(generated_id(1003)));  // the state at opening
  const Result<Store> later = Store::open(directory.path(), kRead);
  ASSERT_TRUE(later);
  EXPECT_TRUE(later->get(generated_id(1003)));  // not flushed yet: from the log
  ASSERT_TRUE(writer->close());
  EXPECT_TRUE(Store::open(directory.path(), kWrite));
}

TEST(StoreLock, AReaderCannotWrite) {
  const StoreDirectory directory;
  fill(directory.path());
  Result<Store> reader = Store::open(directory.path(), kRead);
  ASSERT_TRUE(reader);
  const Result<AddCounts> added = reader->add(generated_records(0, 1, small_shape()), Instant());
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().code, ErrorCode::kUnsupported);
  EXPECT_FALSE(reader->forget(generated_id(1)));
  EXPECT_TRUE(reader->close());
}

// While one thread adds, forgets and flushes, each opening sees whole articles, and none that was
// acknowledged before is missing.
TEST(StoreLock, ReadersSeeWholeArticlesWhileAWriterWorks) {
  const StoreDirectory directory;
  fill(directory.path(), 5);
  std::atomic<std::uint64_t> acknowledged = 5;
  std::atomic<bool> done = false;
  // The writer goes on until it has been watched, however the two threads are scheduled.
  constexpr int kWantedOpenings = 3;
  std::atomic<int> openings = 0;
  std::thread writer([&] {
    for (int session = 0; session < 8 || openings < kWantedOpenings; ++session) {
      Result<Store> store = Store::open(directory.path(), kWrite);
      if (!store) {
        ADD_FAILURE() << store.error().message;
        break;
      }
      for (int batch = 0; batch < 6; ++batch) {
        if (!store->add(generated_records(acknowledged, 4, small_shape()), Instant())) {
          ADD_FAILURE();
        }
        acknowledged += 4;
      }
      if (!store->close()) ADD_FAILURE();
    }
    done = true;
  });
  while (!done) {
    const std::uint64_t before = acknowledged;
    ++openings;  // counted first: a failing reader does not keep the writer going
    const Result<Store> reader = Store::open(directory.path(), kRead);
    if (!reader) {
      ADD_FAILURE() << reader.error().message;
      continue;
    }
    const Result<StoreStats> stats = reader->stats();
    if (!stats) {
      ADD_FAILURE() << stats.error().message;
      continue;
    }
    EXPECT_GE(stats->articles, before);
    const Result<std::vector<std::string>> findings = reader->check();
    EXPECT_TRUE(findings && findings->empty())
        << (findings ? findings->front() : findings.error().message);
  }
  writer.join();
}

std::vector<std::string> findings_after(
    const std::function<void(rocksdb::DB&, const std::vector<rocksdb::ColumnFamilyHandle*>&)>&
        change) {
  const StoreDirectory directory;
  fill(directory.path());
  change_raw(directory.path(), change);
  const Result<Store> store = Store::open(directory.path(), kRead);
  if (!store) return {store.error().message};
  const Result<std::vector<std::string>> findings = store->check();
  return findings ? *findings : std::vector<std::string>{findings.error().message};
}

std::string first_key(rocksdb::DB& db, rocksdb::ColumnFamilyHandle* family) {
  const std::unique_ptr<rocksdb::Iterator> it(db.NewIterator(rocksdb::ReadOptions(), family));
  it->SeekToFirst();
  return it->key().ToString();
}

TEST(StoreCheck, FindsWhatIsMissingInEachFamily) {
  for (const Family family : {Family::kRevisions, Family::kRecords, Family::kDigests,
                              Family::kTerms, Family::kActors, Family::kEvents, Family::kQuotes}) {
    SCOPED_TRACE(name(family));
    std::string key;
    const std::vector<std::string> findings =
        findings_after([&](rocksdb::DB& db, const auto& families) {
          rocksdb::ColumnFamilyHandle* handle = families[static_cast<std::size_t>(family)];
          key = first_key(db, handle);
          ASSERT_TRUE(db.Delete(rocksdb::WriteOptions(), handle, key).ok());
        });
    EXPECT_THAT(findings, Contains(HasSubstr(to_hex(key))));
  }
}

TEST(StoreCheck, FindsWhatIsLeftOver) {
  for (const Family family : {Family::kRecords, Family::kDigests, Family::kTerms, Family::kActors,
                              Family::kEvents, Family::kMeta, Family::kQuotes}) {
    SCOPED_TRACE(name(family));
    const std::vector<std::string> findings =
        findings_after([&](rocksdb::DB& db, const auto& families) {
          ASSERT_TRUE(
              db.Put(rocksdb::WriteOptions(), families[static_cast<std::size_t>(family)], "odd", "")
                  .ok());
        });
    EXPECT_THAT(findings, Contains(HasSubstr("6f6464")));
  }
}

TEST(StoreCheck, FindsADigestThatDoesNotFit) {
  const std::vector<std::string> findings =
      findings_after([&](rocksdb::DB& db, const auto& families) {
        rocksdb::ColumnFamilyHandle* handle = families[static_cast<std::size_t>(Family::kDigests)];
        const std::string key = first_key(db, handle);
        std::string value;
        ASSERT_TRUE(db.Get(rocksdb::ReadOptions(), handle, key, &value).ok());
        v1::Digest digest;
        ASSERT_TRUE(digest.ParseFromString(value));
        digest.mutable_sentences(0)->set_tokens(9999);
        ASSERT_TRUE(db.Put(rocksdb::WriteOptions(), handle, key, digest.SerializeAsString()).ok());
      });
  EXPECT_THAT(findings, Contains(HasSubstr("does not fit the record")));
}

// Garbage values are errors that name the key, for every question.
TEST(StoreCheck, GarbageValuesAreNamed) {
  const StoreDirectory directory;
  fill(directory.path());
  std::string key;
  change_raw(directory.path(), [&](rocksdb::DB& db, const auto& families) {
    for (const Family family : {Family::kRecords, Family::kDigests}) {
      rocksdb::ColumnFamilyHandle* handle = families[static_cast<std::size_t>(family)];
      key = first_key(db, handle);
      ASSERT_TRUE(db.Put(rocksdb::WriteOptions(), handle, key, "\xff garbage").ok());
    }
  });
  const Result<Store> store = Store::open(directory.path(), kRead);
  ASSERT_TRUE(store);
  const Status scan = store->for_each_digest([](const StoredDigest&) { return true; });
  ASSERT_FALSE(scan);
  EXPECT_EQ(scan.error().code, ErrorCode::kCorrupt);
  EXPECT_THAT(scan.error().message, HasSubstr("digests " + to_hex(key)));
  const Result<std::vector<std::string>> findings = store->check();
  ASSERT_TRUE(findings);
  EXPECT_THAT(*findings, Contains(HasSubstr("records " + to_hex(key))));
}

// A bit turned anywhere in a table, the log or the manifest: an error or a finding, never a wrong
// answer and never a crash.
TEST(StoreDamage, ATurnedBitAnywhereIsNoticed) {
  const StoreDirectory directory;
  fill(directory.path());
  {  // leaves something in the log
    const Result<Store> store = Store::open(directory.path(), kWrite);
    ASSERT_TRUE(store);
  }
  const std::string expected = dump_store(directory.path());
  Numbers random(3);
  int noticed = 0;
  constexpr int kRounds = 60;
  for (int round = 0; round < kRounds; ++round) {
    const StoreDirectory copy;
    fs::copy(directory.path(), copy.path());
    std::vector<fs::path> files = files_with(copy.path(), ".sst");
    const fs::path& file = files[random.below(static_cast<std::uint32_t>(files.size()))];
    std::string bytes = read_file(file);
    const std::size_t at = random.next() % bytes.size();
    bytes[at] = static_cast<char>(bytes[at] ^ (1 << random.below(8)));
    write_file(file, bytes);
    SCOPED_TRACE(fmt::format("{} byte {}", file.filename().string(), at));
    const Result<Store> store = Store::open(copy.path(), kRead);
    if (!store) {
      EXPECT_EQ(store.error().code, ErrorCode::kCorrupt) << store.error().message;
      EXPECT_THAT(store.error().message, HasSubstr(file.filename().string()));
      ++noticed;
      continue;
    }
    const Result<std::vector<std::string>> findings = store->check();
    ASSERT_TRUE(findings);
    if (!findings->empty()) {
      EXPECT_THAT(*findings, Contains(HasSubstr(file.filename().string())));
      ++noticed;
    } else {
      EXPECT_TRUE(dump_store(copy.path()) == expected);  // the bit means nothing
    }
  }
  EXPECT_GT(noticed, kRounds / 2);
}

// A log that is damaged in the middle must not silently lose what comes after.
TEST(StoreDamage, ADamagedLogIsRefused) {
  const StoreDirectory directory;
  const StoreDirectory copy;
  {
    Result<Store> store = Store::open(directory.path(), kCreate);
    ASSERT_TRUE(store);
    ASSERT_TRUE(store->add(generated_records(0, 30, small_shape()), record_time(7)));
    ASSERT_TRUE(store->add(generated_records(30, 30, small_shape()), record_time(7)));
    fs::copy(directory.path(), copy.path());  // as after a crash: everything is in the log
  }
  std::vector<fs::path> logs = files_with(copy.path(), ".log");
  std::sort(logs.begin(), logs.end(), [](const fs::path& a, const fs::path& b) {
    return fs::file_size(a) > fs::file_size(b);
  });
  std::string bytes = read_file(logs.front());
  ASSERT_GT(bytes.size(), 10'000U);
  bytes[bytes.size() / 3] = static_cast<char>(~bytes[bytes.size() / 3]);
  write_file(logs.front(), bytes);
  for (const StoreOptions& options : {kRead, kWrite}) {
    const Error error = open_error(copy.path(), options);
    EXPECT_EQ(error.code, ErrorCode::kCorrupt) << error.message;
    EXPECT_THAT(error.message, HasSubstr(copy.path()));
    EXPECT_THAT(error.message, HasSubstr(logs.front().filename().string()));
  }
}

}  // namespace
}  // namespace annals
