// annals forget: removes articles with everything derived from them.
#include <memory>

#include <CLI/CLI.hpp>

#include "cli/command.h"
#include "engine/engine.h"

namespace annals::cli {
namespace {

struct Options {
  std::string store;
  std::vector<std::string> articles;
};

}  // namespace

Run setup_forget(CLI::App& app, const CommonOptions& common) {
  auto options = std::make_shared<Options>();
  add_store_option(app, options->store);
  app.add_option("article", options->articles, "Ids of articles")->type_name("ID")->required();
  return [options, &common](Terminal& terminal) {
    auto engine = Engine::open(options->store, {});
    if (!engine) return report(engine.error(), terminal);
    int code = kDone;
    for (const std::string& article : options->articles) {
      const Status forgotten = engine->forget(article);
      if (!forgotten) {
        // Go on with the rest, and remember.
        code = report(forgotten.error(), terminal);
      } else if (!common.quiet) {
        terminal.err << "forgot " << article << "\n";
      }
    }
    const Status closed = engine->close();
    return closed ? code : report(closed.error(), terminal);
  };
}

}  // namespace annals::cli
