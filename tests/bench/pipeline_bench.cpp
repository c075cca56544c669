// All layers together: how long loading every language takes, and how many articles a second one
// thread annotates.
#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "ingest/pipeline.h"

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

// The sample's articles in one language, cleaned.
std::vector<v1::Article> sample_articles(const Pipeline& pipeline, const std::string& code) {
  std::vector<std::string> files;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(ANNALS_SOURCE_DIR "/data/samples/articles")) {
    if (entry.is_regular_file() && !entry.path().string().ends_with(".meta.json"))
      files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  std::vector<v1::Article> out;
  for (const std::string& file : files) {
    read_input(file, {}, [&](Result<RawRecord> raw) {
      if (!raw) return true;
      auto record = pipeline.run(*raw);
      if (record && record->article().language() == code) out.push_back(record->article());
      return true;
    });
  }
  return out;
}

void annotate(benchmark::State& state, const std::string& code) {
  const auto pipeline = Pipeline::load(DataFiles::embedded(), {});
  if (!pipeline) return state.SkipWithError("no pipeline");
  const std::vector<v1::Article> articles = sample_articles(*pipeline, code);
  const Language* const language = pipeline->languages().find(code);
  if (articles.empty() || language == nullptr) return state.SkipWithError("no sample");
  std::size_t tokens = 0;
  for (const v1::Article& article : articles)
    tokens += language->analyse(article).tokens.size();
  for (auto _ : state) {
    for (const v1::Article& article : articles) {
      auto record = pipeline->annotate(article);
      benchmark::DoNotOptimize(record);
    }
  }
  const auto rounds = static_cast<double>(state.iterations());
  state.counters["tokens/s"] =
      benchmark::Counter(rounds * static_cast<double>(tokens), benchmark::Counter::kIsRate);
  state.counters["articles_of_400/s"] =
      benchmark::Counter(rounds * static_cast<double>(tokens) / 400, benchmark::Counter::kIsRate);
}
BENCHMARK_CAPTURE(annotate, de, std::string("de"))->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(annotate, en, std::string("en"))->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace annals
