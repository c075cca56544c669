// The store on generated articles: ingest, cold opening, search, scan, digest making.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include "engine/store/store.h"
#include "tests/engine/store/generated_records.h"

namespace annals {
namespace {

class Directory {
 public:
  Directory() {
    std::string pattern = (std::filesystem::temp_directory_path() / "annals-bench-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) std::abort();
    root_ = pattern;
  }
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;
  ~Directory() { std::filesystem::remove_all(root_); }
  std::string path() const { return (root_ / "store").string(); }

 private:
  std::filesystem::path root_;
};

Store must_open(const std::string& path, const StoreOptions& options) {
  Result<Store> store = Store::open(path, options);
  if (!store) std::abort();
  return std::move(*store);
}

// Bytes this process has handed to the file system, log included.
double written_bytes() {
  std::ifstream io("/proc/self/io");
  std::string name;
  double value = 0;
  while (io >> name >> value) {
    if (name == "wchar:") return value;
  }
  return 0;
}

double resident_mb() {
  std::ifstream status("/proc/self/status");
  std::string word;
  while (status >> word) {
    if (word == "VmRSS:") {
      double kb = 0;
      status >> kb;
      return kb / 1024;
    }
  }
  return 0;
}

// A store of so many generated articles, made once a process.
const std::string& filled_store(std::int64_t articles) {
  static std::vector<std::pair<std::int64_t, std::unique_ptr<Directory>>> stores;
  static std::string path;
  for (const auto& [count, directory] : stores) {
    if (count == articles) return path = directory->path();
  }
  auto directory = std::make_unique<Directory>();
  Store store = must_open(directory->path(), {.create_if_missing = true});
  constexpr std::uint64_t kBatch = 500;
  for (std::uint64_t i = 0; i < static_cast<std::uint64_t>(articles); i += kBatch) {
    if (!store.add(generated_records(i, kBatch), Instant())) std::abort();
  }
  if (!store.close()) std::abort();
  stores.emplace_back(articles, std::move(directory));
  return path = stores.back().second->path();
}

// Argument: articles in all, added 500 at a time. Only add() and close() are timed.
void bench_ingest(benchmark::State& state) {
  const auto articles = static_cast<std::uint64_t>(state.range(0));
  constexpr std::uint64_t kBatch = 500;
  double record_bytes = 0;
  double written = 0;
  double on_disk = 0;
  double highest = 0;
  for (auto _ : state) {
    state.PauseTiming();
    const Directory directory;
    state.ResumeTiming();
    Store store = must_open(directory.path(), {.create_if_missing = true});
    record_bytes = 0;
    const double before = written_bytes();
    for (std::uint64_t i = 0; i < articles; i += kBatch) {
      state.PauseTiming();
      const std::vector<v1::ArticleRecord> records = generated_records(i, kBatch);
      for (const v1::ArticleRecord& record : records) {
        record_bytes += static_cast<double>(record.ByteSizeLong());
      }
      highest = std::max(highest, resident_mb());
      state.ResumeTiming();
      if (!store.add(records, Instant())) std::abort();
    }
    if (!store.close()) std::abort();
    state.PauseTiming();
    written = written_bytes() - before;
    on_disk = 0;
    for (const auto& file : std::filesystem::directory_iterator(directory.path())) {
      on_disk += static_cast<double>(file.file_size());
    }
    state.ResumeTiming();
  }
  const auto total = static_cast<double>(articles);
  state.SetItemsProcessed(state.iterations() * state.range(0));
  state.counters["record_B"] = record_bytes / total;
  state.counters["disk_B"] = on_disk / total;
  state.counters["written/disk"] = written / on_disk;
  state.counters["RSS_MB"] = highest;
}
BENCHMARK(bench_ingest)->Arg(10000)->Iterations(1)->Unit(benchmark::kMillisecond)->UseRealTime();

void bench_add_again(benchmark::State& state) {
  const std::string path = filled_store(10000);
  Store store = must_open(path, {});
  const std::vector<v1::ArticleRecord> records = generated_records(0, 1000);
  for (auto _ : state) {
    if (!store.add(records, Instant())) std::abort();
  }
  state.SetItemsProcessed(state.iterations() * 1000);
}
BENCHMARK(bench_add_again)->Unit(benchmark::kMillisecond);

void bench_open_read_only(benchmark::State& state) {
  const std::string path = filled_store(state.range(0));
  for (auto _ : state) {
    const Store store = must_open(path, {.read_only = true});
    benchmark::DoNotOptimize(&store);
  }
}
BENCHMARK(bench_open_read_only)->Arg(1000)->Arg(10000)->Unit(benchmark::kMillisecond);

// What a process pays that asks once: opening and a search of 1,000 articles.
void bench_open_and_search(benchmark::State& state) {
  const std::string path = filled_store(10000);
  const std::vector<std::vector<TermId>> groups = {{term_of_stem("zehntel")}};
  for (auto _ : state) {
    const Store store = must_open(path, {.read_only = true});
    if (store.search(groups)->size() != 1000) std::abort();
  }
}
BENCHMARK(bench_open_and_search)->Unit(benchmark::kMillisecond);

void bench_search(benchmark::State& state) {
  const Store store = must_open(filled_store(10000), {.read_only = true});
  const std::vector<std::vector<TermId>> groups = {{term_of_stem("zehntel")}};
  for (auto _ : state) {
    const auto hits = store.search(groups);
    if (!hits || hits->size() != 1000) std::abort();
  }
}
BENCHMARK(bench_search)->Unit(benchmark::kMillisecond);

void bench_scan(benchmark::State& state) {
  const Store store = must_open(filled_store(10000), {.read_only = true});
  for (auto _ : state) {
    std::size_t count = 0;
    if (!store.for_each_digest([&](const StoredDigest&) { return ++count > 0; })) std::abort();
  }
  state.SetItemsProcessed(state.iterations() * 10000);
}
BENCHMARK(bench_scan)->Unit(benchmark::kMillisecond);

void bench_get(benchmark::State& state) {
  const Store store = must_open(filled_store(10000), {.read_only = true});
  std::uint64_t number = 0;
  for (auto _ : state) {
    const auto record = store.get(generated_id(number = (number + 7919) % 10000));
    if (!record) std::abort();
  }
}
BENCHMARK(bench_get)->Unit(benchmark::kMicrosecond);

void bench_make_digest(benchmark::State& state) {
  const v1::ArticleRecord record = generated_record(1);
  for (auto _ : state)
    benchmark::DoNotOptimize(make_digest(record));
  state.counters["digest_B"] = static_cast<double>(make_digest(record).ByteSizeLong());
}
BENCHMARK(bench_make_digest)->Unit(benchmark::kMicrosecond);

void bench_parse_digest(benchmark::State& state) {
  const std::string bytes = make_digest(generated_record(1)).SerializeAsString();
  for (auto _ : state) {
    v1::Digest digest;
    if (!digest.ParseFromString(bytes)) std::abort();
  }
}
BENCHMARK(bench_parse_digest)->Unit(benchmark::kMicrosecond);

void bench_parse_digest_arena(benchmark::State& state) {
  const std::string bytes = make_digest(generated_record(1)).SerializeAsString();
  google::protobuf::Arena arena;
  int round = 0;
  for (auto _ : state) {
    auto* digest = google::protobuf::Arena::CreateMessage<v1::Digest>(&arena);
    if (!digest->ParseFromString(bytes)) std::abort();
    if (++round % 1000 == 0) arena.Reset();
  }
}
BENCHMARK(bench_parse_digest_arena)->Unit(benchmark::kMicrosecond);

void bench_serialize_record(benchmark::State& state) {
  const v1::ArticleRecord record = generated_record(1);
  std::string bytes;
  for (auto _ : state) {
    bytes.clear();
    if (!record.AppendToString(&bytes)) std::abort();
  }
}
BENCHMARK(bench_serialize_record)->Unit(benchmark::kMicrosecond);

void bench_parse_record_arena(benchmark::State& state) {
  const std::string bytes = generated_record(1).SerializeAsString();
  google::protobuf::Arena arena;
  for (auto _ : state) {
    auto* record = google::protobuf::Arena::CreateMessage<v1::ArticleRecord>(&arena);
    if (!record->ParseFromString(bytes)) std::abort();
    arena.Reset();
  }
}
BENCHMARK(bench_parse_record_arena)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace annals
