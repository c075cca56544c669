// annals actors: who acts in the stories of a store.
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/command.h"
#include "cli/output.h"
#include "engine/engine.h"
#include "engine/export/words.h"

namespace annals::cli {
namespace {

struct Options {
  std::string store;
  std::string format;
  std::size_t max_actors = 0;
};

void write_text(const std::vector<v1::Actor>& actors, Terminal& terminal) {
  for (const v1::Actor& actor : actors) {
    std::string aliases;
    for (const std::string& alias : actor.aliases()) {
      if (alias != actor.name()) aliases += (aliases.empty() ? "  = " : ", ") + alias;
    }
    terminal.out << fmt::format("{}  {:>5}  {:12}  {}{}\n", actor.id(), actor.articles(),
                                word(actor.kind()),
                                paint(terminal.color_out, "\x1b[1m", actor.name()), aliases);
  }
}

}  // namespace

Run setup_actors(CLI::App& app, const CommonOptions& /*common*/) {
  auto options = std::make_shared<Options>();
  add_store_option(app, options->store);
  add_format_option(app, options->format, {"text", "json", "jsonl", "proto-stream", "textproto"});
  app.add_option("--max", options->max_actors, "At most N actors, the most salient first")
      ->type_name("N");
  return [options](Terminal& terminal) {
    const auto engine = Engine::open(options->store, {.read_only = true});
    if (!engine) return report(engine.error(), terminal);
    auto actors = engine->actors();
    if (!actors) return report(actors.error(), terminal);
    if (options->max_actors > 0 && actors->size() > options->max_actors)
      actors->resize(options->max_actors);
    const Format format = format_of(options->format);
    if (format == Format::kText) {
      write_text(*actors, terminal);
      return kDone;
    }
    std::vector<const google::protobuf::Message*> messages;
    for (const v1::Actor& actor : *actors)
      messages.push_back(&actor);
    return write_messages(messages, format, terminal);
  };
}

}  // namespace annals::cli
