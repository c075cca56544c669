// What benchmarks of the layers share: the sample's articles, and how a rate is told.
#pragma once

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "ingest/pipeline.h"

namespace annals::bench {

// The sample's articles in one language, with every layer.
inline std::vector<v1::ArticleRecord> sample_records(const Pipeline& pipeline,
                                                     const std::string& code) {
  std::vector<std::string> files;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(ANNALS_SOURCE_DIR "/data/samples/articles")) {
    if (entry.is_regular_file() && !entry.path().string().ends_with(".meta.json"))
      files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  std::vector<v1::ArticleRecord> out;
  for (const std::string& file : files) {
    read_input(file, {}, [&](Result<RawRecord> raw) {
      if (!raw) return true;
      auto record = pipeline.run(*raw);
      if (record && record->article().language() == code) out.push_back(*std::move(record));
      return true;
    });
  }
  return out;
}

// `tokens` are those of one iteration.
inline void count_tokens(benchmark::State& state, std::size_t tokens) {
  const double all = static_cast<double>(state.iterations()) * static_cast<double>(tokens);
  state.counters["tokens/s"] = benchmark::Counter(all, benchmark::Counter::kIsRate);
  state.counters["articles_of_400/s"] = benchmark::Counter(all / 400, benchmark::Counter::kIsRate);
}

}  // namespace annals::bench
