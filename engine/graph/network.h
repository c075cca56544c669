// How are actors connected? The network whose vertices are actors and whose links are the events in
// which two of them take part.
//
// Thread safety: immutable after build. Errors: none; no events give a network without links.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace annals {

// An event of the network: who takes part, and how well it is supported (more than 0).
struct LinkedEvent {
  std::vector<std::uint32_t> actors;  // numbers below the count given to build()
  double weight = 1;
};

// Two actors, a < b, and the numbers of their events, best supported first.
struct ActorLink {
  std::uint32_t a = 0;
  std::uint32_t b = 0;
  std::vector<std::uint32_t> events;
  double weight = 0;  // of all events together
};

class ActorNetwork {
 public:
  // An event with very many actors is a list, not an encounter: it links nobody.
  static constexpr std::size_t kMaxActors = 12;
  static ActorNetwork build(std::size_t actors, std::span<const LinkedEvent> events);

  // Sorted by (a, b).
  const std::vector<ActorLink>& links() const { return links_; }
  // The link between two actors, or nullptr.
  const ActorLink* link(std::uint32_t a, std::uint32_t b) const;
  // Number of others an actor is linked to, one value an actor.
  std::vector<std::uint32_t> degree() const;
  // Share of the shortest paths between others that lead over an actor (betweenness: Freeman, 1977;
  // computed as by Brandes, 2001), among the actors given and the links between them, 0 … 1: one
  // value an actor given. Takes time in proportion to actors times links.
  std::vector<double> betweenness(std::span<const std::uint32_t> among) const;
  // The actors on a shortest path, both ends included; of several the one whose links are best
  // supported. Empty when there is none.
  std::vector<std::uint32_t> path(std::uint32_t from, std::uint32_t to) const;

 private:
  std::size_t actors_ = 0;
  std::vector<ActorLink> links_;
};

}  // namespace annals
