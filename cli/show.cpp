// annals show: an article with everything derived from it, an event or an entry.
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/command.h"
#include "cli/output.h"
#include "engine/base/interval.h"
#include "engine/engine.h"
#include "engine/export/words.h"

namespace annals::cli {
namespace {

struct Options {
  std::string store;
  std::string format;
  std::string revision;
  std::string id;
};

std::string participants(const v1::Event& event) {
  std::string out;
  for (const v1::Participant& participant : event.participants()) {
    out += fmt::format("{}{}={}", out.empty() ? "" : " ", word(participant.role()),
                       participant.text());
  }
  return out;
}

void write_event(const v1::Event& event, Terminal& terminal) {
  const std::string name = event.event_class().empty() ? event.predicate() : event.event_class();
  terminal.out << fmt::format("  {}  {}  {}  {}{}\n", event.id(),
                              interval_words(event.has_interval() ? &event.interval() : nullptr),
                              word(event.status()),
                              event.polarity() == v1::POLARITY_NEGATIVE ? "not " : "",
                              paint(terminal.color_out, "\x1b[1m", name));
  const std::string roles = participants(event);
  if (!roles.empty()) terminal.out << "      " << roles << "\n";
  const std::string who = attribution_words(event.attribution());
  if (!who.empty()) terminal.out << "      says " << who << "\n";
}

void write_article(const Engine& engine, const v1::ArticleRecord& record, Terminal& terminal) {
  const v1::Article& article = record.article();
  const auto head = [&](const char* name, const std::string& value) {
    if (!value.empty()) terminal.out << fmt::format("{:12}{}\n", name, value);
  };
  head("id", article.id());
  head("title", article.title());
  head("outlet", article.outlet());
  head("url", article.url());
  head("file", article.file());
  head("language", article.language());
  if (article.has_published()) {
    head("published",
         interval_words(&article.published()) + " (" + word(article.published().basis()) + ")");
  }
  if (article.has_updated()) head("updated", interval_words(&article.updated()));
  if (const auto revisions = engine.store().revisions(article.id())) {
    for (const StoredDigest& revision : *revisions) {
      head("revision", revision.digest->revision() + "  known since " +
                           to_string(revision.known_at) +
                           (revision.digest->revision() == article.revision() ? "  (shown)" : ""));
    }
  }
  for (const v1::Stamp& stamp : article.stamps()) {
    head("stamp", fmt::format("{} “{}”{}", stamp.signal(), stamp.raw(),
                              stamp.refused().empty() ? "" : "  refused: " + stamp.refused()));
  }
  for (const std::string& note : article.notes())
    head("note", note);
  terminal.out << "\n" << article.text() << "\n\nactors\n";
  for (const v1::Actor& actor : record.actors()) {
    terminal.out << fmt::format("  {}  {:>3}  {:12}  {}\n", actor.id(), actor.mentions(),
                                word(actor.kind()), actor.name());
  }
  terminal.out << "\nevents\n";
  for (const v1::Event& event : record.events())
    write_event(event, terminal);
}

}  // namespace

Run setup_show(CLI::App& app, const CommonOptions& /*common*/) {
  auto options = std::make_shared<Options>();
  add_store_option(app, options->store);
  add_format_option(app, options->format, {"text", "json", "jsonl", "proto", "textproto"});
  app.add_option("--revision", options->revision, "An older revision of the article")
      ->type_name("HASH");
  app.add_option("id", options->id, "Id of an article, an event (ev-…) or an entry (en-…)")
      ->type_name("ID")
      ->required();
  return [options](Terminal& terminal) {
    const auto engine = Engine::open(options->store, {.read_only = true});
    if (!engine) return report(engine.error(), terminal);
    const Format format = format_of(options->format);
    if (parse_event_id(options->id) || parse_entry_id(options->id)) {
      const auto explanation = engine->explain(options->id);
      if (!explanation) return report(explanation.error(), terminal);
      if (format != Format::kText) return write_message(explanation->event, format, terminal);
      write_event(explanation->event, terminal);
      terminal.out << "      “" << explanation->sentence << "”\n";
      return kDone;
    }
    const auto record = engine->article(options->id, options->revision);
    if (!record) return report(record.error(), terminal);
    if (format != Format::kText) return write_message(*record, format, terminal);
    write_article(*engine, *record, terminal);
    return kDone;
  };
}

}  // namespace annals::cli
