// Actors and graph over generated articles, as a query of so many articles builds them.
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "engine/graph/graph.h"
#include "tests/engine/store/generated_records.h"

namespace annals {
namespace {

struct Articles {
  std::vector<v1::Digest> digests;
  std::vector<const v1::Digest*> views;

  explicit Articles(std::int64_t count) {
    for (std::int64_t i = 0; i < count; ++i) {
      digests.push_back(make_digest(generated_record(static_cast<std::uint64_t>(i))));
    }
    for (const v1::Digest& digest : digests)
      views.push_back(&digest);
  }
};

void bench_actor_index(benchmark::State& state) {
  const Articles articles(state.range(0));
  for (auto _ : state)
    benchmark::DoNotOptimize(ActorIndex::build(articles.views));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(bench_actor_index)->Arg(100)->Arg(1000)->Unit(benchmark::kMillisecond);

void bench_graph(benchmark::State& state) {
  const Articles articles(state.range(0));
  const ActorIndex actors = ActorIndex::build(articles.views);
  for (auto _ : state)
    benchmark::DoNotOptimize(Graph::build(articles.views, actors).actor_salience());
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(bench_graph)->Arg(100)->Arg(1000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace annals
