// annals db: looks after a store.
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/command.h"
#include "engine/engine.h"

namespace annals::cli {
namespace {

struct Options {
  std::string store;
  std::string format = "text";
};

int print_stats(const Options& options, Terminal& terminal) {
  const auto engine = Engine::open(options.store, {.read_only = true});
  if (!engine) return report(engine.error(), terminal);
  const auto stats = engine->stats();
  if (!stats) return report(stats.error(), terminal);
  const char* layout =
      options.format == "json"
          ? "{{\"articles\":{},\"revisions\":{},\"events\":{},\"bytes\":{},\"schema\":{},"
            "\"engine\":\"{}\"}}\n"
          : "articles   {}\nrevisions  {}\nevents     {}\nbytes      {}\nschema     {}\nengine     "
            "{}\n";
  terminal.out << fmt::format(fmt::runtime(layout), stats->articles, stats->revisions,
                              stats->events, stats->bytes_on_disk, stats->schema_version,
                              stats->engine_version);
  return kDone;
}

int check(const Options& options, const CommonOptions& common, Terminal& terminal) {
  const auto engine = Engine::open(options.store, {.read_only = true});
  if (!engine) return report(engine.error(), terminal);
  const auto findings = engine->check();
  if (!findings) return report(findings.error(), terminal);
  for (const std::string& finding : *findings)
    terminal.out << finding << "\n";
  if (!findings->empty()) {
    terminal.err << fmt::format("annals: {}: {} findings; ingest the articles into a new store\n",
                                options.store, findings->size());
    return kFailed;
  }
  if (!common.quiet) terminal.err << options.store << ": sound\n";
  return kDone;
}

}  // namespace

Run setup_db(CLI::App& app, const CommonOptions& common) {
  auto options = std::make_shared<Options>();
  app.require_subcommand(1);
  CLI::App* stats = app.add_subcommand("stats", "Print how much a store holds");
  add_store_option(*stats, options->store);
  stats->add_option("--format", options->format, "Output format")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  CLI::App* checked =
      app.add_subcommand("check", "Read everything and check that it fits together");
  add_store_option(*checked, options->store);
  // --quiet and --data stand with `db`; they may follow its sub-command too.
  stats->fallthrough();
  checked->fallthrough();
  return [options, &common, stats](Terminal& terminal) {
    return stats->parsed() ? print_stats(*options, terminal) : check(*options, common, terminal);
  };
}

}  // namespace annals::cli
