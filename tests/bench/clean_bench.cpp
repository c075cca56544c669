// How fast articles are told from their pages, on the sample pages.
#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "ingest/clean/chooser.h"
#include "ingest/clean/cleaner.h"
#include "ingest/clean/features.h"
#include "ingest/clean/page_view.h"
#include "ingest/read/reader.h"

namespace annals {
namespace {

std::vector<Page> sample_pages(RecordFormat format) {
  std::vector<Page> pages;
  const std::string directory = ANNALS_SOURCE_DIR "/data/samples/articles";
  read_input(directory, {}, [&](Result<RawRecord> record) {
    if (record && record->format == format) {
      if (auto page = parse_record(*record)) pages.push_back(std::move(*page));
    }
    return true;
  });
  return pages;
}

void clean_pages(benchmark::State& state, RecordFormat format) {
  const auto cleaner = Cleaner::load(DataFiles::embedded());
  const std::vector<Page> pages = sample_pages(format);
  if (!cleaner || pages.empty()) {
    state.SkipWithError("no cleaner or no pages");
    return;
  }
  std::size_t bytes = 0;
  std::size_t count = 0;
  for (auto _ : state) {
    for (const Page& page : pages) {
      benchmark::DoNotOptimize(cleaner->clean(page, {}));
      bytes += page.text.size();
      ++count;
    }
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
  state.SetItemsProcessed(static_cast<std::int64_t>(count));
}

void BM_CleanText(benchmark::State& state) {
  clean_pages(state, RecordFormat::kText);
}
BENCHMARK(BM_CleanText);

void BM_CleanHtml(benchmark::State& state) {
  clean_pages(state, RecordFormat::kHtml);
}
BENCHMARK(BM_CleanHtml);

void BM_Features(benchmark::State& state) {
  const auto knowledge = CleanKnowledge::load(DataFiles::embedded());
  const std::vector<Page> pages = sample_pages(RecordFormat::kText);
  if (!knowledge || pages.empty()) {
    state.SkipWithError("no packs or no pages");
    return;
  }
  std::size_t bytes = 0;
  for (auto _ : state) {
    for (const Page& page : pages) {
      const PageView view = view_page(page, *knowledge);
      benchmark::DoNotOptimize(block_features(view, *knowledge));
      bytes += page.text.size();
    }
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
}
BENCHMARK(BM_Features);

void BM_Load(benchmark::State& state) {
  for (auto _ : state)
    benchmark::DoNotOptimize(Cleaner::load(DataFiles::embedded()));
}
BENCHMARK(BM_Load)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace annals
