// All layers together: how long loading every language takes, and how many articles a second one
// thread annotates.
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "ingest/pipeline.h"
#include "ingest/record_arena.h"
#include "tests/bench/sample.h"

namespace annals {
namespace {

void load(benchmark::State& state) {
  const DataFiles data = DataFiles::embedded();
  for (auto _ : state) {
    auto pipeline = Pipeline::load(data, {});
    benchmark::DoNotOptimize(pipeline);
  }
}
BENCHMARK(load)->Unit(benchmark::kMillisecond);

void annotate(benchmark::State& state, const std::string& code) {
  const auto pipeline = Pipeline::load(DataFiles::embedded(), {});
  if (!pipeline) return state.SkipWithError("no pipeline");
  std::vector<v1::Article> articles;
  for (v1::ArticleRecord& record : bench::sample_records(*pipeline, code))
    articles.push_back(std::move(*record.mutable_article()));
  const Language* const language = pipeline->languages().find(code);
  if (articles.empty() || language == nullptr) return state.SkipWithError("no sample");
  std::size_t tokens = 0;
  for (const v1::Article& article : articles)
    tokens += language->analyse(article).tokens.size();
  RecordArena arena;
  for (auto _ : state) {
    for (const v1::Article& article : articles) {
      v1::ArticleRecord& record = arena.fresh();
      *record.mutable_article() = article;
      const Status annotated = pipeline->annotate(record);
      benchmark::DoNotOptimize(annotated);
    }
  }
  bench::count_tokens(state, tokens);
}
BENCHMARK_CAPTURE(annotate, de, std::string("de"))->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(annotate, en, std::string("en"))->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace annals
