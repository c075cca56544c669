#include "engine/store/store.h"

#include <algorithm>
#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/store/digest.h"
#include "tests/engine/store/generated_records.h"
#include "tests/engine/store/store_directory.h"

namespace annals {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

Store open_for_writing(const StoreDirectory& directory) {
  Result<Store> store = Store::open(directory.path(), {.create_if_missing = true});
  if (!store) {
    ADD_FAILURE() << store.error().message;
    std::abort();
  }
  return std::move(*store);
}

AddCounts add(Store& store, const std::vector<v1::ArticleRecord>& records,
              std::int64_t known_at = 1000) {
  Result<AddCounts> counts = store.add(records, record_time(known_at));
  if (!counts) {
    ADD_FAILURE() << counts.error().message;
    return {};
  }
  return *std::move(counts);
}

std::vector<std::string> findings(const Store& store) {
  Result<std::vector<std::string>> lines = store.check();
  if (!lines) return {lines.error().message};
  return *std::move(lines);
}

TEST(Store, KeepsWhatItIsGiven) {
  const StoreDirectory directory;
  Store store = open_for_writing(directory);
  const std::vector<v1::ArticleRecord> records = generated_records(0, 50);
  const AddCounts counts = add(store, records);
  EXPECT_EQ(counts.added, 50U);
  EXPECT_EQ(counts.revised, 0U);
  EXPECT_EQ(counts.unchanged, 0U);
  EXPECT_THAT(counts.rejected, IsEmpty());
  EXPECT_THAT(findings(store), IsEmpty());
  ASSERT_TRUE(store.close());

  const Result<Store> again = Store::open(directory.path(), {.read_only = true});
  ASSERT_TRUE(again) << again.error().message;
  for (const v1::ArticleRecord& record : records) {
    const Result<v1::ArticleRecord> read = again->get(record.article().id());
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->SerializeAsString(), record.SerializeAsString());
    const Result<v1::ArticleRecord> by_event =
        again->get_by_event(*parse_event_id(record.events(7).id()));
    ASSERT_TRUE(by_event) << by_event.error().message;
    EXPECT_EQ(by_event->article().id(), record.article().id());
  }
  const Result<StoreStats> stats = again->stats();
  ASSERT_TRUE(stats);
  EXPECT_EQ(stats->articles, 50U);
  EXPECT_EQ(stats->revisions, 50U);
  EXPECT_EQ(stats->events, 50U * 25U);
  EXPECT_EQ(stats->schema_version, 2U);
  EXPECT_GT(stats->bytes_on_disk, 100'000U);
}

TEST(Store, ForEachDigestVisitsInKeyOrderAndStopsWhenTold) {
  const StoreDirectory directory;
  Store store = open_for_writing(directory);
  add(store, generated_records(0, 600), 77);
  std::vector<std::uint64_t> keys;
  ASSERT_TRUE(store.for_each_digest([&](const StoredDigest& stored) {
    EXPECT_EQ(stored.known_at, record_time(77));
    keys.push_back(article_key_of_id(stored.digest->article_id()).value());
    return true;
  }));
  EXPECT_EQ(keys.size(), 600U);
  EXPECT_TRUE(std::is_sorted(keys.begin(), keys.end()));
  std::size_t visits = 0;
  ASSERT_TRUE(store.for_each_digest([&](const StoredDigest&) { return ++visits < 300; }));
  EXPECT_EQ(visits, 300U);
}

// The index against the slow, obvious way.
TEST(Store, SearchFindsWhatAScanFinds) {
  const StoreDirectory directory;
  Store store = open_for_writing(directory);
  std::vector<v1::ArticleRecord> records = generated_records(0, 300);
  for (std::uint64_t i = 0; i < 300; i += 7)
    records.push_back(generated_record(i, 1));
  add(store, records);
  Numbers random(5);
  for (int round = 0; round < 40; ++round) {
    std::vector<std::vector<TermId>> groups(1 + random.below(3));
    for (std::vector<TermId>& terms : groups) {
      const std::uint32_t count = random.below(4);
      for (std::uint32_t i = 0; i < count; ++i) {
        terms.push_back(term_of_stem(fmt::format("w{}", random.zipf(60000))));
      }
    }
    std::vector<std::pair<std::string, std::uint32_t>> expected;
    ASSERT_TRUE(store.for_each_digest([&](const StoredDigest& stored) {
      std::set<std::uint32_t> held;
      for (const v1::DigestSentence& sentence : stored.digest->sentences()) {
        const auto terms = terms_of(*stored.digest, sentence);
        held.insert(terms.begin(), terms.end());
      }
      std::uint32_t hits = 0;
      for (const std::vector<TermId>& terms : groups) {
        if (std::any_of(terms.begin(), terms.end(),
                        [&](TermId term) { return held.contains(term.value()); })) {
          ++hits;
        }
      }
      if (hits > 0) expected.emplace_back(stored.digest->revision(), hits);
      return true;
    }));
    const Result<std::vector<Store::Hit>> found = store.search(groups);
    ASSERT_TRUE(found) << found.error().message;
    std::vector<std::pair<std::string, std::uint32_t>> actual;
    for (const Store::Hit& hit : *found) {
      actual.emplace_back(hit.digest.digest->revision(), hit.groups);
    }
    EXPECT_EQ(actual, expected);
  }
}

TEST(Store, SearchActorsFindsEveryArticleThatNamesOne) {
  const StoreDirectory directory;
  Store store = open_for_writing(directory);
  const std::vector<v1::ArticleRecord> records = generated_records(0, 200);
  add(store, records);
  const std::vector<std::string> keys = {records[3].actors(0).key(), "nobody at all",
                                         records[9].actors(2).key()};
  std::set<std::string> expected;
  for (const v1::ArticleRecord& record : records) {
    for (const v1::Actor& actor : record.actors()) {
      if (std::find(keys.begin(), keys.end(), actor.key()) != keys.end()) {
        expected.insert(record.article().id());
      }
    }
  }
  const Result<std::vector<StoredDigest>> found = store.search_actors(keys);
  ASSERT_TRUE(found);
  std::set<std::string> actual;
  for (const StoredDigest& stored : *found)
    actual.insert(stored.digest->article_id());
  EXPECT_EQ(actual, expected);
  EXPECT_EQ(actual.size(), found->size());
}

TEST(Store, TheSameRevisionAgainChangesNothing) {
  const StoreDirectory directory;
  Store store = open_for_writing(directory);
  add(store, generated_records(0, 20), 5);
  ASSERT_TRUE(store.close());
  const std::string before = dump_store(directory.path());
  store = open_for_writing(directory);
  const AddCounts counts = add(store, generated_records(0, 20), 9);
  EXPECT_EQ(counts.added, 0U);
  EXPECT_EQ(counts.unchanged, 20U);
  const Result<std::vector<StoredDigest>> revisions = store.revisions(generated_id(3));
  ASSERT_TRUE(revisions);
  ASSERT_EQ(revisions->size(), 1U);
  EXPECT_EQ(revisions->front().known_at, record_time(5));
  ASSERT_TRUE(store.close());
  EXPECT_EQ(dump_store(directory.path()), before);
}

TEST(Store, TheSmallerPathWinsInEitherOrder) {
  v1::ArticleRecord first = generated_record(1);
  v1::ArticleRecord second = first;
  first.mutable_article()->set_file("b/page.html");
  second.mutable_article()->set_file("a/page.html");
  second.mutable_article()->mutable_source_map()->set_source_delta(0, 999);
  std::vector<std::string> dumps;
  for (const bool swapped : {false, true}) {
    const StoreDirectory directory;
    Store store = open_for_writing(directory);
    add(store, {swapped ? second : first}, 5);
    const AddCounts counts = add(store, {swapped ? first : second}, 9);
    EXPECT_EQ(counts.unchanged, 1U);
    const Result<v1::ArticleRecord> read = store.get(first.article().id());
    ASSERT_TRUE(read);
    EXPECT_EQ(read->article().file(), "a/page.html");
    EXPECT_EQ(read->article().source_map().source_delta(0), 999);
    EXPECT_THAT(findings(store), IsEmpty());
    ASSERT_TRUE(store.close());
    dumps.push_back(dump_store(directory.path()));
  }
  EXPECT_EQ(dumps[0], dumps[1]);
}

// A newer engine derives other things from the same revision; nothing of the older ones stays.
TEST(Store, ANewerEngineReplacesWhatAnOlderOneDerived) {
  v1::ArticleRecord old = generated_record(1);
  old.set_engine_version("0.9.0");
  v1::ArticleRecord fresh = old;
  fresh.set_engine_version("0.10.0");
  fresh.mutable_article()->set_file("zzz");
  fresh.mutable_events()->DeleteSubrange(0, 10);
  fresh.mutable_sentences()->DeleteSubrange(20, 5);
  fresh.mutable_actors()->DeleteSubrange(8, 4);
  std::vector<std::string> dumps;
  for (const bool swapped : {false, true}) {
    const StoreDirectory directory;
    Store store = open_for_writing(directory);
    add(store, {generated_record(1, 1)});
    add(store, {swapped ? fresh : old});
    add(store, {swapped ? old : fresh});
    EXPECT_THAT(findings(store), IsEmpty());
    const Result<v1::ArticleRecord> read = store.get(old.article().id(), old.article().revision());
    ASSERT_TRUE(read);
    EXPECT_EQ(read->engine_version(), "0.10.0");
    EXPECT_FALSE(store.get_by_event(*parse_event_id(old.events(3).id())));
    ASSERT_TRUE(store.close());
    dumps.push_back(dump_store(directory.path()));
  }
  EXPECT_EQ(dumps[0], dumps[1]);
}

TEST(Store, RevisionsComeNewestFirst) {
  const StoreDirectory directory;
  Store store = open_for_writing(directory);
  const AddCounts counts =
      add(store, {generated_record(4, 1), generated_record(4, 0), generated_record(4, 2)});
  EXPECT_EQ(counts.added, 1U);
  EXPECT_EQ(counts.revised, 2U);
  const Result<std::vector<StoredDigest>> revisions = store.revisions(generated_id(4));
  ASSERT_TRUE(revisions);
  ASSERT_EQ(revisions->size(), 3U);
  for (std::uint32_t i = 0; i < 3; ++i) {
    EXPECT_EQ((*revisions)[i].digest->revision(), generated_record(4, 2 - i).article().revision());
  }
  const Result<v1::ArticleRecord> newest = store.get(generated_id(4));
  ASSERT_TRUE(newest);
  EXPECT_EQ(newest->article().revision(), generated_record(4, 2).article().revision());
  const Result<v1::ArticleRecord> first =
      store.get(generated_id(4), generated_record(4, 0).article().revision());
  ASSERT_TRUE(first);
  EXPECT_EQ(first->article().revision(), generated_record(4, 0).article().revision());
}

TEST(Store, ForgetRemovesEverythingOfAnArticle) {
  const StoreDirectory without;
  {
    Store store = open_for_writing(without);
    add(store, generated_records(0, 30));
    ASSERT_TRUE(store.close());
  }
  const StoreDirectory directory;
  Store store = open_for_writing(directory);
  add(store, generated_records(0, 30));
  add(store, {generated_record(100, 0), generated_record(100, 1)});
  ASSERT_TRUE(store.forget(generated_id(100)));
  EXPECT_THAT(findings(store), IsEmpty());
  const Result<v1::ArticleRecord> gone = store.get(generated_id(100));
  ASSERT_FALSE(gone);
  EXPECT_EQ(gone.error().code, ErrorCode::kNotFound);
  const Status again = store.forget(generated_id(100));
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::kNotFound);
  ASSERT_TRUE(store.close());
  EXPECT_EQ(dump_store(directory.path()), dump_store(without.path()));
}

TEST(Store, OrderAndBatchesLeaveNoTrace) {
  std::vector<v1::ArticleRecord> records = generated_records(0, 60);
  for (std::uint64_t i = 0; i < 60; i += 4) {
    records.push_back(generated_record(i, 1));
    records.push_back(generated_record(i, 0));
    records.back().mutable_article()->set_file(fmt::format("/elsewhere/{}", i));
    records.push_back(generated_record(i, 0));
    records.back().set_engine_version("0.0.9");
    records.back().mutable_events()->DeleteSubrange(0, 5);
  }
  std::string first;
  for (std::uint64_t round = 0; round < 4; ++round) {
    Numbers random(round);
    for (std::size_t i = records.size(); i > 1; --i) {
      std::swap(records[i - 1], records[random.below(static_cast<std::uint32_t>(i))]);
    }
    const StoreDirectory directory;
    Store store = open_for_writing(directory);
    for (std::size_t i = 0; i < records.size();) {
      const std::size_t count = std::min<std::size_t>(records.size() - i, 1 + random.below(30));
      add(store,
          {records.begin() + static_cast<std::ptrdiff_t>(i),
           records.begin() + static_cast<std::ptrdiff_t>(i + count)},
          static_cast<std::int64_t>(round));
      i += count;
      if (random.below(4) == 0) {
        ASSERT_TRUE(store.close());
        store = open_for_writing(directory);
      }
    }
    EXPECT_THAT(findings(store), IsEmpty());
    ASSERT_TRUE(store.close());
    const std::string dump = dump_store(directory.path());
    if (first.empty()) first = dump;
    EXPECT_EQ(dump, first) << "round " << round;
  }
}

TEST(Store, RejectsWhatItCannotHoldAndKeepsTheRest) {
  std::vector<v1::ArticleRecord> records = generated_records(0, 6);
  records[5].mutable_article()->set_file("caf\xe9.html");
  records[0].mutable_article()->clear_id();
  records[1].mutable_article()->set_revision("ABC");
  records[2].mutable_events(3)->set_id("ev-1");
  const StoreDirectory directory;
  Store store = open_for_writing(directory);
  const AddCounts counts = add(store, records);
  EXPECT_EQ(counts.added, 2U);
  ASSERT_EQ(counts.rejected.size(), 4U);
  EXPECT_THAT(counts.rejected[0], HasSubstr("no id"));
  EXPECT_THAT(counts.rejected[1], HasSubstr("revision \"ABC\" is not 32 hex digits"));
  EXPECT_THAT(counts.rejected[2], HasSubstr("event id \"ev-1\""));
  EXPECT_THAT(counts.rejected[3], HasSubstr("not UTF-8"));
  EXPECT_THAT(findings(store), IsEmpty());
}

TEST(Store, AnArticleWithNothingInItIsAnArticle) {
  v1::ArticleRecord record;
  record.mutable_article()->set_id("empty");
  record.mutable_article()->set_revision(hash128_hex("empty"));
  const StoreDirectory directory;
  Store store = open_for_writing(directory);
  EXPECT_EQ(add(store, {record}).added, 1U);
  EXPECT_THAT(findings(store), IsEmpty());
  ASSERT_TRUE(store.forget("empty"));
  EXPECT_THAT(findings(store), IsEmpty());
}

}  // namespace
}  // namespace annals
