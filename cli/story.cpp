// annals story: why an article belongs to a story, and what people decide about stories.
#include <algorithm>
#include <chrono>
#include <map>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/command.h"
#include "cli/output.h"
#include "engine/engine.h"
#include "ingest/language/language.h"

namespace annals::cli {
namespace {

struct Options {
  std::string store;
  std::string format;
  std::string story;
  std::string name;
  std::vector<std::string> stories;
  std::vector<std::string> articles;
  std::string article;
};

Instant now() {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

// Opens the store, lets `decide` record something, closes it.
int record(const Options& options, Terminal& terminal,
           const std::function<Status(Engine&)>& decide) {
  auto engine = Engine::open(options.store, {});
  if (!engine) return report(engine.error(), terminal);
  const Status decided = decide(*engine);
  const Status closed = engine->close();
  if (!decided) return report(decided.error(), terminal);
  return closed ? kDone : report(closed.error(), terminal);
}

int print_decisions(const Options& options, Terminal& terminal) {
  const auto engine = Engine::open(options.store, {.read_only = true});
  if (!engine) return report(engine.error(), terminal);
  const auto decisions = engine->story_decisions();
  if (!decisions) return report(decisions.error(), terminal);
  const Format format = format_of(options.format);
  if (format != Format::kText) {
    std::vector<const google::protobuf::Message*> messages;
    for (const v1::StoryDecision& d : *decisions)
      messages.push_back(&d);
    return write_messages(messages, format, terminal);
  }
  for (const v1::StoryDecision& d : *decisions) {
    switch (d.kind()) {
      case v1::STORY_DECISION_KIND_MERGE:
        terminal.out << fmt::format("merge   {}  with {}\n", d.article(), d.other());
        break;
      case v1::STORY_DECISION_KIND_SPLIT:
        terminal.out << fmt::format("split   {}  from {}\n", d.article(), d.other());
        break;
      default:
        terminal.out << fmt::format("rename  {}  “{}”\n", d.article(), d.name());
    }
  }
  return kDone;
}

// The words of a text whose terms are numbers elsewhere.
std::map<std::uint32_t, std::string> words_by_term(const Languages& languages,
                                                   const v1::Article& article) {
  std::map<std::uint32_t, std::string> out;
  const Language* language = languages.find(article.language());
  if (language == nullptr) return out;
  for (const std::string* text : {&article.title(), &article.text()}) {
    const Analysis analysis = language->analyse_text(*text);
    for (const Token& token : analysis.tokens) {
      if (!token.stop_word) out.emplace(token.term.value(), analysis.text_of(token));
    }
  }
  return out;
}

void write_link(const v1::StoryLink& link, const std::map<std::uint32_t, std::string>& words,
                const char* name, Terminal& terminal) {
  terminal.out << fmt::format("  {:10}{}  “{}”\n", name, link.article(), link.title());
  const std::string gap =
      link.has_gap_days() ? fmt::format("{} days apart", link.gap_days()) : "undated";
  terminal.out << fmt::format("  {:10}  likeness {:.2f}, {}\n", "", link.likeness(), gap);
  std::string list;
  const auto line = [&](const char* what) {
    if (!list.empty()) terminal.out << fmt::format("  {:10}  {:8}{}\n", "", what, list);
    list.clear();
  };
  for (const std::uint32_t term : link.terms()) {
    const auto word = words.find(term);
    if (word != words.end()) list += (list.empty() ? "" : ", ") + word->second;
  }
  line("words");
  for (const std::string& actor : link.actors())
    list += (list.empty() ? "" : ", ") + actor;
  line("actors");
  for (const std::int32_t day : link.days())
    list += (list.empty() ? "" : ", ") + to_string(day_from_number(day));
  line("days");
}

int explain(const Options& options, const CommonOptions& common, Terminal& terminal) {
  const auto data = open_data(common);
  if (!data) return report(data.error(), terminal);
  const auto engine = Engine::open(options.store, {.read_only = true});
  if (!engine) return report(engine.error(), terminal);
  const auto why = engine->explain_story(options.article);
  if (!why) return report(why.error(), terminal);
  const Format format = format_of(options.format);
  if (format != Format::kText) return write_message(*why, format, terminal);
  const auto languages = Languages::load(*data);
  if (!languages) return report(languages.error(), terminal);
  const auto record = engine->article(options.article);
  if (!record) return report(record.error(), terminal);
  const auto words = words_by_term(*languages, record->article());
  terminal.out << paint(terminal.color_out, "\x1b[1m", why->article()) << "  “" << why->title()
               << "”\n";
  terminal.out << fmt::format("  {:10}{}  {} articles, {} of this event\n", "story",
                              why->story().id(), why->story().article_count(),
                              why->event_articles());
  terminal.out << fmt::format("  {:10}{}\n", "", why->story().label());
  for (const v1::StoryLink& link : why->links())
    write_link(link, words, "like", terminal);
  for (const v1::StoryLink& link : why->outside())
    write_link(link, words, "outside", terminal);
  for (const v1::StoryDecision& d : why->decisions()) {
    terminal.out << fmt::format("  {:10}{}\n", "decided",
                                d.kind() == v1::STORY_DECISION_KIND_MERGE
                                    ? fmt::format("{} with {}", d.article(), d.other())
                                : d.kind() == v1::STORY_DECISION_KIND_SPLIT
                                    ? fmt::format("{} apart from {}", d.article(), d.other())
                                    : fmt::format("name “{}”", d.name()));
  }
  return kDone;
}

CLI::App* add_command(CLI::App& app, Options& options, const char* name, const char* summary) {
  CLI::App* out = app.add_subcommand(name, summary);
  add_store_option(*out, options.store);
  // --quiet and --data stand with `story`; they may follow its sub-command too.
  out->fallthrough();
  return out;
}

}  // namespace

Run setup_story(CLI::App& app, const CommonOptions& common) {
  constexpr const char* kStory = "Id of a story, words of its label, or id of an article in it";
  auto options = std::make_shared<Options>();
  app.require_subcommand(1);
  CLI::App* why = add_command(app, *options, "explain", "Show why an article belongs to its story");
  add_format_option(*why, options->format, {"text", "json", "jsonl", "textproto"});
  why->add_option("article", options->article, "Id of an article")->type_name("ID")->required();

  CLI::App* merge = add_command(app, *options, "merge", "Make one story of several, for good");
  merge->add_option("stories", options->stories, kStory)
      ->type_name("STORY")
      ->required()
      ->expected(2, -1);

  CLI::App* split =
      add_command(app, *options, "split", "Make articles a story of their own, for good");
  split->add_option("story", options->story, kStory)->type_name("STORY")->required();
  split->add_option("articles", options->articles, "Ids of the articles that leave it")
      ->type_name("ID")
      ->required();

  CLI::App* rename = add_command(app, *options, "rename", "Name a story, for good");
  rename->add_option("story", options->story, kStory)->type_name("STORY")->required();
  rename->add_option("name", options->name, "Its name; \"\" takes the given one back")
      ->type_name("NAME")
      ->required();

  CLI::App* decisions = add_command(app, *options, "decisions", "List what was decided");
  add_format_option(*decisions, options->format,
                    {"text", "json", "jsonl", "proto-stream", "textproto"});

  return [=, &common](Terminal& terminal) {
    if (why->parsed()) return explain(*options, common, terminal);
    if (decisions->parsed()) return print_decisions(*options, terminal);
    return record(*options, terminal, [&](Engine& engine) {
      if (merge->parsed()) return engine.merge_stories(options->stories, now());
      if (split->parsed()) return engine.split_story(options->story, options->articles, now());
      return engine.rename_story(options->story, options->name, now());
    });
  };
}

}  // namespace annals::cli
