// How long actors take: loading, and one article of about 400 words.
#include <string>

#include <benchmark/benchmark.h>

#include "engine/base/data_files.h"
#include "ingest/language/language.h"
#include "ingest/who/actor_finder.h"

namespace {

using namespace annals;

constexpr const char* kGerman =
    "Die Softwarefirma Nordwerk AG hat das Angebot von Microsoft abgelehnt. Das teilte "
    "Nordwerk-Chefin Karin Albrecht am Montag in Hamburg mit. Albrecht verwies auf Bedenken der "
    "US-Regierung. Der Konzern Microsoft wollte sich auf Anfrage nicht dazu äußern, bestätigte "
    "aber, "
    "dass die Gespräche beendet sind. Nordwerks Aktie stieg daraufhin um drei Prozent. ";
constexpr const char* kEnglish =
    "The software company Nordwerk Inc. has rejected the offer from Microsoft, its chief executive "
    "Karin Albrecht said in Hamburg on Monday. Albrecht pointed to concerns of the U.S. "
    "government. "
    "Microsoft declined to comment but confirmed that the talks are over. Shares of Nordwerk rose "
    "by "
    "three percent after the news, while the Chinese government said it was watching the case. ";

void load(benchmark::State& state, const std::string& code) {
  const DataFiles data = DataFiles::embedded();
  for (auto _ : state)
    benchmark::DoNotOptimize(ActorFinder::load(data, code));
}

void find(benchmark::State& state, const std::string& code, const char* paragraph) {
  const DataFiles data = DataFiles::embedded();
  const auto language = Language::load(data, code);
  const auto finder = ActorFinder::load(data, code);
  std::string text;
  for (int i = 0; i < 7; ++i)
    text += paragraph;
  const Analysis analysis = language->analyse_text(text);
  v1::ArticleRecord record;
  for (auto _ : state)
    finder->find(analysis, record);
  state.SetItemsProcessed(state.iterations());
  state.counters["tokens"] = static_cast<double>(analysis.tokens.size());
}

BENCHMARK_CAPTURE(load, de, "de")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(load, en, "en")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(find, de, "de", kGerman)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(find, en, "en", kEnglish)->Unit(benchmark::kMicrosecond);

}  // namespace
