// annals graph: how the actors of a query are connected.
#include <memory>

#include <CLI/CLI.hpp>

#include "cli/command.h"
#include "cli/output.h"
#include "cli/query.h"
#include "engine/engine.h"
#include "engine/export/network_formats.h"

namespace annals::cli {
namespace {

struct Options {
  QueryOptions query;
  std::string format;
  NetworkOptions network;
};

}  // namespace

Run setup_graph(CLI::App& app, const CommonOptions& common) {
  auto options = std::make_shared<Options>();
  add_query_options(app, options->query);
  app.add_option("--max", options->network.max_actors, "The N most salient actors")
      ->type_name("N")
      ->capture_default_str();
  app.add_option("--min-events", options->network.min_events, "Only links with N events and more")
      ->type_name("N")
      ->capture_default_str();
  add_format_option(app, options->format,
                    {"text", "dot", "graphml", "gexf", "json", "jsonl", "proto", "textproto"});
  app.footer(
      "Actors are linked by the events in which both take part. salience is PageRank over actors,\n"
      "events and articles; between is betweenness among the actors shown.");
  return [options, &common](Terminal& terminal) {
    return with_query(options->query, common, terminal,
                      [&](const Engine& engine, const auto& query) {
                        const auto network = engine.network(query, options->network);
                        if (!network) return report(network.error(), terminal);
                        if (options->format == "dot") {
                          terminal.out << to_dot(*network);
                        } else if (options->format == "graphml") {
                          terminal.out << to_graphml(*network);
                        } else if (options->format == "gexf") {
                          terminal.out << to_gexf(*network);
                        } else if (options->format == "text") {
                          terminal.out << network_text(*network);
                        } else {
                          return write_message(*network, format_of(options->format), terminal);
                        }
                        return kDone;
                      });
  };
}

}  // namespace annals::cli
