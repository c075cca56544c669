// How fast events are found: load, and the layer alone on analysed sample articles.
#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "ingest/pipeline.h"
#include "ingest/what/event_finder.h"

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

// The sample's articles in one language, with everything but events.
std::vector<v1::ArticleRecord> sample_records(const std::string& code) {
  std::vector<v1::ArticleRecord> out;
  auto pipeline = Pipeline::load(DataFiles::embedded(), {});
  if (!pipeline) return out;
  std::vector<std::string> files;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(ANNALS_SOURCE_DIR "/data/samples/articles")) {
    if (entry.is_regular_file() && !entry.path().string().ends_with(".meta.json"))
      files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  for (const std::string& file : files) {
    read_input(file, {}, [&](Result<RawRecord> raw) {
      if (!raw) return true;
      auto record = pipeline->run(*raw);
      if (record && record->article().language() == code) out.push_back(*std::move(record));
      return true;
    });
  }
  return out;
}

void find(benchmark::State& state, const std::string& code) {
  const DataFiles data = DataFiles::embedded();
  const auto language = Language::load(data, code);
  const auto finder = EventFinder::load(data, code);
  std::vector<v1::ArticleRecord> records = sample_records(code);
  if (!language || !finder || records.empty()) {
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
  const auto rounds = static_cast<double>(state.iterations());
  state.counters["tokens/s"] =
      benchmark::Counter(rounds * static_cast<double>(tokens), benchmark::Counter::kIsRate);
  state.counters["articles_of_400/s"] =
      benchmark::Counter(rounds * static_cast<double>(tokens) / 400, benchmark::Counter::kIsRate);
}
BENCHMARK_CAPTURE(find, de, std::string("de"))->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(find, en, std::string("en"))->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace annals
