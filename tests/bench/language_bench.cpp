// How fast text is cut and tagged, on the sample articles.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "ingest/language/impl.h"
#include "ingest/language/language.h"
#include "ingest/language/tokenizer.h"

namespace annals {
namespace {

std::vector<std::string> sample_texts() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(ANNALS_SOURCE_DIR "/data/samples/articles")) {
    if (entry.is_regular_file() && entry.path().extension() == ".txt")
      files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::vector<std::string> texts;
  for (const auto& file : files) {
    std::ifstream in(file, std::ios::binary);
    texts.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  return texts;
}

void analyse(benchmark::State& state, bool tagged) {
  const auto languages = Languages::load(DataFiles::embedded());
  if (!languages) {
    state.SkipWithError(languages.error().message.c_str());
    return;
  }
  const std::vector<std::string> texts = sample_texts();
  const Language& german = *languages->find("de");
  const auto scratch = german.impl().borrow();
  std::size_t tokens = 0;
  std::size_t bytes = 0;
  for (auto _ : state) {
    for (const std::string& text : texts) {
      if (tagged) {
        tokens += german.analyse_text(text).tokens.size();
      } else {
        Analysis analysis;
        analysis.language = &german;
        analysis.text = text;
        tokenize_block(german.impl(), {0, static_cast<std::uint32_t>(text.size())}, *scratch,
                       analysis);
        split_block(0, 0, 0, *scratch, analysis);
        tokens += analysis.tokens.size();
      }
      bytes += text.size();
    }
  }
  state.counters["tokens/s"] =
      benchmark::Counter(static_cast<double>(tokens), benchmark::Counter::kIsRate);
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
}

void cut(benchmark::State& state) {
  analyse(state, false);
}
void cut_and_tag(benchmark::State& state) {
  analyse(state, true);
}
BENCHMARK(cut);
BENCHMARK(cut_and_tag);

void identify(benchmark::State& state) {
  const auto languages = Languages::load(DataFiles::embedded());
  const std::vector<std::string> texts = sample_texts();
  for (auto _ : state) {
    for (const std::string& text : texts)
      benchmark::DoNotOptimize(languages->identify(text));
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(texts.size()));
}
BENCHMARK(identify);

void load(benchmark::State& state) {
  for (auto _ : state)
    benchmark::DoNotOptimize(Languages::load(DataFiles::embedded()));
}
BENCHMARK(load);

}  // namespace
}  // namespace annals
