// A network of actors for graph programs: DOT (Graphviz), GraphML and GEXF (Gephi), each with the
// days on which the links' events happened.
//
// Vertices are actors with their kind, salience, degree and betweenness; edges carry the number of
// events, their classes, and the first and last day. In GEXF the days are the spells of a dynamic
// graph. Thread safety: free functions. Errors: none; text is escaped as each format asks.
#pragma once

#include <string>

#include <annals/v1/network.pb.h>

namespace annals {

std::string to_dot(const v1::Network& network);
std::string to_graphml(const v1::Network& network);
std::string to_gexf(const v1::Network& network);
// For people on a terminal.
std::string network_text(const v1::Network& network);

}  // namespace annals
