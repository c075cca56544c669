// annals stories: the developing stories of a store.
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/command.h"
#include "cli/output.h"
#include "engine/engine.h"

namespace annals::cli {
namespace {

// Articles from which a story is long.
constexpr std::uint32_t kLongStory = 10;

struct Options {
  std::string store;
  std::string format;
  StoryOptions stories;
  std::size_t max_stories = 0;
};

std::string day_words(bool known, std::int32_t number) {
  return known ? to_string(day_from_number(number)) : std::string("?");
}

void write_text(const std::vector<v1::Story>& stories, Terminal& terminal) {
  for (const v1::Story& story : stories) {
    terminal.out << fmt::format(
        "{}  {}..{}  {:>5}  {}\n", story.id(), day_words(story.has_first_day(), story.first_day()),
        day_words(story.has_last_day(), story.last_day()), story.article_count(),
        paint(terminal.color_out, "\x1b[1m", story.label()));
    std::string names;
    for (const v1::Actor& actor : story.actors())
      names += (names.empty() ? "" : ", ") + actor.name();
    if (!names.empty()) terminal.out << "    " << names << "\n";
    for (const v1::Story& part : story.parts()) {
      terminal.out << fmt::format(
          "    {}..{}  {:>5}  {}\n", day_words(part.has_first_day(), part.first_day()),
          day_words(part.has_last_day(), part.last_day()), part.article_count(), part.label());
    }
    for (const std::string& article : story.articles())
      terminal.out << "    " << article << "\n";
  }
}

}  // namespace

Run setup_stories(CLI::App& app, const CommonOptions& /*common*/) {
  auto options = std::make_shared<Options>();
  add_store_option(app, options->store);
  add_format_option(app, options->format, {"text", "json", "jsonl", "proto-stream", "textproto"});
  app.add_flag("--members", options->stories.members, "List the ids of each story's articles");
  app.add_flag_callback(
      "--parts", [options] { options->stories.parts_from = kLongStory; },
      "List the larger events of long stories");
  app.add_option("--max", options->max_stories, "At most N stories, the largest first")
      ->type_name("N");
  return [options](Terminal& terminal) {
    const auto engine = Engine::open(options->store, {.read_only = true});
    if (!engine) return report(engine.error(), terminal);
    auto stories = engine->stories(options->stories);
    if (!stories) return report(stories.error(), terminal);
    if (options->max_stories > 0 && stories->size() > options->max_stories)
      stories->resize(options->max_stories);
    const Format format = format_of(options->format);
    if (format == Format::kText) {
      write_text(*stories, terminal);
      return kDone;
    }
    std::vector<const google::protobuf::Message*> messages;
    for (const v1::Story& story : *stories)
      messages.push_back(&story);
    return write_messages(messages, format, terminal);
  };
}

}  // namespace annals::cli
