// annals path: through which events two actors are connected.
#include <memory>

#include <CLI/CLI.hpp>

#include "cli/command.h"
#include "cli/output.h"
#include "cli/query.h"
#include "engine/engine.h"
#include "engine/export/timeline_text.h"

namespace annals::cli {
namespace {

struct Options {
  QueryOptions query;
  std::string format;
  std::string from;
  std::string to;
};

}  // namespace

Run setup_path(CLI::App& app, const CommonOptions& common) {
  auto options = std::make_shared<Options>();
  app.add_option("a", options->from, "An actor: name or id")->type_name("ACTOR")->required();
  app.add_option("b", options->to, "Another one")->type_name("ACTOR")->required();
  add_query_options(app, options->query);
  add_format_option(app, options->format, {"text", "json", "jsonl", "proto", "textproto"});
  return [options, &common](Terminal& terminal) {
    return with_query(
        options->query, common, terminal, [&](const Engine& engine, const auto& query) {
          const auto path = engine.path(query, options->from, options->to);
          if (!path) return report(path.error(), terminal);
          const Format format = format_of(options->format);
          if (format != Format::kText) return write_message(*path, format, terminal);
          terminal.out << path_text(*path, {.color = terminal.color_out, .width = terminal.width});
          return kDone;
        });
  };
}

}  // namespace annals::cli
