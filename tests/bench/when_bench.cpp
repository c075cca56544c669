// How fast times are found, on the sample articles and on text made of nothing but times.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "engine/base/interval.h"
#include "ingest/language/language.h"
#include "ingest/when/time_tagger.h"

namespace annals {
namespace {

std::string sample_text() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(ANNALS_SOURCE_DIR "/data/samples/articles")) {
    if (entry.is_regular_file() && entry.path().extension() == ".txt")
      files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::string text;
  for (const auto& file : files) {
    std::ifstream in(file, std::ios::binary);
    text.append(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    text += '\n';
  }
  return text;
}

void tag(benchmark::State& state, const char* code, const std::string& text) {
  const DataFiles data = DataFiles::embedded();
  const auto language = Language::load(data, code);
  const auto tagger = TimeTagger::load(data, code);
  if (!language || !tagger) {
    state.SkipWithError("the pack does not load");
    return;
  }
  const Analysis analysis = language->analyse_text(text);
  const ReferenceTime reference{day_interval(Day(date::year(2020) / 9 / 16)), "Europe/Berlin"};
  std::size_t times = 0;
  for (auto _ : state)
    times += tagger->tag_text(analysis, reference).size();
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
  state.counters["times/s"] =
      benchmark::Counter(static_cast<double>(times), benchmark::Counter::kIsRate);
}

void sample_german(benchmark::State& state) {
  tag(state, "de", sample_text());
}
void sample_english(benchmark::State& state) {
  tag(state, "en", sample_text());
}
void nothing_but_times(benchmark::State& state) {
  std::string text;
  for (int i = 0; i < 2000; ++i)
    text += "Am 20. September 2020, vor drei Wochen, am Montagabend um 20.30 Uhr. ";
  tag(state, "de", text);
}
void load_german(benchmark::State& state) {
  for (auto _ : state)
    benchmark::DoNotOptimize(TimeTagger::load(DataFiles::embedded(), "de"));
}
BENCHMARK(sample_german);
BENCHMARK(sample_english);
BENCHMARK(nothing_but_times);
BENCHMARK(load_german);

}  // namespace
}  // namespace annals
