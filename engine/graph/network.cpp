#include "engine/graph/network.h"

#include <algorithm>
#include <compare>
#include <functional>
#include <limits>
#include <map>
#include <tuple>
#include <utility>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/betweenness_centrality.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>

namespace annals {
namespace {

// Fewest steps first; among equals the least doubt.
struct Cost {
  std::uint32_t steps = 0;
  double doubt = 0;
  friend auto operator<=>(const Cost&, const Cost&) = default;
};

constexpr Cost kUnreached{std::numeric_limits<std::uint32_t>::max(), 0};

struct Sum {
  Cost operator()(const Cost& a, const Cost& b) const {
    if (a.steps == kUnreached.steps || b.steps == kUnreached.steps) return kUnreached;
    return {a.steps + b.steps, a.doubt + b.doubt};
  }
};

}  // namespace

ActorNetwork ActorNetwork::build(std::size_t actors, std::span<const LinkedEvent> events) {
  ActorNetwork out;
  out.actors_ = actors;
  std::map<std::pair<std::uint32_t, std::uint32_t>, ActorLink> links;
  for (std::uint32_t e = 0; e < events.size(); ++e) {
    std::vector<std::uint32_t> who = events[e].actors;
    std::ranges::sort(who);
    who.erase(std::ranges::unique(who).begin(), who.end());
    if (who.size() > kMaxActors) continue;
    for (std::size_t i = 0; i < who.size(); ++i) {
      for (std::size_t j = i + 1; j < who.size(); ++j) {
        ActorLink& link = links[{who[i], who[j]}];
        link.events.push_back(e);
        link.weight += events[e].weight;
      }
    }
  }
  for (auto& [pair, link] : links) {
    std::tie(link.a, link.b) = pair;
    std::ranges::stable_sort(link.events, [&](std::uint32_t x, std::uint32_t y) {
      return events[x].weight > events[y].weight;
    });
    out.links_.push_back(std::move(link));
  }
  return out;
}

const ActorLink* ActorNetwork::link(std::uint32_t a, std::uint32_t b) const {
  const std::pair wanted = std::minmax(a, b);
  const auto at = std::ranges::lower_bound(links_, std::pair(wanted.first, wanted.second), {},
                                           [](const ActorLink& l) { return std::pair(l.a, l.b); });
  if (at == links_.end() || at->a != wanted.first || at->b != wanted.second) return nullptr;
  return &*at;
}

std::vector<std::uint32_t> ActorNetwork::degree() const {
  std::vector<std::uint32_t> out(actors_, 0);
  for (const ActorLink& link : links_) {
    ++out[link.a];
    ++out[link.b];
  }
  return out;
}

std::vector<double> ActorNetwork::betweenness(std::span<const std::uint32_t> among) const {
  using Links = boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS>;
  Links graph(among.size());
  std::map<std::uint32_t, std::size_t> vertex;
  for (std::size_t i = 0; i < among.size(); ++i)
    vertex.emplace(among[i], i);
  for (const ActorLink& link : links_) {
    const auto a = vertex.find(link.a);
    const auto b = vertex.find(link.b);
    if (a != vertex.end() && b != vertex.end()) boost::add_edge(a->second, b->second, graph);
  }
  std::vector<double> out(among.size(), 0);
  if (among.size() < 3) return out;
  boost::brandes_betweenness_centrality(
      graph,
      boost::make_iterator_property_map(out.begin(), boost::get(boost::vertex_index, graph)));
  const auto others = static_cast<double>(among.size() - 1);
  for (double& value : out)
    value /= others * (others - 1) / 2;
  return out;
}

std::vector<std::uint32_t> ActorNetwork::path(std::uint32_t from, std::uint32_t to) const {
  if (from >= actors_ || to >= actors_) return {};
  if (from == to) return {from};
  using WeightedLinks =
      boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS, boost::no_property,
                            boost::property<boost::edge_weight_t, Cost>>;
  WeightedLinks graph(actors_);
  for (const ActorLink& link : links_)
    boost::add_edge(link.a, link.b, Cost{1, 1.0 / (1.0 + link.weight)}, graph);
  std::vector<WeightedLinks::vertex_descriptor> before(actors_);
  std::vector<Cost> cost(actors_);
  const auto index = boost::get(boost::vertex_index, graph);
  boost::dijkstra_shortest_paths(
      graph, from,
      boost::predecessor_map(boost::make_iterator_property_map(before.begin(), index))
          .distance_map(boost::make_iterator_property_map(cost.begin(), index))
          .distance_compare(std::less<>())
          .distance_combine(Sum())
          .distance_inf(kUnreached)
          .distance_zero(Cost{}));
  if (cost[to].steps == kUnreached.steps) return {};
  std::vector<std::uint32_t> out{to};
  while (out.back() != from)
    out.push_back(static_cast<std::uint32_t>(before[out.back()]));
  std::ranges::reverse(out);
  return out;
}

}  // namespace annals
