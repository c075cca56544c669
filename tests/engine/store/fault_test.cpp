// Power failures and full disks, through a file system that makes them.
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/store/store.h"
#include "tests/engine/store/faulty_files.h"
#include "tests/engine/store/generated_records.h"
#include "tests/engine/store/store_directory.h"

namespace annals {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::uint64_t kArticles = 60;
constexpr std::uint64_t kBatch = 5;

// Adds all articles in batches until something fails; returns how many were acknowledged.
std::uint64_t add_until_failure(const std::string& path, rocksdb::Env* env) {
  Result<Store> store = Store::open(path, {.create_if_missing = true, .env = env});
  if (!store) return 0;
  std::uint64_t acknowledged = 0;
  for (std::uint64_t i = 0; i < kArticles; i += kBatch) {
    if (!store->add(generated_records(i, kBatch, small_shape()), record_time(7))) break;
    acknowledged = i + kBatch;
  }
  return acknowledged;  // the destructor closes as well as it can
}

std::string undisturbed_dump() {
  const StoreDirectory directory;
  EXPECT_EQ(add_until_failure(directory.path(), nullptr), kArticles);
  return dump_store(directory.path());
}

TEST(StoreFaults, APowerFailureLosesNothingAcknowledged) {
  const std::string expected = undisturbed_dump();
  std::uint64_t all_changes = 0;
  {
    const StoreDirectory directory;
    auto files = std::make_shared<FaultyFiles>();
    const std::unique_ptr<rocksdb::Env> env = rocksdb::NewCompositeEnv(files);
    ASSERT_EQ(add_until_failure(directory.path(), env.get()), kArticles);
    all_changes = files->changes();
  }
  constexpr std::uint64_t kRounds = 12;
  Numbers random(1);
  for (std::uint64_t round = 0; round < kRounds; ++round) {
    const StoreDirectory directory;
    auto files = std::make_shared<FaultyFiles>();
    const std::unique_ptr<rocksdb::Env> env = rocksdb::NewCompositeEnv(files);
    files->lose_power_after(1 + (round * all_changes + random.below(100)) / kRounds);
    const std::uint64_t acknowledged = add_until_failure(directory.path(), env.get());
    files->drop_unsynced(round);
    SCOPED_TRACE(fmt::format("round {}, {} acknowledged", round, acknowledged));
    {
      Result<Store> store = Store::open(directory.path(), {.create_if_missing = true});
      ASSERT_TRUE(store) << store.error().message;
      const Result<std::vector<std::string>> findings = store->check();
      ASSERT_TRUE(findings);
      EXPECT_THAT(*findings, IsEmpty());
      for (std::uint64_t i = 0; i < acknowledged; ++i) {
        EXPECT_TRUE(store->get(generated_id(i))) << i;
      }
    }
    EXPECT_EQ(add_until_failure(directory.path(), nullptr), kArticles);
    EXPECT_TRUE(dump_store(directory.path()) == expected);
  }
}

TEST(StoreFaults, AFullDiskIsSaidAndCostsNothingThatWasThere) {
  const std::string expected = undisturbed_dump();
  for (const std::uint64_t space : {2'000U, 20'000U, 100'000U, 250'000U}) {
    SCOPED_TRACE(space);
    const StoreDirectory directory;
    auto files = std::make_shared<FaultyFiles>();
    const std::unique_ptr<rocksdb::Env> env = rocksdb::NewCompositeEnv(files);
    files->fill_up_after(space);
    std::uint64_t acknowledged = 0;
    Error error{ErrorCode::kInternal, "nothing failed"};
    {
      Result<Store> store =
          Store::open(directory.path(), {.create_if_missing = true, .env = env.get()});
      for (std::uint64_t i = 0; store && i < kArticles; i += kBatch) {
        const Result<AddCounts> counts =
            store->add(generated_records(i, kBatch, small_shape()), record_time(7));
        if (!counts) {
          error = counts.error();
          // What was there can still be read.
          for (std::uint64_t j = 0; j < acknowledged; ++j) {
            EXPECT_TRUE(store->get(generated_id(j)));
          }
          break;
        }
        acknowledged = i + kBatch;
      }
      if (!store) error = store.error();
    }
    EXPECT_EQ(error.code, ErrorCode::kIo) << error.message;
    EXPECT_THAT(error.message, HasSubstr(directory.path()));
    EXPECT_THAT(error.message, HasSubstr("disk full"));
    {
      const Result<Store> store = Store::open(directory.path(), {.create_if_missing = true});
      ASSERT_TRUE(store) << store.error().message;
      const Result<std::vector<std::string>> findings = store->check();
      ASSERT_TRUE(findings);
      EXPECT_THAT(*findings, IsEmpty());
      for (std::uint64_t i = 0; i < acknowledged; ++i) {
        EXPECT_TRUE(store->get(generated_id(i))) << i;
      }
    }
    EXPECT_EQ(add_until_failure(directory.path(), nullptr), kArticles);
    EXPECT_TRUE(dump_store(directory.path()) == expected);
  }
}

}  // namespace
}  // namespace annals
