// How are actors, events and articles linked? A Boost.Graph graph over the digests of a query.
//
// Thread safety: immutable after build. Errors: none; an empty input gives an empty graph.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <annals/v1/actor.pb.h>
#include <annals/v1/digest.pb.h>

#include "engine/base/ids.h"
#include "engine/store/store.h"

namespace annals {

// Actors across articles: which document-level actors are one. Order-independent: a pure function
// of the set of digests. "Trump" joins "Donald Trump" when one full name of the set fits, or one
// has ten times the articles of all others that fit; so do "FBI" and the name whose capitals spell
// it or that states it as an alias. The canonical name is the most frequent full name.
class ActorIndex {
 public:
  static ActorIndex build(std::span<const v1::Digest* const> digests);

  // The canonical actor of a document-level key; kNone when the key is not in the set.
  static constexpr std::uint32_t kNone = ~std::uint32_t{0};
  std::uint32_t find(std::string_view key) const;
  // The canonical actor of each actor of a digest, instead of what `out` held. Those of the digests
  // that the index was built of are known, as long as these live.
  void numbers_of(const v1::Digest& digest, std::vector<std::uint32_t>& out) const;
  // The actor that a user means by a name, an alias or an id ("ac-…"); kNone when none fits.
  std::uint32_t find_by_name(std::string_view name) const;
  // The actors, sorted by key. salience is 0 until a Graph sets it.
  const std::vector<v1::Actor>& actors() const { return actors_; }
  std::vector<v1::Actor>& actors() { return actors_; }

 private:
  // So that views are looked up without a copy.
  struct Hash {
    using is_transparent = void;  // NOLINT(readability-identifier-naming): the library's name
    std::size_t operator()(std::string_view key) const {
      return std::hash<std::string_view>()(key);
    }
  };
  std::vector<v1::Actor> actors_;
  std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> by_key_;
  std::vector<std::uint32_t> numbers_;  // of the actors of the digests, one digest after another
  std::unordered_map<const v1::Digest*, std::uint32_t> first_;  // where a digest's begin
};

// The graph itself: vertices are actors, events and articles; edges say "takes part in", "reports"
// and "names".
class Graph {
 public:
  static Graph build(std::span<const v1::Digest* const> digests, const ActorIndex& actors);
  Graph(Graph&&) noexcept;
  Graph& operator=(Graph&&) noexcept;
  ~Graph();

  std::size_t vertex_count() const;
  std::size_t edge_count() const;
  // PageRank (Brin and Page, 1998) over the undirected graph, damping 0.85, a fixed number of
  // rounds so that equal graphs give equal bytes. One value an actor of the index; they sum to 1
  // (or are all 0).
  std::vector<double> actor_salience() const;
  // One value an event, in the order of (digest, event); sums to 1.
  std::vector<double> event_salience() const;

 private:
  struct Impl;
  explicit Graph(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace annals
