// How fast events are found: load, and the layer alone on analysed sample articles.
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "ingest/pipeline.h"
#include "ingest/what/event_finder.h"
#include "tests/bench/sample.h"

namespace annals {
namespace {

void load(benchmark::State& state) {
  const DataFiles data = DataFiles::embedded();
  for (auto _ : state) {
    auto finder = EventFinder::load(data, "de");
    benchmark::DoNotOptimize(finder);
  }
}
BENCHMARK(load)->Unit(benchmark::kMillisecond);

void find(benchmark::State& state, const std::string& code) {
  const DataFiles data = DataFiles::embedded();
  const auto language = Language::load(data, code);
  const auto finder = EventFinder::load(data, code);
  const auto pipeline = Pipeline::load(data, {});
  if (!language || !finder || !pipeline) {
    state.SkipWithError("no data");
    return;
  }
  std::vector<v1::ArticleRecord> records = bench::sample_records(*pipeline, code);
  if (records.empty()) {
    state.SkipWithError("no sample");
    return;
  }
  std::vector<Analysis> analyses;
  std::size_t tokens = 0;
  for (const v1::ArticleRecord& record : records) {
    analyses.push_back(language->analyse(record.article()));
    tokens += analyses.back().tokens.size();
  }
  for (auto _ : state) {
    for (std::size_t i = 0; i < records.size(); ++i)
      finder->find(analyses[i], records[i]);
  }
  bench::count_tokens(state, tokens);
}
BENCHMARK_CAPTURE(find, de, std::string("de"))->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(find, en, std::string("en"))->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace annals
