// How are the actors of a query connected? Its entries as a network of actors.
//
// Thread safety: free functions; the store is only read. Errors: as build_timeline; an actor that
// is not there is kNotFound, and so are two between whom there is no path.
#pragma once

#include <cstddef>
#include <string>

#include <annals/v1/network.pb.h>
#include <annals/v1/timeline.pb.h>

#include "engine/base/result.h"
#include "engine/store/store.h"

namespace annals {

struct NetworkOptions {
  // The most salient actors that share events with others.
  std::size_t max_actors = 40;
  // Only links with so many events and more.
  std::size_t min_events = 1;
};

Result<v1::Network> build_network(const Store& store, const v1::TimelineQuery& query,
                                  const NetworkOptions& options);

// A shortest chain from one actor to the other, by names or ids, through events of the query's
// articles.
Result<v1::ActorPath> find_path(const Store& store, const v1::TimelineQuery& query,
                                const std::string& from, const std::string& to);

}  // namespace annals
