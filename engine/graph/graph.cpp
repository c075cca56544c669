#include "engine/graph/graph.h"

#include <algorithm>
#include <numeric>
#include <string_view>
#include <utility>

#include <boost/graph/compressed_sparse_row_graph.hpp>

#include "engine/store/digest.h"

namespace annals {
namespace {

constexpr double kDamping = 0.85;
constexpr int kRounds = 24;

// Undirected: each edge is there in both directions.
using Adjacency = boost::compressed_sparse_row_graph<boost::directedS>;
using Vertex = std::uint32_t;

// The digests in an order that does not depend on how they came.
std::vector<std::uint32_t> by_article(std::span<const v1::Digest* const> digests) {
  std::vector<std::uint32_t> out(digests.size());
  std::iota(out.begin(), out.end(), 0U);
  std::sort(out.begin(), out.end(), [&](std::uint32_t a, std::uint32_t b) {
    const int order = digests[a]->article_id().compare(digests[b]->article_id());
    return order != 0 ? order < 0 : digests[a]->revision() < digests[b]->revision();
  });
  return out;
}

void sort_unique(std::vector<Vertex>& list) {
  std::sort(list.begin(), list.end());
  list.erase(std::unique(list.begin(), list.end()), list.end());
}

// Values that sum to 1, of vertices in any order: summed in the order of the graph, so that the
// order in which a caller lists them shows in no bit.
std::vector<double> normalised(const std::vector<double>& ranks, const std::vector<Vertex>& of) {
  std::vector<Vertex> sorted = of;
  std::sort(sorted.begin(), sorted.end());
  double sum = 0;
  for (const Vertex vertex : sorted)
    sum += ranks[vertex];
  std::vector<double> out;
  out.reserve(of.size());
  for (const Vertex vertex : of)
    out.push_back(sum > 0 ? ranks[vertex] / sum : 0.0);
  return out;
}

}  // namespace

// Vertices: the actors in the order of the index, then the articles sorted by id, each followed by
// its events.
struct Graph::Impl {
  Adjacency adjacency;
  std::size_t edges = 0;
  std::size_t actors = 0;
  std::vector<Vertex> event_vertices;  // in the order of (digest, event) as given
  std::vector<double> ranks;
};

namespace {

// Power iteration. Ranks are summed in the order of vertices, so equal graphs give equal bytes.
std::vector<double> page_rank(const Adjacency& graph) {
  const std::size_t count = boost::num_vertices(graph);
  if (count == 0) return {};
  const double teleport = (1.0 - kDamping) / static_cast<double>(count);
  std::vector<double> ranks(count, 1.0 / static_cast<double>(count));
  std::vector<double> next(count);
  for (int round = 0; round < kRounds; ++round) {
    double dangling = 0;  // what vertices without edges hold goes to all
    std::fill(next.begin(), next.end(), 0.0);
    for (std::size_t vertex = 0; vertex < count; ++vertex) {
      const auto [begin, end] = boost::adjacent_vertices(vertex, graph);
      if (begin == end) {
        dangling += ranks[vertex];
        continue;
      }
      const double share = ranks[vertex] / static_cast<double>(boost::out_degree(vertex, graph));
      for (auto to = begin; to != end; ++to)
        next[*to] += share;
    }
    const double base = teleport + kDamping * dangling / static_cast<double>(count);
    for (std::size_t vertex = 0; vertex < count; ++vertex) {
      ranks[vertex] = base + kDamping * next[vertex];
    }
  }
  return ranks;
}

}  // namespace

Graph Graph::build(std::span<const v1::Digest* const> digests, const ActorIndex& actors) {
  auto impl = std::make_unique<Impl>();
  impl->actors = actors.actors().size();
  std::size_t events = 0;
  std::vector<std::size_t> first_event(digests.size());
  for (std::size_t i = 0; i < digests.size(); ++i) {
    first_event[i] = events;
    events += static_cast<std::size_t>(digests[i]->events_size());
  }
  impl->event_vertices.resize(events);
  std::vector<std::pair<Vertex, Vertex>> edges;
  std::size_t most = 0;  // edges in one direction
  for (const v1::Digest* digest : digests) {
    most += static_cast<std::size_t>(digest->actors_size() + digest->events_size());
    for (const v1::DigestEvent& event : digest->events())
      most += static_cast<std::size_t>(part_count(event));
  }
  edges.reserve(2 * most);
  const auto connect = [&](Vertex a, Vertex b) {
    edges.emplace_back(a, b);
    edges.emplace_back(b, a);
  };
  auto next = static_cast<Vertex>(impl->actors);
  std::vector<Vertex> of_digest;  // the actor of each actor of the digest
  std::vector<Vertex> linked;
  for (const std::uint32_t i : by_article(digests)) {
    const v1::Digest& digest = *digests[i];
    const Vertex article = next++;
    actors.numbers_of(digest, of_digest);
    linked = of_digest;
    sort_unique(linked);
    for (const Vertex actor : linked) {
      if (actor != ActorIndex::kNone) connect(article, actor);
    }
    for (int e = 0; e < digest.events_size(); ++e) {
      const Vertex event = next++;
      impl->event_vertices[first_event[i] + static_cast<std::size_t>(e)] = event;
      connect(article, event);
      linked.clear();
      for (int p = 0; p < part_count(digest.events(e)); ++p) {
        const std::uint32_t number = part_of(digest.events(e), p).actor;
        if (number == 0 || number > of_digest.size()) continue;
        const Vertex actor = of_digest[number - 1];
        if (actor != ActorIndex::kNone) linked.push_back(actor);
      }
      sort_unique(linked);
      for (const Vertex actor : linked)
        connect(event, actor);
    }
  }
  impl->edges = edges.size() / 2;
  impl->adjacency =
      Adjacency(boost::edges_are_unsorted_multi_pass, edges.begin(), edges.end(), next);
  impl->ranks = page_rank(impl->adjacency);
  return Graph(std::move(impl));
}

Graph::Graph(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Graph::Graph(Graph&&) noexcept = default;
Graph& Graph::operator=(Graph&&) noexcept = default;
Graph::~Graph() = default;

std::size_t Graph::vertex_count() const {
  return boost::num_vertices(impl_->adjacency);
}

std::size_t Graph::edge_count() const {
  return impl_->edges;
}

std::vector<double> Graph::actor_salience() const {
  std::vector<Vertex> vertices(impl_->actors);
  std::iota(vertices.begin(), vertices.end(), 0U);
  return normalised(impl_->ranks, vertices);
}

std::vector<double> Graph::event_salience() const {
  return normalised(impl_->ranks, impl_->event_vertices);
}

}  // namespace annals
