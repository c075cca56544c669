#include "cli/query.h"

#include <algorithm>
#include <future>

#include <CLI/CLI.hpp>
#include <malloc.h>

#include "engine/engine.h"
#include "ingest/language/language.h"

namespace annals::cli {
namespace {

// One QueryWord for each word of the text, with its term in each language. A word that is a stop
// word in every language says nothing and is left out.
void add_words(const std::string& text, const Languages& languages, v1::TimelineQuery& query) {
  std::vector<v1::QueryWord> words;
  std::vector<bool> meaningful;
  for (const std::string& code : languages.codes()) {
    const Analysis analysis = languages.find(code)->analyse_query(text);
    for (const Token& token : analysis.tokens) {
      if (token.kind != TokenKind::kWord && token.kind != TokenKind::kNumber) continue;
      const std::string word(analysis.text_of(token));
      const auto same = [&](const v1::QueryWord& known) { return known.text() == word; };
      const auto at = std::find_if(words.begin(), words.end(), same);
      const auto index = static_cast<std::size_t>(at - words.begin());
      if (at == words.end()) {
        words.emplace_back().set_text(word);
        meaningful.push_back(false);
      }
      meaningful[index] = meaningful[index] || !token.stop_word;
      auto& terms = *words[index].mutable_terms();
      if (std::find(terms.begin(), terms.end(), token.term.value()) == terms.end())
        terms.Add(token.term.value());
    }
  }
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (meaningful[i]) *query.add_words() = std::move(words[i]);
  }
}

}  // namespace

void add_subject_options(CLI::App& app, QueryOptions& options) {
  add_store_option(app, options.store);
  app.add_option("words", options.words, "What the story is about; none takes every article")
      ->type_name("WORD");
  app.add_option("--actor", options.actors,
                 "Only events with this actor (name or id); may be repeated")
      ->type_name("ACTOR")
      ->allow_extra_args(false);
  app.add_option("--story", options.story, "Only articles of this story (id or words of its label)")
      ->type_name("STORY");
  app.add_option("--tz", options.time_zone, "Zone of times that name none")
      ->type_name("ZONE")
      ->capture_default_str();
  app.add_option("--lang", options.language, "Prefer sentences in this language")
      ->type_name("CODE");
}

void add_query_options(CLI::App& app, QueryOptions& options) {
  add_subject_options(app, options);
  app.add_option("--from", options.from, "First day of the timeline")->type_name("DAY");
  app.add_option("--to", options.to, "Last day of the timeline")->type_name("DAY");
  app.add_option("--as-of", options.as_of, "Only what had been published by then")
      ->type_name("TIME");
  app.add_option("--known-at", options.known_at, "Only what this store knew by then")
      ->type_name("TIME");
}

void add_length_options(CLI::App& app, QueryOptions& options) {
  app.add_option("--max-days", options.max_days, "At most N days; without it the engine decides")
      ->type_name("N");
  app.add_option("--max-sentences", options.max_sentences, "At most N sentences a day")
      ->type_name("N");
}

Result<v1::TimelineQuery> make_query(const QueryOptions& options, const DataFiles& data) {
  v1::TimelineQuery query;
  if (!options.words.empty()) {
    ANNALS_ASSIGN(const Languages languages, Languages::load(data, LanguageUse::kQueries));
    for (const std::string& text : options.words)
      add_words(text, languages, query);
    if (query.words().empty()) {
      return fail(ErrorCode::kInvalidInput,
                  "the query has no word to search for: each is a stop word or punctuation");
    }
  }
  const auto day = [&](const std::string& text, Edge edge) -> Result<std::int32_t> {
    ANNALS_ASSIGN(const Instant at, parse_instant(text, "UTC", edge));
    return to_number(date::floor<date::days>(at));
  };
  if (!options.from.empty()) {
    ANNALS_ASSIGN(const std::int32_t first, day(options.from, Edge::kFirst));
    query.set_from_day(first);
  }
  if (!options.to.empty()) {
    ANNALS_ASSIGN(const std::int32_t last, day(options.to, Edge::kLast));
    query.set_to_day(last);
  }
  if (query.has_from_day() && query.has_to_day() && query.from_day() > query.to_day()) {
    return fail(ErrorCode::kInvalidInput,
                "--from " + options.from + " is after --to " + options.to);
  }
  if (!options.as_of.empty()) {
    ANNALS_ASSIGN(const Instant at, parse_instant(options.as_of, options.time_zone, Edge::kLast));
    query.set_as_of_second(at.time_since_epoch().count());
  }
  if (!options.known_at.empty()) {
    ANNALS_ASSIGN(const Instant at,
                  parse_instant(options.known_at, options.time_zone, Edge::kLast));
    query.set_known_at_second(at.time_since_epoch().count());
  }
  for (const std::string& actor : options.actors)
    query.add_actors(actor);
  query.set_story(options.story);
  query.set_max_days(options.max_days);
  query.set_max_sentences(options.max_sentences);
  query.set_language(options.language);
  return query;
}

int with_query(const QueryOptions& options, const CommonOptions& common, Terminal& terminal,
               const std::function<int(const Engine&, const v1::TimelineQuery&)>& use) {
  const auto data = open_data(common);
  if (!data) return report(data.error(), terminal);
#ifdef __GLIBC__
  // A query's second thread shares the heap of the first, which has huge pages (main.cpp).
  ::mallopt(M_ARENA_MAX, 1);  // NOLINT(concurrency-mt-unsafe): there is one thread
#endif
  // The store opens while the languages that read the query are loaded.
  auto opening = std::async(std::launch::async,
                            [&] { return Engine::open(options.store, {.read_only = true}); });
  const auto query = make_query(options, *data);
  if (!query) return report_usage(query.error(), terminal);
  const auto engine = opening.get();
  if (!engine) return report(engine.error(), terminal);
  return use(*engine, *query);
}

int with_timeline(const QueryOptions& options, const CommonOptions& common, Terminal& terminal,
                  const std::function<int(const v1::Timeline&)>& use) {
  return with_query(options, common, terminal,
                    [&](const Engine& engine, const v1::TimelineQuery& query) {
                      const auto timeline = engine.timeline(query);
                      if (!timeline) return report(timeline.error(), terminal);
                      if (timeline->article_count() == 0 && !common.quiet)
                        terminal.err << "annals: no article answers this query\n";
                      return use(*timeline);
                    });
}

}  // namespace annals::cli
