// How long do a timeline and the stories of a store take?
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "engine/story/stories.h"
#include "engine/timeline/timeline.h"
#include "tests/engine/store/generated_records.h"

namespace annals {
namespace {

// A store of `count` generated articles, made once a program and size.
class GeneratedStore {
 public:
  explicit GeneratedStore(std::uint64_t count) {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "annals-timeline-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) std::abort();
    root_ = pattern;
    store_ = std::make_unique<Store>(
        std::move(Store::open((root_ / "store").string(), {.create_if_missing = true})).value());
    constexpr std::uint64_t kBatch = 500;
    std::vector<v1::ArticleRecord> batch;
    for (std::uint64_t i = 0; i < count; ++i) {
      batch.push_back(generated_record(i));
      if (batch.size() < kBatch && i + 1 < count) continue;
      if (!store_->add(batch, Instant(std::chrono::seconds(1)))) std::abort();
      batch.clear();
    }
  }
  GeneratedStore(const GeneratedStore&) = delete;
  GeneratedStore& operator=(const GeneratedStore&) = delete;
  ~GeneratedStore() {
    store_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(root_, ignored);
  }
  const Store& store() const { return *store_; }

 private:
  std::filesystem::path root_;
  std::unique_ptr<Store> store_;
};

const Store& store_of(std::uint64_t count) {
  static const GeneratedStore kTenThousand(10'000);
  static const GeneratedStore kThousand(1'000);
  return count == 1'000 ? kThousand.store() : kTenThousand.store();
}

// A query that every tenth article answers.
void timeline_of_a_tenth(benchmark::State& state) {
  const Store& store = store_of(static_cast<std::uint64_t>(state.range(0)));
  v1::TimelineQuery query;
  query.add_words()->add_terms(term_of_stem(GeneratedShape().tenth).value());
  std::uint32_t articles = 0;
  for (auto _ : state) {
    const auto timeline = build_timeline(store, query);
    if (!timeline) state.SkipWithError(timeline.error().message.c_str());
    if (timeline) articles = timeline->article_count();
  }
  state.counters["articles"] = articles;
}
BENCHMARK(timeline_of_a_tenth)->Arg(1'000)->Arg(10'000)->Unit(benchmark::kMillisecond);

void stories_of_all(benchmark::State& state) {
  std::vector<DigestPtr> digests;
  const Store& store = store_of(static_cast<std::uint64_t>(state.range(0)));
  const auto read = store.for_each_digest([&](const StoredDigest& stored) {
    digests.push_back(stored.digest);
    return true;
  });
  if (!read) state.SkipWithError(read.error().message.c_str());
  std::vector<const v1::Digest*> pointers;
  for (const DigestPtr& digest : digests)
    pointers.push_back(digest.get());
  for (auto _ : state)
    benchmark::DoNotOptimize(group_stories(pointers));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(pointers.size()));
}
BENCHMARK(stories_of_all)->Arg(1'000)->Arg(10'000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace annals
